"""What a page of the catalogue sent, put into the document that it belongs to."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from server.services import (
    edition_columns,
    edition_conditions,
    edition_edits,
    edition_more,
    edition_texts,
)
from server.services.edition_conditions import Inputs, Subject
from server.services.edition_edits import Document

#: The conditions of a field, by the inputs in which they are written.
_RULES = {edition_conditions.ROOT: "show_if", edition_conditions.MUST: "required_if"}


def written(
    document: Document,
    field: str,
    form: "MultiDict[str, str]",
    subjects: Sequence[Subject],
    press: str = "",
) -> Document:
    """Return *document* with all that stands in the inputs of its page.

    Args:
        field: the key of the field that the page shows; of a form only.
        subjects: what a condition on the page may look at.
        press: the button inside that was pressed: ``when:row:PATH``, ``column:up:2``.

    """
    values, inputs = form.to_dict(), form.to_dict(flat=False)
    if "groups" in document:
        return _form(document, field, inputs, subjects, press)
    if "needed_when" in document:
        new = edition_texts.with_handling(edition_texts.with_procedure(document, values), inputs)
        new = edition_more.with_more(new, document, values)
        name, always = "needed_when", {"always": True}
    else:
        new, name, always = edition_texts.with_question(document, values), "show_if", None
    if f"{edition_conditions.ROOT}.mode" in inputs:
        group = edition_conditions.sent(inputs, subjects)
        if press:
            group = edition_conditions.after_press(group, press.partition(":")[2], subjects)
        new[name] = edition_conditions.condition(group, subjects) or always
    return new


def _form(
    document: Document, key: str, inputs: Inputs, subjects: Sequence[Subject], press: str
) -> Document:
    values = {name: sent[0] for name, sent in inputs.items()}
    new = edition_edits.with_field(document, key, values)
    new = edition_columns.with_heading_words(new, key, values)
    field = edition_edits.field_of(new, key)
    which, _, act = press.partition(":")
    if field["type"] == "table":
        field |= edition_columns.with_columns(field, values)
        if which == "column":
            field |= edition_columns.after_press(field, act)
    for root, rule in _RULES.items():
        if f"{root}.mode" in inputs:
            group = edition_conditions.sent(inputs, subjects, root)
            if which == "when" and act.partition(":")[2].split(".")[0] == root:
                group = edition_conditions.after_press(group, act, subjects)
            field[rule] = edition_conditions.when(group, root)
    return new
