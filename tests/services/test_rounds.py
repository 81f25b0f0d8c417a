"""Visits with several desks: one number, one order time, one desk open at a time."""

import pytest

from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import stops, undo, visits_at_desk
from server.services.rounds import NextStop
from tests.parts.office import COUNTER, OTHER_COUNTER

pytestmark = pytest.mark.db


@pytest.fixture
def open_hall(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    return hall


def serve(hall, number: str = COUNTER, *following: NextStop):
    hall.call_next(number)
    hall.do("start", number)
    return hall.do("finish", number, next_stops=following)


def test_who_is_sent_on_keeps_number_and_order_time(open_hall):
    open_hall.open("5")
    open_hall.labels(1, "childcare")
    open_hall.labels(2, "insurance")
    serve(open_hall, COUNTER, NextStop("insurance"))
    assert open_hall.states("F001") == [State.DONE, State.WAITING]
    assert open_hall.called("5") == "F001"


def test_several_next_queues_open_one_after_the_other(open_hall):
    open_hall.open("5", "7")
    open_hall.walk_in()
    serve(open_hall, COUNTER, NextStop("insurance"), NextStop("pension"))
    assert open_hall.states("F001") == [State.DONE, State.WAITING, State.PLANNED]
    serve(open_hall, "5")
    assert open_hall.states("F001") == [State.DONE, State.DONE, State.WAITING]
    serve(open_hall, "7")
    assert open_hall.states("F001") == [State.DONE] * 3


def test_papers_that_are_prepared_wait_for_the_back_office(open_hall):
    open_hall.walk_in()
    serve(open_hall, COUNTER, NextStop("childcare", preparing=True))
    assert open_hall.states("F001") == [State.DONE, State.PREPARING]
    assert open_hall.called() is None
    make_ready(open_hall)
    assert open_hall.called() == "F001"


def test_what_is_prepared_later_in_the_list_is_prepared_at_once_and_waits_its_turn(open_hall):
    open_hall.open("5")
    open_hall.walk_in()
    serve(open_hall, COUNTER, NextStop("insurance"), NextStop("childcare", preparing=True))
    assert open_hall.states("F001") == [State.DONE, State.WAITING, State.PREPARING]
    make_ready(open_hall)
    assert open_hall.states("F001") == [State.DONE, State.WAITING, State.PLANNED]
    serve(open_hall, "5")
    assert open_hall.states("F001") == [State.DONE, State.DONE, State.WAITING]
    assert open_hall.called() == "F001"


def test_a_further_queue_comes_after_those_that_were_planned(open_hall):
    open_hall.open("5", "7")
    open_hall.walk_in()
    serve(open_hall, COUNTER, NextStop("insurance"), NextStop("pension"))
    serve(open_hall, "5", NextStop("childcare"))
    assert open_hall.states("F001")[2:] == [State.WAITING, State.PLANNED]
    serve(open_hall, "7")
    assert open_hall.states("F001")[2:] == [State.DONE, State.WAITING]


def test_giving_up_a_planned_stop_leaves_the_open_one_alone(open_hall):
    open_hall.walk_in()
    serve(open_hall, COUNTER, *(NextStop(q) for q in ("insurance", "pension", "welfare")))
    with open_hall.work() as work:
        stops.withdraw(work, str(open_hall.stops("F001")[2].id))
    assert open_hall.states("F001") == [
        State.DONE, State.WAITING, State.WITHDRAWN, State.PLANNED,
    ]  # fmt: skip


def test_giving_up_one_stop_opens_the_next_one(open_hall):
    open_hall.walk_in()
    serve(open_hall, COUNTER, NextStop("insurance"), NextStop("pension"))
    with open_hall.work() as work:
        stops.withdraw(work, str(open_hall.stops("F001")[1].id))
    assert open_hall.states("F001") == [State.DONE, State.WITHDRAWN, State.WAITING]


def test_a_queue_that_is_not_there_stops_the_finish_too(open_hall):
    open_hall.walk_in()
    open_hall.call_next()
    open_hall.do("start")
    with pytest.raises(NotFound):
        open_hall.do("finish", next_stops=[NextStop("insurance"), NextStop("nowhere")])
    assert open_hall.states("F001") == [State.SERVING]


def make_ready(hall) -> None:
    with hall.work() as work:
        stops.ready(work, str(hall.stops("F001")[-1].id))


def at_the_desk(hall, *planned: str):
    """Return the visit that is served at a desk, with desks planned there for later."""
    hall.walk_in()
    hall.call_next(COUNTER)
    stop = hall.do("start", COUNTER)
    with hall.work() as work:
        following = [NextStop(queue) for queue in planned]
        visits_at_desk.add_stops(work, str(stop.visit_id), following, counter=COUNTER)
    return stop


def test_staff_choose_at_the_end_which_planned_desk_comes_next(open_hall):
    at_the_desk(open_hall, "insurance", "pension")
    pension = open_hall.stops("F001")[2]
    open_hall.do("finish", COUNTER, then=pension.id)
    assert open_hall.states("F001") == [State.DONE, State.PLANNED, State.WAITING]
    with open_hall.work() as work:
        undo.undo(work, COUNTER)
    assert open_hall.states("F001") == [State.SERVING, State.PLANNED, State.PLANNED]


def test_a_desk_of_another_visit_is_not_chosen_and_nothing_is_finished(open_hall):
    at_the_desk(open_hall, "insurance")
    label = open_hall.walk_in("pension").ticket.label
    other = open_hall.stops(label)[0].id
    with pytest.raises(Refused) as refusal:
        open_hall.do("finish", COUNTER, then=other)
    assert refusal.value.code == "not_planned"
    assert open_hall.states("F001") == [State.SERVING, State.PLANNED]


def test_a_round_planned_at_a_counter_is_taken_back_there(open_hall):
    at_the_desk(open_hall, "insurance", "pension")
    with open_hall.work() as work:
        assert undo.undo(work, COUNTER) == ["arrived", "arrived"]
    assert open_hall.states("F001") == [State.SERVING, State.WITHDRAWN, State.WITHDRAWN]
