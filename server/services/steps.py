"""The one place where a stop moves: along the table, with its event, in one flush."""

from typing import Any

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Event, Kind
from server.db.models import Stop
from server.db.types import from_micros, to_micros
from server.domain.refusals import NotFound
from server.domain.stops import AT_COUNTER, OPEN, State, Step

#: A stop in these states belongs to no counter.
_NOWHERE = frozenset({State.PLANNED, State.PREPARING, State.WAITING})


def move(
    work: Work,
    stop: Stop,
    step: Step,
    kind: Kind,
    counter: CounterPlan | None = None,
    **detail: Any,
) -> Event:
    """Take *step* with *stop* and return the event that says so.

    Args:
        counter: where it happens; None for a step that no counter takes.
        detail: codes for the log, beside what undo needs.

    Raises:
        StepNotAllowed: the table has no such arrow; nothing has changed.

    """
    before = _snapshot(stop)
    stop.take(step, work.now)
    if stop.state in AT_COUNTER and counter is not None:
        stop.counter_id = counter.id
    elif stop.state in _NOWHERE:
        stop.counter_id = None
    return record(work, stop, kind, counter, before=before, **detail)


def record(
    work: Work, stop: Stop, kind: Kind, counter: CounterPlan | None = None, **detail: Any
) -> Event:
    """Write the changed stop and return its event."""
    # One flush a step: the stop that leaves a counter is written before the one that comes.
    work.session.flush()
    area = counter.area if counter else work.floor.queues_by_id[stop.queue_id].area
    return work.record(
        kind,
        visit=stop.visit_id,
        stop=stop.id,
        counter=counter.number if counter else None,
        area=area.code,
        label=stop.label,
        detail=detail,
    )


def restore(stop: Stop, before: dict[str, Any]) -> None:
    """Put *stop* back to what it was before an event."""
    stop.state = before["state"]
    stop.counter_id = before["counter"]
    stop.since = from_micros(before["since"])
    stop.order_time = from_micros(before["order_time"])


def _snapshot(stop: Stop) -> dict[str, Any]:
    return {
        "state": str(stop.state),
        "counter": stop.counter_id,
        "since": to_micros(stop.since),
        "order_time": to_micros(stop.order_time),
    }


def stop_here(work: Work, stop_id: int) -> Stop:
    """Return a stop of this office, or refuse with ``unknown_stop``."""
    stop = queries.stop_here(work.session, work.office, stop_id)
    if stop is None:
        raise NotFound("unknown_stop", "この番号はこの区役所にありません。")
    return stop


def open_next(work: Work, visit_id: int) -> Event | None:
    """Open the visit's next planned stop, if it has one and none is open.

    It keeps the order time of the first desk: there is no second queueing.
    """
    stops = queries.stops_of(work.session, visit_id)
    planned = next((stop for stop in stops if stop.state == State.PLANNED), None)
    if planned is None or any(stop.state in OPEN for stop in stops):
        return None
    return move(work, planned, Step.OPEN, Kind.ARRIVED, next_stop=True)
