"""Login without JavaScript, the list of counters, and the console's frame."""

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import NotAllowed, Refused
from server.services import consoles, holding, staff
from server.services.access import DESK, require
from server.services.callers import Caller, Kind
from server.services.known_callers import COOKIE
from server.web.current import caller, city
from server.web.limits import require_room_to_log_in
from server.web.staff.demo import demo_mode

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
    response = redirect(_ours(request.args.get("next")), code=303)
    response.set_cookie(
        COOKIE, cookie, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )
    return response


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    cookie = request.cookies.get(COOKIE)
    if cookie:
        with city().writing() as session:
            staff.close_session(session, cookie)
    response = redirect("/staff/login", code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


@blueprint.get("")
def home() -> ResponseReturnValue:
    who = caller()
    if who.kind is not Kind.STAFF:
        return _to_login()
    with city().reading() as look:
        offices = [
            {
                "code": code,
                "name": look.floor_of(code).setup.names.ja,
                "counters": consoles.overview(look, code) if _serves(who, code) else [],
            }
            for code in sorted(who.offices)
        ]
    return render_template("staff/home.html", person=who.name, offices=offices)


@blueprint.get("/counter/<office>/<number>")
def console(office: str, number: str) -> ResponseReturnValue:
    who = caller()
    if who.kind is Kind.ANYBODY:
        return _to_login()
    require(who, office, DESK)
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
        places=[{"code": queue.code, "name": queue.setup.names.ja} for queue in elsewhere],
        services=[
            {"code": plan.code, "name": plan.setup.names.ja} for plan in here if plan.setup.walk_in
        ],
    )


@blueprint.errorhandler(NotAllowed)
def not_allowed(refusal: NotAllowed) -> ResponseReturnValue:
    return render_template("staff/refused.html", message=refusal.message), 403


def _serves(who: Caller, office: str) -> bool:
    try:
        require(who, office, DESK)
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


def _to_login() -> ResponseReturnValue:
    return redirect(f"/staff/login?next={quote(request.path)}", code=303)


def _ours(path: str | None) -> str:
    """Return *path* if it leads to a page of the staff, and the home page if it leads away."""
    is_ours = path is not None and path.startswith("/staff/") and "\\" not in path
    return path if path is not None and is_ours else HOME
