"""Before the visit: reservations, pre-applications, free seats."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.orm import Session

from server.db.models import Keeping, KeptSeat, PreApplication, Reservation, Seat, Slot
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


def free_seat(
    session: Session,
    slot_id: int,
    now: datetime,
    mine: int | None = None,
    *,
    even_resting: bool = False,
) -> Seat | None:
    """Return the first free seat of a slot; seats of the reservation *mine* count as free."""
    free = _is_free(now, mine, even_resting=even_resting)
    return session.scalar(
        select(Seat).where(Seat.slot_id == slot_id, free).order_by(Seat.position).limit(1)
    )


def slots_between(
    session: Session,
    service_id: int,
    first: date,
    last: date,
    now: datetime,
    *,
    even_resting: bool = False,
) -> list[tuple[Slot, int]]:
    """Return the slots of a service from *first* to *last*, each with its free seats."""
    free = func.count(Seat.id).filter(_is_free(now, even_resting=even_resting))
    rows = session.execute(
        select(Slot, free)
        .join(Seat, (Seat.slot_id == Slot.id) & ~Seat.closed)
        .where(Slot.service_id == service_id, Slot.day >= first, Slot.day <= last)
        .group_by(Slot.id)
        .order_by(Slot.start, Slot.venue, Slot.method)
    )
    return [(slot, count) for slot, count in rows]


def _is_free(
    now: datetime, mine: int | None = None, *, even_resting: bool = False
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
