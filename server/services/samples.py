"""見本: answers that show on paper what a form looks like when it is filled in."""

from collections.abc import Mapping
from typing import Any

from config.schema.forms import BLANK_TYPES, Column, Form

_VALUES: Mapping[str, Any] = {
    "account_kana": "ミホン ハナコ", "address": "大阪市住之江区御崎3丁目1番17号",
    "birth_date": "1990-04-01", "checkbox": True, "corporate_number": "1000000000008",
    "date": "2026-11-24", "date_time": "2026-11-24T10:00", "email": "mihon@example.jp",
    "invoice_number": "T1000000000008", "kana": "ミホン ハナコ",
    "name": "見本 花子", "number": 1, "pension_number": "1234-567890", "phone": "06-0000-0000",
    "postal_code": "559-8601", "procedure_list": [], "relation": "本人",
    "residence_card_no": "AB12345678CD", "time_range": {"from": "09:00", "to": "17:00"},
    "year_month": "2026-11",
}  # fmt: skip
#: These need the office's own lists, or are never written by anybody.
_EMPTY = frozenset({"answers", "facility_code", "slot", "ward", "ward_code"})


def of_form(form: Form) -> dict[str, Any]:
    """Return an answer for each field of *form*; a table has one line."""
    return {one.key: _sample(one) for one in form.fields if one.type not in BLANK_TYPES | _EMPTY}


def _sample(one: Any) -> Any:
    if one.type == "table":
        columns = (column for column in one.columns if column.type not in BLANK_TYPES | _EMPTY)
        return [{column.key: _value(column) for column in columns}]
    return _value(one)


def _value(one: Column) -> Any:
    if one.options:
        first = one.options[0].value
        return [first] if one.type == "multi_choice" else first
    if one.type == "digits":
        return "1" * (one.length or 4)
    return _VALUES.get(one.type, "見本")
