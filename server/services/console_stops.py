"""How a stop reads at the counter: who it is, and why it stands where it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.floor import Floor
from server.db.models import PreApplication, Stop, Visit
from server.domain.business_day import iso
from server.domain.stops import State
from server.domain.why import Grounds, reason
from server.services import choosing, tasks, visits_at_desk


class Reader:
    """Turns the stops of one console into what the screen shows, with one query for each table."""

    def __init__(self, session: Session, floor: Floor, stops: Iterable[Stop]) -> None:
        self._floor = floor
        self._visits = _by_id(session, Visit, [stop.visit_id for stop in stops])
        applications = [
            visit.pre_application_id
            for visit in self._visits.values()
            if visit.pre_application_id is not None
        ]
        self._applications = _by_id(session, PreApplication, applications)
        self._tasks = defaultdict(list)
        for task in tasks.of(session, *self._visits):
            self._tasks[task.visit_id].append(task)
        self._further = queries.further_labels(session, list(self._visits))

    def read(self, stop: Stop) -> dict[str, Any]:
        """Return what a console shows of *stop*."""
        visit = self._visits[stop.visit_id]
        service = self._floor.services_by_id[stop.service_id]
        counter = None if stop.counter_id is None else self._floor.counters_by_id[stop.counter_id]
        return {
            "stop": stop.id,
            "visit": visit.id,
            "label": stop.label,
            "further_labels": self._further.get(visit.id, []),
            "offline": visit.offline,
            "unprintable": visit.unprintable,
            "state": stop.state,
            "queue": service.queue.code,
            "service": service.code,
            "service_name": service.setup.names.ja,
            "visit_class": visit.visit_class,
            "order_time": _iso(stop.order_time),
            "checked_in": _iso(stop.checked_in),
            "reserved_for": _iso(visit.reserved_for),
            "since": _iso(stop.since),
            "why": self.why(stop),
            "language": visit.language,
            "counter": None if counter is None else counter.number,
            "note": stop.note or visit.note,
            "priority_reason": choosing.reason_name(self._floor, "priority", visit.priority_reason),
            "room": visits_at_desk.room_of(self._floor, visit, stop),
            "tasks": [tasks.described(self._floor, task) for task in self._tasks[visit.id]],
            "usual": {
                "from": round(service.setup.minutes_p50),
                "to": round(service.setup.minutes_p90),
            },
            "has_forms": visit.pre_application_id is not None,
            "procedures": self._procedures(visit),
        }

    def why(self, stop: Stop) -> str:
        """Return where the order time comes from: 「16:01　優先：受付16:16の15分前」."""
        return reason(choosing.place_of(stop, self._visits[stop.visit_id]))

    def line(
        self, waiting: Sequence[Stop], count: int, helped: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the stops in their order; the first one's reason says whom it came before.

        *helped* is the queue that the counter helps out with by calling the first one.
        """
        read = [self.read(stop) for stop in waiting]
        if waiting:
            place = choosing.place_of(waiting[0], self._visits[waiting[0].visit_id])
            grounds = Grounds(place, count - 1, is_first=True, helped=helped)
            read[0]["why"] = choosing.sentence(self._floor, grounds)
        return read

    def _procedures(self, visit: Visit) -> list[str]:
        application = self._applications.get(visit.pre_application_id or 0)
        return [] if application is None else application.procedures


def journey(floor: Floor, stops: Iterable[Stop]) -> list[dict[str, Any]]:
    """Return the stations of a visit, in their order."""
    return [
        {
            "stop": stop.id,
            "state": stop.state,
            "queue": floor.queues_by_id[stop.queue_id].code,
            "name": floor.queues_by_id[stop.queue_id].setup.names.ja,
            "counters": [counter.number for counter in floor.counters_of_queue[stop.queue_id]],
        }
        for stop in stops
        if stop.state not in (State.WITHDRAWN, State.EXPIRED)
    ]


def _by_id(session: Session, table: Any, ids: Sequence[int]) -> Mapping[int, Any]:
    if not ids:
        return {}
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
