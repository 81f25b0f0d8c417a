"""Procedures, forms, questions and letters: the list, what is in force, a draft beside its look."""

from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from config.schema.entries import EntryKind
from printer_drivers.layout import pdf, picture
from server.db.city import Look
from server.services import (
    catalogue,
    edition_list,
    edition_new,
    edition_versions,
    editions,
    review_history,
    trial_prints,
)
from server.services.access import ADMINS, MANAGERS, kinds_of, require
from server.services.edition_differences import Difference, between
from server.services.edition_documents import document_of, kind_of, to_file
from server.services.edition_edits import Document
from server.services.edition_steps import layer_of
from server.services.edition_texts import QUESTION_TYPES
from server.web.current import caller, city
from server.web.staff import japanese
from server.web.staff.catalogue_inputs import by_input
from server.web.staff.office_frame import page, refused_visitor
from server.web.staff.pages import blueprint

KINDS = {"form": "申請書", "procedure": "手続き", "question": "質問", "letter": "お知らせの文"}
SCOPES = {"office": "この区", "city": "市の標準"}
#: State -> its word, and the look of its chip.
STATES = {
    "draft": ("下書き", "look"),
    "asked": ("承認待ち", "booked"),
    "approved": ("承認済み", "good"),
    "published": ("公開中", "good"),
    "rolled_back": ("取り下げ", "plain"),
    "discarded": ("やめた案", "plain"),
}


@blueprint.get("/catalogue/<office>")
def catalogue_page(office: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    kind = request.args.get("kind", "form")
    with city().reading() as look:
        entries = edition_list.listed(look, office)
    text = request.args.get("q", "").strip()
    shown = [
        one
        for one in entries
        if one.kind == kind and (not text or text in f"{one.name} {one.code} {one.about}")
    ]
    open_ = [one for one in entries if one.state or one.city_state]
    return page(
        "catalogue", office, "catalogue", kinds=KINDS, kind=kind, entries=shown, open_drafts=open_,
        states=STATES, text=text,
    )  # fmt: skip


@blueprint.get("/catalogue/<office>/new")
def new_catalogue_entry(office: str) -> ResponseReturnValue:
    """Ask for what a new entry cannot do without; everything else is written in its draft."""
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    kind = kind_of(request.args.get("kind", "form"))
    edition_new.require_open_kind(kind)
    return new_page(office, kind)


@blueprint.get("/catalogue/<office>/<kind>/<code>")
def catalogue_entry(office: str, kind: str, code: str) -> ResponseReturnValue:
    """Show what is in force, what differs from the city's standard, and the versions before."""
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    return entry_page(office, kind_of(kind), code)


@blueprint.get("/catalogue/<office>/<kind>/<code>.yaml")
def catalogue_file(office: str, kind: str, code: str) -> ResponseReturnValue:
    """Give what is in force as a file."""
    require(caller(), office, MANAGERS)
    with city().reading() as look:
        text = to_file(kind_of(kind), catalogue.entry(look.session, office, kind_of(kind), code))
    return _file(text, code)


@blueprint.get("/catalogue/<office>/drafts/<draft>.yaml")
def catalogue_draft_file(office: str, draft: str) -> ResponseReturnValue:
    """Give a draft as a file."""
    require(caller(), office, MANAGERS)
    with city().reading() as look:
        row = editions.of(look, office, draft)
        text = to_file(kind_of(row.kind), editions.entry_of(row))
    return _file(text, row.code)


@blueprint.get("/catalogue/<office>/drafts/<draft>/paper.<kind>")
def catalogue_paper(office: str, draft: str, kind: str) -> ResponseReturnValue:
    """Give the paper of a draft filled in as a sample: ``png`` for the screen, ``pdf``."""
    require(caller(), office, MANAGERS)
    with city().reading() as look:
        document = trial_prints.paper(look, office, draft)
    response = make_response(pdf(document) if kind == "pdf" else picture(document))
    response.mimetype = "application/pdf" if kind == "pdf" else "image/png"
    response.headers["Cache-Control"] = "no-store"
    return response


def new_page(office: str, kind: EntryKind, problems: list[dict[str, str]] | None = None) -> str:
    """Return the page on which an entry of the office's own begins."""
    with city().reading() as look:
        facts = {
            "sections": look.floor_of(office).setup.sections,
            "entries": [one for one in edition_list.listed(look, office) if one.kind == kind],
        }
    return page(
        "catalogue_new", office, "catalogue", kinds=KINDS, kind=kind, is_admin=is_admin(office),
        problems=problems or [], errors=by_input(problems or []), posted=request.form,
        types=QUESTION_TYPES, **facts,
    )  # fmt: skip


def entry_page(
    office: str, kind: EntryKind, code: str, problems: list[dict[str, str]] | None = None
) -> str:
    """Return the page of an entry: what is in force, whose word it is, the versions before."""
    with city().reading() as look:
        entry = edition_list.words_of(look, office, kind, code)
        layers = [_layer(look, office, kind, code, scope) for scope in SCOPES]
        people = {one.by for layer in layers for one in layer["versions"] if one.by}
        facts = {
            "name": edition_list.name_of(entry),
            "layers": layers,
            "names": review_history.names_of(look.session, people),
            "differences": differences(look, kind, code, document_of(entry)),
            "is_out": catalogue.is_taken_out(look.session, office, kind, code),
            "in_force": catalogue.entry_version(look.session, office, kind, code) > 0,
        }
    return page(
        "catalogue_entry", office, "catalogue", w=japanese, kinds=KINDS, kind=kind, code=code,
        states=STATES, problems=problems or [], **facts,
    )  # fmt: skip


def _layer(look: Look, office: str, kind: EntryKind, code: str, scope: str) -> dict[str, Any]:
    layer = layer_of(scope, office)
    return {
        "scope": scope,
        "name": SCOPES[scope],
        "versions": edition_versions.history(look.session, layer, kind, code),
        "draft": edition_versions.open_draft(look.session, layer, kind, code),
        "may": scope == "office" or is_admin(office),
        "is_over": edition_versions.is_below(look.session, layer, kind, code),
    }


def differences(
    look: Look, kind: EntryKind, code: str, document: Document
) -> list[Difference] | None:
    """Return where *document* differs from the city's standard; None where the city has none."""
    if not catalogue.entry_version(look.session, "", kind, code):
        return None
    return between(document_of(catalogue.entry(look.session, "", kind, code)), document)


def is_admin(office: str) -> bool:
    """Tell whether the caller decides for all wards of the city."""
    return bool(kinds_of(caller(), office) & ADMINS)


def _file(text: str, code: str) -> Response:
    response: Response = make_response(text)
    response.mimetype = "application/yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    response.headers["Cache-Control"] = "no-store"
    return response
