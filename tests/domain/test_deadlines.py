"""Days, months and years are counted as the law counts them."""

from dataclasses import dataclass
from datetime import date

import pytest

from server.domain.deadlines import last_day


@dataclass
class Length:
    days: int | None = None
    months: int | None = None
    years: int | None = None
    count: str | None = "next_day"


@pytest.mark.parametrize(
    ("event", "length", "expected"),
    [
        # 住民基本台帳法22条: 14 days, the day of the move does not count (民法140条)
        (date(2026, 11, 15), Length(days=14), date(2026, 11, 29)),
        # 戸籍法43条: the day itself counts
        (date(2026, 11, 15), Length(days=14, count="inclusive"), date(2026, 11, 28)),
        # 民法143条2項: the day before the corresponding day of the day counting began
        (date(2026, 11, 15), Length(months=3), date(2027, 2, 15)),
        (date(2026, 11, 15), Length(months=3, count="inclusive"), date(2027, 2, 14)),
        # no corresponding day: the last day of the month
        (date(2026, 11, 30), Length(months=3, count="inclusive"), date(2027, 2, 28)),
        (date(2026, 11, 29), Length(months=3), date(2027, 2, 28)),
        (date(2026, 12, 31), Length(months=2), date(2027, 2, 28)),
        (date(2027, 11, 30), Length(months=3, count="inclusive"), date(2028, 2, 29)),
        (date(2024, 2, 28), Length(years=2), date(2026, 2, 28)),
        (date(2024, 2, 29), Length(years=2), date(2026, 2, 28)),
        (date(2026, 11, 15), Length(years=2), date(2028, 11, 15)),
        (date(2026, 11, 15), Length(days=14, years=5), date(2026, 11, 29)),
        (date(2026, 11, 15), Length(), None),
    ],
)
def test_the_last_day(event, length, expected):
    assert last_day(event, length) == expected
