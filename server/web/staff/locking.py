"""The locked console: a PIN opens it again, without JavaScript too."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.refusals import Misfit, Refused
from server.services import locking
from server.services.callers import Kind
from server.web.current import caller, city
from server.web.limits import require_room_to_log_in
from server.web.staff.pages import HOME, blueprint, ours, to_login


@blueprint.post("/lock")
def lock() -> ResponseReturnValue:
    """Lock this login; a console asks for it when nobody has touched it for a while."""
    who = caller()
    if who.session_mark is None:
        return to_login()
    with city().writing() as session:
        locking.lock(session, who.session_mark, city())
    return "", 204


@blueprint.get("/locked")
def locked() -> ResponseReturnValue:
    who = caller()
    if who.kind is not Kind.STAFF:
        return to_login()
    if not who.locked:
        return redirect(ours(request.args.get("next")), code=303)
    return _locked_page()


@blueprint.post("/unlock")
def unlock() -> ResponseReturnValue:
    require_room_to_log_in()
    who = caller()
    if who.session_mark is None:
        return to_login()
    try:
        locking.unlock(city(), who.session_mark, request.form.get("pin", ""))
    except Refused as refusal:
        if refusal.code == "login_over":
            return redirect("/staff/login", code=303)
        return _locked_page(refusal.message), 401
    return redirect(ours(request.args.get("next")), code=303)


@blueprint.post("/pin")
def choose_pin() -> ResponseReturnValue:
    who = caller()
    if who.session_mark is None or who.locked:
        return to_login()
    try:
        locking.choose_pin(city(), who.session_mark, request.form.get("pin", ""))
    except Misfit as misfit:
        return redirect(f"{HOME}?pin={misfit.errors[0].code}", code=303)
    return redirect(f"{HOME}?pin=kept", code=303)


def _locked_page(problem: str = "") -> str:
    who = caller()
    with city().reading() as look:
        has_pin = locking.has_pin(look.session, who.staff_id or 0)
    return render_template(
        "staff/locked.html",
        person=who.name,
        problem=problem,
        has_pin=has_pin,
        then=ours(request.args.get("next")),
    )
