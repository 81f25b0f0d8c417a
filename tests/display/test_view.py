"""What stands on the board, from the snapshot alone."""

from datetime import timedelta

import pytest

from display import view
from tests.display.tiny_office import PHRASES, START, WORDS, waiting_line


def a_call(seq, label="A118", counter="3", ago_s=60, **more):
    at = (START - timedelta(seconds=ago_s)).isoformat()
    return {"seq": seq, "label": label, "counter": counter, "at": at, **more}


def at(second):
    return (START + timedelta(seconds=second)).isoformat()


def a_snapshot(*calls, **more):
    return {
        "seq": 9, "now": START.isoformat(), "office": "住之江区役所", "area": "1階 待合",
        "calls": list(calls), "waiting": [], "notice": None, **more,
    }  # fmt: skip


def shown(*calls, layout="area", **more):
    return view.board(a_snapshot(*calls, **more), PHRASES, WORDS, view.USUAL | {"layout": layout})


def test_the_newest_call_is_on_top_and_the_fifth_is_an_earlier_one():
    board = shown(*(a_call(seq, f"A{seq:03}") for seq in (3, 1, 5, 2, 4, 6, 7, 8, 9, 10, 11)))

    assert [row.label for row in board.rows] == ["A011", "A010", "A009", "A008"]
    assert [row.label for row in board.earlier] == ["A007", "A006", "A005", "A004", "A003"]


def test_who_has_come_stands_below_those_who_are_awaited():
    board = shown(
        a_call(9, "A009", ago_s=5, came=True), a_call(8, "A008", came=True),
        a_call(7, "A007"), a_call(6, "A006", came=True), a_call(5, "A005", came=False),
    )  # fmt: skip

    assert [row.label for row in board.rows] == ["A009", "A007", "A005", "A008"]
    assert [row.label for row in board.earlier] == ["A006"]


def test_a_number_that_was_called_again_stands_once():
    board = shown(a_call(1, "A001", "3"), a_call(2, "B001", "5"), a_call(3, "A001", "4"))

    assert [(row.label, row.counter) for row in board.rows] == [("A001", "4"), ("B001", "5")]


def test_a_board_of_the_whole_office_names_no_area():
    assert shown(area=None).area == ""


def test_a_call_is_new_for_fifteen_seconds():
    board = shown(a_call(1, "A001", ago_s=15), a_call(2, "A002", ago_s=14.9))

    assert [row.new for row in board.rows] == [True, False]


def test_the_number_is_split_into_letters_and_digits():
    rows = shown(a_call(3, "F024"), a_call(2, "608"), a_call(1, "A1000")).rows

    assert [(row.letters, row.digits) for row in rows] == [
        ("F", "024"), ("", "608"), ("A", "1000"),
    ]  # fmt: skip


def test_the_way_to_the_counter_is_said_in_words():
    ways = [
        shown(a_call(1, direction=direction)).rows[0].way
        for direction in ("left", "right", "ahead", "behind", None)
    ]

    assert ways == ["左へ", "右へ", "正面", "うしろ", ""]


def test_a_screen_reader_hears_number_counter_and_way():
    assert shown(a_call(1, direction="left")).rows[0].spoken == "A118、3番窓口、左へ"


def test_waiting_is_an_interval_or_a_word():
    lines = [
        waiting_line("A", "住所・証明書", 12, (20, 35)),
        waiting_line("E", "子どもの手当", 1, "soon"),
        waiting_line("N", "国民年金", 2, "unknown"),
        waiting_line("K", "マイナンバー", 0, "soon") | {"open": False},
        {"queue": "fire", "count": 3, "wait": None},
    ]
    [page] = shown(waiting=lines).pages

    assert [(line.prefix, line.name, line.interval, line.word) for line in page] == [
        ("A", "住所・証明書", (20, 35), ""),
        ("E", "子どもの手当", None, "まもなく"),
        ("N", "国民年金", None, "計測中"),
        ("K", "マイナンバー", None, "準備中"),
        ("", "fire", None, "計測中"),
    ]


@pytest.mark.parametrize(
    ("layout", "services", "pages"),
    [
        ("area", 0, []), ("area", 6, [6]), ("area", 7, [6, 1]), ("area", 13, [6, 6, 1]),
        ("waiting", 0, []), ("waiting", 4, [4]), ("waiting", 9, [4, 4, 1]),
    ],
)  # fmt: skip
def test_services_come_in_pages_of_as_many_as_are_large_enough(layout, services, pages):
    lines = [waiting_line("A", str(number), number, "soon") for number in range(services)]

    assert [len(page) for page in shown(waiting=lines, layout=layout).pages] == pages


def test_a_line_says_which_of_its_numbers_was_called_last():
    lines = [waiting_line("A", "住所・証明書", 1, "soon"), waiting_line("B", "国保", 0, "soon")]
    [[a, b]] = shown(a_call(1, "A001"), a_call(2, "A002"), waiting=lines).pages

    assert (a.called.label, b.called) == ("A002", None)


def test_only_three_absent_numbers_are_named_and_the_others_counted():
    board = shown(absent=["A109", "B033", "N004", "C010", "C011"])

    assert (board.absent, board.absent_more) == (("A109", "B033", "N004"), 2)


def test_a_number_that_did_not_come_stands_among_the_absent_only():
    board = shown(a_call(2, "B001"), a_call(1, "A001"), absent=["B001"])

    assert [row.label for row in board.rows] == ["A001"]


def test_the_notice_line_is_never_empty():
    assert shown(notice="金曜日は午後7時まで開いています。").notice.startswith("金曜日")
    assert shown(notice=None).notice == WORDS["watch"]["ja"]


def test_date_and_time_are_those_of_osaka():
    board = shown(now="2026-11-23T15:05:00+00:00")

    assert (board.date, board.time) == ("11月24日（火）", "00:05")


def test_new_calls_are_repeated_in_the_language_of_the_ticket_and_in_english():
    board = shown(a_call(1, "A118", "3", ago_s=5), a_call(2, "F024", "10", ago_s=1, language="vi"))

    assert board.sentences == (
        view.Sentence("F024", "vi", "Xin mời số F024 đến quầy số 10."),
        view.Sentence("A118", "en", "Number A118, please come to counter 3."),
    )


def test_one_foreign_call_is_also_said_in_english():
    foreign = a_call(2, "F024", "10", ago_s=5, language="zh_hans")
    board = shown(a_call(1, "A118", "3", ago_s=500), foreign)

    assert [(said.tag, said.text) for said in board.sentences] == [
        ("zh-Hans", "请F024号到10号窗口。"),
        ("en", "Number F024, please come to counter 10."),
    ]


def test_a_second_call_is_said_as_such():
    [said] = shown(a_call(1, "A118", "3", ago_s=5, recall=True)).sentences

    assert said.text == "Calling again: number A118, please come to counter 3."


def test_a_language_without_its_phrase_falls_back_to_english():
    [said] = shown(a_call(1, "A118", "3", ago_s=5, language="tlh")).sentences

    assert said.tag == "en"


def test_before_the_first_call_the_language_line_says_what_to_watch_for():
    pairs = {
        tuple(said.tag for said in shown(now=at(second)).sentences) for second in range(0, 40, 4)
    }

    assert {tag for pair in pairs for tag in pair} == {"en", "zh-Hans", "zh-Hant", "ko", "vi"}
    assert all(len(pair) == 2 for pair in pairs)


@pytest.mark.parametrize(("room_full", "kind"), [(True, "room_full"), (False, None)])
def test_the_office_says_that_the_room_is_full_also_to_a_board_without_a_limit(room_full, kind):
    band = shown(room_full=room_full).band

    assert (band.kind if band else None) == kind
