"""From a place in a document to the input of the page where it is written, for errors."""

import re
from collections.abc import Iterable, Mapping

#: Place in a field, a procedure, a question -> the input; ``{}`` is the line of a list.
_INPUTS = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"(?:ja|easy_ja|en|zh_hans|zh_hant|ko|vi)\.(subject|body)$", r"\1"),
        (r"(label|title|name|text)\.(\w+)$", r"\1_\2"),
        (r"columns\[(\d+)\]\.label\.(ja|en)$", r"col_{\1}_\2"),
        (r"columns\[(\d+)\]\.(type|options)", r"col_{\1}_\2"),
        (r"columns\[(\d+)\]", r"col_{\1}_ja"),
        (r"columns$", "col_{0}_ja"),
        (r"bring\[(\d+)\]\.item_(ja|en)$", r"bring_{\1}_\2"),
        (r"bring\[(\d+)\]", r"bring_{\1}_ja"),
        (r"checks\[(\d+)\]", r"check_{\1}_ja"),
        (r"options\[(\d+)\]\.label\.(ja|en)$", r"option_{\1}_\2"),
        (r"groups\[\d+\]\.title_(ja|en)$", r"heading_\1"),
        (r"options", "options"),
        (r"(note|help)_ja$", r"\1"),
        (r"deadline\.text_ja$", "deadline"),
        (r"service_minutes", "minutes"),
        (r"fees\.kinds", "fees"),
        (r"fees", "fee"),
        (r"steps\[(\d+)\]\.enclosures", r"step_{\1}_enclosures"),
        (r"steps\[(\d+)\]\.names\.en$", r"step_{\1}_en"),
        (r"steps\[(\d+)\]", r"step_{\1}_ja"),
        (r"deadline\.text_en$", "deadline_en"),
        (r"bring\[(\d+)\]\.when_en$", r"bring_{\1}_when_en"),
        (r"(legal_basis|search_words)", r"\1"),
        (r"required_if", "must"),
        (r"life_events", "event"),
        (r"section_role$", "section"),
        (r"(show_if|needed_when)", "when"),
        (r"((?:summary|who_can_apply|notes)_(?:ja|en)|channel|(?:booking_)?form)$", r"\1"),
        (r"(after|(?:min|max)_rows|(?:col|bring|name|heading)_\w+)$", r"\1"),
        (r"((?:when|must)[.\w]+)$", r"\1"),
    )
)
_FIELD = re.compile(r"groups\[\d+\]\.fields\[\d+\]\.")
_LINE = re.compile(r"\{(\d+)\}")


def input_of(place: str, values: Mapping[str, str] | None = None) -> str:
    """Return the name of the input for *place*; "" where the page has none.

    Args:
        values: what was sent, where empty lines count for nothing; None: every line is filled.

    """
    inside = _FIELD.sub("", place)
    for pattern, name in _INPUTS:
        found = pattern.match(inside)
        if found is not None:
            return _of_page(found.expand(name), values)
    return ""


def _of_page(name: str, values: Mapping[str, str] | None) -> str:
    """Return *name* with the line of the page in place of ``{number}``."""
    line = _LINE.search(name)
    if line is None:
        return name
    return name.replace(line[0], str(_line(name, int(line[1]), values)))


def _line(name: str, at: int, values: Mapping[str, str] | None) -> int:
    """Return the line of the page that the entry *at* of a list was written in."""
    if values is None:
        return at
    head = name.partition("_")[0]
    lines = [n for n in range(60) if values.get(f"{head}_{n}_ja", "").strip()]
    return lines[at] if at < len(lines) else at


def by_input(problems: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return what is wrong by the input that it is shown at."""
    return {one["input"]: one["message"] for one in problems if one.get("input")}
