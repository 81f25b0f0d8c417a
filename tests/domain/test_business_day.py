"""The office's day begins at four in the morning in Japan, wherever the clock is read."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.business_day import JST, business_date, ends_at, on_the_clock, starts_at

START = datetime(2000, 1, 1, tzinfo=JST)
moments = st.timedeltas(timedelta(0), timedelta(days=36_500)).map(lambda since: START + since)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24T04:00:00+09:00", TUESDAY),
        ("2026-11-24T03:59:59.999999+09:00", TUESDAY - timedelta(days=1)),
        ("2026-11-24T23:59:59+09:00", TUESDAY),
        ("2026-11-25T00:00:00+09:00", TUESDAY),
        ("2026-11-25T03:59:00+09:00", TUESDAY),
        ("2026-11-23T19:00:00+00:00", TUESDAY),
        ("2026-11-23T18:59:59+00:00", TUESDAY - timedelta(days=1)),
        ("2027-01-01T00:30:00+09:00", date(2026, 12, 31)),
    ],
)
def test_the_day_changes_at_four(text, day):
    assert business_date(datetime.fromisoformat(text)) == day


@given(moments, offsets)
def test_the_day_does_not_depend_on_where_the_clock_is_read(moment, offset):
    assert business_date(moment.astimezone(offset)) == business_date(moment)


@given(moments)
def test_every_moment_lies_between_the_ends_of_its_day(moment):
    day = business_date(moment)

    assert starts_at(day) <= moment < ends_at(day)


@given(moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_days_never_go_back(moment, later):
    assert business_date(moment) <= business_date(moment + later)


@given(moments)
def test_one_day_ends_where_the_next_begins(moment):
    day = business_date(moment)

    assert ends_at(day) == starts_at(day + timedelta(days=1))
    assert ends_at(day) - starts_at(day) == timedelta(days=1)


def test_the_clock_on_the_wall_shows_japan():
    moment = on_the_clock(TUESDAY, datetime.min.time().replace(hour=9))

    assert moment.isoformat() == "2026-11-24T09:00:00+09:00"
