"""Answers that keep every rule of a form but one: what a careful office has to refuse."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from config.schema.forms import Column, Form, FormField
from tests.parts.filling import told

Values = dict[str, Any]
#: The path of the answer to be refused, and answers of the whole form.
Breach = tuple[str, Values]
AHEAD = "2999-01-01"


def breaches(form: Form, whole: Values, today: date) -> Iterator[tuple[str, Breach]]:
    """Yield the name of each rule that *form* has, with answers that break it alone."""
    for one in form.fields:
        for rule, break_it in BETWEEN_ANSWERS.items():
            if getattr(one, rule) is not None:
                yield rule, break_it(form, one, whole)
        for column in one.columns:
            yield from _of_columns(one, column, whole, today)
        if one.validation:
            yield from _of_values(form, one, one.key, whole, today)


def _required_if(form: Form, one: FormField, whole: Values) -> Breach:
    needs = {key: told(form, key, when[0]) for key, when in (one.required_if or {}).items()}
    return one.key, _without(whole | needs, one.key)


def _required_unless(_: Form, one: FormField, whole: Values) -> Breach:
    return one.key, _without(whole | {str(one.required_unless): False}, one.key)


#: Rules that let another answer decide whether one is needed.
BETWEEN_ANSWERS: Mapping[str, Callable[[Form, FormField, Values], Breach]] = {
    "required_if": _required_if,
    "required_unless": _required_unless,
}


def _of_columns(
    table: FormField, column: Column, whole: Values, today: date
) -> Iterator[tuple[str, Breach]]:
    rows = whole[table.key]
    if column.unique and (table.max_rows or 2) > 1:
        first = [rows[0], *rows[1:]] if len(rows) > 1 else [rows[0], rows[0]]
        again = [first[0], first[1] | {column.key: first[0][column.key]}, *first[2:]]
        yield "unique", (f"{table.key}.1.{column.key}", whole | {table.key: again})
    rule = column.validation and column.validation.class_of
    if rule:
        classes = [option.value for option in column.options]
        other = classes[(classes.index(rows[0][column.key]) + 2) % len(classes)]
        wrong = [rows[0] | {column.key: other}, *rows[1:]]
        yield "class_of", (f"{table.key}.0.{column.key}", whole | {table.key: wrong})


def _of_values(
    form: Form, one: FormField, path: str, whole: Values, today: date
) -> Iterator[tuple[str, Breach]]:
    rules = one.validation
    assert rules is not None
    if rules.not_future:
        yield "not_future", (path, whole | {path: AHEAD})
    if rules.not_future_when:
        when = {key: told(form, key, answers[0]) for key, answers in rules.not_future_when.items()}
        yield "not_future_when", (path, whole | when | {path: AHEAD})
    if rules.months_ahead is not None:
        yield "months_ahead", (path, whole | {path: f"{today:%Y-%m}"})
    if rules.sum_of:
        yield "sum_of", (path, whole | {path: whole[path] + 1})
    if rules.charset:
        yield "charset", (path, whole | {path: "髙橋 腥"})
        yield "charset", (path, whole | {path: "髙橋心愛"})


def _without(values: Values, key: str) -> Values:
    return {one: answer for one, answer in values.items() if one != key}
