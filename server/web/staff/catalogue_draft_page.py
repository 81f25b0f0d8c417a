"""A draft beside its look: fields or texts, conditions, the self-check, what comes next."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from config.schema.entries import AnyEntry
from config.schema.forms import BLANK_TYPES, Form, FormField
from config.schema.letters import LetterEntry
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from server.db.city import Look, Work
from server.db.published import CITY
from server.services import (
    catalogue,
    edition_checklists,
    edition_columns,
    edition_conditions,
    edition_edits,
    edition_list,
    edition_more,
    edition_texts,
    edition_versions,
    editions,
    printing_machines,
    review_history,
    trial_prints,
)
from server.services.access import MANAGERS
from server.services.edition_checks import findings
from server.services.edition_conditions import Group, Subject
from server.services.edition_documents import kind_of
from server.web.current import caller, city
from server.web.staff import japanese
from server.web.staff.catalogue_inputs import by_input, input_of
from server.web.staff.catalogue_letters import letter_facts
from server.web.staff.catalogue_pages import KINDS, STATES, differences, is_admin
from server.web.staff.office_frame import page, refused_visitor
from server.web.staff.pages import blueprint
from server.web.trial import name_of

_PLACE = re.compile(r"groups\[(\d+)\]\.fields\[(\d+)\]")


@blueprint.get("/catalogue/<office>/drafts/<draft>")
def catalogue_draft(office: str, draft: str) -> ResponseReturnValue:
    if (refused := refused_visitor(office, MANAGERS)) is not None:
        return refused
    return draft_page(office, draft)


def draft_page(office: str, draft: str, problems: list[dict[str, str]] | None = None) -> str:
    """Return the page of a draft: fields, one editor, self-check, how it looks.

    Args:
        problems: why what was sent just now was not kept; it stays in its inputs.

    """
    wrong = problems or []
    with city().reading() as look:
        row = editions.of(look, office, draft)
        entry = editions.entry_of(row)
        below = "" if row.office != office else office
        people = {*row.editors, *([row.approved_by] if row.approved_by else [])}
        floor = look.floor_of(office)
        facts = {
            "row": row,
            "entry": entry,
            "name": edition_list.name_of(entry),
            "scope": "office" if below else "city",
            "found": findings(look.session, below, floor, entry, goes=row.takes_out),
            "differences": differences(look, kind_of(row.kind), row.code, row.document),
            "overtaken": row.version is None and editions.is_overtaken(look, row),
            "names": review_history.names_of(look.session, people),
            "mine": f"staff:{caller().staff_id}" in row.editors,
            "may": bool(below) or is_admin(office),
            "preview": "" if row.takes_out else _preview(look, office, entry),
            "machines": printing_machines.machines(look, office),
            "prints": trial_prints.of_draft(look, office, draft),
            **_conditions(look, office, entry),
            **_lists(look, office, entry),
            **_letter(look, office, row.office, entry),
            "is_own": not edition_versions.is_below(look.session, CITY, row.kind, row.code),
        }
    return page(
        "catalogue_draft", office, "catalogue", w=japanese, chosen=chosen_of(entry), problems=wrong,
        errors=by_input(wrong), posted=request.form if wrong else {},
        trial_name=name_of(office, row.id), w_field=partial(_field_at, entry), w_input=input_of,
        lang=request.args.get("lang", "ja"), **_TABLES, **facts,
    )  # fmt: skip


#: What the inputs of every draft can be, under the names of the template.
_TABLES: Mapping[str, Any] = {
    "kinds": KINDS,
    "states": STATES,
    "types": edition_edits.TYPES,
    "blank": BLANK_TYPES,
    "channels": edition_texts.CHANNELS,
    "column_types": edition_columns.COLUMN_TYPES,
    "column_spare": edition_columns.SPARE,
    "events": edition_texts.EVENTS,
    "step_channels": edition_more.STEP_CHANNELS,
    "modes": edition_conditions.MODES,
    "deepest": edition_conditions.DEEPEST,
    "spare": edition_texts.SPARE,
    "check_spare": edition_checklists.SPARE,
    "check_when": edition_checklists.when_words,
}


def subjects_of(look: Look | Work, office: str, entry: AnyEntry, field: str = "") -> list[Subject]:
    """Return what a condition of *entry* (of one field of a form) may look at."""
    if isinstance(entry, Form):
        return [
            Subject(one.key, one.label.ja, answers)
            for one in entry.fields
            if one.key != field and (answers := edition_conditions.answers_of(one))
        ]
    if isinstance(entry, LetterEntry):
        return []
    return [
        Subject(
            one.id, one.text.ja, {o.value: o.label.ja for o in one.options}, one.type == "multi"
        )
        for one in catalogue.questionnaire(look.session, office).questions
        if one.options and one.id != entry.id
    ]


def chosen_of(entry: AnyEntry) -> FormField | None:
    """Return the field that is looked at."""
    if not isinstance(entry, Form):
        return None
    known = {field.key: field for field in entry.fields}
    return known.get(request.values.get("field", "")) or entry.fields[0]


def _conditions(look: Look, office: str, entry: AnyEntry) -> dict[str, Any]:
    """Return the rows of the condition that is edited, and the condition that stands, in words."""
    chosen = chosen_of(entry)
    subjects = subjects_of(look, office, entry, chosen.key if chosen else "")
    must = edition_conditions.read_when(chosen.required_if if chosen else None)
    known = {one.id: one for one in catalogue.questionnaire(look.session, office).questions}
    if chosen is not None:
        group, words = edition_conditions.read_when(chosen.show_if), ""
    elif isinstance(entry, Procedure):
        group = edition_conditions.read(entry.needed_when)
        words = edition_texts.condition_words(entry.needed_when, known)
    else:
        rule = entry.show_if if isinstance(entry, Question) else None
        group = edition_conditions.read(rule)
        words = edition_texts.condition_words(rule, known)
    sent = request.form.to_dict(flat=False)
    if "when.mode" in sent:
        group = edition_conditions.sent(sent, subjects)
    if "must.mode" in sent:
        must = edition_conditions.sent(sent, subjects, edition_conditions.MUST)
    known_subjects = _with_unknown(_with_unknown(subjects, group), must)
    return {"group": group, "must": must, "subjects": known_subjects, "condition": words}


def _with_unknown(subjects: Sequence[Subject], group: Group) -> list[Subject]:
    """Return *subjects* and what *group* looks at although it is gone, so that it can be seen."""
    known = {one.id for one in subjects}
    gone = {row.subject: row for _, row in edition_conditions.rows(group)}
    return [
        *subjects,
        *(
            Subject(code, f"いまはない質問（{code}）", dict.fromkeys(row.values, ""))
            for code, row in gone.items()
            if code not in known
        ),
    ]


def _lists(look: Look, office: str, entry: AnyEntry) -> dict[str, Any]:
    """Return what can be chosen for an entry: sections, forms, the question before it."""
    asked = catalogue.questions(look.session, office)
    return {
        "sections": look.floor_of(office).setup.sections,
        "forms": catalogue.forms(look.session, office),
        "questions": [one for one in asked if one.id != entry.id],
    }


def _letter(look: Look, office: str, layer: str, entry: AnyEntry) -> dict[str, Any]:
    if not isinstance(entry, LetterEntry):
        return {}
    field = request.values.get("field", "")
    return letter_facts(look, office, layer, city().public_url, entry, field)


def _preview(look: Look, office: str, entry: AnyEntry) -> str:
    """Return the path of the resident's page that shows the entry."""
    if isinstance(entry, Form):
        for one in catalogue.procedures(look.session, office):
            if one.form == entry.id:
                return f"/o/{office}/apply/{one.id}"
            if one.booking_form == entry.id and one.form is None:
                return f"/o/{office}/prepare?for={one.id}"
        return ""
    return "" if isinstance(entry, LetterEntry) else f"/o/{office}/finder"


def _field_at(entry: AnyEntry, place: str) -> str:
    """Return the field (of a letter: the language) that a finding's place lies in, or ""."""
    if isinstance(entry, LetterEntry):
        return place.partition(".")[0]
    found = _PLACE.match(place)
    if found is None or not isinstance(entry, Form):
        return ""
    return entry.groups[int(found[1])].fields[int(found[2])].key
