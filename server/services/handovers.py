"""The back office: papers to prepare, and how the hand-over counters stand, 交付."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import select

from server.db import queries
from server.db.city import Look
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import EventRow, Stop, Task
from server.db.types import from_micros, to_micros
from server.domain.business_day import iso, starts_at
from server.domain.stops import State
from server.services import tasks

#: Who waits longer for papers is pointed out.
LATE_MIN = 25
#: The day's preparations that the median is taken of.
LOOKED_THROUGH = 200


def shown(look: Look, office: str) -> dict[str, Any]:
    """Return everything that the back office's page shows."""
    floor = look.floor_of(office)
    preparing = queries.unfinished(look.session, office, State.PREPARING)
    preparing.sort(key=lambda stop: (stop.order_time, stop.checked_in, stop.number))
    visits = sorted({stop.visit_id for stop in preparing})
    by_stop = _by_stop(tasks.of(look.session, *visits))
    received = _received(look, visits)
    return {
        "now": iso(look.now),
        "late_min": LATE_MIN,
        "preparing": [
            _preparing(look, floor, stop, by_stop.get(stop.id, []), received) for stop in preparing
        ],
        "counters": _counters(look, floor, office),
        "usual_min": _usual_min(look, office),
    }


def _by_stop(found: Sequence[Task]) -> dict[int, list[Task]]:
    by_stop: dict[int, list[Task]] = {}
    for task in found:
        if task.stop_id is not None:
            by_stop.setdefault(task.stop_id, []).append(task)
    return by_stop


def _received(look: Look, visits: Sequence[int]) -> Mapping[int, list[Stop]]:
    """Return the stops that visits have done, in their order: the desk that took them in."""
    done: dict[int, list[Stop]] = {}
    query = select(Stop).where(Stop.visit_id.in_(visits), Stop.state == State.DONE)
    for stop in look.session.scalars(query.order_by(Stop.position)) if visits else ():
        done.setdefault(stop.visit_id, []).append(stop)
    return done


def _preparing(
    look: Look,
    floor: Floor,
    stop: Stop,
    papers: Sequence[Task],
    received: Mapping[int, list[Stop]],
) -> dict[str, Any]:
    visit = queries.visit_by_id(look.session, stop.visit_id)
    before = [one for one in received.get(visit.id, []) if one.position < stop.position]
    counter = floor.counters_by_id.get(before[-1].counter_id or 0) if before else None
    service = floor.services_by_id[stop.service_id]
    fees = {paper.code: paper.fee_yen or 0 for paper in service.setup.handed_over}
    return {
        "stop": stop.id,
        "visit": visit.id,
        "label": stop.label,
        "queue": floor.queues_by_id[stop.queue_id].code,
        "service": service.code,
        "service_name": service.setup.names.ja,
        "checked_in": iso(stop.checked_in),
        "since": iso(stop.since),
        "received_at": counter.number if counter else None,
        "received_queue": floor.queues_by_id[before[-1].queue_id].code if before else None,
        "has_forms": visit.pre_application_id is not None,
        "minutes": max(0, (look.now - stop.since) // timedelta(minutes=1)),
        "fee_yen": sum(fees.get(paper.code or "", 0) for paper in papers) or None,
        "summary": _summary(floor, stop, papers),
        "papers": [tasks.described(floor, paper) for paper in papers],
        "note": stop.note,
    }


def _summary(floor: Floor, stop: Stop, papers: Sequence[Task]) -> str:
    """Return what is handed over in one line: 「住民票の写し 2通・印鑑登録証明書 1通」."""
    known = floor.services_by_id[stop.service_id].setup.handed_over
    copies = {paper.code: sum(task.code == paper.code for task in papers) for paper in known}
    return "・".join(
        f"{paper.names.ja} {copies[paper.code]}{paper.unit_ja}"
        for paper in known
        if copies[paper.code]
    )


def _counters(look: Look, floor: Floor, office: str) -> list[dict[str, Any]]:
    """Return how each hand-over counter stands: who is there, who can be called, who is away."""
    states = queries.counter_states(look.session, office)
    handing = [
        counter
        for counter in floor.counters.values()
        if any(queue.setup.hands_over for queue in counter.queues)
    ]
    absent = queries.unfinished(look.session, office, State.ABSENT)
    shown = []
    for counter in handing:
        current = queries.at_counter(look.session, counter.id)
        waiting = queries.in_line(look.session, counter.queue_ids, LOOKED_THROUGH)
        away = [stop for stop in absent if stop.queue_id in counter.queue_ids]
        shown.append(
            {
                "number": counter.number,
                "state": states[counter.id].value,
                "current": _standing(current) if current else None,
                "waiting": [_standing(stop) for stop in waiting],
                "absent": [_standing(stop) for stop in away],
            }
        )
    return shown


def _standing(stop: Stop) -> dict[str, Any]:
    return {
        "stop": stop.id,
        "label": stop.label,
        "state": stop.state,
        "since": iso(stop.since),
        "misses": stop.misses,
    }


def _usual_min(look: Look, office: str) -> int | None:
    """Return the median minutes from reception to ready of today, or None before the first."""
    begin = to_micros(starts_at(look.day))
    ready = look.session.execute(
        select(EventRow.stop, EventRow.at)
        .where(EventRow.office == office, EventRow.kind == Kind.PREPARED, EventRow.at >= begin)
        .order_by(EventRow.seq.desc())
        .limit(LOOKED_THROUGH)
    ).all()
    minutes = [
        (from_micros(at) - stop.checked_in) / timedelta(minutes=1)
        for stop_id, at in ready
        if (stop := look.session.get(Stop, stop_id)) is not None
    ]
    return round(median(minutes)) if minutes else None
