"""Tickets: a number for a visit, its place in the line, and the paper that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.schema.shapes import Language
from printer_drivers.documents import TicketDocument
from printer_drivers.documents import Wait as PrintedWait
from server.db import queries
from server.db.city import Work
from server.db.floor import QueuePlan
from server.db.models import Stop, Visit
from server.domain import numbers
from server.domain.business_day import JST
from server.domain.queueing import VisitClass
from server.domain.waiting import Wait
from server.services import waits
from server.services.words import TICKET_TITLE, where_to_wait


@dataclass(frozen=True)
class Ticket:
    """What the ticket of a visit says, at the moment it is asked."""

    label: str
    number: int
    queue: str
    issued_at: datetime
    order_time: datetime
    ahead: int
    wait: Wait
    #: A kiosk gave the number while the office could not be reached.
    offline: bool = False


def next_number(work: Work, queue: QueuePlan) -> int:
    """Return the queue's next number of the day, or refuse with ``numbers_exhausted``."""
    last = queries.last_number(work.session, queue.id, work.day)
    number = numbers.after(last, queue)
    if numbers.may_meet_blocks(number, queue):
        blocks = queries.blocks_of(work.session, queue.id, work.day)
        number = numbers.after(last, queue, blocks)
    queries.keep_last_number(work.session, queue.id, work.day, number)
    return number


def ticket_of(work: Work, visit: Visit, stop: Stop) -> Ticket:
    """Return what the ticket says now."""
    floor = work.floor
    ahead = queries.ahead_of(work.session, stop)
    queue = floor.queues_by_id[stop.queue_id]
    return Ticket(
        label=visit.label,
        number=visit.number,
        queue=floor.queues_by_id[visit.queue_id].code,
        issued_at=visit.issued_at,
        order_time=stop.order_time,
        ahead=ahead,
        wait=waits.of_ticket(work, queue, ahead),
        offline=visit.offline,
    )


def ticket_document(
    work: Work, visit: Visit, stop: Stop, ticket: Ticket, bring: Sequence[str]
) -> TicketDocument:
    """Return the paper of a ticket, in the language of the visit."""
    service = work.floor.services_by_id[stop.service_id]
    language: Language = visit.language  # type: ignore[assignment]  # checked when it came in
    visit_class = VisitClass(visit.visit_class)
    return TicketDocument(
        title=TICKET_TITLE[language],
        language=language,
        office=work.floor.setup.names.in_language(language),
        logo=work.floor.setup.logo,
        label=visit.label,
        service=service.setup.names.in_language(language),
        service_ja=service.setup.names.ja,
        issued_at=visit.issued_at.astimezone(JST),
        order_time=stop.order_time.astimezone(JST),
        visit_class=visit_class.value,
        head_start_min=_head_start(visit, stop, visit_class),
        reserved_for=visit.reserved_for.astimezone(JST) if visit.reserved_for else None,
        where=where_to_wait(work.floor, service.queue, language),
        ahead=ticket.ahead,
        wait=printed_wait(ticket.wait),
        bring=tuple(bring),
        offline=visit.offline,
        visit_url=f"{work.public_url}/turn#{work.secrets.visit_code(visit)}",
    )


def printed_wait(wait: Wait) -> PrintedWait:
    """Return a wait in the language of documents."""
    return PrintedWait(
        from_=wait.from_, to=wait.to, state=wait.state, p50=wait.p50, lo90=wait.lo90, hi90=wait.hi90
    )


def _head_start(visit: Visit, stop: Stop, visit_class: VisitClass) -> int:
    start = visit.reserved_for if visit_class is VisitClass.RESERVED else visit.issued_at
    return max(0, round(((start or stop.order_time) - stop.order_time).total_seconds() / 60))
