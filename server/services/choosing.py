"""Who is next for a counter, and why: the same for the call and for what the console shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from config.schema.reasons import Asked
from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan, Floor
from server.db.models import Stop, Visit
from server.domain import helping, why
from server.domain.queueing import Placed, VisitClass
from server.domain.refusals import FieldError, Misfit, Refused
from server.domain.stops import State

#: The reason of staff who name a number and no reason.
STAFF_CHOICE = "staff_choice"

#: Queues to call from in turn: the second group only if nobody waits in the first.
Groups = Sequence[Sequence[int]]


def groups(session: Session, counter: CounterPlan, now: datetime) -> Groups:
    """Return the queues that *counter* calls from at this moment, by its rules of help."""
    if not counter.helps:
        return [counter.queue_ids]
    helped = [queue for _, queue in counter.helps]
    lines = queries.lines_now(session, [*counter.queue_ids, *helped])
    return helping.turns(counter.queue_ids, counter.helps, lines, now)


def chosen_groups(floor: Floor, counter: CounterPlan, queues: Iterable[str]) -> Groups:
    """Return the queues that staff named as the only ones to call from.

    Raises:
        Refused: ``queue_not_served``, for one that the counter may never call.

    """
    may_call = {*counter.queue_ids, *(queue for _, queue in counter.helps)}
    chosen = [floor.queue(code) for code in queues]
    for queue in chosen:
        if queue.id not in may_call:
            raise Refused(
                "queue_not_served", f"{counter.number}番窓口は「{queue.code}」を扱いません。"
            )
    return [tuple(queue.id for queue in chosen)]


def first(session: Session, by_turn: Groups) -> tuple[Stop | None, Sequence[int]]:
    """Return who is next and the group of queues it was chosen from."""
    for queue_ids in by_turn:
        line = queries.in_line(session, queue_ids, 1)  # sorted as the rule says
        if line:
            return line[0], queue_ids
    return None, by_turn[-1]


def helped(floor: Floor, counter: CounterPlan, line: Sequence[Stop]) -> str | None:
    """Return the queue that *counter* helps out with by calling the first of *line*."""
    if not line or line[0].queue_id in counter.queue_ids:
        return None
    return floor.queues_by_id[line[0].queue_id].code


def place_of(stop: Stop, visit: Visit) -> why.Place:
    """Return where the order time of a stop comes from."""
    return why.Place(
        VisitClass(visit.visit_class),
        stop.order_time,
        stop.checked_in,
        visit.reserved_for,
        Placed(stop.placed) if stop.placed else None,
    )


def sentence(floor: Floor, grounds: why.Grounds) -> str:
    """Return why somebody was called, with the office's words for codes."""
    helped = floor.queues.get(grounds.helped or "")
    given = None if grounds.reason == STAFF_CHOICE else grounds.reason
    return why.sentence(
        grounds,
        reason_name=reason_name(floor, "call", given),
        helped_name=helped.setup.names.ja if helped else None,
    )


def reason_name(floor: Floor, asked: Asked, code: str | None) -> str | None:
    """Return what people call the reason *code*, or None where the office has no such reason."""
    reasons = floor.setup.reasons.of(asked) if code else ()
    return next((reason.names.ja for reason in reasons if reason.code == code), None)


def known_reason(work: Work, asked: Asked, code: str | None) -> str | None:
    """Return *code* if the office knows it as a reason for what is *asked*; None is no reason.

    Raises:
        Misfit: ``unknown_reason``, which names those there are.

    """
    known = [reason.code for reason in work.floor.setup.reasons.of(asked)]
    if code is not None and code not in known:
        message = f"この理由は登録されていません。使えるもの: {'、'.join(known)}"
        raise Misfit([FieldError("reason", "unknown_reason", message)])
    return code


def chosen_by_hand(work: Work, stop: Stop, counter: CounterPlan, reason: str | None) -> why.Grounds:
    """Return why *stop* is called out of turn, or that it is its turn."""
    by_turn = groups(work.session, counter, work.now)
    its_turn, group = first(work.session, by_turn)
    return grounds_of(work, stop, counter, group, is_first=stop is its_turn, reason=reason)


def grounds_of(
    work: Work,
    stop: Stop,
    counter: CounterPlan,
    queue_ids: Sequence[int],
    *,
    is_first: bool,
    reason: str | None,
) -> why.Grounds:
    """Return why *stop* is called; where the rule says another, staff always have a reason."""
    visit = queries.visit_by_id(work.session, stop.visit_id)
    others = queries.waiting_count(work.session, queue_ids) - (stop.state == State.WAITING)
    from_others = helped(work.floor, counter, [stop]) if is_first else None
    return why.Grounds(
        place_of(stop, visit),
        max(0, others),
        is_first,
        reason if is_first or reason else STAFF_CHOICE,
        from_others,
    )
