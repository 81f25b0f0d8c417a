"""Lots can be drawn again, and nobody gains by being early."""

from collections import Counter
from datetime import date, datetime

from server.domain.business_day import JST
from server.domain.lottery import drawn_order, draws_at


def test_the_same_seed_draws_the_same_order_whoever_came_first():
    entries = list(range(1, 40))
    assert drawn_order("seed", entries) == drawn_order("seed", entries[::-1])
    assert sorted(drawn_order("seed", entries)) == entries
    assert drawn_order("seed", entries) != drawn_order("another", entries)


def test_every_entry_is_first_about_as_often():
    first = Counter(drawn_order(str(seed), range(4))[0] for seed in range(2000))
    assert all(430 < count < 570 for count in first.values())


def test_lots_are_drawn_when_the_last_day_to_apply_is_over():
    assert draws_at(date(2026, 12, 10), 3) == datetime(2026, 12, 8, tzinfo=JST)
