from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.closing import Line, end_of_day, with_one_more

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=timezone(timedelta(hours=9)))
BUSY = Line("residents", 30, 12, 3, 10, 20, NOW + timedelta(minutes=75))
OVER = replace(BUSY, last_ticket=None)


def minutes(end) -> tuple[float, float]:
    return tuple((moment - NOW) / timedelta(minutes=1) for moment in (end.likely, end.latest))


def test_nobody_waits_and_nobody_comes():
    assert end_of_day([replace(OVER, waiting=0)], NOW) is None


def test_thirty_people_at_three_counters_of_ten_minutes_take_about_a_hundred_minutes():
    likely, latest = minutes(end_of_day([OVER], NOW))
    assert 95 <= likely <= 110
    assert latest > likely


def test_whoever_still_comes_until_the_last_ticket_makes_the_day_longer():
    assert end_of_day([BUSY], NOW).likely > end_of_day([OVER], NOW).likely


def test_the_day_is_not_over_before_the_last_ticket_is_given():
    quick = replace(BUSY, waiting=1, came_last_hour=1, counters=9)
    assert end_of_day([quick], NOW).likely == BUSY.last_ticket


def test_a_line_without_a_counter_has_no_end():
    assert end_of_day([OVER, replace(OVER, queue="pension", counters=0)], NOW) is None


def test_the_line_that_ends_last_ends_the_day():
    long = replace(OVER, queue="long", waiting=60)
    assert end_of_day([OVER, long], NOW).queue == "long"


@given(st.integers(1, 200), st.integers(0, 60), st.integers(1, 12))
def test_one_more_counter_never_makes_the_day_longer(waiting, came, counters):
    line = replace(BUSY, waiting=waiting, came_last_hour=came, counters=counters)
    more = with_one_more([line], line.queue)
    assert end_of_day(more, NOW).likely <= end_of_day([line], NOW).likely


@pytest.mark.parametrize("came", [0, 12])
def test_the_interval_is_an_interval(came):
    end = end_of_day([replace(BUSY, came_last_hour=came)], NOW)
    assert NOW < end.likely <= end.latest
