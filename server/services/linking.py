"""Two numbers, one visit: what joins the papers of one person again."""

from collections.abc import Sequence
from datetime import datetime

from server.db import queries
from server.db.city import Work
from server.db.floor import QueuePlan
from server.db.ledger import Kind
from server.db.models import LinkedNumber, Stop, Visit
from server.domain.numbers import label
from server.domain.queueing import VisitClass, order_time
from server.domain.stops import CLOSED, State
from server.services.arrivals import Arrival, arrival_of
from server.services.steps import record


def carry(work: Work, visit: Visit, queue: QueuePlan, number: int, at: datetime) -> Arrival:
    """Let the visit carry the number that is on the paper; nobody has seen its first one."""
    own = (visit.queue_id, visit.number) == (queue.id, number)
    if not own and not _is_linked(work, visit, queue, number):
        _keep(work, visit, visit.queue_id, visit.number, visit.label)
        visit.queue_id, visit.number, visit.offline = queue.id, number, True
        visit.label = label(queue.prefix, number)
        visit.visit_code_hash = work.secrets.visit_code_hash(work.secrets.visit_code(visit))
        for stop in queries.stops_of(work.session, visit.id):
            stop.number, stop.label = number, visit.label
        _came_at(work, visit, at)
        _record_link(work, visit, visit.label)
    return _arrival(work, visit)


def link(work: Work, visit: Visit, queue: QueuePlan, number: int, at: datetime) -> Arrival:
    """Let the visit carry a further number; its place is that of its earlier paper."""
    paper = label(queue.prefix, number)
    _keep(work, visit, queue.id, number, paper)
    _came_at(work, visit, at)
    _record_link(work, visit, paper)
    return _arrival(work, visit)


def _came_at(work: Work, visit: Visit, at: datetime) -> None:
    """Give a waiting visit the place of its earlier paper."""
    visit.issued_at = min(visit.issued_at, at)
    for stop in queries.stops_of(work.session, visit.id):
        if stop.state == State.WAITING and at < stop.checked_in:
            rules = work.floor.services_by_id[stop.service_id].setup
            earlier = order_time(VisitClass(visit.visit_class), at, visit.reserved_for, rules)
            stop.order_time = min(stop.order_time, earlier)
            stop.checked_in = at


def _is_linked(work: Work, visit: Visit, queue: QueuePlan, number: int) -> bool:
    key = (queue.id, visit.business_date, number)
    return work.session.get(LinkedNumber, key) is not None


def _keep(work: Work, visit: Visit, queue_id: int, number: int, paper: str) -> None:
    work.session.add(
        LinkedNumber(
            queue_id=queue_id,
            business_date=visit.business_date,
            number=number,
            office=work.office,
            visit_id=visit.id,
            label=paper,
        )
    )


def _record_link(work: Work, visit: Visit, paper: str) -> None:
    stop = _stop_now(queries.stops_of(work.session, visit.id))
    record(work, stop, Kind.LINKED, number=paper)


def _arrival(work: Work, visit: Visit) -> Arrival:
    stop = _stop_now(queries.stops_of(work.session, visit.id))
    return arrival_of(work, visit, stop)


def _stop_now(stops_of_visit: Sequence[Stop]) -> Stop:
    return next((one for one in stops_of_visit if one.state not in CLOSED), stops_of_visit[-1])
