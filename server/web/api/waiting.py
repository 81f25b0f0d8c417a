"""The waiting list: wait for a full time, take what is offered, leave."""

from printer_drivers.token import in_fours
from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import reservations, waiting_list
from server.services.access import ALL
from server.services.pre_applications import token_in
from server.services.ways import Way
from server.web.api.booking import reserved_shape
from server.web.api.residents import TokenIn
from server.web.booking_shapes import Reserved
from server.web.endpoint import post
from server.web.shapes import Token
from server.web.waiting_shapes import Entered, EntryShape, NewEntry


@post("/offices/{office}/waiting-list", who=ALL, takes=NewEntry, answers={201: Entered})
def join_waiting_list(work: Work, body: NewEntry) -> Entered:
    """Wait for a time that is full now; a free one is offered by mail."""
    code = body.pre_application
    entry, token = waiting_list.join(
        work, body.service, body.from_, body.to, body.email,
        pre_application=token_in(code, "pre_application") if code else None,
        language=body.language, way=Way(body.method, body.venue),
    )  # fmt: skip
    return Entered(token=token, code=in_fours(token), state=entry.state)


def office_of_entry(look: Look, body: Token) -> str:
    """Return the office at which somebody waits."""
    return waiting_list.require(look.session, token_in(body.token)).office


@post("/waiting-list/show", who=ALL, takes=TokenIn, answers={200: EntryShape}, writes=False)
def show_waiting(look: Look, body: TokenIn) -> EntryShape:
    """How somebody's waiting stands, and what is offered."""
    entry = waiting_list.require(look.session, token_in(body.token))
    floor = look.floor_of(entry.office)
    plan = floor.services_by_id[entry.service_id]
    offer = waiting_list.offered_now(look, entry)
    return EntryShape(
        state=entry.state if offer or entry.state != "offered" else "over",
        office=entry.office,
        office_name=floor.setup.names.in_language(body.language),
        service=plan.code,
        service_name=plan.setup.names.in_language(body.language),
        from_=entry.first_day,
        to=entry.last_day,
        start=iso(offer[0]) if offer else None,
        until=iso(offer[1]) if offer else None,
        now=iso(look.now),
    )


@post("/waiting-list/take", who=ALL, takes=Token, answers={201: Reserved},
      office_of=office_of_entry)  # fmt: skip
def take_offer(work: Work, body: Token) -> Reserved:
    """Book what is offered; the code of the entry becomes that of the booking."""
    return reserved_shape(reservations.take_offer(work, token_in(body.token)))


@post("/waiting-list/leave", who=ALL, takes=Token, answers={200: Entered},
      office_of=office_of_entry)  # fmt: skip
def leave_waiting_list(work: Work, body: Token) -> Entered:
    """Wait no longer; what was offered goes to the next."""
    token = token_in(body.token)
    entry = waiting_list.leave(work, token)
    return Entered(token=token, code=in_fours(token), state=entry.state)
