"""A visit with several desks: what comes next, in which place of the line, in which order.

There is one number and one queueing: a further stop keeps the order time of the first
desk, unless staff give it another place, which the log says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan, QueuePlan, ServicePlan
from server.db.ledger import Event, Kind
from server.db.models import Stop
from server.db.types import to_micros
from server.domain import rounds
from server.domain.business_day import business_date, iso
from server.domain.queueing import Placed, order_time_in_front
from server.domain.refusals import FieldError, Misfit, Refused
from server.domain.rounds import Desk
from server.domain.stops import OPEN, State, Step
from server.services import tasks, waits
from server.services.notes import checked_note
from server.services.steps import move, record, snapshot

#: What a further stop of a visit has of the one before: there is no second queueing.
_KEPT = ("office", "visit_id", "order_time", "tie", "checked_in", "number", "label")
#: A line without a counter on duty is the last one to choose, but not an impossible one.
NO_COUNTER_MIN = 24 * 60.0


class Where(StrEnum):
    """The place in the line of the next desk."""

    KEEP = "keep"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class NextStop:
    """Where a visit goes on after this desk."""

    queue: str
    #: The back office prepares papers first, 交付準備.
    preparing: bool = False
    where: Where = Where.KEEP
    #: Not before this moment of today, which is then the order time.
    at: datetime | None = None
    #: For the next desk; it is purged, and never logged.
    note: str | None = None
    #: What is prepared and handed over: codes of the service's papers, with the copies.
    papers: Sequence[tuple[str, int]] = ()
    #: What is to be done there; undone together with the desk.
    task: str | None = None


@dataclass(frozen=True)
class Checked:
    """A next stop whose queue is there and whose values fit."""

    asked: NextStop
    queue: QueuePlan
    service: ServicePlan


def checked(work: Work, following: NextStop, service_id: int) -> Checked:
    """Return *following* with its queue and service, or refuse it before anything changes.

    Raises:
        NotFound: ``unknown_queue``.
        Misfit: a time that is not later today, a paper that the service does not know.

    """
    queue = work.floor.queue(following.queue)
    if following.at is not None and not _later_today(work, following.at):
        raise Misfit([FieldError("at", "not_later_today", "今日のこれからの時刻にしてください。")])
    checked_note(following.note)
    checked_note(following.task)
    service = _service_at(work, queue, service_id)
    tasks.require_papers(service, following.papers)
    return Checked(following, queue, service)


def _later_today(work: Work, at: datetime) -> bool:
    return at > work.now and business_date(at) == work.day


def _service_at(work: Work, queue: QueuePlan, service_id: int) -> ServicePlan:
    """Return the service that a stop in *queue* is for: at a hand-over that of the desk before."""
    before = work.floor.services_by_id[service_id]
    if queue.setup.hands_over or before.queue.id == queue.id:
        return before
    return next(one for one in work.floor.services.values() if one.queue.id == queue.id)


def plan(
    work: Work,
    before: Stop,
    following: Sequence[Checked],
    reason: str | None,
    counter: CounterPlan | None = None,
) -> list[Stop]:
    """Add stops after all others of the visit; they keep the place of the one *before*.

    Args:
        counter: where a round was planned by hand, if at one; there it can be undone.

    """
    if not following:
        return []
    last = max(stop.position for stop in queries.stops_of(work.session, before.visit_id))
    return [
        _add(work, before, one, position, reason, counter)
        for position, one in enumerate(following, start=last + 1)
    ]


def _add(
    work: Work, before: Stop, to: Checked, position: int, reason: str | None,
    counter: CounterPlan | None,
) -> Stop:  # fmt: skip
    stop = Stop(
        **{column: getattr(before, column) for column in _KEPT},
        queue_id=to.queue.id,
        service_id=to.service.id,
        position=position,
        state=State.PLANNED,
        since=work.now,
        placed=_placed(to.asked),
        opens_at=to.asked.at,
        note=checked_note(to.asked.note),
        misses=0,
    )
    work.session.add(stop)
    record(work, stop, Kind.ARRIVED, counter, planned=True, reason=reason, **_asked_place(to))
    tasks.add_papers(work, stop, to.service, to.asked.papers)
    if to.asked.task:
        tasks.add(work, stop.visit_id, to.queue, None, to.asked.task)
    if to.asked.preparing:  # the back office begins at once, whatever comes before
        move(work, stop, Step.PREPARE, Kind.ARRIVED, preparing=True)
    return stop


def _asked_place(to: Checked) -> dict[str, Any]:
    """Return for the log where a stop goes, and in which place."""
    at = iso(to.asked.at) if to.asked.at else None
    return {"queue": to.queue.code, "where": to.asked.where.value, "opens_at": at}


def _placed(asked: NextStop) -> Placed | None:
    if asked.at is not None:
        return Placed.AT_TIME
    return {Where.FIRST: Placed.FIRST, Where.LAST: Placed.LAST}.get(asked.where)


def open_next(work: Work, visit_id: int) -> Event | None:
    """Open the visit's next planned stop, if one may come now and none is open.

    It keeps the order time of the first desk: there is no second queueing.
    """
    stops = queries.stops_of(work.session, visit_id)
    if any(stop.state in OPEN for stop in stops):
        return None
    to_come = [_ToCome(work, stop) for stop in stops if stop.state == State.PLANNED]
    may_come = [one for one in rounds.allowed(to_come) if _is_time(one.stop, work.now)]
    if not may_come:
        return None
    return open_stop(work, _choose(work, to_come, may_come))


class _ToCome:
    """A planned stop, as the rule of precedence sees it."""

    def __init__(self, work: Work, stop: Stop) -> None:
        service = work.floor.services_by_id[stop.service_id]
        queue = work.floor.queues_by_id[stop.queue_id]
        is_desk = not queue.setup.hands_over
        self.stop = stop
        self.code = service.code if is_desk else queue.code
        self.after = frozenset(service.setup.after if is_desk else ())
        self.serve_min = float(service.setup.minutes_p50)


def _is_time(stop: Stop, now: datetime) -> bool:
    return stop.opens_at is None or stop.opens_at <= now


def _choose(work: Work, to_come: Sequence[_ToCome], may_come: Sequence[_ToCome]) -> Stop:
    if work.floor.setup.routing == "as_listed" or len(may_come) == 1:
        return may_come[0].stop
    timed = [one for one in to_come if _is_time(one.stop, work.now)]
    desks = [Desk(one.code, one.after, _wait(work, one.stop), one.serve_min) for one in timed]
    chosen = rounds.shortest(desks)
    return next(one.stop for one in may_come if one.code == chosen.code)


def _wait(work: Work, stop: Stop) -> float:
    queue = work.floor.queues_by_id[stop.queue_id]
    ahead = queries.ahead_of(work.session, stop)
    expected = waits.of_ticket(work, queue, ahead).p50
    return NO_COUNTER_MIN if expected is None else expected


def open_stop(work: Work, stop: Stop, **detail: Any) -> Event:
    """Put a planned stop in line, in the place that staff have given it."""
    place = place_in_line(work, stop)
    return move(work, stop, Step.OPEN, Kind.ARRIVED, order_time=place, next_stop=True, **detail)


def place_in_line(work: Work, stop: Stop) -> datetime:
    """Return the order time of the place that a stop takes in the line it joins."""
    match stop.placed:
        case Placed.FIRST:
            line = queries.in_line(work.session, [stop.queue_id], 1)
            head = line[0].order_time if line else None
            return order_time_in_front(stop.order_time, head)
        case Placed.LAST:
            return max(work.now, stop.order_time)
        case Placed.AT_TIME if stop.opens_at is not None:
            return stop.opens_at
    return stop.order_time


def planned(work: Work, visit_id: int, stop_id: int) -> Stop:
    """Return a desk that a visit has still to come to.

    Raises:
        Refused: ``not_planned``, for one of another visit.

    """
    found = next(
        (one for one in queries.stops_of(work.session, visit_id) if one.id == stop_id), None
    )
    if found is None:
        raise Refused("not_planned", "この方の、この後の窓口ではありません。")
    return found


def go_first(work: Work, stop: Stop) -> Stop:
    """Let a visit go to this planned desk next, whatever the list and the waits say.

    Raises:
        Refused: ``visit_elsewhere``, while somebody calls or serves the visit.

    """
    if stop.state != State.PLANNED:
        raise Refused("not_planned", f"{stop.label}の、この後の窓口ではありません。")
    for other in queries.stops_of(work.session, stop.visit_id):
        if other.state == State.WAITING:
            move(work, other, Step.POSTPONE, Kind.POSTPONED)
        elif other.state in OPEN:
            raise Refused("visit_elsewhere", "この方は、いま別の窓口で手続き中です。")
    open_stop(work, stop, by_hand=True)
    return stop


def transfer(
    work: Work, stop: Stop, to: NextStop, reason: str | None, counter: CounterPlan | None = None
) -> Stop:
    """Move somebody who waits to another line, or to another place of the same one.

    Args:
        counter: where it was done by hand, if at one.

    Raises:
        Refused: ``not_waiting``, for whoever is called, served, held or absent.

    """
    if stop.state not in {State.WAITING, State.PLANNED}:
        raise Refused("not_waiting", f"{stop.label}は待っていません。列を移せるのは待ちの人です。")
    target = checked(work, to, stop.service_id)
    left = work.floor.queues_by_id[stop.queue_id].code
    asked: dict[str, Any] = {"left": left, "reason": reason, **_asked_place(target)}
    asked["line_before"] = {
        "queue": stop.queue_id,
        "service": stop.service_id,
        "opens_at": to_micros(stop.opens_at) if stop.opens_at else None,
    }
    if stop.state == State.WAITING:
        move(work, stop, Step.POSTPONE, Kind.TRANSFERRED, counter, **asked)
    else:
        record(work, stop, Kind.TRANSFERRED, counter, before=snapshot(stop), **asked)
    stop.queue_id, stop.service_id = target.queue.id, target.service.id
    stop.placed, stop.opens_at = _placed(to), to.at
    stop.note = checked_note(to.note) or stop.note
    work.session.flush()
    open_next(work, stop.visit_id)
    return stop
