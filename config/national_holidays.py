"""国民の祝日: which days are national holidays, as the ``holidays`` package computes them."""

from datetime import date
from functools import cache


def is_national_holiday(day: date) -> bool:
    """Tell whether *day* is a holiday by law, substitutes and days in between included.

    The equinoxes of years to come are predictions until the government publishes them
    in February of the year before.
    """
    return day in _holidays_of(day.year)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    import holidays  # late: loading it takes longer than the rest of this package

    return frozenset(holidays.country_holidays("JP", years=year))
