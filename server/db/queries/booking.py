"""Before the visit: reservations, pre-applications, free seats."""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Select,
    bindparam,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from server.db.models import Draw, Keeping, KeptSeat, PreApplication, Reservation, Seat, Slot
from server.domain.checkin import ReservationState

#: A moment, or the place in a statement where it is filled in.
Moment = datetime | BindParameter[Any]


class SlotRow(NamedTuple):
    """A slot as it is listed: hundreds at once, so no object of the session."""

    id: int
    day: date
    start: datetime
    minutes: int
    method: str
    venue: str


class Free(NamedTuple):
    """A slot and its free seats: all of them, and those that staff do not keep."""

    slot: SlotRow
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
    """Return a free seat of a slot; seats of the reservation *mine* count as free.

    Args:
        even_internal: whether staff's seats count; then they go first.

    """
    counted = _counted(now, mine, even_resting).where(Slot.id == slot_id)
    found = [_free(row) for row in session.execute(counted)]
    if not any(one.seats if even_internal else one.public for one in found):
        return None
    booked, kept, used = _uses(now, mine, even_resting)
    seats = (
        select(Seat)
        .outerjoin(Reservation, booked)
        .outerjoin(KeptSeat, kept)
        .where(Seat.slot_id == slot_id, ~Seat.closed, ~used)
    )
    if not even_internal:
        seats = seats.where(~Seat.internal)
    return session.scalar(seats.order_by(Seat.internal.desc(), Seat.position).limit(1))


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
    given = {"service": service_id, "first": first, "last": last, "now": now}
    return [_free(row) for row in session.execute(_listed(even_resting=even_resting), given)]


@cache
def _listed(*, even_resting: bool) -> Select[*tuple[Any, ...]]:
    """Select the slots of ``service`` between ``first`` and ``last``; built once."""
    now = bindparam("now", type_=KeptSeat.until.type)
    return (
        _counted(now, None, even_resting)
        .where(
            Slot.service_id == bindparam("service"),
            Slot.day >= bindparam("first", type_=Slot.day.type),
            Slot.day <= bindparam("last", type_=Slot.day.type),
        )
        .order_by(Slot.start, Slot.venue, Slot.method)
    )


def _counted(now: Moment, mine: int | None, even_resting: bool) -> Select[*tuple[Any, ...]]:
    """Select slots with an open seat: free ones, the public's, and who sits beyond either."""
    booked, kept, used = _uses(now, mine, even_resting)
    somebodys = or_(
        Reservation.id.is_not(None),
        KeptSeat.seat_id.is_not(None) & (KeptSeat.kind != Keeping.RESTING),
    )
    by_public = Reservation.id.is_not(None) & ~Reservation.by_staff
    free = ~Seat.closed & ~used

    def count(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(Seat.id).filter(which)

    return (
        select(
            Slot.id,
            Slot.day,
            Slot.start,
            Slot.minutes,
            Slot.method,
            Slot.venue,
            count(free),
            count(free & ~Seat.internal),
            count(Seat.closed & somebodys),
            count((Seat.closed | Seat.internal) & by_public),
        )
        .join(Seat, Seat.slot_id == Slot.id)
        .outerjoin(Reservation, booked)
        .outerjoin(KeptSeat, kept)
        .group_by(Slot.id)
        .having(count(~Seat.closed) > 0)
    )


def _free(row: Any) -> Free:
    """Return what may be given away: who sits where the plan has no seat takes room, too."""
    free, public, outside, public_beyond = row[6:]
    seats = max(0, free - outside)
    return Free(SlotRow._make(row[:6]), seats, max(0, min(public - public_beyond, seats)))


def _uses(
    now: Moment, mine: int | None, even_resting: bool
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Return how a seat meets its booking and what it is kept for, and that it has one."""
    booked = (Reservation.seat_id == Seat.id) & (Reservation.state != ReservationState.CANCELLED)
    kept = (KeptSeat.seat_id == Seat.id) & or_(KeptSeat.until.is_(None), KeptSeat.until > now)
    if mine is not None:
        booked &= Reservation.id != mine
        kept &= KeptSeat.reservation_id.is_distinct_from(mine)
    if even_resting:
        kept &= KeptSeat.kind != Keeping.RESTING
    return booked, kept, or_(Reservation.id.is_not(None), KeptSeat.seat_id.is_not(None))


def drawn_days(session: Session, service_id: int, first: date) -> set[tuple[str, str, date]]:
    """Return the days from *first* on for which lots were drawn, each with method and venue."""
    rows = session.execute(
        select(Draw.method, Draw.venue, Draw.day).where(
            Draw.service_id == service_id, Draw.day >= first
        )
    )
    return {(row.method, row.venue, row.day) for row in rows}


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
