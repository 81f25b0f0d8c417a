from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.helping import LineNow, turns

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OWN, OTHER = 1, 2


@dataclass(frozen=True)
class Rule:
    waits_over_min: int | None = None
    waiting_over: int | None = None
    own_line_empty: bool = False
    first: bool = False


def line(waiting: int, longest_min: int) -> LineNow:
    return LineNow(waiting, NOON - timedelta(minutes=longest_min))


@pytest.mark.parametrize(
    ("rule", "other", "own_waiting", "expected"),
    [
        (Rule(waits_over_min=60), line(1, 60), 3, [(OWN,)]),
        (Rule(waits_over_min=60), line(1, 61), 3, [(OWN, OTHER)]),
        (Rule(waits_over_min=60, first=True), line(1, 61), 3, [(OTHER,), (OWN,)]),
        (Rule(waiting_over=5), line(5, 1), 3, [(OWN,)]),
        (Rule(waiting_over=5), line(6, 1), 3, [(OWN, OTHER)]),
        (Rule(own_line_empty=True), line(1, 1), 1, [(OWN,)]),
        (Rule(own_line_empty=True), line(1, 1), 0, [(OWN, OTHER)]),
        (Rule(waits_over_min=10, waiting_over=2), line(2, 30), 0, [(OWN,)]),
        (Rule(waits_over_min=10, waiting_over=1), line(2, 30), 0, [(OWN, OTHER)]),
        (Rule(waits_over_min=60), LineNow(0, None), 0, [(OWN,)]),
    ],
)
def test_a_counter_helps_when_every_condition_holds(rule, other, own_waiting, expected):
    lines = {OWN: LineNow(own_waiting, NOON if own_waiting else None), OTHER: other}
    assert turns([OWN], [(rule, OTHER)], lines, NOON) == expected
