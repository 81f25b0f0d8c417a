"""Kept values as people read them on paper: codes by name, dates in 和暦."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.schema.forms import Column, Form
from server.domain.wareki import wareki, wareki_short

_LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u0300-\u036f]+")


@dataclass(frozen=True)
class Names:
    """What codes are called: facilities, wards and procedures by their code."""

    facilities: Mapping[str, str] = field(default_factory=dict)
    wards: Mapping[str, str] = field(default_factory=dict)
    procedures: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: Column, code: str) -> str:
        """Return what *code* is called, or the code itself."""
        known = {"facility_code": self.facilities, "procedure_list": self.procedures}
        return known.get(column.type, self.wards).get(code, code)


def shown(column: Column, value: Any, names: Names, *, narrow: bool = False) -> str:
    """Return one value as text; *narrow* writes dates as H4.5.18 for table cells."""
    if narrow and column.type in _DATES:
        return wareki_short(value)
    show = _SHOWN.get(column.type)
    return show(column, value, names) if show else str(value)


def shown_by_path(form: Form, values: Mapping[str, Any], names: Names) -> dict[str, str]:
    """Return what will stand on paper, by the path of the answer (``children.0.kana``)."""
    found = {}
    for one in form.fields:
        value = values.get(one.key)
        rows = value if one.columns and value else ()
        for index, row in enumerate(rows):
            for column in one.columns:
                if column.key in row:
                    path = f"{one.key}.{index}.{column.key}"
                    found[path] = shown(column, row[column.key], names)
        if not one.columns and value is not None:
            found[one.key] = shown(one, value, names)
    return found


def _name(_: Column, value: str, __: Names) -> str:
    return value if _LATIN.fullmatch(value) else value.replace(" ", "\u3000")


def _number(column: Column, value: int, _: Names) -> str:
    return f"{value:,}" if column.display == "yen" else str(value)


def _day(_: Column, value: str, __: Names) -> str:
    return wareki(value)


def _moment(_: Column, value: str, __: Names) -> str:
    return f"{wareki(value[:10])} {value[11:]}"


def _hours(_: Column, value: Mapping[str, str], __: Names) -> str:
    return " 〜 ".join(value[end].removeprefix("0") for end in ("from", "to"))


def _choice(column: Column, value: str, _: Names) -> str:
    return next((one.label_ja for one in column.options if one.value == value), value)


def _choices(column: Column, value: list[str], names: Names) -> str:
    return "・".join(_choice(column, one, names) for one in value)


def _code(column: Column, value: str, names: Names) -> str:
    return names.of(column, value)


def _codes(column: Column, value: list[str], names: Names) -> str:
    return "、".join(names.of(column, one) for one in value)


_DATES = frozenset({"date", "birth_date", "year_month"})

_SHOWN: Mapping[str, Callable[[Column, Any, Names], str]] = {
    "name": _name,
    "number": _number,
    "date": _day,
    "birth_date": _day,
    "year_month": _day,
    "date_time": _moment,
    "time_range": _hours,
    "choice": _choice,
    "multi_choice": _choices,
    "facility_code": _code,
    "ward_code": _code,
    "ward": _code,
    "procedure_list": _codes,
}
