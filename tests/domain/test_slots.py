"""Bookable times: layers, seasons, exceptions, opening hours, and until when to book."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema.calendar import Calendar
from config.schema.slot_plans import BookingRule, Pattern, SlotException, SlotPlan
from server.domain.opening import Opening
from server.domain.refusals import Refused
from server.domain.slots import (
    bookable_from,
    bookable_until,
    days_from,
    is_bookable,
    planned,
    require_bookable,
)

CALENDAR = Calendar.model_validate(
    {
        "time_zone": "Asia/Tokyo",
        "business_day_starts": "04:00",
        "holidays": "JP",
        "year_end": {"from": "12-29", "to": "01-03"},
        "extra_sundays": ["2027-04-04"],
        "rules": {
            "ordinary": {
                "week": {
                    day: {"open": "09:00", "close": "17:30"}
                    for day in ("mon", "tue", "wed", "thu", "fri")
                },
                "fourth_sunday": {"open": "09:00", "close": "12:00"},
                "extra_sunday": {"open": "09:00", "close": "12:00"},
            }
        },
    }
)
HOLIDAYS = {date(2026, 11, 23)}
OPENING = Opening(CALENDAR.rules["ordinary"], CALENDAR, HOLIDAYS.__contains__)
TUESDAY = date(2026, 11, 24)
WEEK = ["mon", "tue", "wed", "thu", "fri"]


def a_pattern(begin: str, end: str, capacity: int, days=WEEK, **more) -> dict:
    return {"days": days, "from": begin, "to": end, "capacity": capacity, **more}


def a_plan(*patterns: dict, minutes: int = 30, exceptions=()) -> SlotPlan:
    return SlotPlan.model_validate(
        {
            "service": "childcare",
            "method": "visit",
            "venue": "office",
            "minutes": minutes,
            "patterns": patterns,
            "exceptions": exceptions,
        }
    )


def starts(plan: SlotPlan, day: date = TUESDAY) -> dict[str, int]:
    return {f"{slot.start:%H:%M}": slot.capacity for slot in planned(plan, [day], OPENING)}


def test_slots_follow_each_other_and_the_last_one_ends_in_time():
    plan = a_plan(a_pattern("09:15", "11:00", 2))

    assert starts(plan) == {"09:15": 2, "09:45": 2, "10:15": 2}


def test_starts_may_be_further_apart_than_the_slots_are_long():
    plan = a_plan(a_pattern("09:00", "12:00", 1, every_min=90), minutes=60)

    assert starts(plan) == {"09:00": 1, "10:30": 1}


def test_a_later_layer_replaces_what_it_covers():
    plan = a_plan(a_pattern("09:00", "12:00", 4), a_pattern("10:00", "11:00", 1))

    assert starts(plan) == {
        "09:00": 4, "09:30": 4, "10:00": 1, "10:30": 1, "11:00": 4, "11:30": 4,
    }  # fmt: skip


def test_a_layer_without_seats_closes_what_it_covers():
    plan = a_plan(a_pattern("09:00", "11:00", 4), a_pattern("09:30", "10:30", 0))

    assert starts(plan) == {"09:00": 4, "10:30": 4}


def test_a_season_counts_only_on_its_days():
    season = {"from": "10-01", "to": "10-15"}
    plan = a_plan(a_pattern("09:00", "10:00", 2), a_pattern("09:00", "10:00", 5, season=season))

    assert set(starts(plan, date(2026, 10, 15)).values()) == {5}
    assert set(starts(plan, date(2026, 10, 16)).values()) == {2}


def test_an_exception_changes_one_day():
    exceptions = [{"date": "2026-11-24", "from": "10:00", "capacity": 1}]
    plan = a_plan(a_pattern("09:00", "11:00", 4), exceptions=exceptions)

    assert starts(plan) == {"09:00": 4, "09:30": 4, "10:00": 1, "10:30": 1}
    assert set(starts(plan, date(2026, 11, 25)).values()) == {4}


def test_an_exception_can_close_a_whole_day():
    plan = a_plan(
        a_pattern("09:00", "11:00", 4), exceptions=[{"date": "2026-11-24", "capacity": 0}]
    )

    assert starts(plan) == {}


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 28), date(2026, 12, 30)])
def test_there_are_no_slots_on_closed_days(day):
    assert starts(a_plan(a_pattern("09:00", "11:00", 4, days=[*WEEK, "sat"])), day) == {}


def test_slots_outside_the_opening_hours_are_left_out():
    plan = a_plan(a_pattern("08:30", "18:30", 1), minutes=60)

    assert min(starts(plan)) == "09:30"
    assert max(starts(plan)) == "16:30"


def test_sundays_are_planned_by_their_own_names():
    plan = a_plan(
        a_pattern("09:00", "10:00", 1, days=["fourth_sunday"]),
        a_pattern("09:00", "10:00", 3, days=["extra_sunday"]),
    )

    assert set(starts(plan, date(2026, 12, 27)).values()) == {1}
    assert set(starts(plan, date(2027, 4, 4)).values()) == {3}
    assert starts(plan) == {}


def test_slots_carry_the_offset_of_japan():
    [slot] = planned(a_plan(a_pattern("09:00", "09:30", 1)), [TUESDAY], OPENING)

    assert slot.start.isoformat() == "2026-11-24T09:00:00+09:00"
    assert (slot.day, slot.minutes) == (TUESDAY, 30)


quarter_hours = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
spans = st.lists(quarter_hours, min_size=2, max_size=2, unique=True).map(sorted)
patterns = st.builds(
    lambda span, capacity, days, every: Pattern.model_validate(
        {"days": days, "from": span[0], "to": span[1], "capacity": capacity, "every_min": every}
    ),
    spans,
    st.integers(0, 5),
    st.lists(st.sampled_from([*WEEK, "fourth_sunday"]), min_size=1),
    st.one_of(st.none(), st.integers(5, 120)),
)
exceptions = st.builds(
    lambda day, capacity: SlotException.model_validate({"date": day, "capacity": capacity}),
    st.dates(TUESDAY, TUESDAY + timedelta(days=40)),
    st.integers(0, 5),
)


@dataclass(frozen=True)
class AnyPlan:
    minutes: int
    patterns: list
    exceptions: list


plans = st.builds(
    AnyPlan, st.integers(5, 120), st.lists(patterns, min_size=1, max_size=4), st.lists(exceptions)
)


@given(plans)
def test_every_slot_lies_inside_the_opening_hours_and_has_a_seat(plan):
    for slot in planned(plan, days_from(TUESDAY, 40), OPENING):
        end = slot.start + timedelta(minutes=slot.minutes)
        assert OPENING.opens_at(slot.day) <= slot.start < end <= OPENING.closes_at(slot.day)
        assert slot.capacity > 0


@given(plans)
def test_no_start_is_planned_twice_and_they_come_in_order(plan):
    found = [slot.start for slot in planned(plan, days_from(TUESDAY, 40), OPENING)]

    assert found == sorted(set(found))


@given(plans)
def test_planning_is_the_same_every_time(plan):
    days = days_from(TUESDAY, 10)

    assert list(planned(plan, days, OPENING)) == list(planned(plan, days, OPENING))


SLOT = datetime.fromisoformat("2026-11-26T14:00:00+09:00")
UNTIL_TEN_MINUTES = BookingRule(open_days_before=60, close_min_before=10)
TWO_OPENING_DAYS = BookingRule(open_days_before=60, close_opening_days_before=2)


@pytest.mark.parametrize(
    ("rule", "now", "code"),
    [
        (UNTIL_TEN_MINUTES, "2026-11-26T13:49:59+09:00", None),
        (UNTIL_TEN_MINUTES, "2026-11-26T13:50:00+09:00", "booking_closed"),
        (UNTIL_TEN_MINUTES, "2026-11-26T14:00:00+09:00", "slot_past"),
        (UNTIL_TEN_MINUTES, "2026-09-27T00:00:00+09:00", None),
        (UNTIL_TEN_MINUTES, "2026-09-26T23:59:59+09:00", "booking_not_open"),
        (TWO_OPENING_DAYS, "2026-11-24T23:59:59+09:00", None),
        (TWO_OPENING_DAYS, "2026-11-25T00:00:00+09:00", "booking_closed"),
    ],
)
def test_a_slot_can_be_booked_from_its_first_day_to_its_cut_off(rule, now, code):
    moment = datetime.fromisoformat(now)

    assert is_bookable(SLOT, moment, rule, OPENING) is (code is None)
    if code is None:
        require_bookable(SLOT, moment, rule, OPENING)
    else:
        with pytest.raises(Refused) as caught:
            require_bookable(SLOT, moment, rule, OPENING)
        assert caught.value.code == code


def test_opening_days_before_are_counted_over_holidays():
    wednesday = datetime.fromisoformat("2026-11-25T09:15:00+09:00")

    until = bookable_until(wednesday, TWO_OPENING_DAYS, OPENING)

    assert until.isoformat() == "2026-11-21T00:00:00+09:00"  # Friday 20 November is over


def test_whoever_comes_too_early_is_told_when_to_come_back():
    early = bookable_from(SLOT, UNTIL_TEN_MINUTES) - timedelta(seconds=1)

    with pytest.raises(Refused, match="9月27日から"):
        require_bookable(SLOT, early, UNTIL_TEN_MINUTES, OPENING)


def test_same_day_booking_can_be_switched_off():
    rule = a_rule(close_opening_days_before=1)

    assert not is_bookable(SLOT, SLOT - timedelta(hours=14), rule, OPENING)
    assert is_bookable(SLOT, SLOT - timedelta(hours=15), rule, OPENING)


def a_rule(**more: int) -> BookingRule:
    return BookingRule(open_days_before=60, **more)


@given(st.timedeltas(timedelta(days=-80), timedelta(days=3)))
def test_asking_and_requiring_never_disagree(since):
    now = SLOT + since
    for rule in (UNTIL_TEN_MINUTES, TWO_OPENING_DAYS):
        try:
            require_bookable(SLOT, now, rule, OPENING)
            allowed = True
        except Refused:
            allowed = False
        assert is_bookable(SLOT, now, rule, OPENING) is allowed
