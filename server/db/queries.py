"""The named queries behind commands. Each is bounded by today's open rows, with its index."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from server.db.models import (
    Bell,
    Counter,
    CounterState,
    EventRow,
    Head,
    NumberSeries,
    PreApplication,
    Reservation,
    Seat,
    Slot,
    Stop,
    Visit,
)
from server.domain.checkin import ReservationState
from server.domain.stops import AT_COUNTER, CLOSED, OPEN, State

#: A command writes far fewer; the bound keeps the search off the whole log.
MOST_EVENTS_OF_A_COMMAND = 100
#: The columns of `server.domain.queueing.rank`, in its order.
RANK = (Stop.order_time, Stop.tie, Stop.checked_in, Stop.number)


def _state_in(states: Iterable[State]) -> ColumnElement[bool]:
    """Return the condition as the partial indexes spell it; SQLite compares the words."""
    words = sorted(state.value for state in states)
    return Stop.state.in_(bindparam(None, words, expanding=True, literal_execute=True))


def in_line(session: Session, queue_ids: Sequence[int], limit: int) -> list[Stop]:
    """Return the first *limit* waiting stops of the queues, next first."""
    return list(
        session.scalars(
            select(Stop)
            .where(Stop.queue_id.in_(queue_ids), Stop.state == State.WAITING)
            .order_by(*RANK)
            .limit(limit)
        )
    )


def waiting_count(session: Session, queue_ids: Sequence[int]) -> int:
    """Return how many wait in the queues."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Stop)
            .where(Stop.queue_id.in_(queue_ids), Stop.state == State.WAITING)
        )
        or 0
    )


def waiting_by_queue(session: Session, queue_ids: Sequence[int]) -> dict[int, int]:
    """Return how many wait in each queue; queues where nobody waits are missing."""
    rows = session.execute(
        select(Stop.queue_id, func.count())
        .where(Stop.queue_id.in_(queue_ids), Stop.state == State.WAITING)
        .group_by(Stop.queue_id)
    )
    return {row[0]: row[1] for row in rows}


def ahead_of(session: Session, stop: Stop) -> int:
    """Return how many of the same queue will be called before *stop*."""
    mine = (stop.order_time, stop.tie, stop.checked_in, stop.number)
    return (
        session.scalar(
            select(func.count())
            .select_from(Stop)
            .where(
                Stop.queue_id == stop.queue_id,
                Stop.state == State.WAITING,
                tuple_(*RANK) < tuple_(*mine, types=[column.type for column in RANK]),
            )
        )
        or 0
    )


def at_counter(session: Session, counter_id: int) -> Stop | None:
    """Return who is called or served at a counter."""
    return session.scalar(select(Stop).where(Stop.counter_id == counter_id, _state_in(AT_COUNTER)))


def stop_here(session: Session, office: str, stop_id: int) -> Stop | None:
    """Return a stop of the office."""
    return session.scalar(select(Stop).where(Stop.id == stop_id, Stop.office == office))


def unfinished_by_label(session: Session, office: str, label: str) -> Stop | None:
    """Return the stop that a label means now: the visit's open one, else the newest."""
    stops = session.scalars(
        select(Stop)
        .where(Stop.office == office, Stop.label == label, ~_state_in(CLOSED))
        .order_by(Stop.id.desc())
    ).all()
    return next((stop for stop in stops if stop.state in OPEN), stops[0] if stops else None)


def unfinished(session: Session, office: str, *states: State) -> list[Stop]:
    """Return the office's stops in *states*, longest there first."""
    return list(
        session.scalars(
            select(Stop)
            .where(Stop.office == office, Stop.state.in_(states), ~_state_in(CLOSED))
            .order_by(Stop.since, Stop.id)
        )
    )


def left_open_before(session: Session, office: str, day: date) -> list[Stop]:
    """Return the stops that visits of earlier days left unfinished."""
    return list(
        session.scalars(
            select(Stop)
            .join(Visit, Visit.id == Stop.visit_id)
            .where(Stop.office == office, Stop.state.not_in(CLOSED), Visit.business_date < day)
            .order_by(Stop.id)
        )
    )


def stops_of(session: Session, visit_id: int) -> list[Stop]:
    """Return all stops of a visit in their order."""
    return list(
        session.scalars(select(Stop).where(Stop.visit_id == visit_id).order_by(Stop.position))
    )


def has_planned(session: Session, visit_id: int) -> bool:
    """Tell whether a visit goes on to another desk."""
    return (
        session.scalar(
            select(Stop.id).where(Stop.visit_id == visit_id, Stop.state == State.PLANNED).limit(1)
        )
        is not None
    )


def counter_states(session: Session, office: str) -> dict[int, CounterState]:
    """Return whether each counter is on duty, by its id."""
    rows = session.execute(select(Counter.id, Counter.state).where(Counter.office == office))
    return {counter_id: CounterState(state) for counter_id, state in rows}


def open_counters(session: Session, counter_ids: Sequence[int]) -> int:
    """Return how many of the counters are on duty."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Counter)
            .where(Counter.id.in_(counter_ids), Counter.state == CounterState.OPEN)
        )
        or 0
    )


def number_series(session: Session, queue_id: int, day: date) -> NumberSeries | None:
    """Return the last number of a queue on a day."""
    return session.get(NumberSeries, (queue_id, day))


def visit_by_code(session: Session, code_hash: str) -> Visit | None:
    """Return the visit that a visit code opens."""
    return session.scalar(select(Visit).where(Visit.visit_code_hash == code_hash))


def visit_of(
    session: Session, reservation: int | None, pre_application: int | None
) -> Visit | None:
    """Return the visit that a reservation or a pre-application has become."""
    matches: ColumnElement[bool] = (
        Visit.reservation_id == reservation
        if reservation is not None
        else Visit.pre_application_id == pre_application
    )
    return session.scalar(select(Visit).where(matches))


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


def events_since(session: Session, office: str, seq: int, limit: int) -> list[EventRow]:
    """Return the events after *seq*, oldest first."""
    return list(
        session.scalars(
            select(EventRow)
            .where(EventRow.office == office, EventRow.seq > seq)
            .order_by(EventRow.seq)
            .limit(limit)
        )
    )


def head_seqs(session: Session) -> dict[str, int]:
    """Return the number of each office's newest event."""
    return {row.office: row.seq for row in session.execute(select(Head.office, Head.seq))}


def latest_in_area(
    session: Session, office: str, area: str | None, since_micros: int, limit: int
) -> list[EventRow]:
    """Return the newest events that boards tell of, newest first."""
    room = EventRow.area.is_not(None) if area is None else EventRow.area == area
    return list(
        session.scalars(
            select(EventRow)
            .where(EventRow.office == office, room, EventRow.at >= since_micros)
            .order_by(EventRow.seq.desc())
            .limit(limit)
        )
    )


def last_seq_in_area(session: Session, office: str, area: str | None, before: int) -> int:
    """Return the number of the last event before *before* in an area (None: in any)."""
    room = EventRow.area.is_not(None) if area is None else EventRow.area == area
    return (
        session.scalar(
            select(func.max(EventRow.seq)).where(
                EventRow.office == office, room, EventRow.seq < before
            )
        )
        or 0
    )


def last_command_at(session: Session, office: str, counter: str) -> list[EventRow]:
    """Return what the counter did in its newest command, oldest first."""
    last = session.scalar(
        select(EventRow)
        .where(EventRow.office == office, EventRow.counter == counter)
        .order_by(EventRow.seq.desc())
        .limit(1)
    )
    return [] if last is None else command(session, office, last)


def command(session: Session, office: str, last: EventRow) -> list[EventRow]:
    """Return all events of the command that *last* ended, oldest first."""
    return list(
        session.scalars(
            select(EventRow)
            .where(
                EventRow.office == office,
                EventRow.command == last.command,
                EventRow.seq > last.seq - MOST_EVENTS_OF_A_COMMAND,
            )
            .order_by(EventRow.seq)
        )
    )


def touched_after(session: Session, office: str, stops: Sequence[int], seq: int) -> bool:
    """Tell whether any of *stops* had an event after *seq*."""
    return (
        session.scalar(
            select(EventRow.seq)
            .where(EventRow.office == office, EventRow.stop.in_(stops), EventRow.seq > seq)
            .limit(1)
        )
        is not None
    )


def open_bells(session: Session, office: str) -> list[Bell]:
    """Return the calls for staff that nobody has answered, oldest first."""
    return list(
        session.scalars(
            select(Bell)
            .where(Bell.office == office, Bell.answered_at.is_(None))
            .order_by(Bell.rung_at)
        )
    )
