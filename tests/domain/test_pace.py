"""Today's pace is learned from what is done and what is under way, for the day and each counter."""

from math import log
from random import Random
from statistics import fmean

import pytest

from server.domain.pace import COUNTER_SD, DAY_SD, Seen, learned, unknown, usual

USUAL = {"a": usual([5.0, 8.0, 10.0, 12.0, 20.0])}
AS_USUAL = fmean(log(one) for one in (5.0, 8.0, 10.0, 12.0, 20.0))


def slowness(*counters: list[Seen]) -> float:
    return learned(counters, USUAL).day[0]


def served(minutes: float, count: int = 10) -> list[Seen]:
    return [Seen("a", minutes)] * count


def morning_of(chance: Random) -> list[list[Seen]]:
    """Return twelve counters' first 15 minutes of a day that is as usual."""
    mean, variance = USUAL["a"]
    counters = []
    for _ in range(12):
        begun, seen = 0.0, list[Seen]()
        while begun < 15:
            minutes = chance.lognormvariate(mean, variance**0.5)
            is_done = begun + minutes <= 15
            seen.append(Seen("a", minutes if is_done else 15 - begun, is_done))
            begun += minutes
        counters.append(seen)
    return counters


def test_before_anybody_was_served_a_day_is_as_usual_and_nobody_is_sure():
    pace = unknown(3)
    assert pace.day == (0.0, pytest.approx(DAY_SD))
    assert pace.of_counters(0.0) == [(0.0, pytest.approx(COUNTER_SD))] * 3


def test_a_day_is_slow_when_all_counters_are():
    few, many = (slowness(*[served(15.0)] * count) for count in (2, 14))
    assert 0 < few < many < log(15) - AS_USUAL
    assert many == pytest.approx(log(15) - AS_USUAL, rel=0.25)


def test_a_single_slow_counter_says_more_of_itself_than_of_the_day():
    pace = learned([served(15.0), *[served(9.7)] * 7], USUAL)
    slow, *others = [mean for mean, _ in pace.of_counters(pace.day[0])]
    assert slow > 0.1
    assert max(others) < 0.03


def test_the_more_was_served_the_surer_it_is():
    sds = [learned([served(10.0, count)] * 4, USUAL).day[1] for count in (0, 1, 5, 50)]
    assert sds == sorted(sds, reverse=True)
    assert len(set(sds)) == len(sds)


def test_a_morning_does_not_look_quick_because_what_is_done_by_then_was_short():
    chance = Random(7)  # noqa: S311 - the same mornings each time
    mornings = [morning_of(chance) for _ in range(200)]
    done = [[[one for one in seen if one.is_done] for seen in day] for day in mornings]
    assert fmean(slowness(*day) for day in mornings) == pytest.approx(0, abs=0.01)
    assert fmean(slowness(*day) for day in done) < -0.03


def test_a_visit_that_nobody_ended_hardly_slows_the_day():
    forgotten = Seen("a", 300.0, is_done=False)
    day = [served(10.0) for _ in range(6)]
    assert slowness([*day[0], forgotten], *day[1:]) == pytest.approx(slowness(*day), abs=0.02)
