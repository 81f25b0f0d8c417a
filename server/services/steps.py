"""The one place where a stop moves: along the table, with its event, at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.db import queries, rows
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Event, Kind
from server.db.models import Stop
from server.db.types import from_micros, to_micros
from server.domain.refusals import NotFound
from server.domain.stops import AT_COUNTER, State, Step, advance

#: A stop in these states belongs to no counter.
_NOWHERE = frozenset({State.PLANNED, State.PREPARING, State.WAITING})


def move(
    work: Work,
    stop: Stop,
    step: Step,
    kind: Kind,
    counter: CounterPlan | None = None,
    *,
    order_time: datetime | None = None,
    public: bool = True,
    **detail: Any,
) -> Event:
    """Take *step* with *stop* and return the event that says so.

    Args:
        counter: where it happens; None for a step that no counter takes.
        order_time: the place it takes in its line; None keeps the one it has.
        public: whether the boards of the area hear of it.
        detail: codes for the log, beside what undo needs.

    Raises:
        StepNotAllowed: the table has no such arrow; nothing has changed.

    """
    before = snapshot(stop)
    # At once: the stop that leaves a counter is written before the one that comes.
    rows.update(
        work.session, stop, order_time=order_time or stop.order_time,
        **_after(work, stop, step, counter),
    )  # fmt: skip
    return record(work, stop, kind, counter, public=public, before=before, **detail)


def move_through(
    work: Work, stop: Stop, steps: Sequence[tuple[Step, Kind]], counter: CounterPlan, **detail: Any
) -> None:
    """Take *steps* with *stop* at once, each with its event; *detail* is the last one's."""
    *through, last = steps
    for step, kind in through:
        before = snapshot(stop)
        rows.pass_through(stop, **_after(work, stop, step, counter))
        record(work, stop, kind, counter, before=before)
    move(work, stop, *last, counter, **detail)


def _after(work: Work, stop: Stop, step: Step, counter: CounterPlan | None) -> dict[str, Any]:
    """Return what *step* makes of *stop*."""
    state = advance(State(stop.state), step)
    place = stop.counter_id
    if state in AT_COUNTER and counter is not None:
        place = counter.id
    elif state in _NOWHERE:
        place = None
    return {"state": state.value, "counter_id": place, "since": work.now}


def record(
    work: Work,
    stop: Stop,
    kind: Kind,
    counter: CounterPlan | None = None,
    *,
    public: bool = True,
    **detail: Any,
) -> Event:
    """Return the event of a stop; a new stop gets its id now.

    Public places hear of what has an area; *public* False keeps it from them.
    """
    rows.flush(work.session)
    area = counter.area if counter else work.floor.queues_by_id[stop.queue_id].area
    return work.record(
        kind,
        visit=stop.visit_id,
        stop=stop.id,
        counter=counter.number if counter else None,
        area=area.code if public else None,
        label=stop.label,
        detail=detail,
    )


def restore(stop: Stop, before: dict[str, Any]) -> None:
    """Put *stop* back to what it was before an event."""
    stop.state = before["state"]
    stop.counter_id = before["counter"]
    stop.since = from_micros(before["since"])
    stop.order_time = from_micros(before["order_time"])
    stop.placed = before["placed"]
    stop.misses = before["misses"]


def snapshot(stop: Stop) -> dict[str, Any]:
    """Return what `restore` needs to put *stop* back."""
    return {
        "state": str(stop.state),
        "counter": stop.counter_id,
        "since": to_micros(stop.since),
        "order_time": to_micros(stop.order_time),
        "placed": stop.placed,
        "misses": stop.misses,
    }


def stop_here(work: Work, stop_id: int) -> Stop:
    """Return a stop of this office, or refuse with ``unknown_stop``."""
    stop = queries.stop_here(work.session, work.office, stop_id)
    if stop is None:
        raise NotFound("unknown_stop", "この番号はこの区役所にありません。")
    return stop
