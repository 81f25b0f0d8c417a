"""Opening hours: weekdays, Fridays, Sundays, holidays, the year's end, and counting days."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.business_day import JST
from server.domain.opening import Opening, in_season, is_fourth_sunday


@dataclass(frozen=True)
class Day:
    open: time = time(9, 0)
    close: time = time(17, 30)


@dataclass(frozen=True)
class Part:
    from_: str
    to: str


ORDINARY = Day()
LONG = Day(close=time(19, 0))


@dataclass(frozen=True)
class Rule:
    week: dict = field(
        default_factory=lambda: {
            **dict.fromkeys(("mon", "tue", "wed", "thu"), ORDINARY),
            "fri": LONG,
        }
    )
    fourth_sunday: Day | None = ORDINARY
    extra_sunday: Day | None = ORDINARY
    reception_ends_min: int = 15


@dataclass(frozen=True)
class Year:
    year_end: Part = Part("12-29", "01-03")
    extra_sundays: frozenset = frozenset({date(2027, 4, 4)})
    fourth_sundays_closed: frozenset = frozenset({date(2025, 12, 28)})
    closed_days: frozenset = frozenset({date(2026, 9, 7)})


HOLIDAYS = {date(2026, 11, 3), date(2026, 11, 23), date(2026, 11, 22)}
OFFICE = Opening(Rule(), Year(), HOLIDAYS.__contains__)
STANDARD = Opening(Rule(fourth_sunday=None, extra_sunday=None), Year(), HOLIDAYS.__contains__)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
START = datetime(2020, 1, 1, tzinfo=JST)
moments = st.timedeltas(timedelta(0), timedelta(days=7_000)).map(lambda since: START + since)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+09:00")


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 24), ORDINARY),  # Tuesday
        (date(2026, 11, 27), LONG),  # Friday
        (date(2026, 11, 28), None),  # Saturday
        (date(2026, 11, 29), None),  # fifth Sunday
        (date(2026, 11, 22), ORDINARY),  # fourth Sunday, and a holiday
        (date(2026, 11, 23), None),  # holiday
        (date(2026, 12, 27), ORDINARY),  # fourth Sunday
        (date(2025, 12, 28), None),  # fourth Sunday, not opened that year
        (date(2026, 12, 28), ORDINARY),
        (date(2026, 12, 29), None),
        (date(2027, 1, 3), None),
        (date(2027, 1, 4), ORDINARY),
        (date(2027, 4, 4), ORDINARY),  # extra Sunday
        (date(2026, 9, 7), None),  # closed for another reason
    ],
)
def test_a_day_has_its_hours(day, hours):
    assert OFFICE.hours(day) == hours


def test_a_service_without_sundays_stays_closed_on_them():
    assert STANDARD.hours(date(2026, 12, 27)) is None
    assert STANDARD.hours(date(2027, 4, 4)) is None
    assert STANDARD.sunday_kind(date(2026, 12, 27)) is None


def test_an_extra_sunday_that_is_a_fourth_one_is_an_extra_one():
    fourth = date(2027, 3, 28)
    both = replace(OFFICE, calendar=Year(extra_sundays=frozenset({fourth})))

    assert OFFICE.sunday_kind(fourth) == "fourth_sunday"
    assert both.sunday_kind(fourth) == "extra_sunday"


@pytest.mark.parametrize(
    ("moment", "is_open", "takes_tickets"),
    [
        (at("11-24T08:59"), False, False),
        (at("11-24T09:00"), True, True),
        (at("11-24T17:14:59"), True, True),
        (at("11-24T17:15"), True, False),
        (at("11-24T17:29:59"), True, False),
        (at("11-24T17:30"), False, False),
        (at("11-27T18:44"), True, True),
        (at("11-28T10:00"), False, False),
    ],
)
def test_it_is_open_from_the_first_minute_to_the_last(moment, is_open, takes_tickets):
    assert OFFICE.is_open(moment) is is_open
    assert OFFICE.takes_tickets(moment) is takes_tickets


def test_the_hours_are_those_of_japan():
    assert OFFICE.is_open(datetime.fromisoformat("2026-11-24T00:30:00+00:00"))
    assert not OFFICE.is_open(datetime.fromisoformat("2026-11-24T10:00:00+00:00"))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at("11-24T08:00"), "2026-11-24T09:00:00+09:00"),
        (at("11-24T09:00"), "2026-11-25T09:00:00+09:00"),
        (at("11-20T19:00"), "2026-11-22T09:00:00+09:00"),
        (at("12-28T18:00"), "2027-01-04T09:00:00+09:00"),
    ],
)
def test_the_next_opening_skips_what_is_closed(now, opens):
    assert OFFICE.next_opening(now).isoformat() == opens


def test_an_office_that_never_opens_says_so():
    never = replace(OFFICE, rule=Rule(week={}, fourth_sunday=None, extra_sunday=None))

    assert never.next_opening(at("11-24T10:00")) is None
    with pytest.raises(ValueError, match="fewer than 1 opening days"):
        never.opening_days_before(date(2026, 11, 24), 1)


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 26), 1, date(2026, 11, 25)),
        (date(2026, 11, 26), 2, date(2026, 11, 24)),
        (date(2026, 11, 26), 3, date(2026, 11, 20)),  # over a holiday and the fourth Sunday
        (date(2027, 1, 4), 1, date(2026, 12, 28)),
    ],
)
def test_opening_days_are_counted_without_sundays_and_holidays(day, count, before):
    assert OFFICE.opening_days_before(day, count) == before


@given(days, st.integers(1, 10))
def test_exactly_as_many_opening_days_lie_between(day, count):
    before = OFFICE.opening_days_before(day, count)
    between = [before + timedelta(days=n) for n in range((day - before).days)]

    assert OFFICE.is_opening_day(before)
    assert sum(OFFICE.is_opening_day(one) for one in between) == count


@given(moments)
def test_the_next_opening_is_the_first_moment_that_is_open(now):
    opens = OFFICE.next_opening(now)

    assert opens > now
    assert OFFICE.is_open(opens)
    assert not OFFICE.is_open(opens - timedelta(microseconds=1))


@given(moments)
def test_whoever_takes_a_ticket_finds_the_office_open(now):
    assert OFFICE.is_open(now) or not OFFICE.takes_tickets(now)


@given(st.integers(2020, 2040), st.integers(1, 12))
def test_every_month_has_one_fourth_sunday(year, month):
    first = date(year, month, 1)
    found = [
        day
        for day in (first + timedelta(days=n) for n in range(31))
        if day.month == month and is_fourth_sunday(day)
    ]
    sundays = [n for n in range(28) if (first + timedelta(days=n)).isoweekday() == 7]

    assert found == [first + timedelta(days=sundays[3])]


@given(days)
def test_a_season_and_the_rest_of_the_year_are_never_both(day):
    assert in_season(day, Part("03-15", "04-15")) != in_season(day, Part("04-16", "03-14"))
