"""The counter: calling, serving, on and off duty."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from pydantic import BaseModel

from server.db.city import Work
from server.db.models import Stop
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit
from server.services import counters, day_end, duty, holding, undo
from server.services.access import DESK
from server.services.counters import Call
from server.services.rounds import NextStop, Where
from server.web.answers import Answer
from server.web.counter_shapes import (
    Called,
    CallNext,
    CallShape,
    CallThis,
    DayEnded,
    Duty,
    Finish,
    Hold,
    NextQueue,
    Start,
    Stepped,
    StopShape,
    Undone,
)
from server.web.current import caller
from server.web.endpoint import Nothing, View, post

AT = "/offices/{office}/counters/{number}"


def by_hand(
    step: str, *, answers: Mapping[int, type[BaseModel] | None], takes: type[BaseModel] = Nothing
) -> Callable[[View], View]:
    """Register a command of the counter; a screen that was taken over is refused."""

    def add(view: View) -> View:
        @wraps(view)
        def held(work: Work, body: Any, number: str) -> Any:
            holding.require_not_taken_over(work, number, caller().session_mark)
            return view(work, body, number)

        return post(f"{AT}/{step}", who=DESK, takes=takes, answers=answers)(held)

    return add


@by_hand("call-next", takes=CallNext, answers={200: Called, 204: None})
def call_next(work: Work, body: CallNext, number: str) -> Called | Answer:
    """Call the next number; 204 when nobody waits."""
    call = counters.call_next(work, number, body.queues, finish=body.finish)
    return Answer(204) if call is None else called(call)


@by_hand("call", takes=CallThis, answers={200: Called})
def call_given(work: Work, body: CallThis, number: str) -> Called:
    """Call a given number."""
    if (body.label is None) == (body.stop is None):
        message = "label か stop の、どちらか1つを送ってください。"
        raise Misfit([FieldError("label", "missing", message)])
    return called(
        counters.call(work, number, label=body.label, stop_id=body.stop, reason=body.reason)
    )


@by_hand("recall", answers={200: Called})
def recall(work: Work, body: Nothing, number: str) -> Called:
    """Call the same number again."""
    return called(counters.recall(work, number))


@by_hand("start", takes=Start, answers={200: Stepped})
def start(work: Work, body: Start, number: str) -> Stepped:
    """Begin to serve."""
    return stepped(work, counters.start(work, number, label=body.label, reason=body.reason))


@by_hand("finish", takes=Finish, answers={200: Stepped})
def finish(work: Work, body: Finish, number: str) -> Stepped:
    """Finish serving; the visit goes on to other queues, in a place or at a time, or as planned."""
    following = [next_stop(one) for one in body.next]
    stop = counters.finish(work, number, following, body.outcome, body.reason, then=body.then)
    return stepped(work, stop)


@by_hand("miss", answers={200: Stepped})
def miss(work: Work, body: Nothing, number: str) -> Stepped:
    """Whoever was called did not come."""
    return stepped(work, counters.miss(work, number))


@by_hand("hold", takes=Hold, answers={200: Stepped})
def hold(work: Work, body: Hold, number: str) -> Stepped:
    """Put aside, to be called again later."""
    return stepped(work, counters.hold(work, number, body.reason, colleague=body.counter))


@by_hand("undo", answers={200: Undone})
def undo_last(work: Work, body: Nothing, number: str) -> Undone:
    """Take back the counter's last command, within ten seconds."""
    return Undone(undone=undo.undo(work, number))


@by_hand("open", answers={200: Duty})
def open_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Put the counter on duty."""
    duty.open_counter(work, number)
    return Duty(counter=number, state="open")


@by_hand("break", answers={200: Duty})
def pause_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Send the counter on its break."""
    duty.pause_counter(work, number)
    return Duty(counter=number, state="break")


@by_hand("close", answers={200: Duty})
def close_counter(work: Work, body: Nothing, number: str) -> Duty:
    """Take the counter off duty."""
    duty.close_counter(work, number)
    return Duty(counter=number, state="closed")


@by_hand("end-day", answers={200: DayEnded})
def end_day(work: Work, body: Nothing, number: str) -> DayEnded:
    """After reception has ended: expire who is left in the counter's queues, and close it."""
    return DayEnded(counter=number, expired=day_end.close_queues(work, number))


def next_stop(asked: NextQueue) -> NextStop:
    """Return where a visit goes on, as the use cases take it."""
    return NextStop(
        asked.queue,
        preparing=asked.preparing,
        where=Where(asked.where),
        at=asked.at,
        note=asked.note,
        papers=[(paper.code, paper.copies) for paper in asked.papers],
        task=asked.task,
    )


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
            room=call.room,
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
