"""The whole floor: twelve counters at once do whatever people do, and a plain model agrees."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from server.db import queries
from server.db.city import City
from server.db.models import Stop, Task, Visit
from server.db.types import to_micros
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services import duty, log, stops, tasks, undo
from server.services.rounds import NextStop, Where
from tests.parts.clock import TEN_OCLOCK
from tests.parts.office import BOTH_QUEUES, Hall
from tests.reliability.floor_model import Model

pytestmark = [pytest.mark.db, pytest.mark.slow]

SEED = 20261124
COUNTERS = ["1", "2", "3", "5", "6", "7", "8", "9", "10", "11", "13", BOTH_QUEUES]
SERVICES = [
    "moving",
    "certificates",
    "insurance",
    "pension",
    "welfare",
    "child_support",
    "childcare",
]
QUEUES = ["residents", "insurance", "pension", "welfare", "child_support", "childcare"]


class RunningClock:
    """A clock that goes on two seconds whenever somebody looks at it."""

    def __init__(self) -> None:
        self._now, self._lock = TEN_OCLOCK, threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._now += timedelta(seconds=2)
            return self._now


class Hand:
    """Somebody at a counter, who does what comes to mind."""

    def __init__(self, city: City, number: str, seed: int) -> None:
        self.hall = Hall(city, city.clock)
        self.number, self.random = number, Random(seed)  # noqa: S311  # people, not keys
        self.refused: Counter[str] = Counter()
        self.reserved: dict[int, int] = {}

    def work(self, times: int) -> None:
        deeds = [
            (self.take_ticket, 6), (self.arrive_booked, 1), (self.call_next, 8), (self.finish, 6),
            (self.call_somebody, 2), (self.step, 5), (self.undo, 3), (self.away, 4),
            (self.move, 3), (self.tick, 4),
        ]  # fmt: skip
        for _ in range(times):
            [deed] = self.random.choices(*zip(*deeds, strict=True))
            try:
                deed()
            except Refused as refusal:
                self.refused[refusal.code] += 1

    def take_ticket(self) -> None:
        self.hall.walk_in(self.random.choice(SERVICES), priority=self.random.random() < 0.2)

    def arrive_booked(self) -> None:
        slot = self.random.choice(self.hall.slots())
        visit = self.hall.check_in(self.hall.book(slot.id)).visit
        self.reserved[visit] = to_micros(slot.start)

    def call_next(self) -> None:
        self.hall.call_next(self.number, finish=self.random.random() < 0.7)

    def finish(self) -> None:
        following = [self._next_stop() for _ in range(self.random.choice([0, 0, 1, 1, 2]))]
        reason = self.random.choice([None, "next_procedure"])
        self.hall.do("finish", self.number, next_stops=following, reason=reason)

    def _next_stop(self) -> NextStop:
        if self.random.random() < 0.3:
            return NextStop("handover", preparing=True)
        where = self.random.choice([Where.KEEP, Where.KEEP, Where.FIRST, Where.LAST])
        return NextStop(self.random.choice(QUEUES), where=where, note="次の窓口へ")

    def call_somebody(self) -> None:
        stop = self._some_stop()
        reason = self.random.choice([None, "unwell", "very_short"])
        if self.random.random() < 0.7:
            self.hall.do("call", self.number, label=None, stop_id=stop, reason=reason)
        else:
            self.hall.do("start", self.number, label=self._label_of(stop), reason=reason)

    def step(self) -> None:
        self.hall.do(self.random.choice(["start", "start", "recall", "miss", "hold"]), self.number)

    def undo(self) -> None:
        with self.hall.work() as work:
            undo.undo(work, self.number)

    def away(self) -> None:
        verb = self.random.choice([stops.come_back, stops.come_back, stops.ready, stops.withdraw])
        with self.hall.work() as work:
            verb(work, str(self._some_stop()))

    def move(self) -> None:
        stop = str(self._some_stop())
        with self.hall.work() as work:
            match self.random.randrange(3):
                case 0:
                    stops.prioritise(work, stop, "elderly")
                case 1:
                    stops.go_first(work, stop)
                case _:
                    stops.transfer(work, stop, self._next_stop(), "wrong_counter")

    def tick(self) -> None:
        with self.hall.look() as look:
            papers = look.session.scalars(select(Task.id).where(Task.done_at.is_(None))).all()
        if papers:
            with self.hall.work() as work:
                tasks.tick(work, str(self.random.choice(papers)), done=True)

    def _some_stop(self) -> int:
        with self.hall.look() as look:
            alive = [state for state in State if state not in {State.DONE, State.WITHDRAWN}]
            found = queries.unfinished(look.session, self.hall.office, *alive)
        return self.random.choice(found).id if found else 0

    def _label_of(self, stop: int) -> str:
        with self.hall.look() as look:
            row = look.session.get(Stop, stop)
            return row.label if row else "F999"


def model_of(hall: Hall, reserved: dict[int, int]) -> Model:
    with hall.look() as look:
        floor = look.floor_of(hall.office)
    model = Model(
        {code: service.queue.code for code, service in floor.services.items()},
        {number: {queue.code for queue in one.queues} for number, one in floor.counters.items()},
        reserved,
    )
    model.read(hall.events())
    return model


def in_database(hall: Hall) -> dict[int, tuple]:
    with hall.look() as look:
        floor = look.floor_of(hall.office)
        return {
            stop.id: (
                stop.visit_id, stop.label, floor.queues_by_id[stop.queue_id].code, stop.state,
                to_micros(stop.order_time), stop.tie,
            )
            for stop in look.session.scalars(select(Stop))
        }  # fmt: skip


def in_model(model: Model) -> dict[int, tuple]:
    return {
        id_: (one.visit, one.label, one.queue, one.state, one.order_time, one.tie)
        for id_, one in model.stops.items()
    }


def test_twelve_counters_at_once_leave_the_floor_that_the_model_has(engine, hall, full_rounds):
    times = 400 if full_rounds else 30
    city = City(engine, RunningClock(), hall.city.secrets)
    hall = Hall(city, city.clock)
    hall.open(*COUNTERS)
    hands = [Hand(city, number, SEED + place) for place, number in enumerate(COUNTERS)]
    with ThreadPoolExecutor(len(hands)) as people:
        for done in [people.submit(hand.work, times) for hand in hands]:
            done.result()  # anything but a refusal is an error of the program

    reserved = {visit: start for hand in hands for visit, start in hand.reserved.items()}
    model = model_of(hall, reserved)
    assert model.broken == []
    assert in_model(model) == in_database(hall)
    _the_log_is_whole(hall)
    _no_number_is_there_twice(hall)
    refused = sum((hand.refused for hand in hands), Counter())
    print(  # noqa: T201  # the counts of the scorecard
        f"\n{len(hands)} counters, {times} deeds each: {len(model.stops)} stops,"
        f" {model.by_rule} called by the rule, {model.by_hand} by hand with a reason,"
        f" {sum(refused.values())} refused {dict(refused.most_common(5))}, 0 broken"
    )
    assert model.by_rule > len(hands)
    if full_rounds:  # in a few deeds it may not come to it
        assert model.by_hand > 0


def _the_log_is_whole(hall: Hall) -> None:
    """I7, I10: no number is missing and the chain holds."""
    seqs = [event.seq for event in hall.events()]
    assert seqs == list(range(1, len(seqs) + 1))
    with hall.look() as look:
        assert log.verify(look.session) == []


def _no_number_is_there_twice(hall: Hall) -> None:
    """I1."""
    with hall.look() as look:
        given = [
            (v.queue_id, v.business_date, v.number) for v in look.session.scalars(select(Visit))
        ]
    assert len(set(given)) == len(given)


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


def test_ten_counters_call_at_the_same_moment_and_nobody_is_called_twice(engine, hall, full_rounds):
    """R04: a barrier start; each ticket is called once, in the order of the rule."""
    tickets = 1000 if full_rounds else 40
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
    print(  # noqa: T201  # the counts of the scorecard
        f"\n{tickets} tickets, {len(numbers)} hands: {len(called)} calls, 0 twice, 0 out of order"
    )
