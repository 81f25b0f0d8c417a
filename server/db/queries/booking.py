"""Before the visit: reservations, pre-applications, free seats."""

from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.db.models import PreApplication, Reservation, Seat, Slot
from server.domain.checkin import ReservationState


def reservation_by_lookup(session: Session, lookup_id: str) -> Reservation | None:
    """Return the reservation of a token; a live one before a cancelled one."""
    return session.scalar(
        select(Reservation)
        .where(Reservation.lookup_id == lookup_id)
        .order_by(Reservation.state == ReservationState.CANCELLED, Reservation.id.desc())
        .limit(1)
    )


def pre_application_by_lookup(session: Session, lookup_id: str) -> PreApplication | None:
    """Return the pre-application of a token."""
    return session.scalar(select(PreApplication).where(PreApplication.lookup_id == lookup_id))


def free_seat(session: Session, slot_id: int) -> Seat | None:
    """Return the first free seat of a slot."""
    return session.scalar(
        select(Seat).where(Seat.slot_id == slot_id, _is_free()).order_by(Seat.position).limit(1)
    )


def slots_between(
    session: Session, service_id: int, first: date, last: date
) -> list[tuple[Slot, int]]:
    """Return the slots of a service from *first* to *last*, each with its free seats."""
    free = func.count(Seat.id).filter(_is_free())
    rows = session.execute(
        select(Slot, free)
        .join(Seat, Seat.slot_id == Slot.id)
        .where(Slot.service_id == service_id, Slot.day >= first, Slot.day <= last)
        .group_by(Slot.id)
        .order_by(Slot.start, Slot.venue, Slot.method)
    )
    return [(slot, count) for slot, count in rows]


def _is_free() -> ColumnElement[bool]:
    return ~(
        select(Reservation.id)
        .where(Reservation.seat_id == Seat.id, Reservation.state != ReservationState.CANCELLED)
        .exists()
    )
