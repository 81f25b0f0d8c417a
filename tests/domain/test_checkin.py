from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from server.domain.business_day import JST
from server.domain.checkin import Booked, Here, ReservationState, day_name, require_check_in
from server.domain.refusals import Refused

TUESDAY = date(2026, 11, 24)
START = datetime(2026, 11, 24, 10, 45, tzinfo=JST)
BOOKED = Booked("27125", "住之江区役所", ReservationState.CONFIRMED, TUESDAY, START)
HERE = Here(
    office="27125",
    day=TUESDAY,
    now=datetime(2026, 11, 24, 10, 0, tzinfo=JST),
    reception_ends=datetime(2026, 11, 24, 17, 15, tzinfo=JST),
)

CANCELLED = {"state": ReservationState.CANCELLED}
OTHER_DAY = {"day": date(2026, 11, 26), "start": START + timedelta(days=2)}
ELSEWHERE = {"office": "27127"}
TOO_EARLY = {"early_min": 30}
TOO_LATE = {"reception_ends": HERE.now}


def code_of(booked: Booked, here: Here) -> str | None:
    try:
        require_check_in(booked, here)
    except Refused as refusal:
        return refusal.code
    return None


def test_a_reservation_of_today_is_taken_however_early():
    assert code_of(BOOKED, replace(HERE, now=HERE.now - timedelta(hours=3))) is None


def test_a_reservation_is_taken_however_late_while_reception_is_open():
    assert code_of(BOOKED, replace(HERE, now=HERE.now + timedelta(hours=7))) is None


@pytest.mark.parametrize(
    ("booked", "here", "code"),
    [
        (CANCELLED, {}, "cancelled"),
        ({}, ELSEWHERE, "other_office"),
        (OTHER_DAY, {}, "other_day"),
        ({}, TOO_EARLY, "too_early"),
        ({}, TOO_LATE, "too_late"),
        ({}, {"reception_ends": None}, "too_late"),
    ],
)
def test_each_refusal_has_its_code(booked, here, code):
    assert code_of(replace(BOOKED, **booked), replace(HERE, **here)) == code


@pytest.mark.parametrize(
    ("first", "code"),
    [(0, "cancelled"), (1, "other_office"), (2, "other_day"), (3, "too_early"), (4, "too_late")],
)
def test_of_several_refusals_the_first_of_the_list_counts(first, code):
    wrong = [CANCELLED, ELSEWHERE, OTHER_DAY, TOO_EARLY, TOO_LATE][first:]
    booked, here = BOOKED, HERE
    for change in wrong:
        if change in (CANCELLED, OTHER_DAY):
            booked = replace(booked, **change)
        else:
            here = replace(here, **change)
    assert code_of(booked, here) == code


def test_the_other_day_is_said_in_words_and_for_programs():
    with pytest.raises(Refused, match="11月26日（木）10:45") as refusal:
        require_check_in(replace(BOOKED, **OTHER_DAY), HERE)
    assert refusal.value.details["day"] == "2026-11-26"


def test_the_other_office_is_named():
    with pytest.raises(Refused, match="住之江区役所") as refusal:
        require_check_in(BOOKED, replace(HERE, **ELSEWHERE))
    assert refusal.value.details["office"] == "27125"


def test_too_early_says_from_when_and_that_moment_is_not_too_early():
    with pytest.raises(Refused, match="10:15から"):
        require_check_in(BOOKED, replace(HERE, **TOO_EARLY))
    opens = START - timedelta(minutes=30)
    assert code_of(BOOKED, replace(HERE, **TOO_EARLY, now=opens)) is None
    just_before = opens - timedelta(seconds=1)
    assert code_of(BOOKED, replace(HERE, **TOO_EARLY, now=just_before)) == "too_early"


@pytest.mark.parametrize(
    "state", [state for state in ReservationState if state != ReservationState.CANCELLED]
)
def test_a_reservation_in_any_other_state_is_let_through(state):
    assert code_of(replace(BOOKED, state=state), HERE) is None


def test_days_are_named_as_people_say_them():
    assert day_name(date(2026, 11, 29)) == "11月29日（日）"
