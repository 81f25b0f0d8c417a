"""The public's share of the seats and staff's."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from server.domain.business_day import JST
from server.domain.shares import is_morning, is_released, room

START = datetime(2026, 11, 25, 10, 15, tzinfo=JST)
TEN = SimpleNamespace(most=10, internal=3)


@pytest.mark.parametrize(
    ("taken", "by_staff", "public", "staff"),
    [(0, 0, 7, 10), (7, 0, 0, 3), (7, 3, 3, 3), (5, 2, 4, 5),
     (8, 5, 2, 2), (10, 3, 0, 0), (12, 0, 0, 0)],
)  # fmt: skip
def test_staff_use_up_their_part_first_and_the_public_never_has_it(taken, by_staff, public, staff):
    assert room(TEN, taken, by_staff, even_internal=False) == public
    assert room(TEN, taken, by_staff, even_internal=True) == staff


def test_noon_begins_the_afternoon():
    assert is_morning(START.replace(hour=11, minute=59))
    assert not is_morning(START.replace(hour=12, minute=0))


def test_what_staff_did_not_give_away_is_released_some_hours_before_or_never():
    assert is_released(START, START - timedelta(hours=24), 24)
    assert not is_released(START, START - timedelta(hours=24, seconds=1), 24)
    assert not is_released(START, START, None)
