"""Login without JavaScript, the list of counters, and the console's frame."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import NotAllowed, Refused
from server.services import consoles, holding, staff
from server.services import locking as locks
from server.services.access import (
    CARETAKERS,
    DESK,
    LEADS,
    MANAGERS,
    REVIEWERS,
    WATCHERS,
    Who,
    offices_of,
    require,
)
from server.services.callers import Caller, Kind
from server.services.known_callers import COOKIE
from server.web.current import caller, city
from server.web.limits import require_room_to_log_in
from server.web.staff.demo import demo_mode
from server.web.staff.doors import LoginNeeded, admitted, desk_page

blueprint = Blueprint("staff", __name__, url_prefix="/staff")

HOME = "/staff"


@blueprint.get("/login")
def login_page() -> ResponseReturnValue:
    return _login_form()


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    require_room_to_log_in()
    login = request.form.get("login", "").strip()
    try:
        cookie = staff.log_in(city(), login, request.form.get("password", ""))
    except Refused as refusal:
        return _login_form(problem=refusal.message, login=login), 401
    response = redirect(ours(request.args.get("next")), code=303)
    response.set_cookie(
        COOKIE, cookie, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )
    return response


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    return _out("/staff/login")


@blueprint.get("")
def home() -> ResponseReturnValue:
    who = caller()
    if who.kind is not Kind.STAFF or who.locked:
        return to_login()
    with city().reading() as look:
        offices = [
            {
                "code": code,
                "name": look.floor_of(code).setup.names.ja,
                "counters": consoles.overview(look, code) if _may(who, code, DESK) else [],
                "fleet": _may(who, code, CARETAKERS),
                "manages": _may(who, code, MANAGERS),
            }
            for code in sorted(who.offices)
        ]
    return render_template(
        "staff/home.html",
        person=who.name,
        offices=offices,
        reviews_at=len(offices_of(who, REVIEWERS)),
        pin=request.args.get("pin"),
    )


@blueprint.get("/counter/<office>/<number>")
def console(office: str, number: str) -> ResponseReturnValue:
    who = admitted(office, DESK, keys=True)
    if who.idle and _locked(who):
        return redirect(f"/staff/locked?next={quote(request.path)}", code=303)
    with city().reading() as look:
        floor = look.floor_of(office)
        counter = floor.counter(number)
    if who.session_mark is not None:
        with city().writing() as session:
            holding.hold_if_free(session, who.session_mark, counter.id, city().clock())
    elsewhere = [queue for queue in floor.queues.values() if queue not in counter.queues]
    here = [plan for plan in floor.services.values() if plan.queue in counter.queues]
    return render_template(
        "staff/console.html",
        office=office,
        office_name=floor.setup.names.ja,
        accent=floor.setup.accent,
        counter=number,
        person=who.name,
        places=[
            {
                "code": queue.code,
                "name": queue.setup.names.ja,
                "hands_over": queue.setup.hands_over,
            }
            for queue in elsewhere
        ],
        hold_reasons=_named(floor.setup.reasons.hold),
        call_reasons=_named(floor.setup.reasons.call),
        rooms=_named(floor.setup.rooms),
        papers={plan.code: _named(plan.setup.handed_over) for plan in floor.services.values()},
        services=[
            {"code": plan.code, "name": plan.setup.names.ja} for plan in here if plan.setup.walk_in
        ],
    )


def _named(them: Iterable[Any]) -> list[dict[str, str]]:
    """Return what has a code and names, as the page's scripts read it."""
    return [{"code": one.code, "name": one.names.ja} for one in them]


@blueprint.get("/reception/<office>")
def reception(office: str) -> ResponseReturnValue:
    who = admitted(office, REVIEWERS)
    with city().reading() as look:
        floor = look.floor_of(office)
    return desk_page(
        "reception",
        who,
        office,
        reasons=_named(floor.setup.reasons.priority),
        queues=[{"code": code, "name": one.setup.names.ja} for code, one in floor.queues.items()],
        ends_day=_may(who, office, LEADS),
    )


@blueprint.get("/monitor/<office>")
def monitor(office: str) -> ResponseReturnValue:
    return desk_page("monitor", admitted(office, WATCHERS, keys=True), office)


@blueprint.post("/counter/<office>/<number>/leave")
def leave_counter(office: str, number: str) -> ResponseReturnValue:
    """Log out for the next person at this counter; who is served there goes on being served."""
    who = caller()
    require(who, office, DESK)
    if who.session_mark is not None:
        with city().writing() as session:
            holding.let_go(session, who.session_mark)
    return _out(f"/staff/login?next=/staff/counter/{quote(office)}/{quote(number)}")


@blueprint.get("/fleet/<office>")
def fleet(office: str) -> ResponseReturnValue:
    who = admitted(office, CARETAKERS)
    return desk_page("fleet", who, office, may_add=_may(who, office, MANAGERS))


@blueprint.get("/handover/<office>")
def handover(office: str) -> ResponseReturnValue:
    """Show what the back office prepares, 交付準備."""
    who = admitted(office, DESK, keys=True)
    with city().reading() as look:
        # The news of the office come through the room of any of its counters.
        counter = next(iter(look.floor_of(office).counters))
    return desk_page("handover", who, office, counter=counter)


@blueprint.errorhandler(LoginNeeded)
def login_needed(_: LoginNeeded) -> ResponseReturnValue:
    return to_login()


@blueprint.errorhandler(NotAllowed)
def not_allowed(refusal: NotAllowed) -> ResponseReturnValue:
    here = request.full_path.rstrip("?") if request.method == "GET" else "/staff"
    facts = {"message": refusal.message, "person": caller().name, "here": here}
    return render_template("staff/refused.html", **facts), 403


def _out(then: str) -> ResponseReturnValue:
    """End the session and go to *then*."""
    cookie = request.cookies.get(COOKIE)
    if cookie:
        with city().writing() as session:
            staff.close_session(session, cookie)
    response = redirect(then, code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


def _locked(who: Caller) -> bool:
    """Lock a login that nobody used for a while, unless somebody is served at its counter."""
    try:
        with city().writing() as session:
            locks.lock(session, who.session_mark or "", city())
    except Refused:
        return False
    return True


def _may(who: Caller, office: str, allowed: frozenset[Who]) -> bool:
    try:
        require(who, office, allowed)
    except NotAllowed:
        return False
    return True


def _login_form(problem: str = "", login: str = "") -> str:
    mode = demo_mode()
    return render_template(
        "staff/login.html",
        problem=problem,
        login=login,
        action=request.full_path.rstrip("?"),
        accounts=mode.demo.accounts if mode else (),
    )


def to_login() -> ResponseReturnValue:
    """Lead to the login, and back here after it; a locked login is only asked for its PIN."""
    here = quote(request.full_path.removesuffix("?"))
    if caller().locked:
        return redirect(f"/staff/locked?next={here}", code=303)
    return redirect(f"/staff/login?next={here}", code=303)


def ours(path: str | None) -> str:
    """Return *path* if it leads to a page of the staff, and the home page if it leads away."""
    is_ours = path is not None and path.startswith("/staff/") and "\\" not in path
    return path if path is not None and is_ours else HOME
