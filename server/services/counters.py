"""What a counter does with people: call, recall, start, finish, miss, hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Event, Kind
from server.db.models import Stop, Visit
from server.db.types import from_micros
from server.domain import why
from server.domain.refusals import NotFound, Refused
from server.domain.stops import OPEN, State, Step
from server.services import choosing, duty, rounds
from server.services.rounds import NextStop
from server.services.steps import move, move_through, stop_here


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
    #: Where the family sits, if the counter goes to it.
    room: str | None = None


def call_next(
    work: Work, number: str, queues: Sequence[str] | None = None, *, finish: bool = False
) -> Call | None:
    """Call the next waiting number to a counter, or return None if nobody waits.

    Args:
        queues: call from these alone; None means its own and those that need help now.
        finish: first finish whoever is called or served there.

    Raises:
        Refused: ``counter_closed``, ``counter_busy``.

    """
    counter = duty.on_duty(work, number)
    chosen = choosing.chosen_groups(work.floor, counter, queues) if queues else None
    _leave(work, counter, finish=finish)
    by_turn = chosen or choosing.groups(work.session, counter, work.now)
    stop, group = choosing.first(work.session, by_turn)
    if stop is None:
        return None
    grounds = choosing.grounds_of(work, stop, counter, group, is_first=True, reason=None)
    return _call(work, stop, counter, grounds, named=list(queues or ()) or None)


def call(
    work: Work,
    number: str,
    *,
    label: str | None,
    stop_id: int | None,
    reason: str | None = None,
) -> Call:
    """Call a given number to a counter, in line or not.

    Args:
        reason: why this one, where the rule says another; a code that the office knows.

    Raises:
        Refused: ``counter_closed``, ``counter_busy``, ``already_called`` with its counter.
        NotFound: ``unknown_stop``.
        Misfit: ``unknown_reason``.

    """
    counter = duty.on_duty(work, number)
    known = choosing.known_reason(work, "call", reason)
    stop = stop_here(work, stop_id) if stop_id is not None else _labelled(work, label or "")
    if stop.state == State.CALLED and stop.counter_id == counter.id:
        return recall(work, number)
    _require_not_elsewhere(work, stop)
    _leave(work, counter, finish=False)
    return _call(work, stop, counter, choosing.chosen_by_hand(work, stop, counter, known))


def recall(work: Work, number: str) -> Call:
    """Call once more whom the counter has called."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    visit = queries.visit_by_id(work.session, stop.visit_id)
    event = move(
        work, stop, Step.CALL, Kind.RECALLED, counter,
        public=_is_public(work, stop, visit), language=visit.language,
    )  # fmt: skip
    reason = why.reason(choosing.place_of(stop, visit))
    return _as_call(event, stop, visit, counter, reason, recall=True)


def start(work: Work, number: str, *, label: str | None = None, reason: str | None = None) -> Stop:
    """Begin to serve whom the counter has called, or *label* straight from the line."""
    counter = work.floor.counter(number)
    if label is None:
        stop = _current(work, counter)
        move(work, stop, Step.START, Kind.STARTED, counter)
        return stop
    duty.on_duty(work, number)
    known = choosing.known_reason(work, "call", reason)
    stop = _labelled(work, label)
    _require_not_elsewhere(work, stop)
    _leave(work, counter, finish=False)
    grounds = choosing.chosen_by_hand(work, stop, counter, known)
    move(work, stop, Step.START, Kind.STARTED, counter, why=why.as_detail(grounds))
    return stop


def finish(
    work: Work,
    number: str,
    next_stops: Sequence[NextStop] = (),
    outcome: str | None = None,
    reason: str | None = None,
    *,
    then: int | None = None,
) -> Stop:
    """Finish serving; the visit goes on to *next_stops* with its order time.

    Args:
        outcome: how it ended, a code.
        reason: why it is sent on, a code that the office knows.
        then: the planned stop of the visit that staff choose to come next.

    Raises:
        Refused: ``nobody_at_counter``; ``not_planned``, where *then* is none of its desks.

    """
    counter = work.floor.counter(number)
    known = choosing.known_reason(work, "transfer", reason)
    stop = _current(work, counter)
    following = [rounds.checked(work, one, stop.service_id) for one in next_stops]
    move(work, stop, Step.FINISH, Kind.FINISHED, counter, outcome=outcome)
    rounds.plan(work, stop, following, known)
    if then is not None:
        rounds.go_first(work, rounds.planned(work, stop.visit_id, then))
    elif following or queries.has_planned(work.session, stop.visit_id):
        rounds.open_next(work, stop.visit_id)
    return stop


def miss(work: Work, number: str) -> Stop:
    """Note that whoever was called did not come."""
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    stop.misses += 1
    move(work, stop, Step.MISS, Kind.MISSED, counter)
    return stop


def hold(
    work: Work, number: str, reason: str | None = None, *, colleague: str | None = None
) -> Stop:
    """Put aside whom the counter serves, to be called again later.

    Args:
        reason: a code.
        colleague: the counter that shall go on with them; its console shows them first.

    """
    counter = work.floor.counter(number)
    stop = _current(work, counter)
    more: dict[str, Any] = {} if colleague is None else {"to": work.floor.counter(colleague).number}
    move(work, stop, Step.HOLD, Kind.HELD, counter, reason=reason, **more)
    return stop


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
    steps = [(Step.FINISH, Kind.FINISHED)]
    if current.state == State.CALLED:
        steps.insert(0, (Step.START, Kind.STARTED))
    move_through(work, current, steps, counter, outcome=None)
    if queries.has_planned(work.session, current.visit_id):
        rounds.open_next(work, current.visit_id)


def _current(work: Work, counter: CounterPlan) -> Stop:
    stop = queries.at_counter(work.session, counter.id)
    if stop is None:
        raise Refused(
            "nobody_at_counter", f"{counter.number}番窓口に呼出中・対応中の番号はありません。"
        )
    return stop


def _labelled(work: Work, label: str) -> Stop:
    wanted = label.strip().upper()
    stop = queries.unfinished_by_label(work.session, work.office, wanted) or _linked(work, wanted)
    if stop is None:
        raise NotFound("unknown_stop", f"{label[:10]}という番号は、いま待っていません。")
    return stop


def _linked(work: Work, label: str) -> Stop | None:
    """Return the stop of the visit that has *label* as a further number."""
    visit = queries.visit_linked_to(work.session, work.office, work.day, label)
    stops = queries.stops_of(work.session, visit) if visit is not None else []
    return next((stop for stop in stops if stop.state in OPEN), None)


def _require_not_elsewhere(work: Work, stop: Stop) -> None:
    if stop.state not in {State.CALLED, State.SERVING} or stop.counter_id is None:
        return
    there = work.floor.counters_by_id[stop.counter_id].number
    raise Refused("already_called", f"{stop.label}は{there}番窓口が呼びました。", counter=there)


def _call(
    work: Work,
    stop: Stop,
    counter: CounterPlan,
    grounds: why.Grounds,
    named: list[str] | None = None,
) -> Call:
    """Call *stop*; *named* are the queues that staff wanted to call from, if not all."""
    visit = queries.visit_by_id(work.session, stop.visit_id)
    if stop.state == State.PLANNED:  # staff always can; the visit must be nowhere else
        rounds.go_first(work, stop)
    event = move(
        work, stop, Step.CALL, Kind.CALLED, counter,
        public=_is_public(work, stop, visit), language=visit.language,
        visit_class=visit.visit_class, room=visit.room, queues=named, why=why.as_detail(grounds),
    )  # fmt: skip
    reason = choosing.sentence(work.floor, grounds)
    return _as_call(event, stop, visit, counter, reason, recall=False)


def _is_public(work: Work, stop: Stop, visit: Visit) -> bool:
    """Tell whether the boards call *stop*, or somebody goes to where the people sit."""
    return visit.room is None and work.floor.queues_by_id[stop.queue_id].setup.on_board


def _as_call(
    event: Event, stop: Stop, visit: Visit, counter: CounterPlan, reason: str, *, recall: bool
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
        room=visit.room,
    )
