from datetime import datetime, timedelta

import pytest

from server.domain.business_day import JST
from server.domain.queueing import Placed, VisitClass
from server.domain.why import (
    Grounds,
    Place,
    as_detail,
    clock_time,
    from_detail,
    reason,
    sentence,
)


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("visit_class", "order_time", "arrived", "reserved_for", "placed", "words"),
    [
        ("walk_in", at(10, 5), at(10, 5), None, None, "10:05　受付の時刻"),
        ("priority", at(9, 50), at(10, 5), None, None, "9:50　優先：受付10:05の15分前"),
        ("reserved", at(10, 15), at(9, 0), at(10, 45), None, "10:15　予約10:45の30分前"),
        ("reserved", at(10, 15), at(10, 50), at(10, 45), None, "10:15　予約10:45の30分前"),
        (
            "reserved", at(11, 0), at(11, 0), at(10, 45), None,
            "11:00　予約10:45に遅れたため受付の時刻",
        ),
        ("walk_in", at(10, 40), at(10, 5), None, "returned", "10:40　不在から戻った時刻"),
        ("priority", at(10, 40), at(10, 5), None, "returned", "10:40　不在から戻った時刻"),
        ("reserved", at(11, 20), at(10, 40), at(10, 45), "returned", "11:20　不在から戻った時刻"),
        ("walk_in", at(9, 1), at(10, 5), None, "first", "9:01　職員が列の先頭に送りました"),
        ("walk_in", at(11, 0), at(10, 5), None, "last", "11:00　職員が列の最後に送りました"),
        ("walk_in", at(14, 30), at(10, 5), None, "at_time", "14:30　職員と約束した時刻"),
    ],
)  # fmt: skip
def test_the_sentence_says_where_the_order_time_comes_from(
    visit_class, order_time, arrived, reserved_for, placed, words
):
    place = Place(
        VisitClass(visit_class), order_time, arrived, reserved_for,
        Placed(placed) if placed else None,
    )  # fmt: skip
    assert reason(place) == words


PLACE = Place(VisitClass.WALK_IN, at(10, 15), at(10, 15))
START = "10:15　受付の時刻"


@pytest.mark.parametrize(
    ("grounds", "names", "words"),
    [
        (Grounds(PLACE, 0, is_first=True), {}, "ほかに待っている人はいません"),
        (Grounds(PLACE, 4, is_first=True), {}, "この窓口で扱える5人の中でいちばん早い"),
        (Grounds(PLACE, 4, is_first=False), {}, "職員が選びました"),
        (
            Grounds(PLACE, 4, is_first=False, reason="unwell"),
            {"reason_name": "体調がすぐれない方"},
            "職員が選びました（体調がすぐれない方）",
        ),
        (
            Grounds(PLACE, 1, is_first=True, helped="mynumber"),
            {"helped_name": "マイナンバーカード"},
            "「マイナンバーカード」の応援。この窓口で扱える2人の中でいちばん早い",
        ),
    ],
)
def test_the_sentence_ends_with_what_it_was_compared_with(grounds, names, words):
    assert sentence(grounds, **names) == f"{START}。{words}"


@pytest.mark.parametrize(
    "grounds",
    [
        Grounds(PLACE, 3, is_first=True, helped="mynumber"),
        Grounds(
            Place(VisitClass.RESERVED, at(10, 15), at(9, 0), at(10, 45), Placed.FIRST),
            0, is_first=False, reason="unwell",
        ),
    ],
)  # fmt: skip
def test_the_log_keeps_all_that_the_sentence_is_made_of(grounds):
    assert from_detail(as_detail(grounds)) == grounds


def test_times_are_those_of_the_clock_in_japan():
    assert clock_time(at(9, 5) - timedelta(hours=0)) == "9:05"
    assert clock_time(datetime.fromisoformat("2026-11-24T00:05:00+00:00")) == "9:05"
