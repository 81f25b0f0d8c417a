"""試しに見る: residents' pages as they would be with a draft, for staff alone.

A page with ``?trial=OFFICE-DRAFT`` and the calls of the API that it makes (they name the trial
in a header) run in a city where the draft is in force and nothing that is done stays.
"""

from urllib.parse import quote

from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue

from config.schema.entries import ENTRIES
from server.domain.editions import OPEN
from server.domain.refusals import NotFound
from server.services import editions
from server.services.access import STAFF, require
from server.services.callers import Kind
from server.web.current import caller, city

HEADER = "Madoguchi-Trial"
#: The same as WSGI spells it.
ENVIRON = "HTTP_MADOGUCHI_TRIAL"


def init_app(app: Flask) -> None:
    """Let requests of a trial find the city of the trial."""
    app.before_request(_begin)
    app.context_processor(lambda: {"trial": g.get("trial")})


def name_of(office: str, draft: int) -> str:
    """Return how addresses name the trial of a draft."""
    return f"{office}-{draft}"


def _begin() -> ResponseReturnValue | None:
    wanted = _wanted()
    if not wanted:
        return None
    if caller().kind is not Kind.STAFF and request.blueprint == "resident":
        return redirect(f"/staff/login?next={quote(request.full_path)}", code=303)
    office, _, draft = wanted.partition("-")
    require(caller(), office, STAFF)
    with city().reading() as look:
        row = editions.of(look, office, draft)
    if row.state not in OPEN:
        raise NotFound("unknown_draft", "この案は、もう公開されたか、やめになりました。")
    kind = next(kind for kind in ENTRIES if kind == row.kind)
    g.trial = name_of(office, row.id)
    g.city = city().on_trial({(kind, row.code): None if row.takes_out else editions.entry_of(row)})
    return None


def _wanted() -> str:
    if request.blueprint == "resident":
        return request.args.get("trial", "")
    return request.headers.get(HEADER, "") if request.blueprint == "api" else ""
