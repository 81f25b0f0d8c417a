"""When a service is open: weekdays, Friday evenings, Sundays, holidays and the year's end.

Dates here are calendar days in Japan. Which days are holidays is somebody else's
knowledge and is passed in.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Protocol

from server.domain.business_day import JST, on_the_clock

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: How far ahead the next opening is looked for; longer than any row of closed days.
HORIZON = timedelta(days=400)

SundayKind = Literal["fourth_sunday", "extra_sunday"]


class Hours(Protocol):
    """From when until when, on the office's clock."""

    @property
    def open(self) -> time: ...
    @property
    def close(self) -> time: ...


class Season(Protocol):
    """A part of every year as ``MM-DD``, both days included."""

    @property
    def from_(self) -> str: ...
    @property
    def to(self) -> str: ...


class Rule(Protocol):
    """When one kind of work is done; a weekday that is not named is closed."""

    @property
    def week(self) -> Mapping[Any, Hours]: ...
    @property
    def fourth_sunday(self) -> Hours | None: ...
    @property
    def extra_sunday(self) -> Hours | None: ...
    @property
    def reception_ends_min(self) -> int: ...


class Calendar(Protocol):
    """What all services of a city share."""

    @property
    def year_end(self) -> Season: ...
    @property
    def extra_sundays(self) -> Collection[date]: ...
    @property
    def fourth_sundays_closed(self) -> Collection[date]: ...
    @property
    def closed_days(self) -> Collection[date]: ...


IsHoliday = Callable[[date], bool]


def in_season(day: date, season: Season) -> bool:
    """Tell whether *day* lies in *season*, which may run over the New Year."""
    today = f"{day:%m-%d}"
    if season.from_ <= season.to:
        return season.from_ <= today <= season.to
    return today >= season.from_ or today <= season.to


def is_fourth_sunday(day: date) -> bool:
    """Tell whether *day* is the fourth Sunday of its month.

    >>> is_fourth_sunday(date(2026, 11, 22)), is_fourth_sunday(date(2026, 11, 29))
    (True, False)
    """
    return WEEKDAYS[day.weekday()] == "sun" and day.day in range(22, 29)


@dataclass(frozen=True)
class Opening:
    """The opening of one service: its rule, the city's calendar and the holidays."""

    rule: Rule
    calendar: Calendar
    is_holiday: IsHoliday

    def hours(self, day: date) -> Hours | None:
        """Return when *day* opens and closes, or None if it does not open.

        The year's end is closed whatever day it is. A Sunday that the calendar opens is
        open even on a holiday, as the city publishes it.
        """
        if in_season(day, self.calendar.year_end) or day in self.calendar.closed_days:
            return None
        kind = self.sunday_kind(day)
        if kind is not None:
            return self.rule.fourth_sunday if kind == "fourth_sunday" else self.rule.extra_sunday
        if self.is_holiday(day):
            return None
        return self.rule.week.get(WEEKDAYS[day.weekday()])

    def sunday_kind(self, day: date) -> SundayKind | None:
        """Return why *day* is a Sunday that this service opens, or None."""
        if day in self.calendar.extra_sundays and self.rule.extra_sunday:
            return "extra_sunday"
        if is_fourth_sunday(day) and day not in self.calendar.fourth_sundays_closed:
            return "fourth_sunday" if self.rule.fourth_sunday else None
        return None

    def opens_at(self, day: date) -> datetime | None:
        """Return when *day* opens, or None."""
        hours = self.hours(day)
        return on_the_clock(day, hours.open) if hours else None

    def closes_at(self, day: date) -> datetime | None:
        """Return when *day* closes, or None if it does not open."""
        hours = self.hours(day)
        return on_the_clock(day, hours.close) if hours else None

    def reception_ends(self, day: date) -> datetime | None:
        """Return when the last ticket of *day* is issued, or None if it does not open."""
        closes = self.closes_at(day)
        return closes - timedelta(minutes=self.rule.reception_ends_min) if closes else None

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody serves at *now*."""
        day = now.astimezone(JST).date()
        opens, closes = self.opens_at(day), self.closes_at(day)
        return opens is not None and closes is not None and opens <= now < closes

    def takes_tickets(self, now: datetime) -> bool:
        """Tell whether a ticket can be taken at *now*."""
        ends = self.reception_ends(now.astimezone(JST).date())
        return ends is not None and self.is_open(now) and now < ends

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when it opens next after *now*; None if it never does."""
        first = now.astimezone(JST).date()
        for day in _days(first, first + HORIZON):
            opens = self.opens_at(day)
            if opens is not None and opens > now:
                return opens
        return None

    def is_opening_day(self, day: date) -> bool:
        """Tell whether *day* is an ordinary opening day, 開庁日: Sundays do not count."""
        return self.sunday_kind(day) is None and self.hours(day) is not None

    def opening_day_from(self, day: date) -> date:
        """Return *day*, or the next opening day where it is closed (「翌開庁日」).

        Raises:
            ValueError: there is none; the calendar opens too seldom.

        """
        for following in _days(day, day + HORIZON):
            if self.is_opening_day(following):
                return following
        raise ValueError(f"no opening day from {day}")

    def opening_days_before(self, day: date, count: int) -> date:
        """Return the *count*-th opening day before *day* (「2開庁日前」).

        Raises:
            ValueError: there are not that many; the calendar opens too seldom.

        """
        found = 0
        for before in _days(day, day - HORIZON - timedelta(days=7 * count)):
            found += before < day and self.is_opening_day(before)
            if found == count:
                return before
        raise ValueError(f"fewer than {count} opening days before {day}")


def _days(first: date, last: date) -> Iterator[date]:
    """Yield every day from *first* to *last*, forwards or backwards, both included."""
    step = 1 if last >= first else -1
    for count in range(abs((last - first).days) + 1):
        yield first + timedelta(days=step * count)
