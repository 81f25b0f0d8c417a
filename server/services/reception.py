"""What staff do at the machine in the lobby: look a ticket up, print it again, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from printer_drivers.documents import TicketDocument
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import Stop, Visit
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.refusals import NotFound, Refused
from server.domain.stops import CLOSED, OPEN, Step
from server.services.steps import move
from server.services.tickets import Ticket, ticket_document, ticket_of


@dataclass(frozen=True)
class Reissue:
    """A ticket that is to be printed once more, marked as such."""

    visit: Visit
    ticket: Ticket
    document: TicketDocument


def ticket_with(look: Look, office: str, label: str) -> dict[str, Any]:
    """Return where today's ticket with *label* stands. Nothing personal is in it.

    Raises:
        NotFound: ``unknown_ticket``.

    """
    floor = look.floor_of(office)
    visit = queries.visit_by_label(look.session, office, _queues(floor), look.day, label)
    if visit is None:
        raise NotFound("unknown_ticket", f"今日の番号札に {label} はありません。")
    stop = _current(queries.stops_of(look.session, visit.id))
    service = floor.services_by_id[stop.service_id]
    counter = floor.counters_by_id.get(stop.counter_id or 0)
    return {
        "visit": visit.id,
        "label": visit.label,
        "state": str(stop.state),
        "counter": counter.number if counter else None,
        "service": service.code,
        "service_name": service.setup.names.ja,
        "issued_at": iso(visit.issued_at),
        "papers": queries.papers_out(look.session, visit.id, "ticket"),
    }


def reissue(work: Work, visit_id: str) -> Reissue:
    """Return the ticket of a visit as its next 再発行; what is printed is reported as ever.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``visit_over``, when nothing of the visit is open any more.

    """
    visit, stops = _visit(work, visit_id)
    stop = _current(stops)
    if stop.state in CLOSED:
        raise Refused("visit_over", f"{visit.label} の手続きは終わっています。")
    ticket = ticket_of(work, visit, stop)
    paper = ticket_document(work, visit, stop, ticket, ())
    before = queries.papers_out(work.session, visit.id, "ticket")
    return Reissue(visit, ticket, paper.model_copy(update={"reissue": max(1, before)}))


def take_back(work: Work, visit_id: str) -> int:
    """Take a ticket back: every stop of the visit that is not over is withdrawn.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``visit_over``; ``step_not_allowed`` while somebody serves it.

    """
    visit, stops = _visit(work, visit_id)
    return withdraw_all(work, visit, stops, "at_kiosk")


def withdraw_all(work: Work, visit: Visit, stops: Sequence[Stop], reason: str) -> int:
    """Withdraw every stop of a visit that is not over, and return how many that were.

    Raises:
        Refused: ``visit_over``; ``step_not_allowed`` while somebody serves it.

    """
    left = [stop for stop in stops if stop.state not in CLOSED]
    if not left:
        raise Refused("visit_over", f"{visit.label} の手続きは終わっています。")
    for stop in reversed(left):  # the later ones first, so that none of them opens
        move(work, stop, Step.WITHDRAW, Kind.WITHDRAWN, reason=reason)
    return len(left)


def today(look: Look, office: str) -> dict[str, Any]:
    """Return how many tickets the day has given and how many wait, by service."""
    floor = look.floor_of(office)
    issued = queries.issued_by_service(look.session, _queues(floor), look.day)
    waiting = queries.waiting_by_service(look.session, _queues(floor))
    services = [
        {
            "id": plan.code,
            "name": plan.setup.names.ja,
            "prefix": plan.queue.prefix,
            "issued": issued.get(plan.id, 0),
            "waiting": waiting.get(plan.id, 0),
        }
        for plan in floor.services.values()
    ]
    return {
        "issued": sum(issued.values()),
        "waiting": sum(waiting.values()),
        "services": services,
    }


def _queues(floor: Floor) -> list[int]:
    return [queue.id for queue in floor.queues.values()]


def _current(stops: Sequence[Stop]) -> Stop:
    """Return the stop that the visit is at: the open one, else the next, else the last."""
    unfinished = [stop for stop in stops if stop.state not in CLOSED]
    return next((stop for stop in stops if stop.state in OPEN), (unfinished or [stops[-1]])[0])


def _visit(work: Work, visit_id: str) -> tuple[Visit, Sequence[Stop]]:
    visit = work.session.get(Visit, row_id(visit_id))
    if visit is None or (visit.office, visit.business_date) != (work.office, work.day):
        raise NotFound("unknown_visit", "この番号札は今日の番号札ではありません。")
    return visit, queries.stops_of(work.session, visit.id)
