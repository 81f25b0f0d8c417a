"""Rules of a form that compare an answer with another one or with today, as its YAML says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from server.domain import given_names
from server.domain.questions import Field, Unfit
from server.domain.wareki import first_day, last_day

#: 年度 begins in April.
_APRIL = 4


class ClassOf(Protocol):
    """Where the birth date and the first month of a child in a nursery are answered."""

    @property
    def born(self) -> str: ...
    @property
    def starts(self) -> str: ...


class SumOf(Protocol):
    """Where the figures stand that a total adds up."""

    @property
    def table(self) -> str: ...
    @property
    def column(self) -> str: ...


class Validation(Protocol):
    """Checks that look at another answer or at today."""

    @property
    def not_future_when(self) -> Mapping[str, Sequence[str]] | None: ...
    @property
    def not_future(self) -> bool: ...
    @property
    def months_ahead(self) -> int | None: ...
    @property
    def class_of(self) -> ClassOf | None: ...
    @property
    def sum_of(self) -> SumOf | None: ...
    @property
    def charset(self) -> str | None: ...


class RuledField(Field, Protocol):
    """A question with rules."""

    @property
    def validation(self) -> Validation | None: ...


def not_future(value: str, today: date) -> None:
    """Let pass a day that has come, or raise `Unfit`."""
    if first_day(value) > today:
        raise Unfit("future", "は、今日までの日付を入力してください。")


def months_ahead(value: str, least: int, today: date) -> None:
    """Let pass a month that is *least* months after this one or later, or raise `Unfit`."""
    year, month = divmod(today.year * 12 + today.month - 1 + least, 12)
    if first_day(value) < date(year, month + 1, 1):
        raise Unfit("past", f"は、{year}年{month + 1}月からの月を選んでください。")


def child_name(name: str) -> None:
    """Let pass the name of a child whose given name the family register takes, or raise `Unfit`."""
    given = given_names.given_name(name)
    if given is None:
        raise Unfit("no_space", "は、氏と名のあいだを1文字あけて入力してください。")
    if sign := given_names.stranger(given):
        raise Unfit(
            "not_jinmeiyo",
            f"の名に「{sign}」は使えません。常用漢字・人名用漢字・かなで入力してください。",
        )


def class_of(field: Field, value: str, born: str, starts: str | None, today: date) -> None:
    """Let pass the class of a child *born* then who begins in the month *starts*, or raise `Unfit`.

    Before the month is known, the class of this school year and of the next will do; so does
    each that a birth date without month or day may mean.
    """
    years = [_school_year(first_day(starts))] if starts else _this_and_next(today)
    ages = {age for year in years for age in _ages(born, year)}
    if value in map(str, ages):
        return
    names = [one.label_ja for one in field.options if one.value in map(str, ages)]
    if not names:
        raise Unfit("no_class", "は、クラスのある年のものではありません。確かめてください。")
    known = "か".join(f"「{name}」" for name in names)
    raise Unfit("other_class", f"は、生年月日から見ると{known}です。見くらべてください。")


def sum_of(value: int, figures: Iterable[object]) -> None:
    """Let pass the sum of *figures*, or raise `Unfit`; what is no number yet counts nothing."""
    total = sum(one for one in figures if isinstance(one, int))
    if value != total:
        raise Unfit("sum", f"が、明細の合計（{total:,}）と合いません。")


def _school_year(day: date) -> int:
    return day.year if day.month >= _APRIL else day.year - 1


def _this_and_next(today: date) -> Sequence[int]:
    return _school_year(today), _school_year(today) + 1


def _ages(born: str, year: int) -> Iterator[int]:
    """Yield the ages on 1 April of *year*; who is born on 2 April or later is a year younger.

    By law a year of age is complete at the end of the day before the birthday.
    Who is born later in the school year belongs to the class of those aged 0.
    """
    oldest, youngest = (
        max(0, year - day.year - ((day.month, day.day) > (_APRIL, 1)))
        for day in (first_day(born), last_day(born))
    )
    yield from range(youngest, oldest + 1)


def look_at(
    field: RuledField, row: Mapping[str, Any], form: Mapping[str, Any], today: date
) -> None:
    """Let pass an answer that keeps the rules of its field, or raise `Unfit`.

    Args:
        field: the question; its answer is one of *row*.
        row: the answers that stand beside it; those of the form where it is in no table.
        form: the answers of the form.
        today: the day on which they are given.

    """
    rules, value = field.validation, row.get(field.key)
    if rules is not None and rules.sum_of is not None and isinstance(value, int):
        lines = form.get(rules.sum_of.table, ())
        sum_of(value, (line.get(rules.sum_of.column) for line in lines))
    if rules is None or not isinstance(value, str):
        return
    if rules.not_future or holds(rules.not_future_when, form, otherwise=False):
        not_future(value, today)
    if rules.months_ahead is not None:
        months_ahead(value, rules.months_ahead, today)
    if rules.charset == "jinmeiyo":
        child_name(value)
    if rules.class_of is not None and rules.class_of.born in row:
        born, starts = row[rules.class_of.born], form.get(rules.class_of.starts)
        class_of(field, value, born, starts, today)


def to_mend(field: RuledField, unfit: Unfit) -> str:
    """Return the key of the answer beside *field* that is to be mended."""
    rule = field.validation and field.validation.class_of
    return rule.born if rule and unfit.code == "no_class" else field.key


def holds(
    when: Mapping[str, Sequence[str]] | None, given: Mapping[str, object], *, otherwise: bool
) -> bool:
    """Tell whether each answer that *when* names is one that it wants; *otherwise* without it."""
    if when is None:
        return otherwise
    return all(_meets(given.get(key), wanted) for key, wanted in when.items())


def _meets(value: object, wanted: Sequence[str]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(_written(one) in wanted for one in values)


def _written(value: object) -> object:
    """Return an answer as conditions write it; a box that nobody ticked is ``false``."""
    return str(bool(value)).lower() if value is None or isinstance(value, bool) else value
