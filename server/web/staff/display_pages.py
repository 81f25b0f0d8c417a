"""The manager's page of an office's displays."""

from urllib.parse import quote

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from config.schema.shapes import LANGUAGES
from server.services.access import MANAGERS, require
from server.services.callers import Kind
from server.web.current import caller, city
from server.web.staff.pages import blueprint


@blueprint.get("/displays/<office>")
def displays(office: str) -> ResponseReturnValue:
    """Show the page on which a manager chooses what each display shows and says."""
    who = caller()
    if who.kind is Kind.ANYBODY:
        return redirect(f"/staff/login?next={quote(request.path)}", code=303)
    require(who, office, MANAGERS)
    with city().reading() as look:
        floor = look.floor_of(office)
    return render_template(
        "staff/displays.html",
        office=office,
        office_name=floor.setup.names.ja,
        person=who.name,
        languages=LANGUAGES[1:],
    )
