"""Years to pick from, told in Japanese and western count, newest first."""

from collections.abc import Mapping, Sequence

from server.domain.wareki import ERAS

#: The year of somebody who is as old as anybody has ever been.
OLDEST_BIRTH = 1905
YEARS_AHEAD = 3
YEARS_BACK = 60

Years = Mapping[str, Sequence[tuple[str, str]]]


def years_for(kind: str, this_year: int) -> Years:
    """Return the years that a date of *kind* may have: era -> (what is sent, what is shown).

    >>> years_for("year_month", 2027)["令和"][0]
    ('令和12年', '令和12年 (2030)')
    >>> [shown for _, shown in years_for("birth_date", 2026)["平成"][-2:]]
    ['平成2年 (1990)', '平成元年 (1989)']
    """
    first, last = {
        "birth_date": (OLDEST_BIRTH, this_year),
        "year_month": (this_year - 1, this_year + YEARS_AHEAD),
    }.get(kind, (this_year - YEARS_BACK, this_year + YEARS_AHEAD))
    years: dict[str, list[tuple[str, str]]] = {}
    for era in ERAS:
        newest = min(last, era.end.year if era.end else last)
        for year in range(newest, max(first, era.start.year) - 1, -1):
            count = year - era.start.year + 1
            name = f"{era.name}{'元' if count == 1 else count}年"
            years.setdefault(era.name, []).append((name, f"{name} ({year})"))
    return years
