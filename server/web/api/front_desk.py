"""The reception desk: tickets, today's bookings, who is meant; and the staff's floor monitor."""

from server.db.city import Look, Work
from server.services import appointments, day_end, front_desk, monitor
from server.services.access import LEADS, REVIEWERS, WATCHERS
from server.web.answers import Answer
from server.web.api.arrivals import arrived
from server.web.arrival_shapes import Arrived
from server.web.endpoint import Nothing, get, post
from server.web.front_desk_shapes import (
    Found,
    FrontDesk,
    Monitor,
    NewTicket,
    OfficeDayEnded,
    Wanted,
)
from server.web.shapes import Done

AT = "/offices/{office}/front-desk"
BOOKING = AT + "/reservations/{reservation}"


@get(AT, who=REVIEWERS, answers={200: FrontDesk})
def show_front_desk(look: Look, query: Nothing, office: str) -> FrontDesk:
    """Everything that the reception desk shows; family names only."""
    return FrontDesk.model_validate(front_desk.snapshot(look, office))


@post(AT + "/tickets", who=REVIEWERS, takes=NewTicket, answers={201: Arrived})
def give_ticket(work: Work, body: NewTicket) -> Answer:
    """A ticket from the desk, with a named reason for going first and a note."""
    given = front_desk.issue(
        work, body.service, reason=body.reason, note=body.note, language=body.language
    )
    return Answer(201, arrived(given))


@post(AT + "/search", who=REVIEWERS, takes=Wanted, answers={200: Found}, writes=False)
def search_front_desk(look: Look, body: Wanted, office: str) -> Found:
    """Whom a label or the end of a telephone number means today."""
    return Found(found=front_desk.search(look, office, body.text))


@post(BOOKING + "/receive", who=REVIEWERS, answers={201: Arrived, 200: Arrived})
def receive_reservation(work: Work, body: Nothing, reservation: str) -> Answer:
    """Somebody with a booking is here, without the code."""
    arrival = appointments.receive(work, reservation)
    return Answer(200 if arrival.again else 201, arrived(arrival))


@post(BOOKING + "/no-show", who=REVIEWERS, answers={200: Done})
def note_no_show(work: Work, body: Nothing, reservation: str) -> Done:
    """Somebody with a booking does not come, 来庁なし."""
    appointments.note_no_show(work, reservation)
    return Done()


@post(BOOKING + "/expect", who=REVIEWERS, answers={200: Done})
def expect_again(work: Work, body: Nothing, reservation: str) -> Done:
    """Take back that somebody does not come."""
    appointments.expect_again(work, reservation)
    return Done()


@post("/offices/{office}/end-day", who=LEADS, answers={200: OfficeDayEnded})
def end_office_day(work: Work, body: Nothing) -> OfficeDayEnded:
    """After reception has ended: expire who is left in any queue, and close every counter."""
    return OfficeDayEnded(expired=day_end.close_office(work))


@get("/offices/{office}/monitor", who=WATCHERS, answers={200: Monitor})
def show_monitor(look: Look, query: Nothing, office: str) -> Monitor:
    """The floor at one glance, without names."""
    return Monitor.model_validate(monitor.snapshot(look, office))
