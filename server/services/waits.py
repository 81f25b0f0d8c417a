"""How long people wait: one forecast for tickets, phones, boards and desks alike.

Lines that share a counter are *neighbours* and are played forward together; the others play no
part, so what is worked out depends on who is in these lines and on nothing else. Readers get it
once for each change; a ticket takes what holds.
"""

from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache, partial
from math import exp, inf, log
from statistics import NormalDist
from typing import Any

from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor as Office
from server.db.floor import QueuePlan, ServicePlan
from server.db.models import CounterState
from server.db.types import to_micros
from server.domain import forecast
from server.domain.business_day import business_date
from server.domain.forecast import Booking, Habits, Order, Person, Post
from server.domain.queueing import TIE, VisitClass
from server.domain.waiting import UNKNOWN, Z_UPPER_90, Wait, told

#: Whoever stands behind so many of neighbouring lines is told what the last of them is.
MOST = 300
_WALK_IN = TIE[VisitClass.WALK_IN]
#: Whoever is there now stays: an office plans no breaks that we know of.
_STAYS = ((-inf, inf),)
_MICROS_A_MINUTE = 60_000_000
#: The same for each forecast: what is told moves with the floor and not with the dice.
_SEED = 1
_POINTS = 40
#: So long a forecast holds while nothing but the line's end changes.
_HOLDS = timedelta(seconds=30)
#: Whoever prints a ticket has all others wait, so one of so long ago will do, whoever was called.
_YOUNG = timedelta(seconds=2)
#: As many more as are there are told of without a new forecast, or a quarter of the line.
_FEWEST_NEW = 3


@dataclass(frozen=True)
class _Forecast:
    """What was worked out for lines that share counters, and from what."""

    mark: Any
    made_at: datetime
    #: Queue -> the wait by how many are before; some more than were in line.
    waits: Mapping[int, Sequence[Wait]]

    def reaches(self, queue_id: int, ahead: int) -> bool:
        """Tell whether it was made for so many, or for as many as there ever are."""
        everybody = sum(len(line) for line in self.waits.values())
        return ahead < len(self.waits[queue_id]) or everybody > MOST

    def wait(self, queue_id: int, ahead: int) -> Wait:
        """Return how long somebody waits who has so many before them."""
        line = self.waits[queue_id]
        return line[min(ahead, len(line) - 1)]


@dataclass(frozen=True)
class _Now:
    """The forecast that holds, and how many wait in each of its lines."""

    forecast: _Forecast
    counts: Mapping[int, int]

    def wait(self, queue_id: int, ahead: int | None) -> Wait:
        return self.forecast.wait(queue_id, self.counts[queue_id] if ahead is None else ahead)


def of_ticket(work: Work, queue: QueuePlan, ahead: int) -> Wait:
    """Return how long somebody waits with *ahead* before them in *queue*."""
    keep = partial(work.kept_while, _of_neighbours(work.floor, queue))

    def is_young(known: _Forecast) -> bool:
        age = work.now - known.made_at
        return timedelta() <= age < _YOUNG and known.reaches(queue.id, ahead)

    def now() -> _Forecast:
        return _now(_Scene(work.session, work.floor, queue, work.now), keep).forecast

    known: _Forecast = keep(is_young, now)
    return known.wait(queue.id, ahead)


def in_line(look: Look, office: str, queue: QueuePlan, ahead: int | None = None) -> Wait:
    """Return the same for many readers; with None before them, for whoever comes now."""
    floor = look.floor_of(office)
    what = _of_neighbours(floor, queue)
    keep = partial(look.kept_while, office, what)
    now: _Now = look.kept(
        office, (*what, "now"), lambda: _now(_Scene(look.session, floor, queue, look.now), keep)
    )
    return now.wait(queue.id, ahead)


def _of_neighbours(office: Office, queue: QueuePlan) -> tuple[Any, ...]:
    return "waits", office.neighbours[queue.id]


def _now(scene: "_Scene", keep: Callable[..., Any]) -> _Now:
    """Return the forecast of before while it holds, else a new one.

    Who joins behind the others changes nothing for them, so that a rush of tickets is told from
    one forecast until somebody is called or it is old.
    """

    def holds(known: _Forecast) -> bool:
        return (
            known.mark == scene.mark
            and scene.moment - known.made_at < _HOLDS
            and all(count < len(known.waits[queue]) for queue, count in scene.counts.items())
        )

    return _Now(keep(holds, scene.forecast), scene.counts)


class _Scene:
    """The neighbouring lines as they stand, in the words of the forecast.

    What the forecast calls a service is a service in one line: the same may be waited for in
    its own line and in that of hand-overs, which other counters call.
    """

    def __init__(self, session: Session, office: Office, queue: QueuePlan, now: datetime) -> None:
        self._session, self._office = session, office
        self.moment, self._now = now, to_micros(now)
        self._neighbours = office.neighbours[queue.id]
        self._counters = [
            counter
            for counter in office.counters.values()
            if not set(self._neighbours).isdisjoint(counter.queue_ids)
        ]
        ids = [counter.id for counter in self._counters]
        self._line = queries.lines_in_order(session, self._neighbours, MOST)
        self._duties = queries.duties_of(session, ids)
        self._at_counters = queries.at_counters(session, ids)
        self._expected = self._who_is_expected()
        self._kinds: dict[str, tuple[int, ServicePlan]] = {}

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many wait in each line."""
        tally = Tally(one.queue for one in self._line)
        return {queue: tally[queue] for queue in self._neighbours}

    @property
    def mark(self) -> Any:
        """What a forecast hangs on, beside how many stand in the one line that it is for."""
        others = self.counts if len(self._neighbours) > 1 else None
        return self._office.version, self._duties, self._at_counters, self._expected, others

    def forecast(self) -> _Forecast:
        """Play the lines forward, as if some more came to each now."""
        new = {queue: max(_FEWEST_NEW, count // 4) for queue, count in self.counts.items()}
        people = [*self._people(), *self._new_people(new)]
        bookings, served = self._bookings(), self._served()
        posts = list(self._posts(served))
        queues = [one.queue for one in self._line]
        queues += [queue for turn in range(max(new.values())) for queue in new if turn < new[queue]]
        waits = self._waits(people, posts, bookings)
        by_queue: dict[int, list[Wait]] = {queue: [] for queue in self._neighbours}
        for queue, wait in zip(queues, waits, strict=True):
            by_queue[queue].append(wait)
        return _Forecast(self.mark, self.moment, by_queue)

    def _waits(
        self, people: Sequence[Person], posts: Sequence[Post], bookings: Sequence[Booking]
    ) -> list[Wait]:
        if not posts:
            return [UNKNOWN] * len(people)
        minutes = {kind: _minutes(plan) for kind, (_, plan) in self._kinds.items()}
        floor = forecast.Floor(people, posts, Habits(minutes), self._order(), bookings)
        return [told(one) for one in forecast.waits(floor, range(len(people)), _SEED)]

    def _kind(self, queue_id: int, plan: ServicePlan) -> str:
        kind = f"{queue_id}/{plan.code}"
        self._kinds[kind] = (queue_id, plan)
        return kind

    def _people(self) -> Iterator[Person]:
        for place, one in enumerate(self._line):
            kind = self._kind(one.queue, self._office.services_by_id[one.service])
            yield Person((self._away(one.order_time), one.tie, place), kind)

    def _new_people(self, new: Mapping[int, int]) -> Iterator[Person]:
        """Return so many who come to each line now, one after the other."""
        plans = self._office.services.values()
        first = {plan.queue.id: plan for plan in reversed(list(plans))}
        place = len(self._line)
        for turn in range(max(new.values())):
            for queue, count in new.items():
                if turn < count:
                    # A line of hand-overs has no service of its own; nobody comes from outside.
                    kind = self._kind(queue, first[queue]) if queue in first else ""
                    yield Person((0.0, _WALK_IN, place), kind)
                    place += 1

    def _who_is_expected(self) -> list[tuple[int, int]]:
        until = to_micros(self.moment + timedelta(minutes=self._order().head_min))
        day = business_date(self.moment)
        plans = self._office.services_by_id
        found = queries.expected(self._session, self._office.setup.code, day, until)
        return [one for one in found if plans[one[0]].queue.id in self._neighbours]

    def _bookings(self) -> list[Booking]:
        plans = self._office.services_by_id
        return [
            Booking(self._away(start), self._kind(plans[service].queue.id, plans[service]))
            for service, start in self._expected
        ]

    def _served(self) -> dict[int, tuple[str, float]]:
        plans = self._office.services_by_id
        return {
            one.counter: (self._kind(one.queue, plans[one.service]), -self._away(one.since))
            for one in self._at_counters
        }

    def _posts(self, served: Mapping[int, tuple[str, float]]) -> Iterator[Post]:
        """Return the counters that are on duty or on their break."""
        for counter in self._counters:
            state, since = self._duties[counter.id]
            if state != CounterState.CLOSED:
                kinds = (k for k, (queue, _) in self._kinds.items() if queue in counter.queue_ids)
                serving, elapsed = served.get(counter.id, (None, 0.0))
                away = None if state == CounterState.OPEN else self._gone_for(since)
                yield Post(tuple(kinds), _STAYS, away, serving, elapsed)

    def _order(self) -> Order:
        rules = [plan.setup for plan in self._office.services.values()]
        here = [one for one in rules if self._office.queue(one.queue).id in self._neighbours]
        return Order(
            max((one.head_min for one in here), default=0),
            max((one.late_min for one in here), default=0),
        )

    def _gone_for(self, since: int | None) -> float:
        return inf if since is None else -self._away(since)

    def _away(self, micros: int) -> float:
        """Return how many minutes from now a moment is."""
        return (micros - self._now) / _MICROS_A_MINUTE


def _minutes(plan: ServicePlan) -> Sequence[float]:
    return _log_normal(plan.setup.minutes_p50, plan.setup.minutes_p90)


@lru_cache(maxsize=1024)
def _log_normal(p50: float, p90: float) -> tuple[float, ...]:
    """Return minutes as they spread when half take *p50* and nine of ten at most *p90*."""
    deviation = log(max(p90 / p50, 1.05)) / Z_UPPER_90
    usual = NormalDist(log(p50), deviation)
    return tuple(exp(usual.inv_cdf((point + 0.5) / _POINTS)) for point in range(_POINTS))
