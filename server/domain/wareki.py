"""Dates as Japanese offices write them: 令和8年11月21日, S64.1.7, 平成元年, or western.

A date may be *partial*, ``1950`` or ``1950-04``: foreign and pre-war registers do not
always know the day. Values are ISO texts, so ``YYYY[-MM[-DD]]``.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """One era, 元号; its first year is called 元年. `start` and `end` belong to it."""

    letter: str
    kanji: str
    name: str
    start: date
    end: date | None = None


ERAS: Sequence[Era] = (
    Era("R", "令", "令和", date(2019, 5, 1)),
    Era("H", "平", "平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("S", "昭", "昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("T", "大", "大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("M", "明", "明治", date(1868, 1, 25), date(1912, 7, 29)),
)

#: The solar calendar came with 1 January of 明治6年; earlier dates are lunar and not converted.
SOLAR_SINCE = date(1873, 1, 1)

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_YEAR_MONTH_DAY = re.compile(
    r"(?P<era>[A-Z]|\D{1,2}?)?(?P<year>\d{1,4}|元)(?:年|[-/.])?"
    r"(?:(?P<month>\d{1,2})(?:月|[-/.])?(?:(?P<day>\d{1,2})日?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WESTERN_DIGITS = 4


class NotADate(ValueError):
    """The text is no date; the message says in Japanese what to do."""


def parse(text: str, eras: Sequence[Era] = ERAS) -> str:
    """Return the ISO date that *text* means, partial when month or day is not given.

    Raises:
        NotADate: unreadable, a day or an era's year that never was (昭和65年).

    >>> parse("令和８年１１月２１日")
    '2026-11-21'
    >>> parse("S64.1.7"), parse("平成元年1月8日"), parse("2025/2/3"), parse("昭和25年")
    ('1989-01-07', '1989-01-08', '2025-02-03', '1950')
    """
    folded = unicodedata.normalize("NFKC", text).translate(_HYPHENS).upper()
    folded = _COMPACT.sub(r"\1-\2-\3", "".join(folded.split()).removeprefix("西暦"))
    match = _YEAR_MONTH_DAY.fullmatch(folded)
    if match is None:
        raise NotADate("「令和8年11月21日」か「2026-11-21」のように入力してください。")
    era, year, month, day = match.group("era", "year", "month", "day")
    western = _western_year(year) if not era else None
    parts = (int(month) if month else None, int(day) if day else None)
    if western is None:
        return _in_era(_era(era, eras), 1 if year == "元" else int(year), *parts)
    return _iso(western, *parts)


def first_day(iso: str) -> date:
    """Return the earliest day a partial date may mean.

    >>> first_day("1950-04")
    datetime.date(1950, 4, 1)
    """
    year, month, day = _parts(iso)
    return date(year, month or 1, day or 1)


def last_day(iso: str) -> date:
    """Return the latest day a partial date may mean.

    >>> last_day("1952-02")
    datetime.date(1952, 2, 29)
    """
    year, month, day = _parts(iso)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def wareki(iso: str | date, eras: Sequence[Era] = ERAS) -> str:
    """Return the date as a form shows it; a year of two eras is told with both.

    >>> wareki("2019-04-30"), wareki("2019-05-01"), wareki("2027-02")
    ('平成31年4月30日', '令和元年5月1日', '令和9年2月')
    >>> wareki("1989")
    '昭和64年・平成元年'
    >>> wareki("1872-12-01")
    '1872年12月1日'
    """
    year, month, day = _parts(str(iso))
    tail = (f"{month}月" if month else "") + (f"{day}日" if day else "")
    if first_day(str(iso)) < SOLAR_SINCE:
        return f"{year}年{tail}"
    names = [f"{era.name}{_ordinal(year, era)}年" for era in _eras_of(str(iso), eras)]
    return "・".join(names) + tail


def wareki_short(iso: str | date, eras: Sequence[Era] = ERAS) -> str:
    """Return the date as narrow table columns show it.

    >>> wareki_short("1992-05-18"), wareki_short("1989-01-07"), wareki_short("1956")
    ('H4.5.18', 'S64.1.7', 'S31')
    """
    year, month, day = _parts(str(iso))
    known = [str(part) for part in (month, day) if part]
    if first_day(str(iso)) < SOLAR_SINCE:
        return ".".join([str(year), *known])
    era = _eras_of(str(iso), eras)[-1]
    return ".".join([f"{era.letter}{year - era.start.year + 1}", *known])


def _western_year(year: str) -> int:
    if len(year) < _WESTERN_DIGITS or year == "元":
        raise NotADate("「令和8年」のように年に元号をつけるか、西暦4けたの年で入力してください。")
    return int(year)


def _era(text: str, eras: Sequence[Era]) -> Era:
    for era in eras:
        if text in (era.letter, era.kanji, era.name):
            return era
    raise NotADate("元号を令和・平成・昭和・大正・明治から選んでください。")


def _in_era(era: Era, year: int, month: int | None, day: int | None) -> str:
    iso = _iso(era.start.year + year - 1, month, day) if year else ""
    if not iso or not _belongs(iso, era):
        raise NotADate(f"{era.name}にある日付を入力してください（元号と年を確かめてください）。")
    if first_day(iso) < SOLAR_SINCE:
        raise NotADate("明治5年までなら西暦で入力してください。")
    return iso


def _iso(year: int, month: int | None, day: int | None) -> str:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise NotADate("カレンダーにある日付を入力してください。") from None
    known = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(known)


def _parts(iso: str) -> tuple[int, int | None, int | None]:
    numbers: list[int | None] = [int(part) for part in iso.split("-")]
    year, month, day = (*numbers, None, None)[:3]
    if year is None:
        raise NotADate(iso)
    return year, month, day


def _belongs(iso: str, era: Era) -> bool:
    return last_day(iso) >= era.start and (era.end is None or first_day(iso) <= era.end)


def _eras_of(iso: str, eras: Sequence[Era]) -> list[Era]:
    return sorted((era for era in eras if _belongs(iso, era)), key=lambda era: era.start)


def _ordinal(year: int, era: Era) -> str:
    count = year - era.start.year + 1
    return "元" if count == 1 else str(count)
