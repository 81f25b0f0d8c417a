"""What is ready to be handed over, 交付, as its panel shows it: numbers and one place to go."""

from collections.abc import Iterable
from typing import Any

from server.db import queries
from server.db.city import Look
from server.db.floor import CounterPlan, Floor, QueuePlan
from server.db.models import EventRow, Stop
from server.db.types import from_micros
from server.domain.business_day import iso
from server.domain.stops import State


def shown(look: Look, floor: Floor, queues: Iterable[QueuePlan]) -> dict[str, Any]:
    """Return the numbers whose papers are ready, newest first, and those in preparation.

    Args:
        queues: the lines whose people wait there.

    """
    here = {queue.id for queue in queues}
    office = floor.setup.code
    preparing = [
        stop
        for stop in queries.unfinished(look.session, office, State.PREPARING)
        if stop.queue_id in here
    ]
    newest: dict[int, tuple[Stop, EventRow]] = {}
    for stop, event in queries.readied(look.session, office):
        if stop.queue_id in here:
            newest[stop.id] = (stop, event)
    ready = sorted(newest.values(), key=lambda one: one[1].seq, reverse=True)
    return {
        "ready": [_ready(stop, event) for stop, event in ready],
        "preparing": [stop.label for stop in preparing],
        "counters": [
            {"counter": counter.number, "direction": counter.setup.direction}
            for counter in _counters(floor, [*(stop for stop, _ in ready), *preparing])
        ],
    }


def _ready(stop: Stop, event: EventRow) -> dict[str, Any]:
    return {
        "label": stop.label,
        "counter": event.counter,
        "seq": event.seq,
        "at": iso(from_micros(event.at)),
    }


def _counters(floor: Floor, stops: Iterable[Stop]) -> list[CounterPlan]:
    """Return the counters that hand over to any of *stops*, in their order on the floor."""
    lines = {stop.queue_id for stop in stops}
    return [one for one in floor.counters.values() if lines & set(one.queue_ids)]
