"""What tickets, phones and boards tell comes from one forecast of the lines that share counters."""

import pytest

from server.services import boards, visits, waits
from server.services.duty import pause_counter
from server.services.waits import in_line
from tests.parts.office import BOTH_QUEUES, COUNTER, OTHER_COUNTER, QUEUE, SERVICE, Hall

pytestmark = pytest.mark.db


def newcomer(hall: Hall, queue: str = QUEUE):
    with hall.look() as look:
        return in_line(look, hall.office, look.floor_of(hall.office).queue(queue))


def told_on_board(hall: Hall) -> dict:
    with hall.look() as look:
        shown = boards.board(look, hall.office, None)["waiting"]
    return next(one["wait"] for one in shown if one["queue"] == QUEUE)


def test_ticket_phone_and_board_tell_the_same(hall):
    hall.open(COUNTER)
    hall.labels(6)
    expected = told_on_board(hall)
    given = hall.walk_in()
    assert (given.ticket.wait.from_, given.ticket.wait.to) == (expected["from"], expected["to"])
    with hall.look() as look:
        shown = visits.my_turn(look, given.visit_code)
    assert shown["wait"]["to"] == expected["to"]


def test_a_ticket_takes_the_forecast_that_readers_have(hall, monkeypatch):
    hall.open(COUNTER)
    hall.labels(3)
    expected = newcomer(hall)
    monkeypatch.setattr(waits.forecast, "waits", None)
    assert hall.walk_in().ticket.wait == expected


def test_each_in_line_is_told_more_than_the_one_before(hall):
    hall.open(COUNTER)
    middles = [hall.walk_in().ticket.wait.p50 for _ in range(5)]
    assert middles == sorted(middles)
    assert middles[-1] > middles[1] > 0


def test_one_more_counter_shortens_the_wait_at_once(hall):
    hall.open(COUNTER)
    hall.labels(6)
    before = newcomer(hall).p50
    hall.open(OTHER_COUNTER)
    assert newcomer(hall).p50 < 0.7 * before


def test_whoever_is_being_served_is_waited_for_less_the_longer_that_takes(hall):
    hall.open(COUNTER)
    hall.labels(1)
    hall.call_next()
    before = newcomer(hall).p50
    hall.clock.advance(minutes=10)
    hall.walk_in("moving")  # news elsewhere: the clock alone is none
    assert newcomer(hall).p50 < before


def test_counters_that_went_on_their_break_together_are_waited_for_together(hall):
    def told_after_breaks(minutes_between: int) -> float:
        hall.open(COUNTER, OTHER_COUNTER)
        for counter in (COUNTER, OTHER_COUNTER):
            hall.clock.advance(minutes=minutes_between)
            with hall.work() as work:
                pause_counter(work, counter)
        return newcomer(hall).p50

    assert told_after_breaks(0) > 1.4 * told_after_breaks(3)


def test_without_a_counter_nobody_knows(hall):
    hall.labels(2)
    assert newcomer(hall).state == "unknown"
    assert hall.walk_in().ticket.wait.state == "unknown"


def test_lines_that_share_a_counter_are_played_together(hall):
    hall.open(BOTH_QUEUES)
    alone = newcomer(hall, "insurance").p50
    for _ in range(4):
        hall.walk_in("moving")
    assert newcomer(hall, "insurance").p50 > alone


def test_a_forecast_is_made_once_for_each_change(hall, monkeypatch):
    hall.open(COUNTER)
    hall.labels(3)
    made = []
    real = waits.forecast.waits
    monkeypatch.setattr(waits.forecast, "waits", lambda *a: made.append(1) or real(*a))
    for _ in range(5):
        newcomer(hall)
    assert len(made) == 1
    hall.call_next()
    newcomer(hall)
    assert len(made) == 2


def test_a_rush_of_tickets_is_told_from_few_forecasts(hall, monkeypatch):
    hall.open(COUNTER)
    made = []
    real = waits.forecast.waits
    monkeypatch.setattr(waits.forecast, "waits", lambda *a: made.append(1) or real(*a))
    middles = [hall.walk_in().ticket.wait.p50 for _ in range(24)]
    assert middles == sorted(middles)
    assert len(made) <= 8
    hall.clock.advance(seconds=31)
    hall.walk_in()
    made.clear()
    hall.walk_in()
    assert made == []


def test_a_booked_family_on_its_way_is_waited_for(hall):
    hall.open(COUNTER)
    hall.labels(2)
    before = newcomer(hall).p50
    for _ in range(2):
        hall.book(hall.slot_at(10, 15).id)
    assert newcomer(hall).p50 > before + 5


def test_the_services_of_one_line_have_their_own_minutes(hall):
    with hall.look() as look:
        floor = look.floor_of(hall.office)
    assert floor.neighbours[floor.queue(QUEUE).id] == (floor.queue(QUEUE).id,)
    assert floor.services[SERVICE].queue.code == QUEUE
