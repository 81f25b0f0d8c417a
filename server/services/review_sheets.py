"""An application's answers as they stand beside its paper: who may mend which, who did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.schema.forms import Form
from server.db.city import Look
from server.db.floor import Floor
from server.db.models import Attachment, PreApplication
from server.domain import review
from server.domain.attachments import place_of
from server.domain.fields import BLANK
from server.services import attachments, catalogue, review_history
from server.services.paper_values import Names, shown
from server.services.paperwork import names_of
from server.services.review_points import Point


@dataclass(frozen=True)
class Answer:
    """One answer beside the paper."""

    field: str
    label: str
    text: str
    #: As an input shows it.
    raw: Any
    type: str
    options: tuple[tuple[str, str], ...]
    max_length: int | None
    is_needed: bool
    is_for_staff: bool
    is_by_hand: bool
    #: Who changed it last: "staff", "applicant" or "".
    changed_by: str
    point: Point | None


@dataclass(frozen=True)
class Enclosed:
    """What came for one attachment of a form: a file's number and kind, each."""

    field: str
    label: str
    is_needed: bool
    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Sheet:
    """One form of an application: its answers, in the order of the paper."""

    form: str
    title: str
    groups: tuple[tuple[str, tuple[Answer, ...]], ...]
    points: tuple[Point, ...]
    enclosed: tuple[Enclosed, ...]


def sheets_of(
    look: Look, floor: Floor, row: PreApplication, content: Mapping[str, Any],
    points: Sequence[Point], history: Sequence[review_history.Entry],
) -> Iterable[Sheet]:  # fmt: skip
    """Yield the forms of an opened application in the order of the paper."""
    names = names_of(floor)
    there = attachments.of(look.session, row)
    of_field = {one.field: one for one in points if one.field}
    changed: dict[str, str] = {}
    for entry in reversed(history):
        for change in entry.changes:
            changed[f"{change.form}:{change.path}"] = "staff" if entry.who else "applicant"
    for code, values in content["forms"].items():
        form = catalogue.filled_form(look.session, row.office, content, code)
        about = _About(code, row.channel, names, of_field, changed)
        groups = tuple(
            (group.title_ja, tuple(_answers(group.fields, values, about))) for group in form.groups
        )
        mine = tuple(one for one in points if one.form == code)
        enclosed = tuple(_enclosed(form, there))
        yield Sheet(code, form.title.ja, groups, mine, enclosed)


def _enclosed(form: Form, there: Sequence[Attachment]) -> Iterable[Enclosed]:
    for one in form.attachments:
        mine = [row for row in there if (row.form, row.code) == (form.id, one.code)]
        files = tuple((row.id, row.kind) for row in mine)
        yield Enclosed(f"{form.id}:{place_of(one.code)}", one.label.ja, one.required, files)


@dataclass(frozen=True)
class _About:
    form: str
    channel: str
    names: Names
    points: Mapping[str, Point]
    changed: Mapping[str, str]


def _answers(fields: Iterable[Any], values: Mapping[str, Any], about: _About) -> Iterable[Answer]:
    for field in fields:
        if not field.columns:
            yield _answer(field, field.key, field.label.ja, values.get(field.key), about)
            continue
        for at, line in enumerate(values.get(field.key, ())):
            for column in field.columns:
                label = f"{field.label.ja} {at + 1}　{column.label.ja}"
                path = f"{field.key}.{at}.{column.key}"
                yield _answer(column, path, label, line.get(column.key), about)


def _answer(column: Any, path: str, label: str, value: Any, about: _About) -> Answer:
    field = f"{about.form}:{path}"
    if column.type == "checkbox":
        text = "はい" if value else "いいえ"
    else:
        text = "" if value is None else shown(column, value, about.names)
    return Answer(
        field=field,
        label=label,
        text=text,
        raw=value,
        type=column.type,
        options=tuple((one.value, one.label_ja) for one in column.options),
        max_length=column.max_length,
        is_needed=column.required,
        is_for_staff=review.is_for_staff(column.key, column.type, about.channel),
        is_by_hand=column.type in BLANK,
        changed_by=about.changed.get(field, ""),
        point=about.points.get(field),
    )
