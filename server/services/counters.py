"""What a counter does: on and off duty, call, recall, start, finish, miss, hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan, QueuePlan
from server.db.ledger import Event, Kind
from server.db.models import Counter, CounterState, Stop, Visit
from server.db.types import from_micros
from server.domain import why
from server.domain.queueing import VisitClass, next_to_call
from server.domain.refusals import NotFound, Refused
from server.domain.stops import State, Step
from server.services.steps import move, open_next, record, stop_here

#: Enough of the line's head for the rule to choose from; the index has it sorted.
HEAD_OF_LINE = 3
#: What a further stop of a visit has of the one before: there is no second queueing.
_KEPT = ("office", "visit_id", "order_time", "tie", "checked_in", "number", "label")


@dataclass(frozen=True)
class Call:
    """A call, as the counter hears of it. Its number is its event's."""

    seq: int
    label: str
    counter: str
    area: str
    stop: int
    visit: int
    recall: bool
    why: str
    at: datetime


@dataclass(frozen=True)
class NextStop:
    """Where a visit goes on after this desk."""

    queue: str
    preparing: bool = False


def open_counter(work: Work, number: str) -> None:
    """Put a counter on duty."""
    _set_duty(work, number, CounterState.OPEN, Kind.COUNTER_OPENED)


def pause_counter(work: Work, number: str) -> None:
    """Send a counter on its break."""
    _set_duty(work, number, CounterState.BREAK, Kind.COUNTER_PAUSED)


def close_counter(work: Work, number: str) -> None:
    """Take a counter off duty."""
    _set_duty(work, number, CounterState.CLOSED, Kind.COUNTER_CLOSED)


def call_next(
    work: Work, number: str, queues: Sequence[str] | None = None, *, finish: bool = False
) -> Call | None:
    """Call the next waiting number to a counter, or return None if nobody waits.

    Args:
        queues: call from these alone; None means all the counter may call.
        finish: first finish whoever is called or served there.

    Raises:
        Refused: ``counter_closed``, ``counter_busy``.

    """
    counter = _on_duty(work, number)
    chosen = _skills(work, counter, queues)
    _leave(work, counter, finish=finish)
    line = queries.in_line(work.session, chosen, HEAD_OF_LINE)
    stop = next_to_call(line)
    if stop is None:
        return None
    return _call(work, stop, counter, chosen, is_first=True)


def call(work: Work, number: str, *, label: str | None, stop_id: int | None) -> Call:
    """Call a given number to a counter, in line or not.

    Raises:
        Refused: ``counter_closed``, ``counter_busy``, ``already_called`` with its counter.
        NotFound: ``unknown_stop``.

    """
    counter = _on_duty(work, number)
    stop = stop_here(work, stop_id) if stop_id is not None else _labelled(work, label or "")
    if stop.state == State.CALLED and stop.counter_id == counter.id:
        return recall(work, number)
    _require_not_elsewhere(work, stop)
    _leave(work, counter, finish=False)
    first = next_to_call(queries.in_line(work.session, counter.queue_ids, HEAD_OF_LINE))
    return _call(work, stop, counter, counter.queue_ids, is_first=stop is first)


def recall(work: Work, number: str) -> Call:
    """Call once more whom the counter has called."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    visit = work.session.get_one(Visit, stop.visit_id)
    reason = _reason(stop, visit)
    event = move(work, stop, Step.CALL, Kind.RECALLED, counter, language=visit.language)
    return _as_call(work, event, stop, counter, reason, recall=True)


def start(work: Work, number: str, *, label: str | None = None) -> Stop:
    """Begin to serve whom the counter has called, or *label* straight from the line."""
    counter = work.floor.counter(number)
    if label is None:
        stop = _current(work, counter)
    else:
        _on_duty(work, number)
        stop = _labelled(work, label)
        _require_not_elsewhere(work, stop)
        _leave(work, counter, finish=False)
    move(work, stop, Step.START, Kind.STARTED, counter)
    return stop


def finish(
    work: Work, number: str, next_stops: Sequence[NextStop] = (), outcome: str | None = None
) -> Stop:
    """Finish serving; the visit goes on to *next_stops* with its order time."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    plans = [_next_queue(work, following) for following in next_stops]
    _finish(work, stop, counter, outcome)
    planned = _plan(work, stop, plans)
    for one, following in zip(planned, next_stops, strict=True):
        if following.preparing:  # the back office begins at once, whatever comes before
            move(work, one, Step.PREPARE, Kind.ARRIVED, next_stop=True)
    if planned and not next_stops[0].preparing:
        open_next(work, stop.visit_id)
    return stop


def miss(work: Work, number: str) -> Stop:
    """Note that whoever was called did not come."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    move(work, stop, Step.MISS, Kind.MISSED, counter)
    return stop


def hold(work: Work, number: str, reason: str | None = None) -> Stop:
    """Put aside whom the counter serves, to be called again later."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    move(work, stop, Step.HOLD, Kind.HELD, counter, reason=reason)
    return stop


def _set_duty(work: Work, number: str, state: CounterState, kind: Kind) -> None:
    plan = work.floor.counter(number)
    row = work.session.get_one(Counter, plan.id)
    if row.state == state:
        return
    if state is not CounterState.OPEN and queries.at_counter(work.session, plan.id) is not None:
        raise Refused(
            "counter_busy", "呼出中・対応中の番号があります。終了か保留にしてからにしてください。"
        )
    before, row.state = CounterState(row.state), state
    work.record(kind, counter=number, area=plan.area.code, detail={"before": before.value})


def _on_duty(work: Work, number: str) -> CounterPlan:
    counter = work.floor.counter(number)
    if queries.open_counters(work.session, [counter.id]) == 0:
        raise Refused(
            "counter_closed", f"{number}番窓口は開いていません。「窓口を開く」を押してください。"
        )
    return counter


def _skills(work: Work, counter: CounterPlan, queues: Sequence[str] | None) -> tuple[int, ...]:
    if not queues:
        return counter.queue_ids
    chosen = [work.floor.queue(code) for code in queues]
    for queue in chosen:
        if queue.id not in counter.queue_ids:
            raise Refused(
                "queue_not_served", f"{counter.number}番窓口は「{queue.code}」を扱いません。"
            )
    return tuple(queue.id for queue in chosen)


def _leave(work: Work, counter: CounterPlan, *, finish: bool) -> None:
    current = queries.at_counter(work.session, counter.id)
    if current is None:
        return
    if not finish:
        raise Refused(
            "counter_busy",
            f"{current.label}の方の呼出・対応が続いています。終了してから次を呼んでください。",
            label=current.label,
        )
    if current.state == State.CALLED:
        move(work, current, Step.START, Kind.STARTED, counter)
    _finish(work, current, counter, None)


def _finish(work: Work, stop: Stop, counter: CounterPlan, outcome: str | None) -> None:
    move(work, stop, Step.FINISH, Kind.FINISHED, counter, outcome=outcome)
    if queries.has_planned(work.session, stop.visit_id):
        open_next(work, stop.visit_id)


def _current(work: Work, counter: CounterPlan) -> Stop:
    stop = queries.at_counter(work.session, counter.id)
    if stop is None:
        raise Refused(
            "nobody_at_counter", f"{counter.number}番窓口に呼出中・対応中の番号はありません。"
        )
    return stop


def _labelled(work: Work, label: str) -> Stop:
    stop = queries.unfinished_by_label(work.session, work.office, label.strip().upper())
    if stop is None:
        raise NotFound("unknown_stop", f"{label[:10]}という番号は、いま待っていません。")
    return stop


def _require_not_elsewhere(work: Work, stop: Stop) -> None:
    if stop.state not in {State.CALLED, State.SERVING} or stop.counter_id is None:
        return
    there = work.floor.counters_by_id[stop.counter_id].number
    raise Refused("already_called", f"{stop.label}は{there}番窓口が呼びました。", counter=there)


def _call(
    work: Work, stop: Stop, counter: CounterPlan, queue_ids: Sequence[int], *, is_first: bool
) -> Call:
    others = queries.waiting_count(work.session, queue_ids) - (stop.state == State.WAITING)
    visit = work.session.get_one(Visit, stop.visit_id)
    reason = why.compared(_reason(stop, visit), others, is_first=is_first)
    event = move(
        work, stop, Step.CALL, Kind.CALLED, counter,
        language=visit.language, visit_class=visit.visit_class, others=others, is_first=is_first,
    )  # fmt: skip
    return _as_call(work, event, stop, counter, reason, recall=False)


def _reason(stop: Stop, visit: Visit) -> str:
    return why.reason(
        VisitClass(visit.visit_class), stop.order_time, stop.checked_in, visit.reserved_for
    )


def _as_call(
    work: Work, event: Event, stop: Stop, counter: CounterPlan, reason: str, *, recall: bool
) -> Call:
    return Call(
        seq=event.seq,
        label=stop.label,
        counter=counter.number,
        area=counter.area.code,
        stop=stop.id,
        visit=stop.visit_id,
        recall=recall,
        why=reason,
        at=from_micros(event.at),
    )


def _next_queue(work: Work, following: NextStop) -> tuple[QueuePlan, int]:
    queue = work.floor.queue(following.queue)
    service = next(s for s in work.floor.services.values() if s.queue.id == queue.id)
    return queue, service.id


def _plan(work: Work, done: Stop, plans: Sequence[tuple[QueuePlan, int]]) -> list[Stop]:
    """Add stops after all others of the visit; they keep the place of the one that is done."""
    if not plans:
        return []
    last = max(stop.position for stop in queries.stops_of(work.session, done.visit_id))
    planned = []
    for position, (queue, service_id) in enumerate(plans, start=last + 1):
        stop = Stop(
            **{column: getattr(done, column) for column in _KEPT},
            queue_id=queue.id,
            service_id=service_id,
            position=position,
            state=State.PLANNED,
            since=work.now,
        )
        work.session.add(stop)
        record(work, stop, Kind.ARRIVED, planned=True)
        planned.append(stop)
    return planned
