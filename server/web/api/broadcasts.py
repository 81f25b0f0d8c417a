"""A text on the displays for a while: who serves may put it there and take it away."""

from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import broadcasts
from server.services.access import DESK
from server.web.answers import Answer
from server.web.broadcast_shapes import Begun, Broadcasts, NewBroadcast
from server.web.endpoint import Nothing, get, post
from server.web.shapes import Done

AT = "/offices/{office}/broadcasts"


@get(AT, who=DESK, answers={200: Broadcasts})
def list_broadcasts(look: Look, query: Nothing, office: str) -> Broadcasts:
    """The texts that are on the displays now, and those that are ready."""
    look.floor_of(office)
    return Broadcasts(broadcasts=broadcasts.listed(look, office), presets=broadcasts.ready(look))


@post(AT, who=DESK, takes=NewBroadcast, answers={201: Begun})
def begin_broadcast(work: Work, body: NewBroadcast) -> Answer:
    """Put a text on the displays; it ends by itself."""
    row = broadcasts.begin(
        work, body.text, body.area, body.minutes, preset=body.preset, displays=body.displays
    )
    return Answer(201, Begun(broadcast=row.id, until=iso(row.shown_until)))


@post(AT + "/{broadcast}/end", who=DESK, answers={200: Done})
def end_broadcast(work: Work, body: Nothing, broadcast: str) -> Done:
    """Take a text off the displays."""
    broadcasts.end(work, broadcast)
    return Done()
