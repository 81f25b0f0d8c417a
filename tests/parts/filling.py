"""Fills any form at random by its own rules: short and long answers, all rows or few."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from config.schema.forms import BLANK_TYPES, Column, Form, FormField
from tests.printer_drivers.names import NAMES

_FAMILY_LINES = 3
_ADDRESSES = (
    "大阪市住之江区御崎3丁目1番17号",
    "大阪市住之江区南港北二丁目一番十号 コスモタワーレジデンス南港 東棟 3205号室 山﨑様方",
)
_TEXTS = ("なし", "大阪府立住之江公園の南側にある集合住宅の管理組合から毎月受け取っています。")
_LATIN_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
_KANA = ("ヨシダ サクラ", "カドノウエノマエバヤシ ヴィクトリアアレクサンドラ")


def answers(form: Form, chance: Random, *, full: bool = False) -> dict[str, Any]:
    """Return values that *form* accepts; with *full*, every field and every row of its tables."""
    values = {}
    for one in form.fields:
        needed = one.required or one.required_if or one.required_unless
        if one.type not in BLANK_TYPES and (full or needed or chance.random() < 0.7):
            values[one.key] = _field(one, chance, full=full)
    if full:  # what only some answers bring up is there too
        for one in form.fields:
            values |= {key: told(form, key, when[0]) for key, when in (one.show_if or {}).items()}
    return values | _totals(form, values)


def _totals(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return each total of what was filled in at random."""
    rules = {one.key: one.validation and one.validation.sum_of for one in form.fields}
    return {
        key: sum(line[rule.column] for line in values[rule.table])
        for key, rule in rules.items()
        if rule and key in values
    }


def told(form: Form, key: str, written: str) -> Any:
    """Return the answer that a condition writes as *written*: a box is ticked or not."""
    return written == "true" if form.field(key).type == "checkbox" else written


def _field(one: FormField, chance: Random, *, full: bool) -> Any:
    if one.type != "table":
        return _value(one, chance, 0)
    most = min(one.max_rows or _FAMILY_LINES, 6)
    fewest = max(1, one.min_rows or 0)
    count = most if full else chance.randint(fewest, max(fewest, most))
    return [_row(one, chance, line) for line in range(count)]


def _row(table: FormField, chance: Random, line: int) -> dict[str, Any]:
    columns = [one for one in table.columns if one.type not in BLANK_TYPES]
    row = {one.key: _value(one, chance, line) for one in columns}
    for one in columns:
        rule = one.validation and one.validation.class_of
        if rule:  # between May and March: the age on 1 April of the year in which it starts
            year = int(_START_MONTH[:4]) - int(row[one.key]) - 1
            row[rule.born] = f"{year}-0{line % 4 + 5}-28"
    return row


def _value(one: Column, chance: Random, line: int) -> Any:
    return _MAKERS.get(one.type, _text)(one, chance, line)


def _text(one: Column, chance: Random, _: int) -> str:
    if one.pattern:
        return next(text for text in _PATTERNED if _matches(one.pattern, text))
    texts = (*_TEXTS, _LATIN_WORD, chance.choice(NAMES))
    return chance.choice(texts)[: one.max_length or 60].strip()


_PATTERNED = ("1234", "123", "12", "1", "1234567", "12345678", "AB12345678CD", "101", "A-1", "見本")


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None


def _number(one: Column, chance: Random, line: int) -> int:
    least = one.min or 0
    if one.unique:
        return least + line
    return chance.randint(least, max(least, one.max if one.max is not None else least + 30))


def _digits(one: Column, chance: Random, _: int) -> str:
    length = one.length or min(one.max_length or 4, 8)
    return "".join(chance.choice("123456789") for _ in range(length))


def _choice(one: Column, chance: Random, line: int) -> str:
    values = [option.value for option in one.options]
    return values[line % len(values)] if one.unique else chance.choice(values)


def _choices(one: Column, chance: Random, _: int) -> list[str]:
    values = [option.value for option in one.options]
    return chance.sample(values, chance.randint(1, len(values)))


def _name(one: Column, chance: Random, _: int) -> str:
    given = one.max_length or 60
    if one.validation and one.validation.charset:
        return chance.choice(_CHILDREN)
    return chance.choice([name for name in NAMES if len(name) <= given])


#: Any family name; a given name that the family register takes.
_CHILDREN = ("髙橋 心愛", "𠮷田　さくら", "辻󠄁 凜々花", "渡邉 ノア")
_MAKERS: Mapping[str, Callable[[Column, Random, int], Any]] = {
    "account_kana": lambda one, chance, line: "ヨシダ サクラ",
    "address": lambda one, chance, line: chance.choice(_ADDRESSES),
    "answers": lambda one, chance, line: {},
    "birth_date": lambda one, chance, line: f"{chance.randint(1930, 2020)}-0{line % 9 + 1}-28",
    "checkbox": lambda one, chance, line: True,
    "choice": _choice,
    "corporate_number": lambda one, chance, line: "7000012050002",
    "date": lambda one, chance, line: f"2026-11-0{line % 9 + 1}",
    "date_time": lambda one, chance, line: "2026-11-20T10:30",
    "digits": _digits,
    "email": lambda one, chance, line: "sakura.yoshida.no.nagai.adoresu@mail.example.jp",
    "facility_code": lambda one, chance, line: _FACILITIES[line % len(_FACILITIES)],
    "invoice_number": lambda one, chance, line: "T7000012050002",
    "kana": lambda one, chance, line: chance.choice(_KANA),
    "multi_choice": _choices,
    "name": _name,
    "number": _number,
    "pension_number": lambda one, chance, line: "1234-567890",
    "phone": lambda one, chance, line: "090-1234-5678",
    "postal_code": lambda one, chance, line: "559-8601",
    "procedure_list": lambda one, chance, line: ["tennyu_todoke", "hoiku_midyear"],
    "relation": lambda one, chance, line: chance.choice(("妻", "夫の父の兄弟姉妹", "子")),
    "residence_card_no": lambda one, chance, line: "AB12345678CD",
    "slot": lambda one, chance, line: "1",
    "time_range": lambda one, chance, line: {"from": "08:30", "to": "17:30"},
    "ward": lambda one, chance, line: "27125",
    "ward_code": lambda one, chance, line: "27125",
    "year_month": lambda one, chance, line: _START_MONTH,
}
#: In April the school year, 年度, is the year itself.
_START_MONTH = "2027-04"
_FACILITIES = tuple(f"27125-{number:03}" for number in range(1, 13))
