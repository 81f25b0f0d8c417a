"""Steps that no counter takes: ready to hand over, back, first, moved to another line, given up."""

from server.db.city import Work
from server.services import stops, undo
from server.services.access import DESK
from server.web.api.counters import next_stop, stepped
from server.web.counter_shapes import (
    AtCounter,
    NoteTaken,
    SentOn,
    Stepped,
    Undone,
    WhyGone,
    WhyPriority,
)
from server.web.endpoint import Nothing, post

AT = "/offices/{office}/stops/{stop}"


@post(AT + "/ready", who=DESK, answers={200: Stepped})
def make_ready(work: Work, body: Nothing, stop: str) -> Stepped:
    """The papers to hand over are ready, 交付準備完了."""
    return stepped(work, stops.ready(work, stop))


@post(AT + "/return", who=DESK, takes=AtCounter, answers={200: Stepped})
def come_back(work: Work, body: AtCounter, stop: str) -> Stepped:
    """Somebody who was absent is back."""
    return stepped(work, stops.come_back(work, stop, body.counter))


@post(AT + "/withdraw", who=DESK, takes=WhyGone, answers={200: Stepped})
def withdraw(work: Work, body: WhyGone, stop: str) -> Stepped:
    """Somebody gives up waiting."""
    return stepped(work, stops.withdraw(work, stop, body.reason, counter=body.counter))


@post(AT + "/priority", who=DESK, takes=WhyPriority, answers={200: Stepped})
def prioritise(work: Work, body: WhyPriority, stop: str) -> Stepped:
    """Give a visit the head start of priority, for a named reason."""
    return stepped(work, stops.prioritise(work, stop, body.reason, counter=body.counter))


@post(AT + "/transfer", who=DESK, takes=SentOn, answers={200: Stepped})
def transfer(work: Work, body: SentOn, stop: str) -> Stepped:
    """Move somebody who waits to another line: in their place, first, last or at a time."""
    moved = stops.transfer(work, stop, next_stop(body), body.reason, counter=body.counter)
    return stepped(work, moved)


@post(AT + "/next", who=DESK, answers={200: Stepped})
def go_first(work: Work, body: Nothing, stop: str) -> Stepped:
    """Let a visit go to this planned desk next."""
    return stepped(work, stops.go_first(work, stop))


@post(AT + "/note", who=DESK, takes=NoteTaken, answers={200: Stepped})
def leave_note(work: Work, body: NoteTaken, stop: str) -> Stepped:
    """Leave a note for the next desk."""
    return stepped(work, stops.note(work, stop, body.note))


@post("/offices/{office}/undo", who=DESK, answers={200: Undone})
def undo_own(work: Work, body: Nothing) -> Undone:
    """Take back what one did last to a line, at no counter, within ten seconds."""
    return Undone(undone=undo.undo_own(work))
