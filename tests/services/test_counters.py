from datetime import timedelta

import pytest

from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import consoles, duty, stops
from tests.parts.office import BOTH_QUEUES, COUNTER, OTHER_COUNTER, SERVICE

pytestmark = pytest.mark.db


@pytest.fixture
def open_hall(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    return hall


def code_of(run) -> str:
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code


def keeps_place_min(hall) -> int:
    with hall.look() as look:
        return look.floor_of(hall.office).service(SERVICE).setup.absence.keeps_place_min


def away(hall, verb, label: str):
    """Take a step that no counter takes, with the visit's first open or prepared stop."""
    with hall.work() as work:
        return verb(work, str(hall.stops(label)[-1].id))


def test_the_line_is_called_in_the_order_of_the_tickets_and_then_nobody(open_hall):
    given = open_hall.labels(3)
    called = [open_hall.called(finish=True) for _ in range(4)]
    assert called == [*given, None]


def test_a_call_says_who_where_and_why(open_hall):
    open_hall.labels(2)
    call = open_hall.call_next()
    assert (call.label, call.counter, call.area, call.recall) == ("F001", COUNTER, "1F", False)
    assert call.why == "10:00　受付の時刻。この窓口で扱える2人の中でいちばん早い"
    assert call.at == open_hall.clock()
    assert open_hall.events()[-1].seq == call.seq


def test_reservations_priority_and_walk_ins_are_called_by_order_time(open_hall):
    open_hall.at(10, 20)
    walk_in = open_hall.walk_in().ticket.label
    open_hall.at(10, 21)
    early = open_hall.check_in(open_hall.book(open_hall.slot_at(11, 15).id)).ticket
    soon = open_hall.check_in(open_hall.book(open_hall.slot_at(10, 45).id)).ticket
    open_hall.at(10, 31)
    priority = open_hall.walk_in(priority=True).ticket.label
    open_hall.at(10, 35)

    calls = [open_hall.call_next(finish=True) for _ in range(4)]

    assert [call.label for call in calls] == [soon.label, priority, walk_in, early.label]
    assert [call.why.partition("。")[0] for call in calls] == [
        "10:15　予約10:45の30分前",
        "10:16　優先：受付10:31の15分前",
        "10:20　受付の時刻",
        "10:45　予約11:15の30分前",
    ]
    assert calls[-1].why.endswith("ほかに待っている人はいません")


def test_a_counter_that_is_not_open_calls_nobody(hall):
    hall.walk_in()
    assert code_of(hall.call_next) == "counter_closed"
    assert code_of(lambda: hall.do("call", label="F001", stop_id=None)) == "counter_closed"
    hall.open(COUNTER)
    with hall.work() as work:
        duty.pause_counter(work, COUNTER)
    assert code_of(hall.call_next) == "counter_closed"


@pytest.mark.parametrize("steps", [[], ["start"]])
def test_a_counter_with_somebody_there_calls_nobody_else(open_hall, steps):
    open_hall.labels(2)
    open_hall.call_next()
    for step in steps:
        open_hall.do(step)
    before = open_hall.seq()
    assert code_of(open_hall.call_next) == "counter_busy"
    assert code_of(lambda: open_hall.do("call", label="F002", stop_id=None)) == "counter_busy"
    assert open_hall.seq() == before


def test_calling_the_next_one_can_finish_the_one_who_was_only_called(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    since = open_hall.seq()
    assert open_hall.called(finish=True) == "F002"
    assert open_hall.kinds(since) == ["started", "finished", "called"]
    assert open_hall.states("F001") == [State.DONE]


def test_finishing_with_nobody_waiting_finishes_all_the_same(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    assert open_hall.call_next(finish=True) is None
    assert open_hall.states("F001") == [State.DONE]


def test_a_counter_calls_from_all_its_queues_or_from_those_it_names(hall):
    hall.open(BOTH_QUEUES)
    hall.labels(1, "insurance")
    hall.labels(2, "moving")
    assert hall.called(BOTH_QUEUES, queues=["residents"]) == "A001"
    assert hall.called(BOTH_QUEUES, finish=True) == "B001"
    assert hall.called(BOTH_QUEUES, finish=True, queues=["insurance"]) is None
    assert hall.called(BOTH_QUEUES, queues=[]) == "A002"


def test_a_counter_does_not_call_from_queues_that_are_not_its_own(open_hall):
    refused = code_of(lambda: open_hall.call_next(queues=["insurance"]))
    assert refused == "queue_not_served"
    with pytest.raises(NotFound):
        open_hall.call_next(queues=["no_such_queue"])


def test_two_counters_never_call_the_same_number(open_hall):
    given = open_hall.labels(5)
    turns = [COUNTER, OTHER_COUNTER] * 3
    called = [open_hall.called(number, finish=True) for number in turns]
    assert called == [*given, None]


def test_a_number_is_called_by_its_label_or_its_stop(open_hall):
    open_hall.labels(3)
    third = open_hall.do("call", label=" f003 ", stop_id=None)
    assert (third.label, third.recall) == ("F003", False)
    assert third.why.endswith("職員が選びました")
    stop = open_hall.stops("F001")[0].id
    first = open_hall.do("call", OTHER_COUNTER, label=None, stop_id=stop)
    assert first.why.endswith("2人の中でいちばん早い")


def test_who_is_called_elsewhere_is_refused_with_the_counter(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    for step in (None, "start"):
        if step:
            open_hall.do(step)
        with pytest.raises(Refused, match="10番窓口") as refusal:
            open_hall.do("call", OTHER_COUNTER, label="F001", stop_id=None)
        assert refusal.value.code == "already_called"
        assert refusal.value.details == {"counter": COUNTER}


def test_calling_whom_this_counter_has_called_is_a_recall(open_hall):
    open_hall.walk_in()
    first = open_hall.call_next()
    again = open_hall.do("call", label="F001", stop_id=None)
    assert (again.recall, again.stop, again.seq) == (True, first.stop, first.seq + 1)
    assert open_hall.do("recall").recall
    assert open_hall.kinds()[-3:] == ["called", "recalled", "recalled"]


@pytest.mark.parametrize("label", ["F999", "", "X"])
def test_a_label_that_nobody_has_is_unknown(open_hall, label):
    assert code_of(lambda: open_hall.do("call", label=label, stop_id=None)) == "unknown_stop"


def test_served_and_finished_step_by_step(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    assert open_hall.do("start").state == State.SERVING
    assert open_hall.do("finish", outcome="done_here").state == State.DONE
    assert open_hall.kinds()[-3:] == ["called", "started", "finished"]


def test_served_straight_from_the_line_without_a_call(open_hall):
    open_hall.labels(2)
    assert open_hall.do("start", label="F002").label == "F002"
    assert open_hall.states("F002") == [State.SERVING]
    assert code_of(lambda: open_hall.do("start", OTHER_COUNTER, label="F002")) == "already_called"


@pytest.mark.parametrize("step", ["recall", "start", "finish", "miss", "hold"])
def test_no_step_is_taken_where_nobody_is(open_hall, step):
    assert code_of(lambda: open_hall.do(step)) == "nobody_at_counter"


@pytest.mark.parametrize(
    ("before", "step"),
    [
        ([], "finish"), ([], "hold"), (["start"], "miss"), (["start"], "recall"),
        (["start"], "start"),
    ],
)  # fmt: skip
def test_steps_outside_the_table_are_refused_and_change_nothing(open_hall, before, step):
    open_hall.walk_in()
    open_hall.call_next()
    for one in before:
        open_hall.do(one)
    state, seq = open_hall.states("F001"), open_hall.seq()
    assert code_of(lambda: open_hall.do(step)) == "step_not_allowed"
    assert (open_hall.states("F001"), open_hall.seq()) == (state, seq)


def test_who_does_not_come_is_absent_and_can_be_called_again(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    open_hall.do("miss")
    assert open_hall.states("F001") == [State.ABSENT]
    assert open_hall.called() == "F002"
    again = open_hall.do("call", OTHER_COUNTER, label="F001", stop_id=None)
    assert again.counter == OTHER_COUNTER


def test_who_is_back_soon_keeps_the_place(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    open_hall.do("miss")
    open_hall.clock.advance(minutes=keeps_place_min(open_hall))
    away(open_hall, stops.come_back, "F001")
    assert open_hall.call_next().why.startswith("10:00　受付の時刻")


def test_who_is_back_late_stands_at_the_time_of_the_return(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    open_hall.do("miss")
    open_hall.clock.advance(minutes=keeps_place_min(open_hall) + 1)
    away(open_hall, stops.come_back, "F001")
    calls = [open_hall.call_next(finish=True) for _ in range(2)]
    assert [call.label for call in calls] == ["F002", "F001"]
    assert "不在から戻った時刻" in calls[1].why


def test_who_is_held_frees_the_counter_and_is_called_again_by_hand(open_hall):
    open_hall.labels(2)
    open_hall.call_next()
    open_hall.do("start")
    open_hall.do("hold", reason="papers_missing")
    assert open_hall.states("F001") == [State.HELD]
    assert open_hall.called() == "F002"
    assert open_hall.do("call", OTHER_COUNTER, label="F001", stop_id=None).label == "F001"


def test_who_gives_up_is_no_longer_called(open_hall):
    open_hall.labels(2)
    away(open_hall, stops.withdraw, "F001")
    assert open_hall.states("F001") == [State.WITHDRAWN]
    assert open_hall.called() == "F002"
    assert code_of(lambda: away(open_hall, stops.withdraw, "F001")) == "step_not_allowed"


@pytest.mark.parametrize("stop_id", ["0", "999999", "-1", "one", "１", "9" * 40])
@pytest.mark.parametrize("verb", [stops.ready, stops.come_back, stops.withdraw])
def test_a_stop_that_is_not_there_is_unknown(sqlite_hall, verb, stop_id):
    with pytest.raises(NotFound), sqlite_hall.work() as work:
        verb(work, stop_id)


def test_counters_go_on_and_off_duty_once(hall):
    hall.open(COUNTER)
    hall.open(COUNTER)
    for verb in (duty.pause_counter, duty.open_counter, duty.close_counter):
        with hall.work() as work:
            verb(work, COUNTER)
    assert hall.kinds() == [
        "counter_opened", "counter_paused", "counter_opened", "counter_closed",
    ]  # fmt: skip


@pytest.mark.parametrize("verb", [duty.pause_counter, duty.close_counter])
def test_nobody_leaves_a_counter_where_somebody_is_served(open_hall, verb):
    open_hall.walk_in()
    open_hall.call_next()
    with open_hall.work() as work:
        assert code_of(lambda: verb(work, COUNTER)) == "counter_busy"


def test_a_counter_that_is_not_there_is_unknown(open_hall):
    with pytest.raises(NotFound):
        open_hall.call_next("99")


def test_every_step_has_its_event_with_counter_area_and_label(open_hall):
    open_hall.walk_in()
    since = open_hall.seq()
    open_hall.call_next()
    open_hall.clock.advance(seconds=30)
    open_hall.do("miss")
    events = open_hall.events(since)
    assert [(e.kind, e.counter, e.area, e.label) for e in events] == [
        ("called", COUNTER, "1F", "F001"),
        ("missed", COUNTER, "1F", "F001"),
    ]
    assert events[1].at - events[0].at == timedelta(seconds=30) // timedelta(microseconds=1)


def test_a_console_counts_the_open_counters_of_its_own_line(open_hall):
    open_hall.open("1")
    with open_hall.look() as look:
        shown = consoles.snapshot(look, open_hall.office, COUNTER)
        elsewhere = consoles.snapshot(look, open_hall.office, "1")
    assert (shown["open_counters"], elsewhere["open_counters"]) == (2, 1)
