"""What a forecast of waits needs of the floor, in four short statements; see `services.waits`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from server.db import rows
from server.db.driver import day_of, run
from server.db.models import CounterState

_IN_LINES = (
    "SELECT queue_id, service_id, order_time, tie FROM stop"
    " WHERE queue_id IN (??) AND state = 'waiting'"
    " ORDER BY order_time, tie, checked_in, number LIMIT "
)
_AT_COUNTERS = (
    "SELECT counter_id, queue_id, service_id, since FROM stop"
    " WHERE counter_id IN (??) AND state IN ('called', 'serving')"
)


class InLine(NamedTuple):
    """Somebody who waits; times are microseconds."""

    queue: int
    service: int
    order_time: int
    tie: int


class AtCounter(NamedTuple):
    """Somebody at a counter, and since when."""

    counter: int
    queue: int
    service: int
    since: int


class Duty(NamedTuple):
    """Whether a counter is on duty, and since when that is so."""

    state: CounterState
    since: int | None


def lines_in_order(session: Session, queue_ids: Sequence[int], most: int) -> list[InLine]:
    """Return the first *most* who wait in the queues, next first."""
    rows.flush(session)
    found = run(session, f"{_IN_LINES}{most:d}", tuple(queue_ids)).fetchall()
    return [InLine(*row) for row in found]


def duties_of(session: Session, counter_ids: Sequence[int]) -> dict[int, Duty]:
    """Return whether each of the counters is on duty."""
    sql = "SELECT id, state, since FROM counter WHERE id IN (??)"
    found = run(session, sql, tuple(counter_ids)).fetchall()
    return {counter: Duty(CounterState(state), since) for counter, state, since in found}


def at_counters(session: Session, counter_ids: Sequence[int]) -> list[AtCounter]:
    """Return who is called or served at the counters."""
    found = run(session, _AT_COUNTERS, tuple(counter_ids)).fetchall()
    return [AtCounter(*row) for row in found]


def expected(session: Session, office: str, day: date, until_micros: int) -> list[tuple[int, int]]:
    """Return the service and the time of the day's bookings up to *until* who are not here yet."""
    # The two states are the condition of the index; without them SQLite would not use it.
    sql = (
        "SELECT service_id, start FROM reservation WHERE office = ? AND day = ?"
        " AND state IN ('confirmed', 'checked_in') AND state = 'confirmed' AND start <= ?"
    )
    found = run(session, sql, office, day_of(session, day), until_micros).fetchall()
    return [(service, start) for service, start in found]
