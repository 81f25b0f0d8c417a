import pytest

from server.db import queries
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services import console_log, counters, day_end, duty, stops, undo
from server.services.rounds import NextStop, Where
from tests.parts.office import BOTH_QUEUES, COUNTER, HERE, OTHER_COUNTER, TOMORROW, Hall

pytestmark = pytest.mark.db


@pytest.fixture
def open_hall(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    hall.labels(2)
    hall.clock.advance(minutes=1)
    return hall


def take_back(hall: Hall, number: str = COUNTER) -> list[str]:
    with hall.work() as work:
        return undo.undo(work, number)


def too_late(hall: Hall, number: str = COUNTER) -> bool:
    before = hall.seq()
    with pytest.raises(Refused) as refusal:
        take_back(hall, number)
    return refusal.value.code == "too_late_to_undo" and hall.seq() == before


def pictures(hall: Hall) -> list[tuple]:
    """Return what a stop is, without its version."""
    return [
        (stop.label, stop.state, stop.counter_id, stop.order_time, stop.since)
        for label in ("F001", "F002")
        for stop in hall.stops(label)
        if stop.state != State.WITHDRAWN
    ]


#: What is done before, what is undone, and the events it takes back.
COMMANDS = {
    "call": ([], ["call_next"], ["called"]),
    "recall": (["call_next"], ["recall"], ["recalled"]),
    "start": (["call_next"], ["start"], ["started"]),
    "finish": (["call_next", "start"], ["finish"], ["finished"]),
    "miss": (["call_next"], ["miss"], ["missed"]),
    "hold": (["call_next", "start"], ["hold"], ["held"]),
    "finish_and_call": (
        ["call_next"], ["call_next_finishing"], ["called", "finished", "started"],
    ),
    "send_on": (
        ["call_next", "start"], ["finish_and_send_on"], ["arrived", "arrived", "finished"],
    ),
    "call_absent": (["call_next", "miss"], ["call_again"], ["called"]),
}  # fmt: skip


def run(hall: Hall, step: str) -> None:
    with hall.work() as work:
        match step:
            case "call_next_finishing":
                counters.call_next(work, COUNTER, finish=True)
            case "finish_and_send_on":
                counters.finish(work, COUNTER, [NextStop("insurance")])
            case "call_again":
                counters.call(work, COUNTER, label="F001", stop_id=None)
            case _:
                getattr(counters, step)(work, COUNTER)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_taken_back_whole_and_everything_stands_as_before(open_hall, command):
    first, [undone], kinds = COMMANDS[command]
    for step in first:
        run(open_hall, step)
        open_hall.clock.advance(seconds=20)
    before = pictures(open_hall)
    run(open_hall, undone)
    assert pictures(open_hall) != before

    open_hall.clock.advance(seconds=10)
    since = open_hall.seq()
    assert take_back(open_hall) == kinds
    assert pictures(open_hall) == before
    assert open_hall.kinds(since) == ["undone"] * len(kinds)


@pytest.mark.parametrize("where", Where)
def test_a_desk_that_was_opened_by_it_has_its_old_place_again(open_hall, where):
    open_hall.walk_in("insurance")
    for step in ("call_next", "start"):
        run(open_hall, step)
    with open_hall.work() as work:
        to = [NextStop("childcare"), NextStop("insurance", where=where)]
        counters.finish(work, COUNTER, to)
    open_hall.clock.advance(minutes=1)
    with open_hall.work() as work:
        counters.call(work, COUNTER, label="F001", stop_id=None)
        counters.start(work, COUNTER)
    before = pictures(open_hall)
    run(open_hall, "finish")
    assert State.WAITING in open_hall.states("F001")

    take_back(open_hall)

    assert pictures(open_hall) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_after_ten_seconds_it_is_too_late(open_hall, command):
    first, [undone], _ = COMMANDS[command]
    for step in [*first, undone]:
        run(open_hall, step)
    open_hall.clock.advance(seconds=10.001)
    assert too_late(open_hall)


def test_what_was_undone_can_be_done_again(open_hall):
    run(open_hall, "call_next")
    take_back(open_hall)
    assert open_hall.called() == "F001"


def test_an_undo_cannot_be_undone(open_hall):
    run(open_hall, "call_next")
    take_back(open_hall)
    assert too_late(open_hall)


def test_a_counter_that_has_done_nothing_has_nothing_to_undo(hall):
    assert too_late(hall)


def test_another_counter_cannot_undo_it(open_hall):
    run(open_hall, "call_next")
    open_hall.clock.advance(seconds=1)
    assert too_late(open_hall, OTHER_COUNTER)
    assert open_hall.states("F001") == [State.CALLED]


def test_it_is_too_late_when_somebody_else_has_gone_on_with_the_number(open_hall):
    run(open_hall, "call_next")
    run(open_hall, "miss")
    with open_hall.work() as work:
        counters.call(work, OTHER_COUNTER, label="F001", stop_id=None)
    assert too_late(open_hall)


def test_it_is_too_late_when_the_number_came_back_or_gave_up(open_hall):
    run(open_hall, "call_next")
    run(open_hall, "miss")
    with open_hall.work() as work:
        stops.withdraw(work, str(open_hall.stops("F001")[0].id))
    assert too_late(open_hall)


def test_it_is_too_late_when_the_next_desk_has_called(open_hall):
    open_hall.open("5")
    for step in ("call_next", "start", "finish_and_send_on"):
        run(open_hall, step)
    assert open_hall.called("5") == "F001"
    assert too_late(open_hall)
    assert open_hall.states("F001") == [State.DONE, State.CALLED]


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        ("closed", "open_counter"), ("break", "open_counter"), ("open", "pause_counter"),
        ("open", "close_counter"), ("break", "close_counter"),
    ],
)  # fmt: skip
def test_going_on_and_off_duty_is_taken_back_to_what_it_was(hall, before, verb):
    steps = {"open": ["open"], "break": ["open", "pause"], "closed": []}[before]
    for step in steps:
        with hall.work() as work:
            getattr(duty, f"{step}_counter")(work, COUNTER)
    with hall.work() as work:
        getattr(duty, verb)(work, COUNTER)
    take_back(hall)
    with hall.look() as look:
        states = queries.counter_states(look.session, hall.office)
        assert states[look.floor_of(hall.office).counter(COUNTER).id] == before


def test_an_undone_call_names_the_event_it_undoes(open_hall):
    call = open_hall.call_next()
    take_back(open_hall)
    undone = open_hall.events()[-1]
    assert (undone.kind, undone.counter, undone.area) == ("undone", COUNTER, "1F")
    assert f'"undoes":{call.seq}' in undone.detail


def test_what_a_counter_did_away_from_it_is_taken_back_there_too(open_hall):
    label = open_hall.called()
    open_hall.do("miss")
    with open_hall.work() as work:
        stops.come_back(work, str(open_hall.stops(label)[0].id), COUNTER)
    before = open_hall.stops(label)[0]

    assert take_back(open_hall) == ["returned"]
    assert open_hall.states(label) == [State.ABSENT]

    with open_hall.work() as work:
        stops.withdraw(work, str(before.id), counter=COUNTER)
    assert take_back(open_hall) == ["withdrawn"]
    assert open_hall.states(label) == [State.ABSENT]


def line_of(hall: Hall, label: str) -> list[tuple]:
    return [
        (stop.queue_id, stop.service_id, stop.state, stop.order_time, stop.tie, stop.placed)
        for stop in hall.stops(label)
    ]


def changed_at(hall: Hall, what: str, counter: str | None) -> None:
    with hall.work() as work:
        stop = str(hall.stops("F002")[0].id)
        if what == "transfer":
            to = NextStop("insurance", where=Where.LAST)
            stops.transfer(work, stop, to, "wrong_counter", counter=counter)
        else:
            stops.prioritise(work, stop, "pregnant", counter=counter)


@pytest.mark.parametrize("counter", [None, COUNTER])
@pytest.mark.parametrize("what", ["transfer", "priority"])
def test_who_was_moved_or_let_go_first_stands_as_before(open_hall, what, counter):
    before = line_of(open_hall, "F002")
    changed_at(open_hall, what, counter)
    assert line_of(open_hall, "F002") != before
    with open_hall.work() as work:
        undone = undo.undo(work, counter) if counter else undo.undo_own(work)
    assert undone
    assert line_of(open_hall, "F002") == before
    with open_hall.look() as look:
        visit = queries.visit_by_id(look.session, open_hall.stops("F002")[0].visit_id)
        assert (visit.visit_class, visit.priority_reason) == ("walk_in", None)


def test_what_was_done_to_a_line_is_taken_back_by_who_did_it_and_in_time(open_hall):
    changed_at(open_hall, "priority", None)
    with pytest.raises(Refused, match="10秒"), open_hall.city.transaction(HERE, "other") as work:
        undo.undo_own(work)
    open_hall.clock.advance(seconds=11)
    with pytest.raises(Refused, match="10秒"), open_hall.work() as work:
        undo.undo_own(work)


def test_the_end_of_the_day_is_taken_back_with_everybody_who_waited(open_hall):
    open_hall.at(17, 45)
    before = pictures(open_hall)
    with open_hall.work() as work:
        assert day_end.close_queues(work, COUNTER) == 2
    assert {state for label in ("F001", "F002") for state in open_hall.states(label)} == {
        State.EXPIRED
    }
    kinds = take_back(open_hall)
    assert (kinds.count("expired"), kinds.count("counter_closed")) == (2, 1)
    assert pictures(open_hall) == before
    assert open_hall.called() == "F001"


def test_the_end_of_the_whole_office_s_day_is_taken_back_by_who_ended_it(open_hall):
    open_hall.open(BOTH_QUEUES)
    other = open_hall.walk_in("moving").ticket.label
    open_hall.at(17, 45)
    before = pictures(open_hall)
    with open_hall.work() as work:
        assert day_end.close_office(work) == 3
    assert open_hall.states(other) == [State.EXPIRED]
    with open_hall.work() as work:
        kinds = undo.undo_own(work)
    assert (kinds.count("expired"), kinds.count("counter_closed")) == (3, 3)
    assert pictures(open_hall) == before


def test_no_counter_takes_back_the_end_of_the_whole_office_s_day(open_hall):
    open_hall.at(17, 45)
    with open_hall.work() as work:
        day_end.close_office(work)
    assert too_late(open_hall)
    with open_hall.look() as look:
        assert console_log.undo_offer(look, HERE, COUNTER) is None
    assert open_hall.states("F001") == [State.EXPIRED]


def test_a_command_of_several_counters_is_none_of_theirs_to_take_back(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    assert too_late(hall)


def test_an_empty_office_s_day_is_taken_back_too(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    hall.at(17, 45)
    with hall.work() as work:
        assert day_end.close_office(work) == 0
    with hall.work() as work:
        assert undo.undo_own(work) == ["counter_closed", "counter_closed"]
    with hall.look() as look:
        states = queries.counter_states(look.session, HERE)
        floor = look.floor_of(HERE)
    assert {states[floor.counter(one).id] for one in (COUNTER, OTHER_COUNTER)} == {"open"}


def test_the_office_s_day_does_not_end_while_tickets_are_given_or_somebody_is_served(open_hall):
    def refused() -> str:
        before = open_hall.seq()
        with pytest.raises(Refused) as refusal, open_hall.work() as work:
            day_end.close_office(work)
        assert open_hall.seq() == before
        return refusal.value.code

    assert refused() == "reception_open"
    open_hall.at(17, 45)
    open_hall.call_next()
    assert refused() == "counter_busy"


def test_a_day_that_ended_by_itself_is_not_taken_back(open_hall):
    open_hall.at(4, 1, day=TOMORROW)
    with open_hall.work() as work:
        day_end.close_past_days(work)
    assert too_late(open_hall)
