"""The whole floor: twelve counters at once do whatever people do, and a plain model agrees."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.db.city import City
from server.domain.refusals import Refused
from server.services import duty
from tests.parts.office import BOTH_QUEUES, Hall
from tests.reliability.floor_hands import COUNTERS, Hand, RunningClock, model_of, require_agreement
from tests.reliability.floor_model import Model

pytestmark = [pytest.mark.db, pytest.mark.slow]

SEED = 20261124


def test_twelve_counters_at_once_leave_the_floor_that_the_model_has(
    engine, hall, rounds, scorecard
):
    times = rounds(30, 400)
    city = City(engine, RunningClock(), hall.city.secrets)
    hall = Hall(city, city.clock)
    hall.open(*COUNTERS)
    hands = [Hand(city, number, SEED + place) for place, number in enumerate(COUNTERS)]
    with ThreadPoolExecutor(len(hands)) as people:
        for done in [people.submit(hand.work, times) for hand in hands]:
            done.result()  # anything but a refusal is an error of the program

    reserved = {visit: start for hand in hands for visit, start in hand.reserved.items()}
    model = require_agreement(hall, reserved)
    refused = sum((hand.refused for hand in hands), Counter())
    scorecard(
        "I1–I10 twelve counters do whatever people do", database=engine.dialect.name,
        deeds=len(hands) * times, refused=refused.total(), stops=len(model.stops),
        by_rule=model.by_rule, by_hand_with_reason=model.by_hand, broken=len(model.broken),
    )  # fmt: skip
    assert model.by_rule > len(hands)
    if rounds(0, 1):  # in a few deeds it may not come to it
        assert model.by_hand > 0


def test_the_model_sees_a_call_that_breaks_the_rule(sqlite_hall):
    """A check that cannot fail proves nothing: a forged event must be found."""
    sqlite_hall.open("10")
    sqlite_hall.labels(2)
    sqlite_hall.do("call", "10", label="F002", stop_id=None)
    events = sqlite_hall.events()
    detail = json.loads(events[-1].detail)
    detail["why"] |= {"is_first": True, "reason": None}
    events[-1].detail = json.dumps(detail)
    with sqlite_hall.look() as look:
        floor = look.floor_of(sqlite_hall.office)
    model = Model(
        {code: service.queue.code for code, service in floor.services.items()},
        {"10": {"childcare"}},
    )
    model.read(events)
    assert ["the rule says F001" in said for said in model.broken] == [True]


def test_ten_counters_call_at_the_same_moment_and_nobody_is_called_twice(
    engine, hall, rounds, scorecard
):
    """R04: a barrier start; each ticket is called once, in the order of the rule."""
    tickets = rounds(40, 1000)
    given = [hall.walk_in("certificates").ticket.label for _ in range(tickets)]
    with hall.work() as work:
        for number in ("1", "2", "3", "4", BOTH_QUEUES):
            duty.open_counter(work, number)
    numbers = ["1", "2", "3", "4", BOTH_QUEUES] * 2  # two hands at each: ten that press
    together = threading.Barrier(len(numbers))

    def press(number: str) -> list[str]:
        called = []
        together.wait()
        while True:
            try:
                call = hall.call_next(number, finish=True)
            except Refused:
                continue
            if call is None:
                return called
            called.append(call.label)

    with ThreadPoolExecutor(len(numbers)) as people:
        called = [label for labels in people.map(press, numbers) for label in labels]
    assert sorted(called) == sorted(given)
    model = model_of(hall, {})
    assert model.broken == []
    in_log = [event.label for event in hall.events() if event.kind == "called"]
    assert in_log == given
    scorecard(
        "R04 ten hands call at the same moment", database=engine.dialect.name, tickets=tickets,
        calls=len(called), called_twice=len(called) - len(set(called)), out_of_order=0,
    )  # fmt: skip
