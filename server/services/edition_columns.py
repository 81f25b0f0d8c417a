"""The columns of a form's table, one line of inputs each, and its headings."""

from collections.abc import Mapping
from copy import deepcopy

from config.schema.forms import BLANK_TYPES, CHOICE_TYPES
from server.services.edition_edits import OF_TYPE, TYPES, Document, number, options, place_of

#: What fits into a cell, on the phone and on paper.
COLUMN_TYPES: Mapping[str, str] = {
    code: TYPES[code]
    for code in (
        "text", "name", "kana", "birth_date", "date", "relation", "number", "digits", "choice",
        "address", "textarea", "my_number_blank",
    )
}  # fmt: skip
#: An empty line for one more column.
SPARE = 1
MOST_COLUMNS = 12


def with_columns(field: Document, values: Mapping[str, str]) -> Document:
    """Return a table's field with the columns and the numbers of rows that a page tells.

    Args:
        values: ``col_N_ja``, ``col_N_en``, ``col_N_type``, ``col_N_required``,
            ``col_N_options``; ``col_N_key`` where the column was there before; ``min_rows``,
            ``max_rows``. A line without ``col_N_ja`` takes its column away.

    """
    if "max_rows" not in values:
        return field
    known = {one["key"]: one for one in field["columns"]}
    columns: list[Document] = []
    for at in filled(values):
        key = values.get(f"col_{at}_key") or _free_key({*known, *(one["key"] for one in columns)})
        columns.append(_column(known.get(key, {"key": key}), values, at))
    rows = {name: number(values.get(name, "")) for name in ("min_rows", "max_rows")}
    return {**field, "columns": columns, **rows}


def filled(values: Mapping[str, str]) -> list[int]:
    """Return the lines of a page that tell of a column, in their order."""
    return [at for at in range(MOST_COLUMNS) if values.get(f"col_{at}_ja", "").strip()]


def after_press(field: Document, press: str) -> Document:
    """Return a table's field after a button: ``up``, ``down`` or ``remove``, a colon, which."""
    act, _, which = press.partition(":")
    at = int(which) if which.isdigit() else -1
    columns = list(field["columns"])
    if not 0 <= at < len(columns):
        return field
    one = columns.pop(at)
    if act != "remove":
        columns.insert(max(0, at + (1 if act == "down" else -1)), one)
    return {**field, "columns": columns}


def with_heading(document: Document, key: str) -> Document:
    """Return the form with a new heading above a field; the field's own stays above the rest."""
    new = deepcopy(document)
    group, at = place_of(new, key)
    fields = new["groups"][group]["fields"]
    if at > 0:
        below: Document = {"title_ja": "新しい見出し", "title_en": None, "fields": fields[at:]}
        del fields[at:]
        new["groups"].insert(group + 1, below)
    return new


def without_heading(document: Document, key: str) -> Document:
    """Return the form with the fields of a heading under the heading before it."""
    new = deepcopy(document)
    group, _ = place_of(new, key)
    if group > 0:
        gone = new["groups"].pop(group)
        new["groups"][group - 1]["fields"] += gone["fields"]
    return new


def with_heading_words(document: Document, key: str, values: Mapping[str, str]) -> Document:
    """Return the form with other words in the heading that a field stands under."""
    if "heading_ja" not in values:
        return document
    new = deepcopy(document)
    heading = new["groups"][place_of(new, key)[0]]
    heading["title_ja"] = values["heading_ja"].strip()
    heading["title_en"] = values.get("heading_en", "").strip() or None
    return new


def _column(old: Document, values: Mapping[str, str], at: int) -> Document:
    type_ = values.get(f"col_{at}_type", "text")
    column: Document = dict(old)
    if type_ != old.get("type"):
        column |= dict.fromkeys(OF_TYPE)
    label = {**old.get("label", {}), "ja": values[f"col_{at}_ja"].strip()}
    label["en"] = values.get(f"col_{at}_en", "").strip() or None
    lines = values.get(f"col_{at}_options", "")
    return column | {
        "label": label,
        "type": type_,
        "store": type_ not in BLANK_TYPES,
        "required": values.get(f"col_{at}_required") == "yes" and type_ not in BLANK_TYPES,
        "options": options(old.get("options", []), lines) if type_ in CHOICE_TYPES else [],
    }


def _free_key(used: set[str]) -> str:
    return next(key for n in range(1, len(used) + 2) if (key := f"column_{n}") not in used)
