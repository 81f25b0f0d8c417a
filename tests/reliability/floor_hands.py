"""People at twelve counters who do whatever comes to mind, and what must be true after it."""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from server.db import queries
from server.db.city import City
from server.db.models import PrintJob, Reservation, Seat, Stop, Task, Visit
from server.db.types import to_micros
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services import absences, log, machines, stops, tasks, undo
from server.services.rounds import NextStop, Where
from tests.parts.clock import TEN_OCLOCK
from tests.parts.office import BOTH_QUEUES, Hall
from tests.reliability.floor_model import Model

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


#: What people do, and how often.
DEEDS: Mapping[str, int] = {
    "take_ticket": 6, "arrive_booked": 1, "call_next": 8, "finish": 6, "call_somebody": 2,
    "step": 5, "undo": 3, "away": 4, "move": 3, "tick": 4, "look_after": 1, "print_ticket": 2,
}  # fmt: skip


class RunningClock:
    """A clock that goes on two seconds whenever somebody looks at it."""

    def __init__(self) -> None:
        self._now, self._lock = TEN_OCLOCK, threading.Lock()

    def __call__(self) -> datetime:
        return self.advance(seconds=2)

    def advance(self, **length: float) -> datetime:
        with self._lock:
            self._now += timedelta(**length)
            return self._now


class Hand:
    """Somebody at a counter, who does what comes to mind."""

    def __init__(self, city: City, number: str, seed: int) -> None:
        self.hall = Hall(city, city.clock)
        self.number, self.random = number, Random(seed)  # noqa: S311  # people, not keys
        self.refused: Counter[str] = Counter()
        self.reserved: dict[int, int] = {}

    def work(self, times: int) -> None:
        for deed in self.random.choices(list(DEEDS), list(DEEDS.values()), k=times):
            self.do(deed)

    def do(self, deed: str) -> None:
        """Do one of `DEEDS`; being refused is an answer, anything else an error."""
        try:
            getattr(self, deed)()
        except Refused as refusal:
            self.refused[refusal.code] += 1

    def take_ticket(self) -> None:
        self.hall.walk_in(self.random.choice(SERVICES), priority=self.random.random() < 0.2)

    def arrive_booked(self) -> None:
        slot = self.random.choice(self.hall.slots())
        token = self.hall.book(slot.id)
        visit = self.hall.check_in(token).visit
        self.reserved[visit] = to_micros(slot.start)
        if self.random.random() < 0.5:  # the code is shown twice
            self.hall.check_in(token)

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

    def look_after(self) -> None:
        with self.hall.work() as work:
            absences.look_after(work)

    def print_ticket(self) -> None:
        with self.hall.look() as look:
            stop = look.session.get(Stop, self._some_stop())
        if stop is None:
            return
        state, reissue = self.random.choice([("printed", 0), ("printed", 1), ("failed", 0)])
        with self.hall.work() as work:
            machines.report_print(
                work, str(stop.visit_id), "ticket", self.random.randint(1, 3), state, reissue
            )

    def _some_stop(self) -> int:
        with self.hall.look() as look:
            alive = [state for state in State if state not in {State.DONE, State.WITHDRAWN}]
            found = queries.unfinished(look.session, self.hall.office, *alive)
        return self.random.choice(found).id if found else 0

    def _label_of(self, stop: int) -> str:
        with self.hall.look() as look:
            row = look.session.get(Stop, stop)
            return row.label if row else "F999"


def model_of(hall: Hall, reserved: Mapping[int, int]) -> Model:
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


def require_agreement(hall: Hall, reserved: Mapping[int, int]) -> Model:
    """Return the model, having compared it with the database and looked at the invariants.

    I3, I4 and I9 are seen by the model at every event; I2 is the idempotency key's.
    """
    model = model_of(hall, reserved)
    assert model.broken == []
    assert in_model(model) == in_database(hall)
    _the_log_is_whole(hall)
    _no_number_is_there_twice(hall)
    _no_seat_and_no_booking_is_taken_twice(hall)
    _a_second_paper_is_marked(hall)
    return model


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


def _no_seat_and_no_booking_is_taken_twice(hall: Hall) -> None:
    """I5, I6."""
    alive = ("confirmed", "checked_in")
    with hall.look() as look:
        taken = look.session.scalars(
            select(Reservation.seat_id).where(Reservation.state.in_(alive))
        ).all()
        seats = set(look.session.scalars(select(Seat.id)))
        came = look.session.scalars(
            select(Visit.reservation_id).where(Visit.reservation_id.is_not(None))
        ).all()
    assert len(set(taken)) == len(taken)
    assert set(taken) <= seats
    assert len(set(came)) == len(came)


def _a_second_paper_is_marked(hall: Hall) -> None:
    """I8."""
    originals = (
        select(func.count())
        .where(PrintJob.state == "printed", PrintJob.reissue == 0)
        .group_by(PrintJob.visit_id, PrintJob.document)
    )
    with hall.look() as look:
        assert set(look.session.scalars(originals)) <= {1}
