"""Assisted entry: how somebody reached the office, and which form staff fill in for them."""

from flask import request
from flask.typing import ResponseReturnValue

from server.services import portal
from server.services.access import REVIEWERS
from server.web.current import city
from server.web.staff import japanese
from server.web.staff.office_frame import page, refused_visitor
from server.web.staff.pages import blueprint


@blueprint.get("/assist/<office>")
def assist_page(office: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, REVIEWERS)) is not None:
        return refused
    with city().reading() as look:
        tasks = portal.tasks(look, office)
    channels = {code: name for code, name in japanese.CHANNELS.items() if code != "web"}
    wanted = request.args.get("channel", "phone")
    channel = wanted if wanted in channels else "phone"
    return page("assist", office, "assist", channels=channels, channel=channel, tasks=tasks)
