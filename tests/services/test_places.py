"""Places that staff give: first, last, at a time, with priority; and desks that help others."""

import json
from datetime import timedelta

import pytest

from config.schema.offices import Help
from server.db.models import Head, OfficeRow, Task, Visit
from server.domain.refusals import Misfit, Refused
from server.domain.stops import State
from server.services import absences, daily, day_end, log, stops, tasks, undo, visits_at_desk
from server.services.rounds import NextStop, Where
from tests.parts.office import COUNTER, HERE, Hall

pytestmark = pytest.mark.db


@pytest.fixture
def floor(hall):
    hall.open(COUNTER, "5", "6", "7", "13")
    return hall


def publish(hall: Hall, change) -> None:
    """Publish the office's setting with a change, as a manager does."""
    with hall.city.writing() as session:
        row = session.get_one(OfficeRow, HERE)
        row.setting = change(json.loads(json.dumps(row.setting)))
        session.get_one(Head, HERE).floor_version += 1


def serve(hall: Hall, *following: NextStop, number: str = COUNTER) -> str:
    """Take a ticket for childcare, serve it at once, and send it on."""
    label = hall.walk_in().ticket.label
    hall.do("call", number, label=label, stop_id=None)
    hall.do("start", number)
    hall.do("finish", number, next_stops=following)
    return label


def minute(hall: Hall) -> None:
    with hall.work() as work:
        absences.look_after(work)


@pytest.mark.parametrize(
    ("where", "expected"),
    [(Where.FIRST, 0), (Where.KEEP, 1), (Where.LAST, 3)],
)
def test_who_is_sent_on_joins_in_the_place_that_staff_give(floor, where, expected):
    first = floor.labels(1, "insurance")
    sent = floor.walk_in().ticket.label
    floor.clock.advance(minutes=1)
    others = floor.labels(2, "insurance")
    floor.do("call", label=sent, stop_id=None)
    floor.do("start")
    floor.do("finish", next_stops=[NextStop("insurance", where=where)])
    line = [*first, *others]
    line.insert(expected, sent)
    calls = [floor.call_next("5", finish=True) for _ in line]
    assert [call.label for call in calls] == line
    if where is not Where.KEEP:
        assert "職員が列の" in calls[expected].why


def test_who_is_to_come_back_at_a_time_waits_for_it_outside_the_line(floor):
    at = floor.clock() + timedelta(minutes=90)
    label = serve(floor, NextStop("insurance", at=at))
    assert floor.states(label) == [State.DONE, State.PLANNED]
    floor.clock.advance(minutes=89)
    minute(floor)
    assert floor.called("5") is None
    floor.clock.advance(minutes=1)
    minute(floor)
    assert floor.call_next("5").why.startswith("11:30　職員と約束した時刻")


def test_a_time_that_is_over_or_not_today_is_refused(floor):
    floor.walk_in()
    floor.call_next()
    floor.do("start")
    for at in (floor.clock(), floor.clock() + timedelta(days=1)):
        with pytest.raises(Misfit):
            floor.do("finish", next_stops=[NextStop("insurance", at=at)])
    assert floor.states("F001") == [State.SERVING]


def test_priority_with_a_named_reason_gives_the_head_start_and_is_forgotten_with_the_day(floor):
    labels = floor.labels(3)
    with floor.work() as work:
        stops.prioritise(work, str(floor.stops(labels[2])[0].id), "elderly")
    assert floor.call_next().why.startswith("9:47　優先：受付10:02の15分前")
    assert json.loads(floor.events()[-2].detail)["reason"] == "elderly"
    with pytest.raises(Misfit, match="1か所"), floor.work() as work:
        stops.prioritise(work, str(floor.stops(labels[1])[0].id), "friend_of_mine")
    floor.clock.advance(days=1)
    daily.tick(floor.city)
    with floor.look() as look:
        assert {visit.priority_reason for visit in look.session.query(Visit)} == {None}


def test_a_choice_by_hand_stands_in_the_log_with_its_reason_and_sentence(floor):
    floor.labels(3)
    floor.do("call", label="F003", stop_id=None, reason="unwell")
    floor.do("start")
    floor.do("finish")
    floor.do("call", label="F002", stop_id=None)
    with floor.look() as look:
        told = log.events(look, HERE, 0, 100)
    calls = [one for one in told if one["kind"] == "called"]
    assert [one["detail"]["why"]["reason"] for one in calls] == ["unwell", "staff_choice"]
    assert calls[0]["why"] == "10:02　受付の時刻。職員が選びました（体調がすぐれない方）"
    assert "体調" not in json.dumps(calls[0]["detail"], ensure_ascii=False)


def test_a_counter_helps_a_line_that_waits_too_long(floor):
    def help_mynumber(setting):
        for counter in setting["counters"]:
            if counter["number"] == COUNTER:
                rule = Help(queue="mynumber", waits_over_min=60)
                counter["helps"] = [rule.model_dump(mode="json")]
        return setting

    publish(floor, help_mynumber)
    waiting = floor.walk_in("mynumber").ticket.label
    floor.clock.advance(minutes=60)
    assert floor.called() is None
    floor.clock.advance(minutes=1)
    own = floor.walk_in().ticket.label
    call = floor.call_next()
    assert call.label == waiting
    assert "「マイナンバーカード」の応援" in call.why
    assert floor.called(finish=True) == own


def test_who_is_absent_comes_back_by_itself_once_and_is_then_given_up(floor):
    def rule(setting):
        for service in setting["services"]:
            if service["code"] == "childcare":
                service["absence"] |= {"returns_min": 5, "expires_min": 30}
        return setting

    publish(floor, rule)
    label = floor.walk_in().ticket.label
    floor.call_next()
    floor.do("miss")
    floor.clock.advance(minutes=5)
    minute(floor)
    assert floor.states(label) == [State.WAITING]
    floor.call_next()
    floor.do("miss")
    floor.clock.advance(minutes=29)
    minute(floor)
    assert floor.states(label) == [State.ABSENT]
    floor.clock.advance(minutes=1)
    minute(floor)
    assert floor.states(label) == [State.EXPIRED]
    assert json.loads(floor.events()[-1].detail)["reason"] == "absent_too_long"


def test_papers_are_all_there_before_a_hand_over_is_called_with_the_old_number(floor):
    floor.open("1")
    label = floor.walk_in("certificates").ticket.label
    floor.call_next("1")
    floor.do("start", "1")
    to = NextStop("handover", preparing=True, papers=[("juminhyo", 2)], note="急ぎ")
    floor.do("finish", "1", next_stops=[to])
    stop = floor.stops(label)[-1]
    with pytest.raises(Refused) as refusal, floor.work() as work:
        stops.ready(work, str(stop.id))
    assert (refusal.value.code, refusal.value.details) == ("papers_missing", {"missing": 2})
    with floor.look() as look:
        papers = [task.id for task in look.session.query(Task)]
    with floor.work() as work:
        for paper in papers:
            tasks.tick(work, str(paper), done=True)
        stops.ready(work, str(stop.id))
    call = floor.call_next("13")
    assert (call.label, call.why.partition("　")[0]) == (label, "10:00")
    assert "急ぎ" not in "".join(event.detail for event in floor.events())


def test_undo_takes_the_papers_of_a_desk_back_too(floor):
    floor.open("1")
    floor.walk_in("certificates")
    floor.call_next("1")
    floor.do("start", "1")
    to = NextStop("handover", preparing=True, papers=[("juminhyo", 1)])
    floor.do("finish", "1", next_stops=[to])
    with floor.work() as work:
        undo.undo(work, "1")
    with floor.look() as look:
        assert look.session.query(Task).count() == 0
    assert floor.states("A001") == [State.SERVING, State.WITHDRAWN]


def test_a_family_that_sits_is_called_to_its_room_and_not_on_the_board(floor):
    arrival = floor.walk_in("insurance")
    with floor.work() as work:
        visits_at_desk.seat(work, str(arrival.visit), "guidance_1")
        visits_at_desk.add_task(work, str(arrival.visit), "insurance", "sousaihi_kokuho", None)
    call = floor.call_next("5")
    assert call.room == "guidance_1"
    called = floor.events()[-1]
    assert (called.kind, called.area) == ("called", None)


def test_a_visit_goes_first_to_the_desk_that_staff_choose(floor):
    label = serve(floor, NextStop("insurance"), NextStop("pension"))
    pension = floor.stops(label)[2]
    with floor.work() as work:
        stops.go_first(work, str(pension.id))
    assert floor.states(label) == [State.DONE, State.PLANNED, State.WAITING]
    assert floor.called("7") == label


def test_the_shortest_stay_chooses_the_empty_desk_where_the_office_wants_it(floor):
    floor.labels(6, "insurance")
    free = [NextStop("insurance"), NextStop("welfare")]
    listed = serve(floor, *free)
    assert floor.states(listed)[1:] == [State.WAITING, State.PLANNED]

    def shortest(setting):
        for service in setting["services"]:
            service["after"] = []
        return setting | {"routing": "shortest_stay"}

    publish(floor, shortest)
    floor.open("8")
    quick = serve(floor, *free)
    assert floor.states(quick)[1:] == [State.PLANNED, State.WAITING]


def test_the_day_ends_with_a_reason_for_everybody_who_is_left(floor):
    waiting = floor.walk_in().ticket.label
    with pytest.raises(Refused) as refusal, floor.work() as work:
        day_end.close_queues(work, COUNTER)
    assert refusal.value.code == "reception_open"
    floor.at(20)
    with floor.work() as work:
        day_end.close_queues(work, COUNTER)
    assert floor.states(waiting) == [State.EXPIRED]
    assert floor.kinds()[-2:] == ["counter_closed", "expired"]
