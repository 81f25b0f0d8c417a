"""Procedures, forms and questions: the list, what is in force, a draft beside its look."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from config.schema.entries import AnyEntry, EntryKind
from config.schema.forms import BLANK_TYPES, Form
from config.schema.procedures import Procedure
from printer_drivers.layout import pdf, picture
from server.db.city import Look
from server.services import (
    catalogue,
    edition_edits,
    edition_list,
    edition_texts,
    edition_versions,
    editions,
    review_history,
    samples,
)
from server.services.access import ADMINS, MANAGERS, kinds_of, require
from server.services.edition_checks import findings
from server.services.edition_differences import between
from server.services.edition_documents import document_of, kind_of, to_file
from server.services.edition_steps import layer_of
from server.services.paperwork import form_document, names_of
from server.web.current import caller, city
from server.web.staff import japanese
from server.web.staff.office_frame import page, refused_visitor
from server.web.staff.pages import blueprint
from server.web.trial import name_of

KINDS = {"form": "様式", "procedure": "手続き", "question": "質問"}
_PLACE = re.compile(r"groups\[(\d+)\]\.fields\[(\d+)\]")
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


@blueprint.get("/catalogue/<office>/drafts/<draft>")
def catalogue_draft(office: str, draft: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    return draft_page(office, draft)


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
        entry = editions.entry_of(editions.of(look, office, draft))
        if isinstance(entry, Procedure) and entry.form:
            entry = catalogue.form(look.session, office, entry.form)
        if not isinstance(entry, Form):
            return make_response("", 404)
        floor = look.floor_of(office)
        document = form_document(
            entry, samples.of_form(entry), office=floor.setup.names.ja, day=look.day,
            names=names_of(floor), label="見本",
        )  # fmt: skip
    response = make_response(pdf(document) if kind == "pdf" else picture(document))
    response.mimetype = "application/pdf" if kind == "pdf" else "image/png"
    response.headers["Cache-Control"] = "no-store"
    return response


def entry_page(
    office: str, kind: EntryKind, code: str, problems: list[dict[str, str]] | None = None
) -> str:
    """Return the page of an entry that is in force."""
    with city().reading() as look:
        entry = catalogue.entry(look.session, office, kind, code)
        standard = catalogue.entry(look.session, "", kind, code)
        layers = [
            {
                "scope": scope,
                "name": name,
                "versions": edition_versions.history(
                    look.session, layer_of(scope, office), kind, code
                ),
                "draft": edition_versions.open_draft(
                    look.session, layer_of(scope, office), kind, code
                ),
                "may": scope == "office" or _is_admin(office),
            }
            for scope, name in (("office", "この区"), ("city", "市の標準"))
        ]
        people = {one.by for layer in layers for one in _versions(layer) if one.by}
        names = review_history.names_of(look.session, people)
    return page(
        "catalogue_entry", office, "catalogue", w=japanese, kinds=KINDS, kind=kind, code=code,
        name=edition_list.name_of(entry), layers=layers, names=names, states=STATES,
        differences=between(document_of(standard), document_of(entry)), problems=problems or [],
    )  # fmt: skip


def draft_page(office: str, draft: str, problems: list[dict[str, str]] | None = None) -> str:
    """Return the page of a draft: fields, one editor, self-check, how it looks."""
    with city().reading() as look:
        row = editions.of(look, office, draft)
        entry = editions.entry_of(row)
        below = "" if row.office != office else office
        kind = kind_of(row.kind)
        standard = catalogue.entry(look.session, "", kind, row.code)
        facts = {
            "row": row,
            "entry": entry,
            "name": edition_list.name_of(entry),
            "scope": "office" if below else "city",
            "found": findings(look.session, below, look.floor_of(office), entry),
            "differences": between(document_of(standard), row.document),
            "overtaken": row.version is None and editions.is_overtaken(look, row),
            "names": review_history.names_of(
                look.session, {*row.editors, *([row.approved_by] if row.approved_by else [])}
            ),
            "mine": f"staff:{caller().staff_id}" in row.editors,
            "may": bool(below) or _is_admin(office),
            "preview": _preview(look, office, entry),
            **_choices(look, office, entry),
        }
    return page(
        "catalogue_draft", office, "catalogue", w=japanese, kinds=KINDS, states=STATES,
        types=edition_edits.TYPES, blank=BLANK_TYPES, channels=edition_texts.CHANNELS,
        chosen=_chosen(entry), problems=problems or [], trial_name=name_of(office, row.id),
        spare=edition_texts.SPARE, w_field=partial(_field_at, entry),
        lang=request.args.get("lang", "ja"), **facts,
    )  # fmt: skip


def _choices(look: Look, office: str, entry: AnyEntry) -> dict[str, Any]:
    """Return the conditions that can be chosen, and those that stand, in words."""
    asked = catalogue.questionnaire(look.session, office).questions
    if isinstance(entry, Form):
        pairs = [
            (f"{field.key}={value}", field.label.ja, label)
            for field in entry.fields
            for value, label in (
                [(o.value, o.label_ja) for o in field.options]
                or ([("true", "チェックあり")] if field.type == "checkbox" else [])
            )
        ]
        return {"conditions": pairs, "condition": ""}
    known = {one.id: one for one in asked}
    rule = entry.needed_when if isinstance(entry, Procedure) else entry.show_if
    others = [one for one in asked if one.id != entry.id]
    words = edition_texts.condition_words(rule, known)
    return {"conditions": edition_texts.choices(others), "condition": words}


def _preview(look: Look, office: str, entry: AnyEntry) -> str:
    """Return the path of the resident's page that shows the entry."""
    if isinstance(entry, Form):
        for one in catalogue.procedures(look.session, office):
            if one.form == entry.id:
                return f"/o/{office}/apply/{one.id}"
            if one.booking_form == entry.id and one.form is None:
                return f"/o/{office}/prepare?for={one.id}"
        return ""
    return f"/o/{office}/finder"


def _chosen(entry: AnyEntry) -> Any:
    """Return the field that is looked at."""
    if not isinstance(entry, Form):
        return None
    known = {field.key: field for field in entry.fields}
    return known.get(request.args.get("field", "")) or entry.fields[0]


def _field_at(entry: AnyEntry, place: str) -> str:
    """Return the key of the field that a finding's place lies in; "" outside of fields."""
    found = _PLACE.match(place)
    if found is None or not isinstance(entry, Form):
        return ""
    return entry.groups[int(found[1])].fields[int(found[2])].key


def _versions(layer: Mapping[str, Any]) -> list[edition_versions.Version]:
    return list(layer["versions"])


def _is_admin(office: str) -> bool:
    return bool(kinds_of(caller(), office) & ADMINS)


def _file(text: str, code: str) -> Response:
    response: Response = make_response(text)
    response.mimetype = "application/yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    response.headers["Cache-Control"] = "no-store"
    return response
