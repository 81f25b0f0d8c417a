"""The review inbox and an application beside its paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from printer_drivers.layout import pdf, picture
from server.domain.business_day import JST
from server.domain.refusals import Refused
from server.services import (
    accepting,
    assigning,
    attaching,
    corrections,
    review_inbox,
    section_tasks,
    ticking,
)
from server.services.access import REVIEWERS, require
from server.web.current import actor_of, caller, city
from server.web.files import file_response
from server.web.staff import japanese
from server.web.staff.office_frame import back_to, page, refused_visitor, told
from server.web.staff.pages import blueprint
from server.web.staff.review_many import back_from_many, many_facts
from server.web.staff.review_people import assigning_facts, had_asked

Form = MultiDict[str, str]


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
        came = accepting.accept_all(work, request.form.getlist("application"))
    left = [str(one) for one in came.left_out]
    return back_from_many(f"/staff/review/{office}", came.accepted, left)


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


@blueprint.get("/review/<office>/<application>/attachments/<number>")
def review_attachment(office: str, application: str, number: str) -> ResponseReturnValue:
    """Give a file that was sent along."""
    require(caller(), office, REVIEWERS)
    with city().reading() as look:
        row, data = attaching.opened_by_office(look, office, application, number)
    return file_response(row.kind, data)


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
        left = refusal.details.get("checks", ())
        return _application(office, application, () if left else problems, left), status
    if step == "check" and request.form.get("from") == "list":
        return back_to(f"/staff/review/{office}")
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
    if step not in _STEPS:
        raise Refused("unknown_step", "この操作はありません。")
    _STEPS[step](work, application, version, form)


def _correct(work: Any, application: str, version: int, form: Form) -> None:
    code, _, path = form.get("field", "").partition(":")
    reason = form.get("reason", "")
    corrections.correct(work, application, version, code, path, _answer(), reason)


def _check(work: Any, application: str, version: int, form: Form) -> None:
    do = ticking.tick if form.get("ticked") == "yes" else ticking.untick
    do(work, application, version, form.get("check", ""))


def _section(work: Any, application: str, _: int, form: Form) -> None:
    section, answer = form.get("section", ""), form.get("answer", "")
    section_tasks.answer(work, application, section, answer, form.get("note", ""))


#: What is done with an application, by the last part of the address.
_STEPS: Mapping[str, Callable[[Any, str, int, Form], None]] = {
    "correct": _correct,
    "ask": lambda work, application, version, form: corrections.ask(
        work, application, version, form.getlist("fields"), form.get("message", "")
    ),
    "accept": lambda work, application, version, form: accepting.accept(
        work, application, version, form.getlist("despite_checks")
    ),
    "check": _check,
    "hold": lambda work, application, version, form: corrections.hold(
        work, application, version, form.get("message", "")
    ),
    "reopen": lambda work, application, version, _: corrections.reopen(work, application, version),
    "sections": lambda work, application, _, form: section_tasks.ask(
        work, application, form.getlist("sections")
    ),
    "section": _section,
}


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
            **many_facts((str(one.id), office, one) for one in items),
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
    office: str,
    application: str,
    problems: Sequence[dict[str, str]] = (),
    checks_left: Sequence[dict[str, str]] = (),
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
        problems=problems,
        checks_left=checks_left,
    )  # fmt: skip


def _words() -> dict[str, Any]:
    return {"w": japanese, "reasons": japanese.CORRECTION_REASONS}
