"""What everybody may see: offices, services, counters, boards; and the event log."""

from server.db.city import Look, Work
from server.services import bells, boards, catalogue, log, offices
from server.services.access import ALL, DESK, LOG_READERS
from server.services.snapshots import Snapshot
from server.web.endpoint import Nothing, get, post
from server.web.etag import with_etag
from server.web.place_shapes import Board, BoardQuery, Events, Offices, OfficeShape, Services, Since
from server.web.shapes import Done, Given


class Purposes(Given):
    """The buttons of a kiosk."""

    purposes: list[dict[str, object]]


class Counters(Given):
    """The counters of an office."""

    counters: list[dict[str, object]]


@get("/offices", who=ALL, answers={200: Offices})
def list_offices(look: Look, query: Nothing) -> Offices:
    """All offices of the city."""
    return Offices(offices=offices.listed(look))


@get("/offices/{office}", who=ALL, answers={200: OfficeShape})
def describe_office(look: Look, query: Nothing, office: str) -> OfficeShape:
    """One office, and whether it is open now."""
    return OfficeShape.model_validate(offices.described(look, office))


@get("/offices/{office}/services", who=ALL, answers={200: Services})
def list_services(look: Look, query: Nothing, office: str) -> Services:
    """What residents can choose, and how long it takes now."""
    return Services(services=offices.services(look, office))


@get("/offices/{office}/purposes", who=ALL, answers={200: Purposes})
def list_purposes(look: Look, query: Nothing, office: str) -> Purposes:
    """The buttons of the kiosk's first screen."""
    return Purposes(purposes=offices.purposes(look, office))


@get("/offices/{office}/counters", who=ALL, answers={200: Counters})
def list_counters(look: Look, query: Nothing, office: str) -> Counters:
    """The counters, and whether they are on duty."""
    return Counters(counters=offices.counters(look, office))


@get("/offices/{office}/procedures/{procedure}", who=ALL, answers={200: Given})
def show_procedure(look: Look, query: Nothing, office: str, procedure: str) -> Given:
    """One procedure: what to bring, which form, until when."""
    look.floor_of(office)
    found = catalogue.procedure(look.session, office, procedure)
    return Given.model_validate(found.model_dump(mode="json", exclude_none=True))


@get("/offices/{office}/forms/{form}", who=ALL, answers={200: Given})
def show_form(look: Look, query: Nothing, office: str, form: str) -> Given:
    """One form: its groups, fields and rules."""
    look.floor_of(office)
    found = catalogue.form(look.session, office, form)
    return Given.model_validate(found.model_dump(mode="json", exclude_none=True))


@get("/offices/{office}/board", who=ALL, takes=BoardQuery, answers={200: Board})
def show_board(look: Look, query: BoardQuery, office: str) -> object:
    """What the displays of an area show."""
    if query.display is not None:
        return with_etag(Snapshot(boards.display(look, office, query.display)))
    return with_etag(Snapshot(boards.board(look, office, query.area)))


@get("/offices/{office}/events", who=LOG_READERS, takes=Since, answers={200: Events})
def list_events(look: Look, query: Since, office: str) -> Events:
    """The event log: gapless, in order, without personal data."""
    return Events(events=log.events(look, office, query.since, query.limit))


@post("/offices/{office}/bells/{bell}/answer", who=DESK, answers={200: Done})
def answer_bell(work: Work, body: Nothing, bell: str) -> Done:
    """Somebody of the staff goes to the machine."""
    bells.answer(work, bell)
    return Done()
