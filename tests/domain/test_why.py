from datetime import datetime, timedelta

import pytest

from server.domain.business_day import JST
from server.domain.queueing import VisitClass
from server.domain.why import clock_time, compared, reason


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("visit_class", "order_time", "arrived", "reserved_for", "sentence"),
    [
        ("walk_in", at(10, 5), at(10, 5), None, "10:05　受付の時刻"),
        ("priority", at(9, 50), at(10, 5), None, "9:50　優先：受付10:05の15分前"),
        ("reserved", at(10, 15), at(9, 0), at(10, 45), "10:15　予約10:45の30分前"),
        ("reserved", at(10, 15), at(10, 50), at(10, 45), "10:15　予約10:45の30分前"),
        ("reserved", at(11, 0), at(11, 0), at(10, 45), "11:00　予約10:45に遅れたため受付の時刻"),
        ("walk_in", at(10, 40), at(10, 5), None, "10:40　不在から戻った時刻"),
        ("priority", at(10, 40), at(10, 5), None, "10:40　不在から戻った時刻"),
        ("reserved", at(11, 20), at(10, 40), at(10, 45), "11:20　不在から戻った時刻"),
    ],
)
def test_the_sentence_says_where_the_order_time_comes_from(
    visit_class, order_time, arrived, reserved_for, sentence
):
    assert reason(VisitClass(visit_class), order_time, arrived, reserved_for) == sentence


def test_the_sentence_ends_with_what_it_was_compared_with():
    why = "10:15　受付の時刻"
    assert compared(why, 0, is_first=True) == f"{why}。ほかに待っている人はいません"
    assert compared(why, 4, is_first=True) == f"{why}。この窓口で扱える5人の中でいちばん早い"
    assert compared(why, 4, is_first=False) == f"{why}。職員が選びました"


def test_times_are_those_of_the_clock_in_japan():
    assert clock_time(at(9, 5) - timedelta(hours=0)) == "9:05"
    assert clock_time(datetime.fromisoformat("2026-11-24T00:05:00+00:00")) == "9:05"
