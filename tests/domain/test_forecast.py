"""The forecast knows the rule, several skills, breaks and bookings to come."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.forecast import Booking, Floor, Habits, Order, Person, Post, waits
from server.domain.pace import Seen, learned

ALWAYS = ((-60.0, inf),)
HABITS = Habits({"a": [10.0] * 20, "b": [10.0] * 20})
ORDER = Order(head_min=30, late_min=10)


def line(count: int, service: str = "a") -> list[Person]:
    return [Person((float(place - count), 2, place), service) for place in range(count)]


def post(*skills: str, planned=ALWAYS, serving=None, elapsed=0.0, away=None) -> Post:
    return Post(skills or ("a",), planned, away, serving, elapsed)


def middle(floor: Floor, place: int = -1) -> float:
    [spread] = waits(floor, [range(len(floor.people))[place]], seed=1)
    return spread.p50


def floor_of(people, posts, **rest) -> Floor:
    return Floor(people, posts, HABITS, ORDER, **rest)


def test_who_is_alone_before_a_free_counter_is_called_at_once():
    assert middle(floor_of(line(1), [post()])) == 0


def test_the_fifth_of_one_counter_waits_for_four():
    assert middle(floor_of(line(5), [post()])) == pytest.approx(40, rel=0.15)


def test_whoever_is_served_already_is_done_sooner():
    new = middle(floor_of(line(1), [post(serving="a")]))
    old = middle(floor_of(line(1), [post(serving="a", elapsed=8.0)]))
    assert old == pytest.approx(2, abs=1.5)
    assert new == pytest.approx(10, abs=2)


def test_a_counter_of_two_lines_calls_by_the_order_time():
    people = [Person((-2.0, 2, 0), "b"), Person((-1.0, 2, 1), "a")]
    assert middle(floor_of(people, [post("a", "b")])) == pytest.approx(10, rel=0.15)
    assert middle(floor_of(people, [post("a", "b"), post("a")])) == 0


def test_a_break_is_waited_for():
    soon_away = post(planned=((-60.0, 5.0), (65.0, inf)))
    assert middle(floor_of(line(2), [soon_away])) > 60


def test_counters_that_left_together_come_back_together():
    one_by_one = middle(floor_of(line(1), [post(away=10.0 + 2 * place) for place in range(8)]))
    together = middle(floor_of(line(1), [post(away=20.0 + place / 10) for place in range(8)]))
    assert one_by_one < 3
    assert together > 5


def test_what_is_known_of_todays_pace_is_played():
    slow = learned([[Seen("a", 14.0)] * 20], HABITS.usual)
    usual = middle(floor_of(line(5), [post()]))
    assert middle(floor_of(line(5), [post()], pace=slow)) == pytest.approx(1.3 * usual, rel=0.1)


def test_a_booking_to_come_goes_before_who_waits():
    busy = post(serving="a")
    alone = middle(floor_of(line(1), [busy]))
    booked = [Booking(12.0, "a"), Booking(14.0, "a")]
    before = middle(floor_of(line(1), [busy], bookings=booked))
    assert before > alone + 5


def test_without_a_counter_nobody_can_tell():
    assert waits(floor_of(line(1), [post(planned=(), away=inf)]), [0], seed=1) == [None]


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 12), st.integers(1, 4))
def test_whoever_comes_later_is_never_told_less(count, counters):
    floor = floor_of(line(count), [post() for _ in range(counters)])
    middles = [one.p50 for one in waits(floor, range(count), seed=3)]
    assert middles == sorted(middles)
    assert all(one.lo90 <= one.lo50 <= one.p50 <= one.hi50 <= one.hi90
               for one in waits(floor, range(count), seed=3))  # fmt: skip
