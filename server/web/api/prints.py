"""Papers ordered at a counter: from the press of a key to a printer in the hall."""

from server.db.city import Look, Work
from server.services import print_orders
from server.services.access import REVIEWERS, Who
from server.services.print_orders import Outcome
from server.web.answers import Answer
from server.web.current import caller
from server.web.endpoint import Nothing, get, post
from server.web.print_shapes import NewOrder, Ordered, OrderedPapers, Orders, SettledOrder
from server.web.shapes import Done

AT = "/offices/{office}/print-orders"
MACHINE = frozenset({Who.KIOSK})


@post("/offices/{office}/visits/{visit}/print-orders", who=REVIEWERS, takes=NewOrder,
      answers={201: Ordered})  # fmt: skip
def order_papers(work: Work, body: NewOrder, visit: str) -> Answer:
    """Papers of a visit, once more, from a machine that prints."""
    order = print_orders.order(work, visit, body.documents, body.device)
    return Answer(201, Ordered(order=order.id, state=order.state))


@get(AT, who=MACHINE, answers={200: Orders})
def list_orders(look: Look, query: Nothing, office: str) -> Orders:
    """The orders that wait for this machine."""
    return Orders(orders=print_orders.waiting_for(look, caller().device_id))


@post(AT + "/{order}/take", who=MACHINE, answers={200: OrderedPapers})
def take_order(work: Work, body: Nothing, order: str) -> OrderedPapers:
    """The papers of one order; from now on it is this machine's to print."""
    handed = print_orders.take(work, order, caller().device_id)
    return OrderedPapers(
        order=int(order),
        visit=handed.visit,
        label=handed.label,
        documents=[one.model_dump(mode="json", by_alias=True) for one in handed.documents],
    )


@post(AT + "/{order}/settle", who=MACHINE, takes=SettledOrder, answers={200: Done})
def settle_order(work: Work, body: SettledOrder, order: str) -> Done:
    """What became of an order, as the printer said."""
    outcomes = [Outcome(one.document, one.state, one.reissue) for one in body.papers]
    print_orders.settle(work, order, caller().device_id, outcomes)
    return Done()
