"""Conditions as rows on a page: 「質問」が「答え」, several of them together, groups in groups.

A page's inputs are named by the path of what they belong to: ``when.mode``, ``when.0.q``,
``when.0.value`` (once for each answer), ``when.1.mode``, ``when.1.0.q``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from config.schema.conditions import Condition
from config.schema.forms import FormField
from server.domain.refusals import FieldError, Misfit
from server.services.edition_edits import Document

Mode = Literal["all", "any", "none", "not_all"]
#: How a group's parts belong together, as the page says it.
MODES: Mapping[Mode, str] = {
    "all": "すべてにあてはまるとき", "any": "どれか1つにあてはまるとき",
    "none": "どれにもあてはまらないとき", "not_all": "すべてはそろわないとき",
}  # fmt: skip
#: A group in a group in a group is the deepest that a page takes.
DEEPEST = 4
MOST_PARTS = 30
ROOT = "when"
#: When a field of a form must be answered.
MUST = "must"

#: The inputs of a page: a name and every value that was sent under it.
Inputs = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Subject:
    """What a row may look at: a question or a field, and its answers with their words."""

    id: str
    text: str
    answers: Mapping[str, str]
    #: Several answers may be given at once.
    has_many: bool = False


@dataclass(frozen=True)
class Row:
    """The answer to one question is one of these, or is none of them."""

    subject: str
    values: tuple[str, ...]
    is_not: bool = False


@dataclass(frozen=True)
class Group:
    """Rows and groups that belong together; an empty one at the top always holds."""

    mode: Mode = "all"
    parts: "tuple[Row | Group, ...]" = field(default=())


def read(condition: Condition | None) -> Group:
    """Return the rows that say what *condition* says."""
    if condition is None or condition.always:
        return Group()
    found = _part(condition)
    return found if isinstance(found, Group) else Group("all", (found,))


def read_when(when: Mapping[str, Sequence[str]] | None) -> Group:
    """Return the rows of a form field's condition."""
    return Group("all", tuple(Row(key, tuple(values)) for key, values in (when or {}).items()))


def sent(inputs: Inputs, subjects: Sequence[Subject], root: str = ROOT) -> Group:
    """Return the rows that a page sent.

    A row that looks at another question than before begins with its first answer.
    """
    return _group(inputs, {one.id: one for one in subjects}, root, 1)


def after_press(group: Group, press: str, subjects: Sequence[Subject]) -> Group:
    """Return the rows after a button: ``row``, ``group`` or ``remove``, a colon and a path."""
    act, _, path = press.partition(":")
    steps = [int(step) for step in path.split(".")[1:] if step.isdigit()]
    if act == "remove" and steps:
        return _changed(group, steps[:-1], lambda one: _without(one, steps[-1]))
    first = Row(subjects[0].id, _first_answer(subjects[0]))
    new: Row | Group = first if act == "row" else Group("any", (first,))
    return _changed(group, steps, lambda one: replace(one, parts=(*one.parts, new)))


def condition(group: Group, subjects: Sequence[Subject]) -> Document | None:
    """Return the document of a finder's condition; None where it always holds.

    Raises:
        Misfit: each row without an answer, by the name of its inputs.

    """
    _require_answers(group)
    found = _document(group, {one.id: one for one in subjects})
    if found is None:
        return None
    alone: list[Document] = found.get("all") or found.get("any") or []
    return alone[0] if len(alone) == 1 else found


def when(group: Group, root: str = ROOT) -> dict[str, list[str]] | None:
    """Return the document of a form field's condition; None where it is always asked.

    Raises:
        Misfit: rows without an answer, two rows about one field.

    """
    _require_answers(group, root)
    found: dict[str, list[str]] = {}
    for at, part in enumerate(group.parts):
        if isinstance(part, Row):
            if part.subject in found:
                text = "同じ項目は、1行にまとめてください。"
                raise Misfit([FieldError(f"{root}.{at}.q", "twice", text)])
            found[part.subject] = list(part.values)
    return found or None


def _part(one: Condition, *, is_not: bool = False) -> Row | Group:
    if one.not_ is not None:
        return _part(one.not_, is_not=not is_not)
    if one.all_ is not None or one.any_ is not None:
        parts = tuple(_part(part) for part in (one.all_ or one.any_ or ()))
        if one.all_ is not None:
            return Group("not_all" if is_not else "all", parts)
        return Group("none" if is_not else "any", parts)
    if one.always:
        return Group("not_all" if is_not else "all")
    return Row(one.q or "", one.values, is_not)


def _group(inputs: Inputs, subjects: Mapping[str, Subject], path: str, depth: int) -> Group:
    mode: Mode = next((one for one in MODES if one in inputs.get(f"{path}.mode", ())), "all")
    parts: list[Row | Group] = []
    for at in range(MOST_PARTS):
        here = f"{path}.{at}"
        if f"{here}.q" in inputs:
            parts.append(_row(inputs, subjects, here))
        elif f"{here}.mode" in inputs and depth < DEEPEST:
            parts.append(_group(inputs, subjects, here, depth + 1))
    return Group(mode, tuple(parts))


def _row(inputs: Inputs, subjects: Mapping[str, Subject], path: str) -> Row:
    name = inputs[f"{path}.q"][0]
    values = tuple(inputs.get(f"{path}.value", ()))
    subject = subjects.get(name)
    if subject is not None and [name] != list(inputs.get(f"{path}.was", ())):
        kept = tuple(one for one in values if one in subject.answers)
        values = kept or _first_answer(subject)
    return Row(name, values, list(inputs.get(f"{path}.not", ())) == ["yes"])


def _first_answer(subject: Subject) -> tuple[str, ...]:
    return tuple(islice(subject.answers, 1))


def _changed(group: Group, steps: Sequence[int], change: Callable[[Group], Group]) -> Group:
    if not steps:
        return change(group)
    at = steps[0]
    inner = group.parts[at] if at < len(group.parts) else None
    if not isinstance(inner, Group):
        return group
    new = _changed(inner, steps[1:], change)
    return replace(group, parts=(*group.parts[:at], new, *group.parts[at + 1 :]))


def _without(group: Group, at: int) -> Group:
    return replace(group, parts=(*group.parts[:at], *group.parts[at + 1 :]))


def _require_answers(group: Group, root: str = ROOT) -> None:
    errors = [
        FieldError(f"{path}.value", "missing", "答えを1つ以上選んでください。")
        for path, row in rows(group, root)
        if not row.values
    ]
    if errors:
        raise Misfit(errors)


def rows(group: Group, path: str = ROOT) -> list[tuple[str, Row]]:
    """Return every row of *group*, in groups too, with the path of its inputs."""
    found: list[tuple[str, Row]] = []
    for at, part in enumerate(group.parts):
        here = f"{path}.{at}"
        found += [(here, part)] if isinstance(part, Row) else rows(part, here)
    return found


def _document(part: Row | Group, subjects: Mapping[str, Subject]) -> Document | None:
    """Return what a part says; None for a group that says nothing."""
    if isinstance(part, Row):
        return _row_document(part, subjects)
    inner = [found for one in part.parts if (found := _document(one, subjects)) is not None]
    if not inner:
        return None
    word = "all" if part.mode in ("all", "not_all") else "any"
    return {word: inner} if part.mode in ("all", "any") else {"not": {word: inner}}


def _row_document(row: Row, subjects: Mapping[str, Subject]) -> Document:
    subject = subjects.get(row.subject)
    values = list(row.values)
    if subject is not None and subject.has_many:
        said: Document = {"q": row.subject, "has_any": values}
    elif len(values) == 1:
        said = {"q": row.subject, "is": values[0]}
    else:
        said = {"q": row.subject, "in": values}
    return {"not": said} if row.is_not else said


def answers_of(field: FormField) -> dict[str, str]:
    """Return the answers of a form's field that a condition may look for, and their words."""
    if field.type == "checkbox":
        return {"true": "チェックあり", "false": "チェックなし"}
    return {one.value: one.label_ja for one in field.options}
