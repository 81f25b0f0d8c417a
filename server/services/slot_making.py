"""Slots from plans: kept made as far ahead as anybody may book."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from config.schema.slot_plans import SlotPlan
from server.db.floor import Floor, ServicePlan
from server.db.models import KeptSeat, Reservation, Seat, Slot
from server.db.types import to_micros
from server.domain.checkin import ReservationState
from server.domain.slots import PlannedSlot, days_from, planned
from server.services.booking_window import rule_of
from server.services.opening_hours import opening_of

#: Tens of thousands of rows go in when an office begins: a quarter quicker than as objects.
_SLOTS, _SEATS = cast(Table, Slot.__table__), cast(Table, Seat.__table__)
#: A booking of these states has its seat.
LIVE = Reservation.state.in_((ReservationState.CONFIRMED, ReservationState.CHECKED_IN))


def keep_made(session: Session, floor: Floor, today: date) -> int:
    """Make the slots of every plan that are not there yet, and return how many that were.

    A slot that is there is left as it is: a booking may hang on it.
    """
    return sum(make(session, floor, plan, today) for plan in floor.setup.slot_plans)


def make(session: Session, floor: Floor, plan: SlotPlan, today: date) -> int:
    """Make the slots of a plan that are not there yet, and return how many that were."""
    service = floor.service(plan.service)
    first = _first_missing(session, service, plan, today)
    last = today + timedelta(days=rule_of(service).open_days_before + 1)
    if first > last:
        return 0
    days = days_from(first, (last - first).days + 1)
    made = list(planned(plan, days, opening_of(floor, service)))
    if made:
        insert_slots(session, floor, service, plan, made)
    return len(made)


def _first_missing(session: Session, service: ServicePlan, plan: SlotPlan, today: date) -> date:
    newest = session.scalar(
        select(func.max(Slot.day)).where(
            Slot.service_id == service.id, Slot.venue == plan.venue, Slot.method == plan.method
        )
    )
    return today if newest is None else max(today, newest + timedelta(days=1))


def insert_slots(
    session: Session, floor: Floor, service: ServicePlan, plan: SlotPlan, made: list[PlannedSlot]
) -> None:
    """Write slots that are not there yet, with their seats; earliest first."""
    session.execute(insert(_SLOTS), [_row(floor, service, plan, slot) for slot in made])
    ids = {
        to_micros(start): slot_id
        for slot_id, start in session.execute(
            select(Slot.id, Slot.start).where(
                Slot.service_id == service.id,
                Slot.venue == plan.venue,
                Slot.method == plan.method,
                Slot.day >= made[0].day,
            )
        )
    }
    seats = [
        {
            "slot_id": ids[to_micros(slot.start)],
            "position": position,
            "internal": position >= slot.capacity - slot.internal,
        }
        for slot in made
        for position in range(slot.capacity)
    ]
    session.execute(insert(_SEATS), seats)


def _row(floor: Floor, service: ServicePlan, plan: SlotPlan, slot: PlannedSlot) -> dict[str, Any]:
    return {
        "office": floor.setup.code,
        "service_id": service.id,
        "day": slot.day,
        "start": slot.start,
        "minutes": slot.minutes,
        "method": plan.method,
        "venue": plan.venue,
    }


def taken(session: Session, slots: Sequence[int]) -> set[int]:
    """Return the seats of *slots* that somebody has: booked, held, part of a longer visit."""
    booked = select(Reservation.seat_id).where(Reservation.slot_id.in_(slots), LIVE)
    kept = select(KeptSeat.seat_id).join(Seat).where(Seat.slot_id.in_(slots))
    return set(session.scalars(booked.union(kept)))


def fit_seats(session: Session, slot: Slot, one: PlannedSlot | None, taken: set[int]) -> None:
    """Let a slot have the seats that *one* plans: none are deleted, those too many close."""
    seats = [*session.scalars(select(Seat).where(Seat.slot_id == slot.id).order_by(Seat.position))]
    capacity = one.capacity if one else 0
    for position in range(len(seats), capacity):
        seat = Seat(slot_id=slot.id, position=position, internal=False)
        session.add(seat)
        seats.append(seat)
    first_taken = sorted(seats, key=lambda seat: (seat.id not in taken, seat.position))
    for at, seat in enumerate(first_taken):
        seat.closed = at >= capacity
    _keep_for_staff(first_taken[:capacity], one.internal if one else 0, taken)
    if one and not any(seat.id in taken for seat in seats):
        slot.minutes = one.minutes


def _keep_for_staff(seats: Sequence[Seat], wanted: int, taken: set[int]) -> None:
    """Let staff have *wanted* of the open *seats*: those they gave away count, then free ones."""
    theirs = sorted(
        seats,
        key=lambda seat: (not (seat.internal and seat.id in taken), seat.id in taken),
    )
    for at, seat in enumerate(theirs):
        seat.internal = at < wanted
