"""期限: the last day on which something can be done in time.

Days are counted as the law counts them: from the day after the event, or with the day
itself (戸籍法43条). Months and years end on the day before the day of the same number
on which they began; where that month has no such day, on its last (民法143条2項).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, Protocol

Count = Literal["next_day", "inclusive"]
MONTHS_A_YEAR = 12
_A_DAY = timedelta(days=1)


class Length(Protocol):
    """How long something may take; several lengths belong to several parts of it."""

    @property
    def days(self) -> int | None: ...
    @property
    def months(self) -> int | None: ...
    @property
    def years(self) -> int | None: ...
    @property
    def count(self) -> Count | None: ...


def last_day(event: date, length: Length) -> date | None:
    """Return the last day of the shortest length after *event*, or None if it has none.

    A closed day is not moved here.

    >>> from types import SimpleNamespace as L
    >>> last_day(date(2026, 11, 15), L(days=14, months=None, years=None, count="next_day"))
    datetime.date(2026, 11, 29)
    >>> last_day(date(2026, 11, 15), L(days=7, months=None, years=None, count="inclusive"))
    datetime.date(2026, 11, 21)
    >>> last_day(date(2026, 11, 30), L(days=None, months=3, years=None, count="next_day"))
    datetime.date(2027, 2, 28)
    """
    first = event if length.count == "inclusive" else event + _A_DAY
    ends = []
    if length.days:
        ends.append(first + timedelta(days=length.days - 1))
    if length.months:
        ends.append(_months_later(first, length.months))
    if length.years:
        ends.append(_months_later(first, length.years * MONTHS_A_YEAR))
    return min(ends, default=None)


def _months_later(first: date, months: int) -> date:
    """Return the last day of *months* that begin with the day *first*."""
    year, month = divmod(first.year * MONTHS_A_YEAR + first.month - 1 + months, MONTHS_A_YEAR)
    length = monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, first.day) - _A_DAY
