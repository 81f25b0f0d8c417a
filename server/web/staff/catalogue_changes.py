"""What the pages of the catalogue do: begin a draft, change it, let it be approved, go back."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import redirect, request
from flask.typing import ResponseReturnValue

from server.db.city import Work
from server.domain.refusals import FieldError, Misfit, Refused
from server.services import (
    edition_checklists,
    edition_columns,
    edition_edits,
    edition_steps,
    editions,
    trial_prints,
)
from server.services.access import MANAGERS, require
from server.services.edition_documents import (
    MOST_CHARACTERS,
    document_of,
    from_file,
    kind_of,
)
from server.services.edition_edits import Document
from server.web.current import actor_of, caller, city
from server.web.staff import catalogue_texts
from server.web.staff.catalogue_draft_page import draft_page, subjects_of
from server.web.staff.catalogue_inputs import input_of
from server.web.staff.catalogue_letters import written_letter
from server.web.staff.catalogue_pages import entry_page, new_page
from server.web.staff.office_frame import told
from server.web.staff.pages import blueprint


@blueprint.post("/catalogue/<office>/new")
def begin_catalogue_entry(office: str) -> ResponseReturnValue:
    """Open the draft of an entry that nobody has published yet."""
    who = caller()
    require(who, office, MANAGERS)
    form = request.form.to_dict()
    kind = kind_of(form.get("kind", ""))
    try:
        with city().transaction(office, actor_of(who)) as work:
            row = edition_steps.create(work, who, kind, form.get("scope", ""), form)
    except Refused as refusal:
        problems, status = told(refusal)
        return new_page(office, kind, [one | {"input": one["field"]} for one in problems]), status
    return redirect(f"/staff/catalogue/{office}/drafts/{row.id}", code=303)


@blueprint.post("/catalogue/<office>/<kind>/<code>")
def change_catalogue_entry(office: str, kind: str, code: str) -> ResponseReturnValue:
    """Open a draft of an entry, or bring an earlier version back."""
    who = caller()
    require(who, office, MANAGERS)
    scope, wanted = request.form.get("scope", ""), request.form.get("version", "")
    try:
        with city().transaction(office, actor_of(who)) as work:
            if request.form.get("do") == "bring-back" and wanted.isdecimal():
                edition_steps.bring_back(work, who, kind_of(kind), code, scope, int(wanted))
                return redirect(f"/staff/catalogue/{office}/{kind}/{code}", code=303)
            row = edition_steps.begin(work, who, kind_of(kind), code, scope)
            if request.form.get("do") == "take-out":
                edition_steps.take(work, who, str(row.id), row.revision, "take_out")
            return redirect(f"/staff/catalogue/{office}/drafts/{row.id}", code=303)
    except Refused as refusal:
        problems, status = told(refusal)
        return entry_page(office, kind_of(kind), code, problems), status


@blueprint.post("/catalogue/<office>/drafts/<draft>")
def change_catalogue_draft(office: str, draft: str) -> ResponseReturnValue:
    """Do one thing with a draft; the page then shows what came of it."""
    who = caller()
    require(who, office, MANAGERS)
    form = request.form
    revision = int(form["revision"]) if form.get("revision", "").isdecimal() else 0
    do = form.get("do", "")
    field = form.get("field", "")
    try:
        with city().transaction(office, actor_of(who)) as work:
            if do == "print":
                trial_prints.order(work, draft, _device())
                row = editions.of(work, office, draft)
            elif do in edition_steps.STEPS:
                note = form.get("note", "")
                row = edition_steps.take(work, who, draft, revision, do, note, _from_day())
            else:
                document, field = _changed(work, draft, do, field)
                row = edition_steps.change(work, who, draft, revision, document)
    except Refused as refusal:
        problems, status = _problems(refusal)
        return draft_page(office, draft, problems), status
    if do == "discard" or (do == "publish" and row.version is not None):
        return redirect(f"/staff/catalogue/{office}/{row.kind}/{row.code}", code=303)
    query = f"?field={field}" if field else ""
    return redirect(f"/staff/catalogue/{office}/drafts/{int(draft)}{query}", code=303)


def _changed(work: Work, draft: str, do: str, field: str) -> tuple[Document, str]:
    """Return what a draft says after one change, and the field to look at then.

    A button inside of what is written keeps what was written too: ``when:row:when.1``.
    """
    row = editions.of(work, work.office, draft)
    form = request.form.to_dict()
    do, _, press = do.partition(":")
    if do == "add":
        return edition_edits.with_new_field(row.document, field, form.get("type", "text"))
    if do == "import":
        return document_of(from_file(kind_of(row.kind), row.code, _upload())), ""
    if row.kind == "letter" and do in ("texts", "standard"):
        return written_letter(work, row.office, row.document, do, field, form), field
    if do in ("texts", "field", "when", "column"):
        entry = editions.entry_of(row)
        subjects = subjects_of(work, work.office, entry, field)
        press = f"{do}:{press}" if press else ""
        return catalogue_texts.written(row.document, field, request.form, subjects, press), field
    if do not in _OF_FIELD:
        raise Refused("unknown_step", "この操作はありません。")
    return _OF_FIELD[do](row.document, field, form), "" if do == "remove" else field


#: What is done with the field that is looked at, or with the form's own words.
_OF_FIELD: Mapping[str, Callable[[Document, str, Mapping[str, str]], Document]] = {
    "title": lambda document, _, form: edition_edits.with_title(document, form),
    "up": lambda document, field, _: edition_edits.with_field_moved(document, field, -1),
    "down": lambda document, field, _: edition_edits.with_field_moved(document, field, 1),
    "remove": lambda document, field, _: edition_edits.without_field(document, field),
    "heading": lambda document, field, _: edition_columns.with_heading(document, field),
    "checks": lambda document, _, form: edition_checklists.with_checks(document, form),
    "no-heading": lambda document, field, _: edition_columns.without_heading(document, field),
}


def _from_day() -> date | None:
    wanted = request.form.get("on", "")
    try:
        return date.fromisoformat(wanted) if wanted else None
    except ValueError:
        raise Misfit([FieldError("on", "date", "年・月・日を選んでください。")]) from None


def _device() -> int:
    chosen = request.form.get("device", "")
    return int(chosen) if chosen.isdecimal() else 0


def _upload() -> str:
    file = request.files.get("file")
    data = file.read(MOST_CHARACTERS * 4) if file else b""
    return data.decode("utf-8-sig", errors="replace")


def _problems(refusal: Refused) -> tuple[list[dict[str, str]], int]:
    """Return what is wrong, each with the input where it is mended, or else with its place."""
    problems, status = told(refusal)
    by_file = request.form.get("do") == "import"
    for one in problems:
        one["input"] = "" if by_file else input_of(one["field"], request.form)
        if one["field"] and not one["input"]:
            one["message"] = f"{one['field']}: {one['message']}"
    return problems, status
