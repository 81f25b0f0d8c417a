"""The page where staff put a text on the displays: a form, and what is shown now."""

from datetime import datetime

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import Misfit
from server.domain.why import clock_time
from server.services import broadcasts
from server.services.access import DESK, require
from server.web.current import actor_of, caller, city
from server.web.staff.doors import admitted
from server.web.staff.pages import blueprint

#: Said often, so they are only chosen.
READY_MADE = (
    "ただいま大変混み合っています。順番にお呼びします。",
    "まもなく受付を終わります。番号札をお取りください。",
    "発券機の用紙を取りかえています。少しお待ちください。",
    "お忘れ物があります。総合案内へお越しください。",
)


@blueprint.get("/broadcast/<office>")
def broadcast_page(office: str) -> ResponseReturnValue:
    admitted(office, DESK)
    return _page(office)


@blueprint.post("/broadcast/<office>")
def begin_broadcast(office: str) -> ResponseReturnValue:
    who = caller()
    require(who, office, DESK)
    form = request.form
    minutes = form.get("minutes", "")
    try:
        with city().transaction(office, actor_of(who)) as work:
            broadcasts.begin(
                work,
                form.get("text", ""),
                form.get("area") or None,
                int(minutes) if minutes.isdigit() else 0,
            )
    except Misfit as misfit:
        return _page(office, [error.message for error in misfit.errors]), 400
    return redirect(f"/staff/broadcast/{office}", code=303)


@blueprint.post("/broadcast/<office>/<broadcast>/end")
def end_broadcast(office: str, broadcast: str) -> ResponseReturnValue:
    who = caller()
    require(who, office, DESK)
    with city().transaction(office, actor_of(who)) as work:
        broadcasts.end(work, broadcast)
    return redirect(f"/staff/broadcast/{office}", code=303)


def _page(office: str, problems: list[str] | None = None) -> str:
    with city().reading() as look:
        floor = look.floor_of(office)
        shown = broadcasts.listed(look, office)
    areas = {code: area.names.ja for code, area in floor.areas.items()}
    return render_template(
        "staff/broadcast.html",
        office=office,
        office_name=floor.setup.names.ja,
        person=caller().name,
        areas=areas,
        shown=[{**one, "until": clock_time(datetime.fromisoformat(one["until"]))} for one in shown],
        problems=problems or [],
        ready_made=READY_MADE,
        most=broadcasts.MOST_SIGNS,
        minutes=broadcasts.MINUTES,
        text=request.form.get("text", ""),
    )
