"""What the counter consoles look at: the lines, the forms; and taking over a counter."""

from typing import Any

from server.db.city import Look, Work
from server.services import bells, consoles, holding, reviewing
from server.services.access import DESK, REVIEWERS
from server.web.console_shapes import Console, OpenedForms
from server.web.current import caller
from server.web.endpoint import Nothing, get, post
from server.web.shapes import Done

AT = "/offices/{office}/counters/{number}"


@get(AT, who=DESK, answers={200: Console})
def show_console(look: Look, query: Nothing, office: str, number: str) -> dict[str, Any]:
    """Show everything that the console of one counter needs."""
    return consoles.snapshot(look, office, number, caller().session_mark)


@get("/offices/{office}/stops/{stop}/forms", who=REVIEWERS, answers={200: OpenedForms})
def show_forms(look: Look, query: Nothing, office: str, stop: str) -> dict[str, Any]:
    """Open the forms that somebody in the line has filled at home."""
    return reviewing.opened_for_counter(look, office, stop)


@post(AT + "/take-over", who=DESK, answers={200: Done})
def take_over_counter(work: Work, body: Nothing, number: str) -> Done:
    """Work at a counter that another screen holds; the visit there goes on."""
    holding.take_over(work, number, caller().session_mark)
    return Done()


@post(AT + "/help", who=DESK, answers={200: Done})
def call_for_help(work: Work, body: Nothing, number: str) -> Done:
    """Call the colleagues to this counter at once; nothing of it is public."""
    bells.call_for_help(work, number)
    return Done()
