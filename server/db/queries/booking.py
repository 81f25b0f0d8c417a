"""Before the visit: reservations, pre-applications, free seats."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from server.db.models import Keeping, KeptSeat, PreApplication, Reservation, Seat, Slot
from server.domain.checkin import ReservationState


class Free(NamedTuple):
    """A slot and its free seats: all of them, and those that staff do not keep."""

    slot: Slot
    seats: int
    public: int


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


def free_seat(
    session: Session,
    slot_id: int,
    now: datetime,
    mine: int | None = None,
    *,
    even_resting: bool = False,
    even_internal: bool = False,
) -> Seat | None:
    """Return the first free seat of a slot; seats of the reservation *mine* count as free.

    Args:
        even_internal: whether staff's seats count; then they go first.

    """
    free = select(Seat).where(Seat.slot_id == slot_id, _is_free(now, mine, even_resting))
    if not even_internal:
        free = free.where(~Seat.internal)
    return session.scalar(free.order_by(Seat.internal.desc(), Seat.position).limit(1))


def slots_between(
    session: Session,
    service_id: int,
    first: date,
    last: date,
    now: datetime,
    *,
    even_resting: bool = False,
) -> list[Free]:
    """Return the slots of a service from *first* to *last*, each with its free seats."""
    is_free = _is_free(now, even_resting=even_resting)
    free, public = (func.count(Seat.id).filter(is_free, more) for more in (true(), ~Seat.internal))
    rows = session.execute(
        select(Slot, free, public)
        .join(Seat, (Seat.slot_id == Slot.id) & ~Seat.closed)
        .where(Slot.service_id == service_id, Slot.day >= first, Slot.day <= last)
        .group_by(Slot.id)
        .order_by(Slot.start, Slot.venue, Slot.method)
    )
    return [Free(*row) for row in rows]


class Taken(NamedTuple):
    """Bookings and holds that begin with one slot."""

    day: date
    start: datetime
    method: str
    venue: str
    by_staff: bool
    bookings: int


def taken_between(
    session: Session, service_id: int, first: date, last: date, now: datetime, mine: int | None
) -> list[Taken]:
    """Return what is booked, held and offered of a service, but for the reservation *mine*."""
    where = (Slot.service_id == service_id, Slot.day >= first, Slot.day <= last)
    booked = (
        select(Slot.day, Slot.start, Slot.method, Slot.venue, Reservation.by_staff, func.count())
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(*where, Reservation.state != ReservationState.CANCELLED)
        .group_by(Slot.id, Reservation.by_staff)
    )
    if mine is not None:
        booked = booked.where(Reservation.id != mine)
    start = func.min(Slot.start)
    kept = (
        select(Slot.day, start, Slot.method, Slot.venue, false(), literal(1))
        .join(Seat, Seat.slot_id == Slot.id)
        .join(KeptSeat, KeptSeat.seat_id == Seat.id)
        .where(*where, KeptSeat.owner.is_not(None), KeptSeat.until > now)
        .group_by(KeptSeat.owner, Slot.day, Slot.method, Slot.venue)
    )
    both: tuple[Executable, ...] = (booked, kept)
    return [Taken(*row) for query in both for row in session.execute(query)]


def _is_free(
    now: datetime, mine: int | None = None, even_resting: bool = False
) -> ColumnElement[bool]:
    """Neither booked, nor kept for anything else, nor closed by a changed plan."""
    taken = [Reservation.seat_id == Seat.id, Reservation.state != ReservationState.CANCELLED]
    kept = [KeptSeat.seat_id == Seat.id, or_(KeptSeat.until.is_(None), KeptSeat.until > now)]
    if mine is not None:
        taken.append(Reservation.id != mine)
        kept.append(KeptSeat.reservation_id.is_distinct_from(mine))
    if even_resting:
        kept.append(KeptSeat.kind != Keeping.RESTING)
    return (
        ~Seat.closed
        & ~select(Reservation.id).where(*taken).exists()
        & ~select(KeptSeat.seat_id).where(*kept).exists()
    )


_OPEN_ENDED = (ReservationState.CONFIRMED, ReservationState.CHECKED_IN)
_UNSETTLED = Reservation.state.in_([literal_column(repr(str(state))) for state in _OPEN_ENDED])


def unsettled_before(session: Session, office: str, day: date) -> list[Reservation]:
    """Return the reservations of earlier days of which nobody knows yet how they ended."""
    before = (Reservation.office == office, Reservation.day < day, _UNSETTLED)
    return list(session.scalars(select(Reservation).where(*before)))


def bookings_to_come(session: Session, mark: str, service_id: int, now: datetime) -> int:
    """Return how many bookings of a service are still to come for one address."""
    mine = (Reservation.contact_mark == mark, Reservation.service_id == service_id)
    coming = (Reservation.state == ReservationState.CONFIRMED, Reservation.start > now)
    return session.scalar(select(func.count()).select_from(Reservation).where(*mine, *coming)) or 0
