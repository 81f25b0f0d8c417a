"""A visit as the desks see it: its round, its tasks, its papers, where the family sits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import Stop, Task, Visit
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.refusals import NotFound, Refused
from server.domain.stops import CLOSED
from server.services import choosing, rounds, tasks, ways
from server.services.rounds import NextStop


def shown(look: Look, office: str, visit_id: str) -> dict[str, Any]:
    """Return the round of a visit: its desks, its tasks, its notes, its room.

    Raises:
        NotFound: ``unknown_visit``.

    """
    visit = _visit(look.session, office, visit_id)
    floor = look.floor_of(office)
    stops = queries.stops_of(look.session, visit.id)
    return {
        "visit": visit.id,
        "label": visit.label,
        "visit_class": visit.visit_class,
        "priority_reason": choosing.reason_name(floor, "priority", visit.priority_reason),
        "language": visit.language,
        "issued_at": iso(visit.issued_at),
        "reserved_for": iso(visit.reserved_for) if visit.reserved_for else None,
        "room": room_of(floor, visit, stops[0]),
        "stops": [_station(floor, stop) for stop in stops],
        "tasks": [tasks.described(floor, task) for task in tasks.of(look.session, visit.id)],
    }


def room_of(floor: Floor, visit: Visit, stop: Stop) -> dict[str, str | None] | None:
    """Return where the family sits, be it at home, or None where it goes to the desks itself."""
    if visit.room in ways.REMOTE:
        url = ways.meeting_url(floor, floor.services_by_id[stop.service_id].code, visit.room)
        return {"room": visit.room, "name": ways.REMOTE[visit.room], "area": None, "url": url}
    rooms = {room.code: room for room in floor.setup.rooms}
    room = rooms.get(visit.room or "")
    if room is None:
        return None
    return {"room": room.code, "name": room.names.ja, "area": room.area, "url": None}


def _station(floor: Floor, stop: Stop) -> dict[str, Any]:
    counter = floor.counters_by_id.get(stop.counter_id or 0)
    return {
        "stop": stop.id,
        "state": stop.state,
        "queue": floor.queues_by_id[stop.queue_id].code,
        "name": floor.queues_by_id[stop.queue_id].setup.names.ja,
        "counter": counter.number if counter else None,
        "counters": [one.number for one in floor.counters_of_queue[stop.queue_id]],
        "order_time": iso(stop.order_time),
        "placed": stop.placed,
        "opens_at": iso(stop.opens_at) if stop.opens_at else None,
        "since": iso(stop.since),
        "note": stop.note,
    }


def add_stops(
    work: Work,
    visit_id: str,
    following: Sequence[NextStop],
    reason: str | None = None,
    *,
    counter: str | None = None,
) -> list[Stop]:
    """Add desks to the round of a visit that is still here; they keep its order time.

    It can be undone at *counter*, if it was done there.

    Raises:
        Refused: ``visit_over``, where all its stops are closed.

    """
    known = choosing.known_reason(work, "transfer", reason)
    visit = _visit(work.session, work.office, visit_id)
    stops = queries.stops_of(work.session, visit.id)
    if all(stop.state in CLOSED for stop in stops):
        raise Refused("visit_over", f"{visit.label}の手続きは、もう終わっています。")
    last = stops[-1]
    checked = [rounds.checked(work, one, last.service_id) for one in following]
    at = None if counter is None else work.floor.counter(counter)
    added = rounds.plan(work, last, checked, known, at)
    rounds.open_next(work, visit.id)
    return added


def add_task(work: Work, visit_id: str, queue: str, code: str | None, note: str | None) -> Task:
    """Add a task for the desk of *queue*."""
    visit = _visit(work.session, work.office, visit_id)
    return tasks.add(work, visit.id, work.floor.queue(queue), code, note)


def seat(work: Work, visit_id: str, room: str | None) -> Visit:
    """Let the family sit in *room* while the sections come; None: it goes to the desks again.

    From now on its stops are called to the room and not on the boards.
    """
    visit = _visit(work.session, work.office, visit_id)
    visit.room = None if room is None else work.floor.room(room).code
    work.session.flush()
    work.record(Kind.SEATED, visit=visit.id, label=visit.label, detail={"room": visit.room})
    return visit


def _visit(session: Session, office: str, visit_id: str) -> Visit:
    visit = session.scalar(
        select(Visit).where(Visit.id == row_id(visit_id), Visit.office == office)
    )
    if visit is None:
        raise NotFound("unknown_visit", "この来庁は、この区役所にありません。")
    return visit
