from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from config import load_pack
from server.domain.business_day import JST
from server.domain.opening import Opening
from server.domain.walk_ins import WalkIns

CALENDAR = load_pack("osaka-demo").offices[0].calendar


@dataclass(frozen=True)
class Part:
    from_: time
    to: time
    tickets: int


MORNING, AFTERNOON = Part(time(9), time(12), 40), Part(time(13), time(20), 30)


def at(hour: int, minute: int = 0, day: date = date(2026, 11, 24)) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST)


def walk_ins(*parts: Part) -> WalkIns:
    return WalkIns(Opening(CALENDAR.rules["standard"], CALENDAR, lambda day: False), parts)


def test_without_parts_tickets_are_given_while_reception_is_open():
    span = walk_ins().at(at(12, 30))
    assert span is not None
    assert (span.start, span.end, span.tickets) == (at(9), at(17, 15), None)


@pytest.mark.parametrize(
    ("moment", "tickets"),
    [
        (at(8, 59), None),
        (at(9), 40),
        (at(11, 59), 40),
        (at(12), None),
        (at(13), 30),
        (at(17, 14), 30),
        (at(17, 15), None),  # reception ends before the part does
    ],
)
def test_a_part_of_the_day_has_its_own_tickets_and_none_is_given_between(moment, tickets):
    span = walk_ins(MORNING, AFTERNOON).at(moment)
    assert (span.tickets if span else None) == tickets


@pytest.mark.parametrize(
    ("moment", "again"),
    [
        (at(8), at(9)),
        (at(10), at(13)),
        (at(13), at(9, day=date(2026, 11, 25))),
        (at(18, day=date(2026, 11, 27)), at(9, day=date(2026, 11, 30))),  # over the weekend
    ],
)
def test_the_next_time_is_the_next_part_that_begins(moment, again):
    assert walk_ins(MORNING, AFTERNOON).next_after(moment) == again


def test_parts_outside_the_opening_hours_never_begin():
    assert walk_ins(Part(time(20), time(21), 5)).next_after(at(8)) is None
