"""The counter: calling, serving, on and off duty."""

from server.db.city import Work
from server.db.models import Stop
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit
from server.services import counters, undo
from server.services.access import DESK
from server.services.counters import Call, NextStop
from server.web.answers import Answer
from server.web.counter_shapes import (
    Called,
    CallNext,
    CallShape,
    CallThis,
    Duty,
    Finish,
    Hold,
    Start,
    Stepped,
    StopShape,
    Undone,
)
from server.web.endpoint import Nothing, post

AT = "/offices/{office}/counters/{number}"


@post(AT + "/call-next", who=DESK, takes=CallNext, answers={200: Called, 204: None})
def call_next(work: Work, body: CallNext, number: str) -> Called | Answer:
    """Call the next number; 204 when nobody waits."""
    call = counters.call_next(work, number, body.queues, finish=body.finish)
    return Answer(204) if call is None else called(call)


@post(AT + "/call", who=DESK, takes=CallThis, answers={200: Called})
def call_given(work: Work, body: CallThis, number: str) -> Called:
    """Call a given number."""
    if (body.label is None) == (body.stop is None):
        message = "label か stop の、どちらか1つを送ってください。"
        raise Misfit([FieldError("label", "missing", message)])
    return called(counters.call(work, number, label=body.label, stop_id=body.stop))


@post(AT + "/recall", who=DESK, answers={200: Called})
def recall(work: Work, body: Nothing, number: str) -> Called:
    """Call the same number again."""
    return called(counters.recall(work, number))


@post(AT + "/start", who=DESK, takes=Start, answers={200: Stepped})
def start(work: Work, body: Start, number: str) -> Stepped:
    """Begin to serve."""
    return stepped(work, counters.start(work, number, label=body.label))


@post(AT + "/finish", who=DESK, takes=Finish, answers={200: Stepped})
def finish(work: Work, body: Finish, number: str) -> Stepped:
    """Finish serving; the visit may go on to another queue."""
    following = [NextStop(one.queue, one.preparing) for one in body.next]
    return stepped(work, counters.finish(work, number, following, body.outcome))


@post(AT + "/miss", who=DESK, answers={200: Stepped})
def miss(work: Work, body: Nothing, number: str) -> Stepped:
    """Whoever was called did not come."""
    return stepped(work, counters.miss(work, number))


@post(AT + "/hold", who=DESK, takes=Hold, answers={200: Stepped})
def hold(work: Work, body: Hold, number: str) -> Stepped:
    """Put aside, to be called again later."""
    return stepped(work, counters.hold(work, number, body.reason))


@post(AT + "/undo", who=DESK, answers={200: Undone})
def undo_last(work: Work, body: Nothing, number: str) -> Undone:
    """Take back the counter's last command, within ten seconds."""
    return Undone(undone=undo.undo(work, number))


@post(AT + "/open", who=DESK, answers={200: Duty})
def open_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Put the counter on duty."""
    counters.open_counter(work, number)
    return Duty(counter=number, state="open")


@post(AT + "/break", who=DESK, answers={200: Duty})
def pause_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Send the counter on its break."""
    counters.pause_counter(work, number)
    return Duty(counter=number, state="break")


@post(AT + "/close", who=DESK, answers={200: Duty})
def close_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Take the counter off duty."""
    counters.close_counter(work, number)
    return Duty(counter=number, state="closed")


def called(call: Call) -> Called:
    """Return a call as JSON."""
    return Called(
        call=CallShape(
            seq=call.seq,
            label=call.label,
            counter=call.counter,
            area=call.area,
            stop=call.stop,
            visit=call.visit,
            recall=call.recall,
            why=call.why,
            at=iso(call.at),
        )
    )


def stepped(work: Work, stop: Stop) -> Stepped:
    """Return a stop as JSON."""
    queue = work.floor.queues_by_id[stop.queue_id].code
    return Stepped(
        stop=StopShape(
            stop=stop.id, visit=stop.visit_id, label=stop.label, state=str(stop.state), queue=queue
        )
    )
