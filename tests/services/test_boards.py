import pytest

from server.domain.refusals import NotFound
from server.services import boards, offices, undo
from tests.parts.office import COUNTER, HERE, OTHER_COUNTER, TOMORROW

pytestmark = pytest.mark.db


def board(hall, area: str | None = "1F"):
    with hall.look() as look:
        return boards.board(look, HERE, area)


def labels(hall, area: str | None = "1F") -> list[str]:
    return [call["label"] for call in board(hall, area)["calls"]]


@pytest.fixture
def open_hall(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    return hall


def test_the_newest_call_stands_first_and_each_number_once(open_hall):
    open_hall.labels(3)
    for number in (COUNTER, OTHER_COUNTER):
        open_hall.call_next(number)
    assert labels(open_hall) == ["F002", "F001"]
    open_hall.do("recall")
    shown = board(open_hall)["calls"]
    assert [(one["label"], one["recall"]) for one in shown] == [("F001", True), ("F002", False)]


def test_who_is_awaited_stays_on_the_board_however_many_have_come_since(open_hall):
    first, *others = open_hall.labels(boards.SHOWN + 2)
    open_hall.call_next(OTHER_COUNTER)
    for _ in others:
        open_hall.call_next()
        open_hall.do("start")
        open_hall.do("finish")
    calls = board(open_hall)["calls"]
    assert len(calls) == boards.SHOWN
    assert [call["label"] for call in calls if not call["came"]] == [first]
    assert calls[-1]["label"] == first, "newest first"


def test_public_places_hear_no_ids_and_no_reason(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    [call] = board(open_hall)["calls"]
    assert set(call) >= {"seq", "label", "counter", "area", "at"}
    assert not {"stop", "visit", "why"} & set(call)


def test_an_undone_call_is_taken_away(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    open_hall.call_next(OTHER_COUNTER)
    with open_hall.work() as work:
        undo.undo(work, OTHER_COUNTER)
    assert labels(open_hall) == ["F001"]


def test_an_undone_recall_leaves_the_call(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    open_hall.do("recall")
    with open_hall.work() as work:
        undo.undo(work, COUNTER)
    [call] = board(open_hall)["calls"]
    assert (call["label"], call["recall"]) == ("F001", False)


def test_each_floor_shows_its_own_and_the_whole_office_all(open_hall):
    open_hall.open("21")
    open_hall.walk_in()
    open_hall.walk_in("mynumber")
    open_hall.call_next()
    open_hall.call_next("21")
    assert labels(open_hall, "1F") == ["F001"]
    assert labels(open_hall, "2F") == ["M001"]
    assert labels(open_hall, None) == ["M001", "F001"]


def test_the_board_s_number_is_that_of_its_newest_news(open_hall):
    open_hall.open("21")
    downstairs = board(open_hall, "1F")["seq"]
    open_hall.walk_in("mynumber")
    assert board(open_hall, "1F")["seq"] == downstairs
    assert board(open_hall, "2F")["seq"] == board(open_hall, None)["seq"] == open_hall.seq()


def test_the_board_counts_who_waits_and_names_who_is_absent(open_hall):
    open_hall.labels(3)
    open_hall.call_next()
    open_hall.do("miss")
    shown = board(open_hall)
    [line] = [one for one in shown["waiting"] if one["queue"] == "childcare"]
    assert (line["count"], line["open"], line["prefix"]) == (2, True, "F")
    assert line["wait"]["to"] >= line["wait"]["hi90"]
    assert shown["absent"] == ["F001"]


def test_yesterday_s_calls_are_not_shown(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    seq = board(open_hall)["seq"]
    open_hall.at(9, day=TOMORROW)
    assert labels(open_hall) == []
    assert board(open_hall)["seq"] == seq


def test_places_that_are_not_there_are_unknown(hall):
    with pytest.raises(NotFound):
        board(hall, "9F")
    with pytest.raises(NotFound), hall.look() as look:
        boards.board(look, "99999", None)


def test_services_tell_who_waits_and_whether_they_are_open(open_hall):
    open_hall.labels(2)
    with open_hall.look() as look:
        services = {one["id"]: one for one in offices.services(look, HERE)}
    assert services["childcare"]["waiting"] == 2
    assert services["childcare"]["open"] is True
    open_hall.at(18)
    with open_hall.look() as look:
        assert not any(one["open"] for one in offices.services(look, HERE))
