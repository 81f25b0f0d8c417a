"""A filled form: every misfit at once, or exactly the values that may be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Protocol

from server.domain import form_rules
from server.domain.fields import BLANK, read
from server.domain.form_rules import RuledField, holds
from server.domain.questions import Field, Surroundings, Unfit
from server.domain.refusals import FieldError, Misfit

#: A table without its own limit ends here.
MOST_ROWS = 20


class FormField(RuledField, Protocol):
    """A question that may be a table or depend on another answer."""

    @property
    def columns(self) -> Sequence[RuledField]: ...
    @property
    def min_rows(self) -> int | None: ...
    @property
    def max_rows(self) -> int | None: ...
    @property
    def required_if(self) -> Mapping[str, Sequence[str]] | None: ...
    @property
    def required_unless(self) -> str | None: ...
    @property
    def show_if(self) -> Mapping[str, Sequence[str]] | None: ...


class Form(Protocol):
    """What is asked, in the order of the paper."""

    @property
    def fields(self) -> Sequence[FormField]: ...


@dataclass(frozen=True)
class _Checks:
    """Misfits collected on the way, raised together at the end."""

    around: Surroundings
    errors: list[FieldError] = attribute(default_factory=list)

    def add(self, where: str, code: str, message: str) -> None:
        self.errors.append(FieldError(where, code, message))

    def told(self, where: str) -> bool:
        return any(error.field == where for error in self.errors)

    def raise_if_any(self) -> None:
        if self.errors:
            raise Misfit(self.errors)


def check_form(form: Form, values: object, around: Surroundings) -> dict[str, Any]:
    """Return the values of *form* as they are kept; what was left empty is not in them.

    Raises:
        Misfit: every misfit at once, each with its path (``children.0.kana``).

    """
    checks = _Checks(around)
    cleaned: dict[str, Any] = {}
    given = _known(form.fields, values, "", checks)
    for field in form.fields:
        if field.type in BLANK or not holds(field.show_if, given, otherwise=True):
            continue
        if field.type == "table":
            value: Any = _rows(field, given.get(field.key), checks)
        else:
            value = _value(field, given.get(field.key), field.key, checks)
        if value is not None:
            cleaned[field.key] = value
        elif _is_required(field, given) and not checks.told(field.key):
            checks.errors.append(_missing(field, field.key))
    _check_rules(form, cleaned, checks)
    checks.raise_if_any()
    return cleaned


def check_forms(
    forms: Mapping[str, Form], values: Mapping[str, object], around: Surroundings
) -> dict[str, dict[str, Any]]:
    """Return several checked forms; paths of misfits begin with the form's code."""
    checks = _Checks(around)
    cleaned = {}
    for code, given in values.items():
        try:
            cleaned[code] = check_form(forms[code], given, around)
        except KeyError:
            checks.add(code, "unknown_form", "この手続きにない申請書です。")
        except Misfit as wrong:
            checks.errors.extend(
                FieldError(f"{code}.{error.field}", error.code, error.message)
                for error in wrong.errors
            )
    checks.raise_if_any()
    return cleaned


def _known(
    fields: Sequence[Field], values: object, path: str, checks: _Checks
) -> Mapping[str, object]:
    if not isinstance(values, Mapping):
        checks.add(path.rstrip("."), "type", "項目ごとに入力してください。")
        return {}
    keys = {field.key for field in fields}
    for key in values:
        if key not in keys:
            checks.add(f"{path}{str(key)[:60]}", "unknown_field", "この申請書にない項目です。")
    return values


def _value(field: Field, raw: object, path: str, checks: _Checks) -> object | None:
    try:
        value: object | None = read(field, raw, checks.around)
    except Unfit as unfit:
        checks.add(path, unfit.code, f"{field.label.ja}{unfit.message}")
        return None
    return value


def _rows(field: FormField, raw: object, checks: _Checks) -> list[dict[str, object]] | None:
    if raw is None or raw == []:
        raw = []
    most = field.max_rows or MOST_ROWS
    if not isinstance(raw, list):
        checks.add(field.key, "type", f"{field.label.ja}は、1人（1件）ずつ入力してください。")
        return None
    if len(raw) > most:
        checks.add(field.key, "rows", f"{field.label.ja}は、{most}件までで入力してください。")
        return None
    rows = [_row(field, row, index, checks) for index, row in enumerate(raw)]
    _check_unique(field, rows, checks)
    if rows and len(rows) < (field.min_rows or 0):
        checks.add(
            field.key, "rows", f"{field.label.ja}は、{field.min_rows}件以上入力してください。"
        )
    return rows or None


def _row(field: FormField, raw: object, index: int, checks: _Checks) -> dict[str, object]:
    path = f"{field.key}.{index}."
    given = _known(field.columns, raw, path, checks)
    cleaned: dict[str, object] = {}
    for column in field.columns:
        if column.type in BLANK:
            continue
        value = _value(column, given.get(column.key), path + column.key, checks)
        if value is not None:
            cleaned[column.key] = value
        elif column.required and not checks.told(path + column.key):
            checks.errors.append(_missing(column, path + column.key))
    return cleaned


def _check_unique(field: FormField, rows: Sequence[dict[str, object]], checks: _Checks) -> None:
    for column in field.columns:
        if not column.unique:
            continue
        values = [row.get(column.key) for row in rows]
        for index, value in enumerate(values):
            first = values.index(value)
            if value is not None and first != index:
                message = (
                    f"{column.label.ja}は、{first + 1}つめと同じです。別のものにしてください。"
                )
                checks.add(f"{field.key}.{index}.{column.key}", "repeated", message)


def _missing(field: Field, path: str) -> FieldError:
    asking = _ASKING.get(field.type, "{}を入力してください。")
    return FieldError(path, "required", asking.format(field.label.ja))


_PICK = "{}を選んでください。"
_ASKING = {
    "choice": _PICK, "multi_choice": _PICK, "facility_code": _PICK, "ward_code": _PICK,
    "ward": _PICK, "slot": _PICK, "procedure_list": _PICK, "relation": _PICK,
    "checkbox": "「{}」に、チェックを入れてください。", "table": "{}を1件以上入力してください。",
}  # fmt: skip


def _is_required(field: FormField, given: Mapping[str, object]) -> bool:
    if field.type == "slot":
        return False  # the reservation itself says it
    if field.required_unless:
        return given.get(field.required_unless) is not True
    return field.required or holds(field.required_if, given, otherwise=False)


def _check_rules(form: Form, values: Mapping[str, Any], checks: _Checks) -> None:
    """Compare answers with each other and with today, once all of them are read."""
    for field in form.fields:
        _check_rule(field, form.fields, values, "", values, checks)
        for index, row in enumerate(values.get(field.key, ()) if field.columns else ()):
            for column in field.columns:
                path = f"{field.key}.{index}."
                _check_rule(column, field.columns, row, path, values, checks)


def _check_rule(
    field: RuledField, beside: Sequence[RuledField], row: Mapping[str, Any], path: str,
    values: Mapping[str, Any], checks: _Checks,
) -> None:  # fmt: skip
    try:
        form_rules.look_at(field, row, values, checks.around.today)
    except Unfit as unfit:
        key = form_rules.to_mend(field, unfit)
        label = next(one.label.ja for one in beside if one.key == key)
        checks.add(path + key, unfit.code, f"{label}{unfit.message}")
