"""One review inbox over all offices where somebody reviews; each application opens at its own."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import NotAllowed, Refused
from server.services import accepting, assigning, review_inbox, review_pool
from server.services.access import REVIEWERS, offices_of, require
from server.services.callers import Kind
from server.web.current import actor_of, caller, city
from server.web.staff import japanese
from server.web.staff.office_frame import back_to, told
from server.web.staff.pages import blueprint, to_login
from server.web.staff.review_many import back_from_many, many_facts
from server.web.staff.review_people import assigning_facts, had_asked

#: What the list may be asked for: codes, all of them.
FILTERS = ("day", "by", "office", "service", "state", "applicant", "had")
KEPT = "madoguchi_pool"


@blueprint.get("/review")
def review_pool_page() -> ResponseReturnValue:
    who = caller()
    if who.kind is not Kind.STAFF or who.locked:
        return to_login()
    offices = offices_of(who, REVIEWERS)
    if not offices:
        raise NotAllowed(known=True)
    if len(offices) == 1:
        return redirect(f"/staff/review/{offices[0]}", code=303)
    asked = request.query_string.decode()
    if not asked and (kept := _kept()):
        return redirect(f"/staff/review?{kept}", code=303)
    response = make_response(_page(offices))
    if asked:
        _keep(response)
    return response


@blueprint.post("/review")
def review_pool_accept() -> ResponseReturnValue:
    """Accept the chosen ones, office by office; each office's log tells of its own."""
    done = 0
    left: list[str] = []

    def accept(work: Any, chosen: list[str]) -> None:
        nonlocal done
        came = accepting.accept_all(work, chosen)
        done += came.accepted
        left.extend(f"{work.office}:{one}" for one in came.left_out)

    return _each_office(accept, lambda: back_from_many("/staff/review", done, left))


@blueprint.post("/review/assign")
def review_pool_assign() -> ResponseReturnValue:
    """Give the chosen ones to somebody, or to nobody, office by office."""
    to = request.form.get("to", "")
    return _each_office(
        lambda work, chosen: assigning.assign(work, chosen, to), lambda: back_to("/staff/review")
    )


def _keep(response: Response) -> None:
    """Let whoever comes back by the rail find the list as it was; it names no applicant."""
    asked = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    response.set_cookie(
        KEPT, urlencode({"who": actor_of(caller()) or "", **asked}),
        httponly=True, samesite="Lax", secure=request.is_secure, path="/staff/review",
    )  # fmt: skip


def _kept() -> str:
    """Return what the same reader last asked this list for, as a query."""
    kept = dict(parse_qsl(request.cookies.get(KEPT, "")))
    if kept.get("who") != actor_of(caller()):
        return ""
    return urlencode({name: kept[name] for name in FILTERS if name in kept})


def _each_office(
    do: Callable[[Any, list[str]], object], back: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """Do it office by office, and lead *back* where no office refused."""
    who = caller()
    chosen = defaultdict(list)
    for one in request.form.getlist("application"):
        office, _, application = one.partition(":")
        chosen[office].append(application)
    for office in chosen:
        require(who, office, REVIEWERS)
    problems = []
    for office, applications in chosen.items():
        try:
            with city().transaction(office, actor_of(who)) as work:
                do(work, applications)
        except Refused as refusal:
            problems += told(refusal)[0]
    if problems:
        return _page(offices_of(who, REVIEWERS), problems), 409
    return back()


def _page(offices: Sequence[str], problems: Sequence[dict[str, str]] = ()) -> str:
    with city().reading() as look:
        names = {code: look.floor_of(code).setup.names.ja for code in offices}
        asked = request.args.get("office", "")
        facts = _listed(look, [asked] if asked in names else offices)
        tomorrow = japanese.day(look.day.fromordinal(look.day.toordinal() + 1))
    return render_template(
        "staff/review_pool.html",
        **facts,
        w=japanese,
        person=caller().name,
        names=names,
        office=asked if asked in names else "",
        office_name=f"{len(names)}つの区役所",
        tomorrow=tomorrow,
        most=review_pool.MOST_SHOWN,
        problems=problems,
    )


def _listed(look: Any, offices: Sequence[str]) -> dict[str, Any]:
    asked = request.args
    by = "time" if asked.get("by") == "time" else "missing"
    numbers = review_pool.numbers(look, offices)
    period = asked.get("day", "")
    if period not in review_inbox.PERIODS:
        period = review_inbox.first_period(numbers)
    service, state = asked.get("service", ""), asked.get("state", "")
    applicant = asked.get("applicant", "")
    had, had_by = had_asked()
    pool = review_pool.pooled(
        look, offices, period, by,
        service=service, state=state, applicant=applicant, had_by=had_by,
    )  # fmt: skip
    return {
        "pool": pool,
        "numbers": numbers,
        "period": period,
        "by": by,
        "service": service,
        "state": state,
        "applicant": applicant,
        "had": had,
        **assigning_facts(look, offices),
        **many_facts((f"{one.office}:{one.item.id}", one.office, one.item) for one in pool.shown),
    }
