from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.queueing import (
    TIE,
    VisitClass,
    counter_to_call,
    is_late,
    next_to_call,
    order_time,
    order_time_after_return,
    rank,
)

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WALK_IN, RESERVED, PRIORITY = VisitClass.WALK_IN, VisitClass.RESERVED, VisitClass.PRIORITY


@dataclass(frozen=True)
class Rules:
    head_min: int = 30
    late_min: int = 10
    priority_min: int = 15


@dataclass(frozen=True)
class Person:
    visit_class: VisitClass
    checked_in: datetime
    reserved_for: datetime | None
    number: int
    rules: Rules = Rules()

    @property
    def order_time(self) -> datetime:
        return order_time(self.visit_class, self.checked_in, self.reserved_for, self.rules)

    @property
    def tie(self) -> int:
        return TIE[self.visit_class]


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def person(
    visit_class: VisitClass = WALK_IN,
    arrives: float = 0,
    reserved: float | None = None,
    number: int = 1,
    rules: Rules = Rules(),
) -> Person:
    return Person(
        visit_class, after(arrives), None if reserved is None else after(reserved), number, rules
    )


rules_of_a_service = st.builds(
    Rules, st.integers(0, 60), st.integers(0, 30), st.integers(0, 60)
)  # the ranges of queueing.md


@st.composite
def people(draw, rules=Rules(), least=1, within=240):
    arrivals = draw(st.lists(st.integers(0, within), min_size=least, max_size=25))
    made = []
    for number, arrives in enumerate(sorted(arrivals), start=1):
        visit_class = draw(st.sampled_from(VisitClass))
        reserved = draw(st.integers(-60, 300)) if visit_class is RESERVED else None
        made.append(person(visit_class, arrives, reserved, number, rules))
    return made


def test_a_walk_in_has_the_time_of_the_ticket():
    assert person(WALK_IN, arrives=7).order_time == after(7)


def test_a_priority_person_stands_a_quarter_of_an_hour_further_ahead():
    assert person(PRIORITY, arrives=7).order_time == after(-8)


def test_a_punctual_reservation_stands_half_an_hour_before_its_time():
    assert person(RESERVED, arrives=40, reserved=45).order_time == after(15)


@pytest.mark.parametrize(("arrives", "late"), [(55, False), (55.001, True)])
def test_ten_minutes_late_still_counts_as_punctual_and_more_does_not(arrives, late):
    assert is_late(after(arrives), after(45), Rules()) is late
    expected = after(arrives) if late else after(15)
    assert person(RESERVED, arrives=arrives, reserved=45).order_time == expected


@given(rules_of_a_service, st.integers(-600, 600), st.integers(0, 600))
def test_coming_early_gives_nothing(rules, reserved, earlier):
    punctual = person(RESERVED, arrives=reserved, reserved=reserved, rules=rules)
    early = person(RESERVED, arrives=reserved - earlier, reserved=reserved, rules=rules)
    assert early.order_time == punctual.order_time


@given(rules_of_a_service, st.integers(0, 600), st.integers(0, 600), st.integers(0, 600))
def test_coming_later_never_helps(rules, reserved, arrives, later):
    sooner = person(RESERVED, arrives=arrives, reserved=reserved, rules=rules)
    later_one = person(RESERVED, arrives=arrives + later, reserved=reserved, rules=rules)
    assert sooner.order_time <= later_one.order_time


@given(people(), st.randoms())
def test_the_order_of_the_list_never_matters(line, random: Random):
    shuffled = random.sample(line, len(line))
    assert next_to_call(shuffled) == next_to_call(line)
    assert sorted(shuffled, key=rank) == sorted(line, key=rank)


@given(rules_of_a_service.flatmap(people))
def test_nobody_is_overtaken_by_who_comes_more_than_the_longest_head_start_later(line):
    """The proof of queueing.md: H = max(h + g, p), from a walk-in's or priority ticket on."""
    rules = line[0].rules
    bound = timedelta(minutes=max(rules.head_min + rules.late_min, rules.priority_min))
    for waiting in line:
        since = max(waiting.order_time, waiting.checked_in)
        for later in line:
            if later.checked_in > since + bound:
                assert rank(waiting) < rank(later)


@given(people())
def test_the_called_one_has_the_earliest_time(line):
    first = next_to_call(line)
    assert first.order_time == min(one.order_time for one in line)


def test_nobody_is_called_from_an_empty_line():
    assert next_to_call([]) is None


def test_equal_times_go_to_the_reservation_then_the_priority_person_then_the_walk_in():
    walk_in = person(WALK_IN, arrives=15, number=1)
    priority = person(PRIORITY, arrives=30, number=2)
    reserved = person(RESERVED, arrives=31, reserved=45, number=3)
    assert len({one.order_time for one in (walk_in, priority, reserved)}) == 1
    line = [walk_in, priority, reserved]
    assert sorted(line, key=rank) == [reserved, priority, walk_in]


def test_after_that_the_earlier_check_in_counts_and_then_the_number():
    sooner = person(RESERVED, arrives=10, reserved=45, number=9)
    later = person(RESERVED, arrives=20, reserved=45, number=2)
    same = person(RESERVED, arrives=20, reserved=45, number=3)
    assert sorted([same, later, sooner], key=rank) == [sooner, later, same]


@pytest.mark.parametrize(("away", "expected"), [(15, 0), (15.01, 35.01)])
def test_who_is_back_within_the_time_keeps_the_place_and_later_it_is_now(away, expected):
    missed = after(20)
    back = missed + timedelta(minutes=away)
    assert order_time_after_return(after(0), missed, back, keep_min=15) == after(expected)


@dataclass(frozen=True)
class Counter:
    """A counter of a day: which services it calls, how long it takes, since when it is idle."""

    serves: frozenset[int]
    minutes: int
    idle_since: datetime = NOON

    @property
    def skills(self) -> int:
        return len(self.serves)


@dataclass(frozen=True)
class Called:
    who: Person
    service: int
    at: datetime
    by: Counter


@st.composite
def days(draw):
    """Draw a whole day: services with rules of their own, who comes for which, the counters."""
    services = draw(st.lists(rules_of_a_service, min_size=1, max_size=3))
    codes = range(len(services))
    line = draw(people(least=8, within=90))
    coming = [
        (replace(one, rules=services[code]), code)
        for one, code in ((one, draw(st.sampled_from(codes))) for one in line)
    ]
    some = st.frozensets(st.sampled_from(codes), min_size=1)
    few = st.lists(st.builds(Counter, some, st.integers(5, 40)), min_size=1, max_size=3)
    return services, coming, draw(few)


def play(coming, counters) -> list[Called]:
    """Let the counters call by the rule, minute by minute, until nobody is left for them."""
    free_at = [NOON - timedelta(hours=2)] * len(counters)
    left, calls = list(coming), []
    for now in (after(minute) for minute in range(60 * 24)):
        for place, counter in enumerate(counters):
            here = [
                one for one, service in left
                if one.checked_in <= now and service in counter.serves and free_at[place] <= now
            ]  # fmt: skip
            who = next_to_call(here)
            if who is not None:
                [service] = [code for one, code in left if one is who]
                left.remove((who, service))
                calls.append(Called(who, service, now, counter))
                free_at[place] = now + timedelta(minutes=counter.minutes)
    return calls


@given(days())
@settings(max_examples=40)
def test_on_no_day_is_anybody_called_over_more_than_the_longest_head_start_later(day):
    """Nobody starves: the bound holds for the calls themselves, whatever services share."""
    services, coming, counters = day
    bound = timedelta(
        minutes=max(max(one.head_min + one.late_min, one.priority_min) for one in services)
    )
    calls = play(coming, counters)
    for place, waited in enumerate(calls):
        since = max(waited.who.order_time, waited.who.checked_in)
        for earlier in calls[:place]:
            could = waited.service in earlier.by.serves and waited.who.checked_in <= earlier.at
            assert not could or earlier.who.checked_in <= since + bound
    served = frozenset().union(*(one.serves for one in counters))
    assert len(calls) == sum(service in served for _, service in coming)


def test_of_idle_counters_the_one_with_the_fewest_skills_calls_and_then_the_longest_idle():
    many = Counter(frozenset({0, 1}), 5, after(0))
    just_now = Counter(frozenset({0}), 5, after(9))
    long_ago = Counter(frozenset({1}), 5, after(3))
    assert counter_to_call([many, just_now, long_ago]) is long_ago
    assert counter_to_call([many, just_now]) is just_now
    assert counter_to_call([]) is None
