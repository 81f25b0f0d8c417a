"""What a resident may look up with a code, and forms checked page by page."""

from typing import Annotated, Any

from flask import Response, make_response
from pydantic import Field

from config.schema.shapes import Language
from printer_drivers.documents import CoverDocument, SheetDocument
from printer_drivers.layout import pdf
from printer_drivers.token import in_fours
from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import (
    attaching,
    corrections,
    covers,
    keepsakes,
    postal_codes,
    pre_applications,
    preparing,
)
from server.services.access import ALL
from server.services.keepsakes import Keepsake
from server.services.pre_applications import token_in
from server.web import qr
from server.web.current import city
from server.web.endpoint import post
from server.web.shapes import Given, Taken, Token


class TokenIn(Token):
    """A token, and the language of the answer."""

    language: Language = "ja"


class FilledForms(Taken):
    """Answers of forms, to be checked and forgotten."""

    forms: Annotated[dict[str, dict[str, Any]], Field(min_length=1, max_length=40)]


class PostalCode(Taken):
    """A postal code, with or without its hyphen; full-width figures are read too."""

    code: Annotated[str, Field(max_length=20)]


class Addresses(Given):
    """The places that share a postal code."""

    addresses: list[str]


class Misfits(Given):
    """What is still to be mended, at ``FORM.FIELD``; nothing when the forms are whole."""

    fields: list[dict[str, str]]
    #: What will stand on the paper, by path; of the forms that are whole.
    shown: dict[str, str]


class FormTitle(Given):
    """A form that comes out of the machine."""

    form: str
    title: str


class AskedFieldShape(Given):
    """An answer that the office asks to mend, with what stands there now."""

    form: str
    path: str
    label: str
    type: str
    options: list[tuple[str, str]]
    value: Any


class ReviewShape(Given):
    """How far the office is with what was sent, and what it asks for."""

    state: str
    message: str
    fields: list[AskedFieldShape]
    #: What was sent along, and how many files of each.
    attachments: list[tuple[str, int]]


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
    #: Something of it goes by mail, with a cover sheet.
    by_mail: bool
    minutes: int | None
    method: str | None
    venue: str | None
    #: Where the web meeting is; None for every other way.
    meeting_url: str | None
    #: How long the visit will take, where that is longer than a slot.
    needs_min: int
    #: How the forms say that somebody would like to talk: ``visit``, ``web``, ``phone``.
    wished: str | None
    #: False: it is sent and accepted online, nobody comes.
    comes: bool
    #: Opens "my turn" once the check-in is done.
    visit_code: str | None
    #: None where nothing was filled in.
    review: ReviewShape | None
    now: str


class Mended(Token):
    """What the office asked for: form by form, path by path."""

    answers: Annotated[dict[str, dict[str, Any]], Field(max_length=40)]
    language: Language = "ja"


class ReviewedShape(Given):
    """How far the office is now."""

    state: str


@post("/offices/{office}/forms/check", who=ALL, takes=FilledForms, answers={200: Misfits},
      writes=False)  # fmt: skip
def check_forms(look: Look, body: FilledForms, office: str) -> Misfits:
    """Say every misfit of some forms, or what will be on their papers; nothing is kept."""
    found = preparing.looked_over(look, office, body.forms)
    return Misfits(fields=[vars(error) for error in found.errors], shown=found.shown)


@post("/postal-codes", who=ALL, takes=PostalCode, answers={200: Addresses}, writes=False)
def find_addresses(look: Look, body: PostalCode) -> Addresses:
    """The addresses of a postal code, offline; it comes in a body, for it is somebody's."""
    return Addresses(addresses=postal_codes.addresses(body.code))


@post("/reservations/show", who=ALL, takes=TokenIn, answers={200: KeepsakeShape}, writes=False)
def show_reservation(look: Look, body: TokenIn) -> KeepsakeShape:
    """The reservation behind a code."""
    return _shape(
        look, keepsakes.reserved(look, token_in(body.token), body.language), body.language
    )


@post("/pre-applications/show", who=ALL, takes=TokenIn, answers={200: KeepsakeShape},
      writes=False)  # fmt: skip
def show_pre_application(look: Look, body: TokenIn) -> KeepsakeShape:
    """The pre-application behind a code; nothing of what was filled in."""
    return _shape(look, keepsakes.applied(look, token_in(body.token), body.language), body.language)


@post("/reservations/sheet", who=ALL, takes=TokenIn, answers={200: None}, writes=False)
def print_sheet(look: Look, body: TokenIn) -> Response:
    """The QR with everything to bring, as an A4 PDF."""
    page = f"{city().public_url}/booking"
    return _paper(keepsakes.sheet(look, token_in(body.token), body.language, page))


@post("/pre-applications/cover-sheet", who=ALL, takes=TokenIn, answers={200: None}, writes=False)
def print_cover_sheet(look: Look, body: TokenIn) -> Response:
    """The sheet that goes along by mail: address label, code, enclosures, as an A4 PDF."""
    return _paper(covers.cover(look, token_in(body.token), body.language))


def _paper(document: SheetDocument | CoverDocument) -> Response:
    response = make_response(pdf(document))
    response.mimetype = "application/pdf"
    response.headers["Cache-Control"] = "no-store"
    return response


def _shape(look: Look, kept: Keepsake, language: Language) -> KeepsakeShape:
    return KeepsakeShape(
        **vars(kept)
        | {
            "code": in_fours(kept.token),
            "qr_svg": qr.svg(kept.token),
            "forms": [FormTitle(form=form, title=title) for form, title in kept.forms],
            "start": iso(kept.start) if kept.start else None,
            "visit_code": keepsakes.visit_code(look, kept.token),
            "review": _review(look, kept.token, language),
            "now": iso(look.now),
        }
    )


def _review(look: Look, token: str, language: Language) -> ReviewShape | None:
    found = corrections.request_to(look, token, language)
    if found is None:
        return None
    fields = [AskedFieldShape.model_validate(vars(one)) for one in found.fields]
    sent = attaching.told(look, token, language)
    return ReviewShape(state=found.state, message=found.message, fields=fields, attachments=sent)


def office_of_application(look: Look, body: Token) -> str:
    """Return the office that a token's pre-application was sent to."""
    applied = pre_applications.find(look.session, token_in(body.token))
    if applied is None:
        raise pre_applications.unknown_token()
    return applied.office


@post("/pre-applications/corrections", who=ALL, takes=Mended, answers={200: ReviewedShape},
      office_of=office_of_application)  # fmt: skip
def mend_pre_application(work: Work, body: Mended) -> ReviewedShape:
    """Mend what the office asked for; nothing else can be changed."""
    applied = corrections.answer(work, token_in(body.token), body.answers)
    return ReviewedShape(state=applied.state)
