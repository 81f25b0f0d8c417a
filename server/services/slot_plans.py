"""Slot plans as a manager changes them: looked at before they are saved, published, brought back.

Nothing here lets a booking fall away: who has a seat that the new plan has no room for is
named before, and either keeps it (it is offered to nobody else) or gets another time by mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from config.schema.offices import Office
from config.schema.slot_plans import PublishedPlans, SlotPlan
from server.db.city import Look, Work
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import Catalogue, Head, OfficeRow, Reservation, Slot
from server.domain.business_day import business_date, iso
from server.domain.refusals import NotFound, Refused
from server.domain.shares import Share
from server.domain.slots import days_from, planned
from server.services import booking_window, reservations, slot_making, waiting_list
from server.services.opening_hours import opening_of
from server.services.slot_making import LIVE

#: How many of the newest versions are offered to bring back.
HISTORY = 20
#: Nobody is moved to a time that begins sooner.
NOTICE = timedelta(days=1)


@dataclass(frozen=True)
class Outside:
    """A booking that a plan has no seat for, and the nearest time it could get instead."""

    reservation: int
    start: datetime
    has_mail: bool
    nearest: datetime | None


@dataclass(frozen=True)
class Cell:
    """One start of a day: seats of the plan that is looked at, of the published one, bookings.

    Of the capacity so many seats are internal, for staff to give away.
    """

    start: datetime
    capacity: int
    before: int
    booked: int
    outside: int
    internal: int


@dataclass(frozen=True)
class Published:
    """One version in the history."""

    version: int
    at: str
    by: str | None
    note: str
    brings_back: int | None


def plan_of(floor: Floor, service: str, method: str, venue: str) -> SlotPlan:
    """Return a plan by what it is for, or refuse with ``unknown_plan``."""
    for plan in floor.setup.slot_plans:
        if (plan.service, plan.method, plan.venue) == (service, method, venue):
            return plan
    raise NotFound("unknown_plan", "この予約枠はありません。")


def week(look: Look, office: str, plan: SlotPlan, monday: date) -> dict[date, list[Cell]]:
    """Return each day of a week from *monday* with its starts, as *plan* would have it."""
    floor = look.floor_of(office)
    days = days_from(monday, 7)
    after = _by_start(floor, plan, days)
    published = _known(floor.setup.slot_plans).get(_key(plan))
    before = _by_start(floor, published, days) if published else {}
    booked = _booked(look.session, floor, plan, monday, days[-1])
    cells: dict[date, list[Cell]] = {day: [] for day in days}
    for start in sorted(after.keys() | before.keys() | booked.keys()):
        (seats, internal), taken = after.get(start, (0, 0)), len(booked.get(start, ()))
        was, _ = before.get(start, (0, 0))
        cell = Cell(start, seats, was, taken, max(0, taken - seats), internal)
        cells[business_date(start)].append(cell)
    return cells


def outside(look: Look | Work, floor: Floor, plan: SlotPlan) -> list[Outside]:
    """Return the bookings to come that *plan* has no seat for, earliest first."""
    last = _last_made(look.session, floor, plan)
    days = days_from(look.day, (last - look.day).days + 1) if last else []
    capacity = _by_start(floor, plan, days)
    booked = _booked(look.session, floor, plan, look.day, last or look.day)
    free = {
        start: seats - len(booked.get(start, ()))
        for start, (seats, _) in capacity.items()
        if start > look.now + NOTICE and seats > len(booked.get(start, ()))
    }
    found = []
    for start in sorted(booked):
        if start <= look.now:
            continue
        for row in booked[start][capacity.get(start, (0, 0))[0] :]:
            nearest = min(free, key=lambda one: (abs(one - start), one), default=None)
            if nearest is not None:
                free[nearest] -= 1
                free = {one: seats for one, seats in free.items() if seats > 0}
            found.append(Outside(row.id, start, row.contact is not None, nearest))
    return found


def publish(
    work: Work, plan: SlotPlan, version: int, decisions: Mapping[int, str], note: str = ""
) -> int:
    """Put *plan* in place of the published one, or beside those there are; return the new version.

    Args:
        version: of the plans as they were on the screen.
        decisions: ``move`` or ``keep`` for each booking outside.

    Raises:
        Refused: ``changed_meanwhile``; ``undecided`` with the bookings nobody decided on;
            ``not_bookable``.
        NotFound: ``unknown_service``, ``unknown_venue``.

    """
    _require_place(work, plan)
    plans = _known(work.floor.setup.slot_plans) | {_key(plan): plan}
    return _put(work, tuple(plans.values()), version, decisions, note, None)


def bring_back(work: Work, wanted: int, version: int, decisions: Mapping[int, str]) -> int:
    """Publish once more what version *wanted* said (0: the city's pack); bookings as in `publish`.

    Raises:
        NotFound: ``unknown_version``.

    """
    return _put(work, plans_of_version(work, wanted), version, decisions, "", wanted)


def plans_of_version(look: Look | Work, version: int, office: str = "") -> tuple[SlotPlan, ...]:
    """Return what a version said, or refuse with ``unknown_version``."""
    office = look.office if isinstance(look, Work) else office
    if version == 0:
        setting = look.session.get_one(OfficeRow, office).setting
        return Office.model_validate(setting).slot_plans
    document = look.session.scalar(
        select(Catalogue.document).where(
            Catalogue.kind == "slot_plans", Catalogue.office == office, Catalogue.version == version
        )
    )
    if document is None:
        raise NotFound("unknown_version", f"{version}版の予約枠はありません。")
    return PublishedPlans.model_validate(document).slot_plans


def outside_of_version(work: Work, wanted: int) -> list[Outside]:
    """Return the bookings to come that version *wanted* has no seat for."""
    changed = _changed(work.floor.setup.slot_plans, plans_of_version(work, wanted))
    return [one for plan in changed for one in outside(work, work.floor, plan)]


def history(session: Session, office: str) -> list[Published]:
    """Return the newest versions, newest first; version 0 is the city's pack."""
    rows = session.scalars(
        select(Catalogue)
        .where(Catalogue.kind == "slot_plans", Catalogue.office == office)
        .order_by(Catalogue.version.desc())
        .limit(HISTORY)
    )
    found = []
    for row in rows:
        one = PublishedPlans.model_validate(row.document)
        found.append(Published(row.version, one.at, one.by, one.note, one.brings_back))
    return found


def newest_version(session: Session, office: str) -> int:
    """Return the version that is published; 0 is the city's pack."""
    newest = func.max(Catalogue.version)
    of_office = (Catalogue.kind == "slot_plans", Catalogue.office == office)
    return session.scalar(select(newest).where(*of_office)) or 0


def _put(
    work: Work, plans: Sequence[SlotPlan], version: int, decisions: Mapping[int, str],
    note: str, brings_back: int | None,
) -> int:  # fmt: skip
    newest = newest_version(work.session, work.office)
    if version != newest:
        raise Refused(
            "changed_meanwhile",
            "ほかの人が先に変更しました。画面を読みなおして、もう一度変更してください。",
        )
    changed = _changed(work.floor.setup.slot_plans, plans)
    concerned = [(one, plan) for plan in changed for one in outside(work, work.floor, plan)]
    open_ = [one.reservation for one, _ in concerned if one.reservation not in decisions]
    if open_:
        raise Refused(
            "undecided", f"{len(open_)}件の予約を、移すか残すか決めてください。", undecided=open_
        )
    document = PublishedPlans(
        slot_plans=tuple(plans), at=iso(work.now), by=work.actor, note=note, brings_back=brings_back
    )
    work.session.add(
        Catalogue(
            kind="slot_plans", code="slot_plans", office=work.office, version=newest + 1,
            document=document.model_dump(mode="json", by_alias=True),
        )
    )  # fmt: skip
    work.session.get_one(Head, work.office).floor_version += 1
    for plan in changed:
        _fit(work, plan)
        waiting_list.take_back_closed(work, work.floor.service(plan.service))
    moved = [both for both in concerned if decisions[both[0].reservation] == "move"]
    for one, plan in moved:
        _move(work, one, plan)
    for code in sorted({plan.service for plan in changed}):
        waiting_list.offer(work, work.floor.service(code))
    counts = {"outside": len(concerned), "moved": len(moved)}
    work.record(Kind.SLOTS_PLANNED, detail={"version": newest + 1, **counts})
    return newest + 1


def _changed(now: Sequence[SlotPlan], then: Sequence[SlotPlan]) -> list[SlotPlan]:
    """Return the plans that change from *now* to *then*; one that goes has no seat any more."""
    gone = [one for key, one in _known(now).items() if key not in _known(then)]
    return [*(one for one in then if one not in now), *map(_emptied, gone)]


def _emptied(plan: SlotPlan) -> SlotPlan:
    layers = (one.model_copy(update={"capacity": 0, "internal": 0}) for one in plan.patterns)
    return plan.model_copy(update={"patterns": tuple(layers), "exceptions": ()})


def _known(plans: Sequence[SlotPlan]) -> dict[tuple[str, str, str], SlotPlan]:
    return {_key(one): one for one in plans}


def _key(plan: SlotPlan) -> tuple[str, str, str]:
    return plan.service, plan.method, plan.venue


def _require_place(work: Work, plan: SlotPlan) -> None:
    booking_window.rule_of(work.floor.service(plan.service))
    if plan.venue not in work.floor.setup.venues:
        raise NotFound("unknown_venue", f"「{plan.venue[:40]}」という場所はありません。")


def _fit(work: Work, plan: SlotPlan) -> None:
    """Make slots and seats to come what *plan* says; taken seats stay, free ones too many close."""
    last = _last_made(work.session, work.floor, plan)
    if last is None:  # a new plan
        slot_making.make(work.session, work.floor, plan, work.day)
        return
    service = work.floor.service(plan.service)
    days = days_from(work.day, (last - work.day).days + 1)
    wanted = {one.start: one for one in planned(plan, days, opening_of(work.floor, service))}
    slots = work.session.scalars(_slots(work.floor, plan, work.day, last)).all()
    taken = slot_making.taken(work.session, [slot.id for slot in slots])
    known = set()
    for slot in slots:
        known.add(slot.start)
        if slot.start <= work.now:
            continue
        one = wanted.get(slot.start)
        slot_making.fit_seats(work.session, slot, one, taken)
    missing = [one for start, one in wanted.items() if start not in known and start > work.now]
    if missing:
        slot_making.insert_slots(work.session, work.floor, service, plan, missing)
    work.session.flush()


def _move(work: Work, one: Outside, plan: SlotPlan) -> None:
    """Give a booking the nearest time; its holder's code stays, and a mail tells the new time."""
    row = work.session.get_one(Reservation, one.reservation)
    # Without a mail nobody would hear of it; about a longer visit people decide.
    if one.nearest is None or row.contact is None or row.minutes is not None:
        raise Refused("cannot_move", "メールのない予約、空きのない予約は「残す」にしてください。")
    day = business_date(one.nearest)
    at_that_time = _slots(work.floor, plan, day, day).where(Slot.start == one.nearest)
    slot = work.session.scalars(at_that_time).one()
    reservations.put(work, work.floor.service(plan.service), row, slot, Share.PLANNER)


def _by_start(
    floor: Floor, plan: SlotPlan, days: Sequence[date]
) -> dict[datetime, tuple[int, int]]:
    """Return the seats of every start, and how many of them are internal."""
    opening = opening_of(floor, floor.service(plan.service))
    return {one.start: (one.capacity, one.internal) for one in planned(plan, days, opening)}


def _booked(
    session: Session, floor: Floor, plan: SlotPlan, first: date, last: date
) -> dict[datetime, list[Reservation]]:
    """Return the live bookings of a plan by start, whoever booked first standing first."""
    ids = [slot.id for slot in session.scalars(_slots(floor, plan, first, last))]
    rows = session.scalars(
        select(Reservation).where(Reservation.slot_id.in_(ids), LIVE).order_by(Reservation.id)
    )
    found: dict[datetime, list[Reservation]] = {}
    for row in rows:
        found.setdefault(row.start, []).append(row)
    return found


def _slots(floor: Floor, plan: SlotPlan, first: date, last: date) -> Select[Slot]:
    return select(Slot).where(*_is_of(floor, plan), Slot.day >= first, Slot.day <= last)


def _is_of(floor: Floor, plan: SlotPlan) -> tuple[ColumnElement[bool], ...]:
    service = floor.service(plan.service)
    return Slot.service_id == service.id, Slot.method == plan.method, Slot.venue == plan.venue


def _last_made(session: Session, floor: Floor, plan: SlotPlan) -> date | None:
    return session.scalar(select(func.max(Slot.day)).where(*_is_of(floor, plan)))
