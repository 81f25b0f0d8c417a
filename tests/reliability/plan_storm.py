"""Managers in the storm: they change plans and close days, and the log tells what became of it."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from random import Random

from sqlalchemy import select

from config.schema.slot_plans import SlotPlan
from server.db.ledger import Kind
from server.db.models import EventRow, Reservation, Slot
from server.domain.business_day import business_date
from server.domain.slots import planned
from server.services import plan_drafts, slot_plans
from server.services.opening_hours import opening_of
from tests.parts.office import SERVICE, TOMORROW, Hall

PLAN = (SERVICE, "visit", "office")
#: Nobody is moved further: there is room.
NEXT_DAYS = timedelta(days=7)
STARTS = ("09:15", "10:15", "11:15", "13:15", "15:45")


def drafted(hall: Hall, chance: Random) -> tuple[SlotPlan, int, dict[int, str]]:
    """Return a changed plan, the version it was made from, and what to do with bookings outside.

    One change in eight closes the whole day, one opens everything again.
    """
    with hall.look() as look:
        floor = look.floor_of(hall.office)
        version = slot_plans.newest_version(look.session, hall.office)
        plan = slot_plans.plan_of(floor, *PLAN).model_copy(update={"exceptions": ()})
        plan = _changed(plan, chance)
        concerned = slot_plans.outside(look, floor, plan)
    decisions = {
        one.reservation: "move"
        if one.nearest and one.has_mail and chance.random() < 0.5
        else "keep"
        for one in concerned
    }
    return plan, version, decisions


def _changed(plan: SlotPlan, chance: Random) -> SlotPlan:
    day, kind = TOMORROW.isoformat(), chance.randrange(8)
    if kind == 0:
        return plan_drafts.with_exception(plan, day, "", "", "0", "")
    if kind > 1:
        for start in chance.sample(STARTS, 3):
            seats = chance.randrange(5)
            until = f"{int(start[:2]) + 1:02}:{start[3:]}"
            internal = str(chance.randint(0, seats))
            plan = plan_drafts.with_exception(plan, day, start, until, str(seats), "", internal)
    most = chance.choice(["", "", "8"])
    return plan_drafts.with_shares(plan, {"morning": most, "morning_internal": "2" if most else ""})


def told(hall: Hall) -> Iterator[tuple[int, str]]:
    """Yield from the log every booking that a plan had no room for when it was made."""
    with hall.look() as look:
        events = look.session.scalars(
            select(EventRow).where(EventRow.office == hall.office).order_by(EventRow.seq)
        ).all()
        start_of = dict(look.session.execute(select(Slot.id, Slot.start)).all())
        floor = look.floor_of(hall.office)
        opening = opening_of(floor, floor.service(SERVICE))
        days = {business_date(start) for start in start_of.values()}
        days = {day for day in days if day <= TOMORROW + NEXT_DAYS}
        room, where = _room(look, hall, 0, opening, days), {}
        for _, command in groupby(events, key=lambda event: event.command):
            rows = [(event.kind, json.loads(event.detail)) for event in command]
            for kind, detail in rows:
                if kind == Kind.SLOTS_PLANNED:
                    room = _room(look, hall, detail["version"], opening, days)
            for kind, detail in rows:
                if kind == Kind.CANCELLED:
                    where.pop(detail["reservation"], None)
                if kind in (Kind.BOOKED, Kind.MOVED):
                    where[detail["reservation"]] = detail["slot"]
                    used = sum(slot == detail["slot"] for slot in where.values())
                    if used > room.get(start_of[detail["slot"]], 0):
                        yield detail["reservation"], kind
        live = look.session.scalars(
            select(Reservation).where(Reservation.state == "confirmed")
        ).all()
        assert {one.id: one.slot_id for one in live} == where, "the log tells another story"


def beyond_and_listed(hall: Hall, live: list[Reservation]) -> tuple[Counter, Counter]:
    """Return by start how many bookings the plan has no seat for, and how many staff are shown."""
    with hall.look() as look:
        floor = look.floor_of(hall.office)
        version = slot_plans.newest_version(look.session, hall.office)
        days = {one.day for one in live}
        opening = opening_of(floor, floor.service(SERVICE))
        room = _room(look, hall, version, opening, days)
        listed = slot_plans.outside(look, floor, slot_plans.plan_of(floor, *PLAN))
    booked = Counter(one.start for one in live)
    beyond = Counter({start: count - room.get(start, 0) for start, count in booked.items()})
    return +beyond, Counter(one.start for one in listed)


def _room(look, hall: Hall, version: int, opening, days) -> dict:
    """Return the seats by start on *days*; who is moved may land on the next."""
    plans = slot_plans.plans_of_version(look, version, hall.office)
    plan = next(one for one in plans if (one.service, one.method, one.venue) == PLAN)
    return {one.start: one.capacity for one in planned(plan, sorted(days), opening)}
