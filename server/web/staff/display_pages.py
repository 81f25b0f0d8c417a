"""The manager's page of an office's displays."""

from flask.typing import ResponseReturnValue

from config.schema.shapes import LANGUAGES
from server.services.access import MANAGERS
from server.web.staff.doors import admitted, desk_page
from server.web.staff.pages import blueprint


@blueprint.get("/displays/<office>")
def displays(office: str) -> ResponseReturnValue:
    """Show the page on which a manager chooses what each display shows and says."""
    who = admitted(office, MANAGERS, keys=True)
    return desk_page("displays", who, office, languages=LANGUAGES[1:])
