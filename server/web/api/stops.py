"""Steps that no counter takes: ready to hand over, back from absence, given up."""

from server.db.city import Work
from server.services import stops
from server.services.access import DESK
from server.web.api.counters import stepped
from server.web.counter_shapes import Stepped
from server.web.endpoint import Nothing, post

AT = "/offices/{office}/stops/{stop}"


@post(AT + "/ready", who=DESK, answers={200: Stepped})
def make_ready(work: Work, body: Nothing, stop: str) -> Stepped:
    """The papers to hand over are ready, 交付準備完了."""
    return stepped(work, stops.ready(work, stop))


@post(AT + "/return", who=DESK, answers={200: Stepped})
def come_back(work: Work, body: Nothing, stop: str) -> Stepped:
    """Somebody who was absent is back."""
    return stepped(work, stops.come_back(work, stop))


@post(AT + "/withdraw", who=DESK, answers={200: Stepped})
def withdraw(work: Work, body: Nothing, stop: str) -> Stepped:
    """Somebody gives up waiting."""
    return stepped(work, stops.withdraw(work, stop))
