"""Computed days against days that were published or worked out by hand."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from config import load_pack
from config.national_holidays import is_national_holiday
from server.domain.opening import Opening, is_fourth_sunday

DAYS = yaml.safe_load((Path(__file__).parent / "data" / "calendar.yaml").read_text("utf-8"))
OFFICE = load_pack("osaka-demo").office("27125")


def days_of(year: int, month: int = 1) -> list[date]:
    first = date(year, month, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, month, 1) - first).days)]


def opening_of(service: str) -> Opening:
    rule = OFFICE.calendar.rules[OFFICE.service(service).opening]
    return Opening(rule, OFFICE.calendar, is_national_holiday)


@pytest.mark.parametrize("year", sorted(DAYS["national_holidays"]))
def test_national_holidays_are_those_of_the_law(year):
    listed = DAYS["national_holidays"][year]

    assert [str(day) for day in days_of(year) if is_national_holiday(day)] == list(map(str, listed))


@pytest.mark.parametrize("year", sorted(DAYS["fourth_sundays"]))
def test_fourth_sundays_are_those_of_the_calendar(year):
    listed = DAYS["fourth_sundays"][year]

    assert [str(day) for day in days_of(year) if is_fourth_sunday(day)] == list(map(str, listed))


def test_the_city_opens_on_the_fourth_sundays_it_published():
    opening = opening_of("moving")
    opened = [day for day in days_of(2025, month=4) if opening.sunday_kind(day) == "fourth_sunday"]

    assert list(map(str, opened)) == list(map(str, DAYS["fourth_sundays_fy2025_published"]))


def test_a_fourth_sunday_that_is_a_holiday_is_open():
    labour_thanksgiving = date(2025, 11, 23)

    assert is_national_holiday(labour_thanksgiving)
    assert opening_of("moving").hours(labour_thanksgiving)
    assert opening_of("childcare").hours(labour_thanksgiving) is None


def test_fridays_are_long_for_residents_and_insurance_only():
    friday = date(2026, 11, 27)
    closing = {s.code: opening_of(s.code).closes_at(friday).hour for s in OFFICE.services}

    assert {code for code, hour in closing.items() if hour == 19} == {
        "moving",
        "certificates",
        "mynumber",
        "insurance",
    }


def test_the_office_sleeps_over_the_new_year():
    opening = opening_of("moving")
    winter = [date(2026, 12, 28) + timedelta(days=n) for n in range(8)]

    assert [day.day for day in winter if opening.hours(day)] == [28, 4]
