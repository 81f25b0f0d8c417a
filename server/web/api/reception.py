"""Staff at the kiosk: a ticket looked up, printed again, taken back; the day's counts."""

from server.db.city import Look, Work
from server.services import bells, reception
from server.services.access import RECEPTION, Who
from server.web.api.arrivals import ticket_shape
from server.web.arrival_shapes import DayCounts, FoundTicket, Reissued, Settled, TakenBack
from server.web.current import caller
from server.web.endpoint import Nothing, get, post
from server.web.shapes import Done


@get("/offices/{office}/tickets/{label}", who=RECEPTION, answers={200: FoundTicket})
def find_ticket(look: Look, query: Nothing, office: str, label: str) -> FoundTicket:
    """Where one of today's tickets stands."""
    return FoundTicket.model_validate(reception.ticket_with(look, office, label))


@get("/offices/{office}/today", who=RECEPTION, answers={200: DayCounts})
def count_today(look: Look, query: Nothing, office: str) -> DayCounts:
    """How many tickets the day has given, and how many wait."""
    return DayCounts.model_validate(reception.today(look, office))


@post("/offices/{office}/visits/{visit}/reissue", who=RECEPTION, answers={200: Reissued})
def reissue_ticket(work: Work, body: Nothing, visit: str) -> Reissued:
    """The ticket of a visit, marked 再発行, to be printed once more."""
    again = reception.reissue(work, visit)
    return Reissued(
        visit=again.visit.id,
        visit_code=work.secrets.visit_code(again.visit),
        ticket=ticket_shape(again.ticket),
        documents=[again.document.model_dump(mode="json", by_alias=True)],
    )


@post("/offices/{office}/visits/{visit}/take-back", who=RECEPTION, answers={200: TakenBack})
def take_ticket_back(work: Work, body: Nothing, visit: str) -> TakenBack:
    """Somebody does not need the ticket any more."""
    return TakenBack(stops=reception.take_back(work, visit))


@post("/offices/{office}/bells/settle", who=frozenset({Who.KIOSK}), takes=Settled,
      answers={200: Done})  # fmt: skip
def settle_bells(work: Work, body: Settled) -> Done:
    """A machine says that what it called for has been put right."""
    bells.settle(work, caller().device_id, body.reasons)
    return Done()
