"""What to look at in an application before its applicant comes: misfits, characters, checks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.schema.forms import Form
from server.db.city import Look
from server.db.floor import Floor
from server.db.models import PreApplication
from server.domain.refusals import FieldError, Misfit
from server.services import attachments, catalogue, checklists
from server.services.checklists import Ticked
from server.services.paperwork import checked
from server.services.reviewing import rare_characters


@dataclass(frozen=True)
class Point:
    """Something to look at: ``rare`` characters, a ``misfit``, an ``empty`` form, a ``check``."""

    kind: str
    text: str
    #: ``form:path`` of the answer, for the link to it; "" where there is none.
    field: str = ""
    #: ``form:code`` of a check that nobody has ticked.
    check: str = ""

    @property
    def form(self) -> str:
        """The form that it is found in; "" where that is missing."""
        return (self.field or self.check).partition(":")[0]


def points_of(
    look: Look, floor: Floor, row: PreApplication, content: Mapping[str, Any], ticked: Ticked,
    files: Collection[tuple[str, str]] = (),
) -> Iterable[Point]:  # fmt: skip
    """Yield the points of an opened application, form by form; unticked checks last."""
    for code, values in content["forms"].items():
        form = catalogue.filled_form(look.session, row.office, content, code)
        there = {one for of, one in files if of == code}
        for error in (*_misfits(look, floor, form, values), *attachments.missing(form, there)):
            yield Point("misfit", error.message, f"{code}:{error.field}")
        for path, label, name in _names_in(form, values):
            if rare := rare_characters(name):
                text = f"{label}の字「{rare}」を本人確認書類と見比べる"
                yield Point("rare", text, f"{code}:{path}")
    yield from _empty(look, row, content)
    for asked in checklists.asked(look, row.office, content):
        if asked.key not in ticked:
            yield Point("check", asked.check.text_ja, check=asked.place)


def _misfits(
    look: Look, floor: Floor, form: Form, values: Mapping[str, Any]
) -> Sequence[FieldError]:
    try:
        checked(form, values, floor, look.now)
    except Misfit as misfit:
        return misfit.errors
    return ()


def _empty(look: Look, row: PreApplication, content: Mapping[str, Any]) -> Iterable[Point]:
    """Yield each form that what is applied for needs and nobody filled in."""
    for one in row.procedures:
        procedure = catalogue.procedure(look.session, row.office, one)
        if procedure.form is not None and procedure.form not in content["forms"]:
            title = catalogue.form(look.session, row.office, procedure.form).title.ja
            yield Point("empty", f"{title}が書かれていません")


def _names_in(form: Form, values: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Yield each name in a form: its path, what it is called there, and the name."""
    for field in form.fields:
        value = values.get(field.key)
        if field.type == "name" and isinstance(value, str):
            yield field.key, field.label.ja, value
        for at, line in enumerate(value or () if field.columns else ()):
            for column in field.columns:
                if column.type == "name" and column.key in line:
                    path = f"{field.key}.{at}.{column.key}"
                    yield path, f"{field.label.ja}{at + 1}の{column.label.ja}", line[column.key]
