"""Arriving: check-in with a code, a ticket for a walk-in, and what became of the paper."""

from server.db.city import Look, Work
from server.domain.business_day import iso
from server.domain.refusals import NotAllowed
from server.services import (
    arrivals,
    bells,
    machines,
    offline_reports,
    previews,
    visits,
)
from server.services.access import ALL, MACHINES, RECEPTION, Who
from server.services.arrivals import Arrival
from server.services.callers import Kind
from server.services.offline_reports import Report
from server.services.pre_applications import token_in
from server.services.tickets import Ticket
from server.web import idempotency
from server.web.answers import Answer
from server.web.arrival_shapes import (
    Arrived,
    CheckIn,
    ComingPaper,
    Heartbeat,
    HeartbeatAnswer,
    NewBell,
    NewPrint,
    NewVisit,
    Preview,
    TicketShape,
    Turn,
    VisitCode,
)
from server.web.current import caller, city, device_id
from server.web.endpoint import Nothing, get, post
from server.web.etag import with_etag
from server.web.shapes import Done, Token, wait_shape


@post("/offices/{office}/check-ins", who=RECEPTION, takes=CheckIn,
      answers={201: Arrived, 200: Arrived})  # fmt: skip
def check_in(work: Work, body: CheckIn) -> Answer:
    """Receive somebody with a code; the same code again gives the same ticket."""
    if body.token is None:
        return Answer(201, arrived(_told_check_in(work, body)))
    arrival = arrivals.check_in(work, token_in(body.token), _origin())
    return Answer(200 if arrival.again else 201, arrived(arrival))


def _told_check_in(work: Work, body: CheckIn) -> Arrival:
    report = _report(work, body)
    return offline_reports.check_in(work, report, body.lookup_id or "", body.language)


@post("/offices/{office}/check-ins/preview", who=RECEPTION, takes=Token,
      answers={200: Preview}, writes=False)  # fmt: skip
def preview_check_in(look: Look, body: Token, office: str) -> Preview:
    """What a check-in with this code would bring; refused as the check-in would be."""
    coming = previews.preview(city(), office, token_in(body.token), _origin())
    return Preview(
        service=coming.service,
        service_name=coming.service_name,
        reserved_for=iso(coming.reserved_for) if coming.reserved_for else None,
        minutes=coming.minutes,
        name=coming.name,
        papers=[ComingPaper(kind=kind, title=title) for kind, title in coming.papers],
        late=coming.late,
        label=coming.label,
        language=coming.language,
    )


@post("/offices/{office}/visits", who=RECEPTION, takes=NewVisit, answers={201: Arrived})
def take_ticket(work: Work, body: NewVisit) -> Arrived:
    """Give a ticket to a walk-in."""
    if body.number is not None:
        report = _report(work, body)
        told = offline_reports.walk_in(work, report, body.language, priority=body.priority)
        return arrived(told)
    return arrived(
        arrivals.walk_in(
            work, body.service, _origin(), priority=body.priority, language=body.language
        )
    )


@post("/visits/find", who=ALL, takes=Token, answers={200: VisitCode}, writes=False)
def find_visit(look: Look, body: Token) -> VisitCode:
    """The code of "my turn", for who holds the token."""
    return VisitCode(visit_code=visits.visit_code(look, token_in(body.token)))


@get("/visits/{visit_code}", who=ALL, answers={200: Turn})
def my_turn(look: Look, query: Nothing, visit_code: str) -> object:
    """What the resident's phone shows."""
    return with_etag(visits.turn_by_code(look, visit_code)[1])


@post("/offices/{office}/visits/{visit}/prints", who=frozenset({Who.KIOSK}), takes=NewPrint,
      answers={201: Done})  # fmt: skip
def report_print(work: Work, body: NewPrint, visit: str) -> Done:
    """What became of a paper, as its printer said."""
    machines.report_print(
        work, visit, body.document, body.attempt, body.state, body.reissue, body.unprintable
    )
    return Done()


@post("/offices/{office}/bells", who=MACHINES, takes=NewBell, answers={201: Done})
def ring_bell(work: Work, body: NewBell) -> Done:
    """A machine calls for staff."""
    bells.ring(work, caller().device_id, body.reason, body.label)
    return Done()


@post("/offices/{office}/heartbeats", who=MACHINES, takes=Heartbeat,
      answers={200: HeartbeatAnswer}, writes=False)  # fmt: skip
def beat(look: Look, body: Heartbeat, office: str) -> HeartbeatAnswer:
    """A machine tells how it is, and hears the time."""
    seq, errand = machines.beat(city(), office, device_id(), body.health)
    return HeartbeatAnswer(now=iso(look.now), seq=seq, errand=errand)


def arrived(arrival: Arrival) -> Arrived:
    """Return an arrival as JSON."""
    return Arrived(
        visit=arrival.visit,
        visit_code=arrival.visit_code,
        ticket=ticket_shape(arrival.ticket),
        documents=[one.model_dump(mode="json", by_alias=True) for one in arrival.documents],
        late=arrival.late,
    )


def ticket_shape(ticket: Ticket) -> TicketShape:
    """Return a ticket as JSON."""
    return TicketShape.model_validate(
        {
            "label": ticket.label,
            "number": ticket.number,
            "queue": ticket.queue,
            "issued_at": iso(ticket.issued_at),
            "order_time": iso(ticket.order_time),
            "ahead": ticket.ahead,
            "wait": wait_shape(ticket.wait),
            "offline": ticket.offline,
        }
    )


def _report(work: Work, body: CheckIn | NewVisit) -> Report:
    """Return what a kiosk tells that it has done by itself; nobody else can tell it."""
    if caller().kind is not Kind.KIOSK:
        raise NotAllowed(known=True)
    if body.number is None or body.issued_at is None:  # the shape has seen to that
        raise ValueError("a report without its number")
    before = idempotency.answer_to(work, body.after_key) if body.after_key else None
    begun = before.get("visit") if before else None
    return Report(device_id(), body.service, body.number, body.issued_at, begun)


def _origin() -> str:
    kind = caller().kind
    return "clerk" if kind is Kind.STAFF else kind.value
