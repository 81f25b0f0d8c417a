"""The lines of an office as staff watch them: how many, how long, how full, who serves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from server.db import queries
from server.db.city import Look
from server.db.floor import CounterPlan, Floor, QueuePlan, ServicePlan
from server.db.models import CounterState, Stop
from server.db.queries.line import state_is
from server.domain.congestion import lamp
from server.domain.stops import State
from server.services.boards import wait_json

#: Whoever is served there is at work, whoever is not and on duty is free.
_DUTY = {CounterState.OPEN: "free", CounterState.BREAK: "break", CounterState.CLOSED: "closed"}


def lines(look: Look, office: str) -> list[dict[str, Any]]:
    """Return every line of *office* that has a counter, in the order of the setting."""
    floor = look.floor_of(office)
    states = queries.counter_states(look.session, office)
    busy = queries.busy_counters(look.session, office)
    queues = [queue for queue in floor.queues.values() if floor.counters_of_queue[queue.id]]
    waiting = queries.waiting_by_queue(look.session, [queue.id for queue in queues])
    longest = _longest(look, [queue.id for queue in queues])
    return [
        _line(look, floor, queue, waiting.get(queue.id, 0), longest.get(queue.id, 0), states, busy)
        for queue in queues
    ]


def _line(
    look: Look,
    floor: Floor,
    queue: QueuePlan,
    count: int,
    longest_min: int,
    states: Mapping[int, CounterState],
    busy: set[int],
) -> dict[str, Any]:
    counters = floor.counters_of_queue[queue.id]
    on_duty = [counter for counter in counters if states[counter.id] == CounterState.OPEN]
    # Hand-overs have no time of their own: there the longest wait of now tells how full it is.
    wait = wait_json(look, floor, queue) if first_service(floor, queue) else None
    told = wait["to"] if wait else (longest_min if on_duty else None)
    return {
        "queue": queue.code,
        "prefix": queue.prefix,
        "name": queue.setup.names.ja,
        "area": queue.area.names.ja,
        "waiting": count,
        "longest_min": longest_min,
        "wait": wait,
        "lamp": lamp(told, queue.setup.lamp_up_to_min),
        "lamp_up_to_min": list(queue.setup.lamp_up_to_min),
        "counters": [_duty(counter, states, busy) for counter in counters],
    }


def first_service(floor: Floor, queue: QueuePlan) -> ServicePlan | None:
    """Return the service whose times stand for a line; a line of hand-overs has none."""
    return next((one for one in floor.services.values() if one.queue.id == queue.id), None)


def _duty(
    counter: CounterPlan, states: Mapping[int, CounterState], busy: set[int]
) -> dict[str, str]:
    state = "serving" if counter.id in busy else _DUTY[states[counter.id]]
    return {"number": counter.number, "state": state}


def _longest(look: Look, queue_ids: list[int]) -> dict[int, int]:
    """Return for how many minutes the first of each line has waited."""
    rows = look.session.execute(
        select(Stop.queue_id, func.min(Stop.checked_in))
        .where(Stop.queue_id.in_(queue_ids), state_is(State.WAITING))
        .group_by(Stop.queue_id)
    )
    return {
        queue_id: max(0, int((look.now - first) / timedelta(minutes=1))) for queue_id, first in rows
    }
