"""The round of a visit: its desks, its tasks, where the family sits; papers to hand over."""

from typing import Any

from server.db.city import Look, Work
from server.services import handovers, tasks, visits_at_desk
from server.services.access import DESK
from server.services.offices import reasons
from server.web.api.counters import next_stop, stepped
from server.web.counter_shapes import MoreStops, NewTask, Seat, Stepped
from server.web.endpoint import Nothing, get, post
from server.web.round_shapes import Handovers, ReasonTables, RoundShape, TaskTold
from server.web.shapes import Done

AT = "/offices/{office}/visits/{visit}"


@get(AT + "/round", who=DESK, answers={200: RoundShape})
def show_round(look: Look, query: Nothing, office: str, visit: str) -> dict[str, Any]:
    """Show the desks, tasks and notes of a visit."""
    return visits_at_desk.shown(look, office, visit)


@post(AT + "/stops", who=DESK, takes=MoreStops, answers={201: Stepped})
def add_stops(work: Work, body: MoreStops, visit: str) -> Stepped:
    """Add desks to the round of a visit; the first of them is answered."""
    following = [next_stop(one) for one in body.next]
    added = visits_at_desk.add_stops(work, visit, following, body.reason, counter=body.counter)
    return stepped(work, added[0])


@post(AT + "/tasks", who=DESK, takes=NewTask, answers={201: TaskTold})
def add_task(work: Work, body: NewTask, visit: str) -> dict[str, Any]:
    """Add something to be done for a visit at a desk."""
    task = visits_at_desk.add_task(work, visit, body.queue, body.code, body.note)
    return {"task": tasks.described(work.floor, task)}


@post(AT + "/room", who=DESK, takes=Seat, answers={200: Done})
def seat_visit(work: Work, body: Seat, visit: str) -> Done:
    """Let a family sit in a room; from now on the sections are called to it."""
    visits_at_desk.seat(work, visit, body.room)
    return Done()


@post("/offices/{office}/tasks/{task}/done", who=DESK, answers={200: TaskTold})
def finish_task(work: Work, body: Nothing, task: str) -> dict[str, Any]:
    """A task is done; a paper to hand over is there."""
    return {"task": tasks.described(work.floor, tasks.tick(work, task, done=True))}


@post("/offices/{office}/tasks/{task}/reopen", who=DESK, answers={200: TaskTold})
def reopen_task(work: Work, body: Nothing, task: str) -> dict[str, Any]:
    """A task is open again."""
    return {"task": tasks.described(work.floor, tasks.tick(work, task, done=False))}


@get("/offices/{office}/handovers", who=DESK, answers={200: Handovers})
def show_handovers(look: Look, query: Nothing, office: str) -> dict[str, Any]:
    """Show the papers that the back office prepares, and the hand-over counters."""
    return handovers.shown(look, office)


@get("/offices/{office}/reasons", who=DESK, answers={200: ReasonTables})
def show_reasons(look: Look, query: Nothing, office: str) -> dict[str, Any]:
    """Show the reasons that staff choose from."""
    return reasons(look, office)
