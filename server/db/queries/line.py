"""The hot path: who waits, who is next, who is at a counter.

These run in every command, so each statement is built once. The states stand in them as
words, not as parameters: only so does SQLite see that a partial index serves. So do limits,
here and wherever one statement runs often: SQLite plans it anew for each limit that is bound.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from server.db import rows
from server.db.driver import run
from server.db.models import Stop
from server.db.models.floor import among
from server.db.types import to_micros
from server.domain.helping import LineNow
from server.domain.stops import AT_COUNTER, State

#: The columns of `server.domain.queueing.rank`, in its order.
RANK = (Stop.order_time, Stop.tie, Stop.checked_in, Stop.number)


def state_in(states: Iterable[State]) -> ColumnElement[bool]:
    """Return the condition as the partial indexes spell it."""
    return Stop.state.in_([literal_column(repr(word)) for word in sorted(str(s) for s in states)])


def state_is(state: State) -> ColumnElement[bool]:
    """Return the condition as the partial indexes spell it."""
    return Stop.state == literal_column(repr(str(state)))


_WAITING = state_is(State.WAITING)
_IN_QUEUES = Stop.queue_id.in_(bindparam("queues", expanding=True))
_IN_LINE = (
    "WHERE queue_id IN (??) AND state = 'waiting'"
    f" ORDER BY {', '.join(column.key for column in RANK)} LIMIT "
)
_COUNT_BY_QUEUE = (
    select(Stop.queue_id, func.count()).where(_IN_QUEUES, _WAITING).group_by(Stop.queue_id)
)
_LINES_NOW = (
    select(Stop.queue_id, func.count(), func.min(Stop.since))
    .where(_IN_QUEUES, _WAITING)
    .group_by(Stop.queue_id)
)
_AT_COUNTER = f"WHERE counter_id = ? AND {among(AT_COUNTER)}"


def in_line(session: Session, queue_ids: Sequence[int], limit: int) -> list[Stop]:
    """Return the first *limit* waiting stops of the queues, next first."""
    return rows.load(session, Stop, f"{_IN_LINE}{limit:d}", tuple(queue_ids))


def waiting_count(session: Session, queue_ids: Sequence[int]) -> int:
    """Return how many wait in the queues."""
    sql = "SELECT count(*) FROM stop WHERE queue_id IN (??) AND state = 'waiting'"
    return _count(session, sql, tuple(queue_ids))


def waiting_by_queue(session: Session, queue_ids: Sequence[int]) -> dict[int, int]:
    """Return how many wait in each queue; queues where nobody waits are missing."""
    return {row[0]: row[1] for row in session.execute(_COUNT_BY_QUEUE, {"queues": queue_ids})}


def lines_now(session: Session, queue_ids: Sequence[int]) -> dict[int, LineNow]:
    """Return how each line stands; queues where nobody waits are missing."""
    rows = session.execute(_LINES_NOW, {"queues": queue_ids})
    return {queue: LineNow(waiting, since) for queue, waiting, since in rows}


def ahead_of(session: Session, stop: Stop) -> int:
    """Return how many of the same queue will be called before *stop*."""
    return _count(
        session,
        "SELECT count(*) FROM stop WHERE queue_id = ? AND state = 'waiting'"
        " AND (order_time, tie, checked_in, number) < (?, ?, ?, ?)",
        stop.queue_id,
        to_micros(stop.order_time), stop.tie, to_micros(stop.checked_in), stop.number,
    )  # fmt: skip


def at_counter(session: Session, counter_id: int) -> Stop | None:
    """Return who is called or served at a counter."""
    found = rows.load(session, Stop, _AT_COUNTER, counter_id)
    return found[0] if found else None


def has_planned(session: Session, visit_id: int) -> bool:
    """Tell whether a visit goes on to another desk."""
    sql = "SELECT count(*) FROM stop WHERE visit_id = ? AND state = 'planned'"
    return _count(session, sql, visit_id) > 0


def open_counters(session: Session, counter_ids: Sequence[int]) -> int:
    """Return how many of the counters are on duty."""
    sql = "SELECT count(*) FROM counter WHERE state = 'open' AND id IN (??)"
    return _count(session, sql, tuple(counter_ids))


def _count(session: Session, sql: str, *values: int | tuple[int, ...]) -> int:
    rows.flush(session)
    (count,) = run(session, sql, *values).fetchone()
    return int(count)
