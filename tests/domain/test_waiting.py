import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.waiting import ROUND_TO_MIN, SOON_MIN, UNKNOWN, expected_wait

ahead = st.integers(0, 300)
counters = st.integers(1, 20)
minutes = st.floats(1, 60)
slower = st.floats(1, 4)


def test_without_an_open_counter_nobody_knows():
    assert expected_wait(3, 0, 10, 20) == UNKNOWN
    assert UNKNOWN.from_ is UNKNOWN.to is UNKNOWN.p50 is UNKNOWN.lo90 is UNKNOWN.hi90 is None


@given(ahead, counters, minutes, slower)
def test_people_are_told_an_interval_that_holds_the_middle_and_ends_late_enough(
    ahead, counters, p50, factor
):
    wait = expected_wait(ahead, counters, p50, p50 * factor)
    assert 0 <= wait.lo90 <= wait.p50 <= wait.hi90
    assert wait.hi90 <= wait.to
    assert 0 <= wait.from_ <= wait.p50
    assert wait.from_ < wait.to
    assert wait.from_ % ROUND_TO_MIN == wait.to % ROUND_TO_MIN == 0


@given(ahead, counters, minutes, slower)
def test_soon_is_said_when_it_is_soon_and_only_then(ahead, counters, p50, factor):
    wait = expected_wait(ahead, counters, p50, p50 * factor)
    assert (wait.state == "soon") == (wait.hi90 <= SOON_MIN)


@given(ahead, counters, minutes, slower)
def test_more_people_ahead_never_shorten_the_wait_and_more_counters_never_lengthen_it(
    ahead, counters, p50, factor
):
    wait = expected_wait(ahead, counters, p50, p50 * factor)
    longer = expected_wait(ahead + 1, counters, p50, p50 * factor)
    shorter = expected_wait(ahead, counters + 1, p50, p50 * factor)
    assert shorter.p50 <= wait.p50 <= longer.p50


@pytest.mark.parametrize(
    ("ahead", "told"), [(1, (5, 30)), (2, (10, 40)), (4, (25, 60)), (12, (85, 135))]
)
def test_the_shorter_end_is_no_zero_where_somebody_is_before_one(ahead, told):
    wait = expected_wait(ahead, 1, 8, 15)
    assert (wait.from_, wait.to) == told


@pytest.mark.parametrize(("ahead", "counters"), [(0, 1), (2, 3)])
def test_an_idle_counter_means_soon_or_little(ahead, counters):
    assert expected_wait(ahead, counters, 5, 9).p50 <= 5
