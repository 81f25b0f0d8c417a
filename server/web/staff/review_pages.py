"""The review inbox and an application beside its paper."""

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue

from printer_drivers.layout import pdf, picture
from server.domain.business_day import JST
from server.domain.refusals import Refused
from server.services import accepting, assigning, corrections, review_inbox, section_tasks
from server.services.access import REVIEWERS, require
from server.web.current import actor_of, caller, city
from server.web.staff import japanese
from server.web.staff.office_frame import back_to, page, refused_visitor, told
from server.web.staff.pages import blueprint
from server.web.staff.review_people import assigning_facts, had_asked


@blueprint.get("/review/<office>")
def review_inbox_page(office: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, REVIEWERS)) is not None:
        return refused
    return _inbox(office)


@blueprint.get("/review/<office>/list")
def review_list(office: str) -> ResponseReturnValue:
    """Show the list as a paper to print: what comes, with missing things on top."""
    if (refused := refused_visitor(office, REVIEWERS)) is not None:
        return refused
    return page("review_list", office, "review", **_listed(office), **_words())


@blueprint.post("/review/<office>/accept")
def review_accept_all(office: str) -> ResponseReturnValue:
    who = caller()
    require(who, office, REVIEWERS)
    with city().transaction(office, actor_of(who)) as work:
        accepting.accept_all(work, request.form.getlist("application"))
    return back_to(f"/staff/review/{office}")


@blueprint.post("/review/<office>/assign")
def review_assign_all(office: str) -> ResponseReturnValue:
    """Give the chosen applications to somebody, or to nobody."""
    chosen = request.form.getlist("application")
    return _assigned(office, chosen, "", lambda problems: _inbox(office, problems))


@blueprint.get("/review/<office>/<application>")
def review_page(office: str, application: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, REVIEWERS)) is not None:
        return refused
    return _application(office, application)


@blueprint.get("/review/<office>/<application>/<form>.<kind>")
def review_paper(office: str, application: str, form: str, kind: str) -> ResponseReturnValue:
    """Give a form of the application as it will be printed: ``png`` for the screen, ``pdf``."""
    require(caller(), office, REVIEWERS)
    with city().reading() as look:
        document = review_inbox.paper(look, office, application, form)
    response: Response = make_response(pdf(document) if kind == "pdf" else picture(document))
    response.mimetype = "application/pdf" if kind == "pdf" else "image/png"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/review/<office>/<application>/<step>")
def review_step(office: str, application: str, step: str) -> ResponseReturnValue:
    """Do one thing with an application; the page then shows what came of it."""
    who = caller()
    require(who, office, REVIEWERS)
    try:
        with city().transaction(office, actor_of(who)) as work:
            _do(work, application, step)
    except Refused as refusal:
        problems, status = told(refusal)
        return _application(office, application, problems), status
    if step in ("accept", "hold") and request.form.get("then"):
        return redirect(_next_of(office, request.form["then"]), code=303)
    return back_to(f"/staff/review/{office}/{int(application)}")


@blueprint.post("/review/<office>/<application>/assign")
def review_assign(office: str, application: str) -> ResponseReturnValue:
    return _assigned(
        office,
        [application],
        f"/{application}",
        lambda problems: _application(office, application, problems),
    )


def _assigned(
    office: str, chosen: list[str], back: str, again: Callable[[list[dict[str, str]]], str]
) -> ResponseReturnValue:
    """Change who looks after applications; *again* shows the page with what was refused."""
    who = caller()
    require(who, office, REVIEWERS)
    form = request.form
    try:
        with city().transaction(office, actor_of(who)) as work:
            assigning.assign(work, chosen, form.get("to", ""), form.get("seen"))
    except Refused as refusal:
        problems, status = told(refusal)
        return again(problems), status
    return back_to(f"/staff/review/{office}{back}")


def _do(work: Any, application: str, step: str) -> None:
    form = request.form
    version = int(form.get("version", "0")) if form.get("version", "0").isdecimal() else 0
    match step:
        case "correct":
            code, _, path = form.get("field", "").partition(":")
            corrections.correct(
                work, application, version, code, path, _answer(), form.get("reason", "")
            )
        case "ask":
            corrections.ask(
                work, application, version, form.getlist("fields"), form.get("message", "")
            )
        case "accept":
            accepting.accept(work, application, version)
        case "hold":
            corrections.hold(work, application, version, form.get("message", ""))
        case "reopen":
            corrections.reopen(work, application, version)
        case "sections":
            section_tasks.ask(work, application, form.getlist("sections"))
        case "section":
            section_tasks.answer(
                work, application, form.get("section", ""), form.get("answer", ""),
                form.get("note", ""),
            )  # fmt: skip
        case _:
            raise Refused("unknown_step", "この操作はありません。")


def _answer() -> Any:
    """Return the corrected answer as the form's own rules read it."""
    form = request.form
    match form.get("type"):
        case "checkbox":
            return form.get("answer") == "yes"
        case "multi_choice" | "procedure_list":
            return form.getlist("answer")
        case _:
            return form.get("answer", "")


def _next_of(office: str, then: str) -> str:
    return f"/staff/review/{office}/{then}" if then.isdecimal() else f"/staff/review/{office}"


def _listed(office: str) -> dict[str, Any]:
    asked = request.args
    period = asked.get("day", "")
    by = "time" if asked.get("by") == "time" else "missing"
    had, had_by = had_asked()
    with city().reading() as look:
        numbers = review_inbox.numbers(look, office)
        if period not in review_inbox.PERIODS:
            period = review_inbox.first_period(numbers)
        items = review_inbox.listed(look, office, period, by=by)
        services = {one.service: one.service_name for one in items if one.service}
        shown = [
            one
            for one in items
            if asked.get("service", "") in ("", one.service)
            and asked.get("state", "") in ("", one.state)
            and asked.get("applicant", "") in ("", one.applicant)
            and review_inbox.is_had(one.assignee, had_by)
        ]
        return {
            "period": period,
            "by": by,
            "items": shown,
            "all_items": items,
            "services": services,
            "service": asked.get("service", ""),
            "state": asked.get("state", ""),
            "applicant": asked.get("applicant", ""),
            "had": had,
            **assigning_facts(look, [office]),
            "numbers": numbers,
            "tomorrow": japanese.day(look.day.fromordinal(look.day.toordinal() + 1)),
            "now": look.now.astimezone(JST),
        }


def _inbox(office: str, problems: list[dict[str, str]] | None = None) -> str:
    facts = _listed(office)
    chosen = request.args.get("a", "")
    ids = [str(one.id) for one in facts["items"]]
    chosen = chosen if chosen in ids else next(iter(ids), "")
    opened = None
    if chosen:
        with city().reading() as look:
            opened = review_inbox.opened(look, office, chosen)
    return page(
        "review",
        office,
        "review",
        **facts,
        **_words(),
        opened=opened,
        problems=problems or [],
        beside=True,
    )


def _application(
    office: str, application: str, problems: list[dict[str, str]] | None = None
) -> str:
    with city().reading() as look:
        opened = review_inbox.opened(look, office, application)
        people = assigning_facts(look, [office])
    sheets = opened.sheets
    wanted = request.args.get("form", "")
    sheet = next((one for one in sheets if one.form == wanted), next(iter(sheets), None))
    return page(
        "review_one",
        office,
        "review",
        **_words(),
        **people,
        opened=opened,
        sheet=sheet,
        editing=request.args.get("edit") or request.form.get("field", "") if problems else
        request.args.get("edit", ""),
        given=request.form if problems else {},
        problems=problems or [],
    )  # fmt: skip


def _words() -> dict[str, Any]:
    return {"w": japanese, "reasons": japanese.CORRECTION_REASONS}
