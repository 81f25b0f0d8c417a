"""Days for which lots are drawn, 抽選: who applied in time has the same chance, early or late.

An application is an entry of the waiting list. Nobody can book such a day before lots are
drawn; then winners are booked and told, and whoever has not won waits on, and is told, too.
"""

import secrets
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from config.schema.slot_plans import SlotPlan
from server.db import queries
from server.db.city import Work
from server.db.floor import ServicePlan
from server.db.ledger import Kind
from server.db.models import Draw, Slot, Waiting, WaitingEntry
from server.db.queries import SlotRow
from server.domain.lottery import drawn_order, draws_at
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.services import letters, pre_applications, reservations, seats, waiting_list
from server.services.shares import Part

#: So many of the newest draws a manager sees.
HISTORY = 20


def draw_due(work: Work) -> int:
    """Draw lots for every day whose time to apply is over, and return for how many days."""
    return sum(_draw_days(work, plan) for plan in work.floor.setup.slot_plans if plan.lottery)


def history(session: Session, office: str) -> list[Draw]:
    """Return the newest draws, newest first."""
    rows = select(Draw).where(Draw.office == office).order_by(Draw.id.desc()).limit(HISTORY)
    return [*session.scalars(rows)]


def _draw_days(work: Work, plan: SlotPlan) -> int:
    service = work.floor.service(plan.service)
    drawn = (
        select(Draw.id)
        .where(
            Draw.service_id == service.id, Draw.method == plan.method,
            Draw.venue == plan.venue, Draw.day == Slot.day,
        )
        .exists()
    )  # fmt: skip
    of_plan = (
        Slot.service_id == service.id, Slot.method == plan.method, Slot.venue == plan.venue,
    )  # fmt: skip
    days = work.session.scalars(
        select(Slot.day).where(*of_plan, Slot.day >= work.day, ~drawn).distinct().order_by(Slot.day)
    )
    due = [day for day in days if work.now >= draws_at(day, _days_before(plan))]
    for day in due:
        _draw(work, service, plan, day)
    return len(due)


def _draw(work: Work, service: ServicePlan, plan: SlotPlan, day: date) -> None:
    until = draws_at(day, _days_before(plan))
    entries = {
        entry.id: entry
        for entry in work.session.scalars(
            select(WaitingEntry).where(
                WaitingEntry.office == work.office, WaitingEntry.service_id == service.id,
                WaitingEntry.state == Waiting.WAITING, WaitingEntry.first_day <= day,
                WaitingEntry.last_day >= day, WaitingEntry.created_at < until,
                or_(WaitingEntry.method.is_(None), WaitingEntry.method == plan.method),
                or_(WaitingEntry.venue.is_(None), WaitingEntry.venue == plan.venue),
            )
        )
    }  # fmt: skip
    seed = secrets.token_hex(16)
    draw = Draw(
        office=work.office, service_id=service.id, method=plan.method, venue=plan.venue,
        day=day, seed=seed, entries=len(entries), winners=0, at=work.now,
    )  # fmt: skip
    work.session.add(draw)
    work.session.flush()
    for one in drawn_order(seed, entries):
        if _book(work, service, plan, entries[one], day):
            draw.winners += 1
        else:
            _tell(work, service, entries[one], day)
    facts = {"service": service.code, "day": day.isoformat(), "seed": seed}
    counts = {"entries": sorted(entries), "winners": draw.winners}
    work.record(Kind.LOTS_DRAWN, detail={**facts, **counts})


def _book(work: Work, service: ServicePlan, plan: SlotPlan, entry: WaitingEntry, day: date) -> bool:
    """Book the earliest time for who was drawn, and tell whether there was one."""
    slot = _first_free(work, service, plan, entry, day)
    if slot is None:
        return False
    email, token = waiting_list.contact_of(work, entry)
    applied = token if pre_applications.find(work.session, token) else None
    try:
        reservations.book(
            work, service.code, slot.id, pre_application=applied, email=email,
            language=entry.language, offered_to=token,
        )  # fmt: skip
    except Refused:  # booked otherwise meanwhile, or too often
        return False
    entry.state = Waiting.TAKEN
    return True


def _first_free(
    work: Work, service: ServicePlan, plan: SlotPlan, entry: WaitingEntry, day: date
) -> SlotRow | None:
    part = Part(work, work.floor, service, Share.PUBLIC)
    for row in queries.slots_between(work.session, service.id, day, day, work.now):
        slot = row.slot
        if (slot.method, slot.venue) != (plan.method, plan.venue) or not part.free(row):
            continue
        minutes = max(entry.minutes, slot.minutes)
        if seats.find(work, service, slot, minutes, Share.PUBLIC):
            return slot
    return None


def _tell(work: Work, service: ServicePlan, entry: WaitingEntry, day: date) -> None:
    email, token = waiting_list.contact_of(work, entry)
    letters.not_drawn(work, service, entry, day, email, token)


def _days_before(plan: SlotPlan) -> int:
    return plan.lottery.apply_until_days_before if plan.lottery else 0
