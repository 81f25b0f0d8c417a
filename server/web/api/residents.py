"""What a resident may look up with a code, and forms checked page by page."""

from typing import Any

from flask import Response, make_response

from config.schema.shapes import Language
from printer_drivers.layout import pdf
from printer_drivers.token import in_fours
from server.db.city import Look
from server.domain.business_day import iso
from server.domain.refusals import Misfit
from server.services import catalogue, keepsakes
from server.services.access import ALL
from server.services.keepsakes import Keepsake
from server.services.paper_values import shown_by_path
from server.services.paperwork import checked, names_of
from server.services.pre_applications import token_in
from server.web import qr
from server.web.current import city
from server.web.endpoint import post
from server.web.shapes import Given, Taken, Token


class TokenIn(Token):
    """A token, and the language of the answer."""

    language: Language = "ja"


class Values(Taken):
    """Answers of a form, to be checked and forgotten."""

    values: dict[str, Any]


class Misfits(Given):
    """What is still to be mended; nothing when the form is whole."""

    fields: list[dict[str, str]]
    #: What will stand on the paper, by path; only when the form is whole.
    shown: dict[str, str]


class FormTitle(Given):
    """A form that comes out of the machine."""

    form: str
    title: str


class KeepsakeShape(Given):
    """What the page with the QR shows."""

    token: str
    code: str
    qr_svg: str
    state: str
    office: str
    office_name: str
    service: str | None
    service_name: str | None
    area: str | None
    where: str
    procedures: list[str]
    bring: list[str]
    forms: list[FormTitle]
    #: What the filled forms are called in a sentence; "" if there are none.
    paper: str
    reservation: int | None
    start: str | None
    minutes: int | None
    method: str | None
    venue: str | None
    #: Opens "my turn" once the check-in is done.
    visit_code: str | None
    now: str


@post("/offices/{office}/forms/{form}/check", who=ALL, takes=Values, answers={200: Misfits},
      writes=False)  # fmt: skip
def check_form(look: Look, body: Values, office: str, form: str) -> Misfits:
    """Say every misfit of a form, or what will be on its paper; nothing is kept."""
    floor = look.floor_of(office)
    asked = catalogue.form(look.session, office, form)
    try:
        values = checked(asked, body.values, floor, look.now)
    except Misfit as misfit:
        return Misfits(fields=[vars(error) for error in misfit.errors], shown={})
    return Misfits(fields=[], shown=shown_by_path(asked, values, names_of(floor)))


@post("/reservations/show", who=ALL, takes=TokenIn, answers={200: KeepsakeShape}, writes=False)
def show_reservation(look: Look, body: TokenIn) -> KeepsakeShape:
    """The reservation behind a code."""
    return _shape(look, keepsakes.reserved(look, token_in(body.token), body.language))


@post("/pre-applications/show", who=ALL, takes=TokenIn, answers={200: KeepsakeShape},
      writes=False)  # fmt: skip
def show_pre_application(look: Look, body: TokenIn) -> KeepsakeShape:
    """The pre-application behind a code; nothing of what was filled in."""
    return _shape(look, keepsakes.applied(look, token_in(body.token), body.language))


@post("/reservations/sheet", who=ALL, takes=TokenIn, answers={200: None}, writes=False)
def print_sheet(look: Look, body: TokenIn) -> Response:
    """The QR with everything to bring, as an A4 PDF."""
    page = f"{city().public_url}/booking"
    sheet = keepsakes.sheet(look, token_in(body.token), body.language, page)
    response = make_response(pdf(sheet))
    response.mimetype = "application/pdf"
    response.headers["Cache-Control"] = "no-store"
    return response


def _shape(look: Look, kept: Keepsake) -> KeepsakeShape:
    return KeepsakeShape(
        **vars(kept)
        | {
            "code": in_fours(kept.token),
            "qr_svg": qr.svg(kept.token),
            "forms": [FormTitle(form=form, title=title) for form, title in kept.forms],
            "start": iso(kept.start) if kept.start else None,
            "visit_code": keepsakes.visit_code(look, kept.token),
            "now": iso(look.now),
        }
    )
