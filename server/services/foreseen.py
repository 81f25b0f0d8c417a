"""What the estimator may know of a replayed day: the floor as it stands at one moment.

Nothing of the world goes in but what an office sees: who has come, who is served since when,
which counter is open now, and the plan.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter

from server.domain import forecast, pace
from server.domain.forecast import Booking, Floor, Habits, Order, Person, Post
from server.domain.pace import Pace, Seen
from server.domain.queueing import TIE, VisitClass
from server.services.traces import (
    MIDNIGHT,
    History,
    Known,
    PastVisit,
    TraceCounter,
    TraceTicket,
    order_time_of,
)

#: Nobody looks further ahead than a head start and somebody who is late.
_COMERS_WITHIN_MIN = 60.0


@dataclass(frozen=True)
class Served:
    """Somebody at a counter."""

    ticket: TraceTicket
    service: str
    since: float
    leg: int


@dataclass(frozen=True)
class Standing:
    """Somebody in line, or on the way from one desk to the next."""

    ticket: TraceTicket
    service: str
    leg: int
    available: float


@dataclass
class Foresight:
    """The estimator over one day."""

    day: Known
    history: History
    #: Counter -> what was served there today.
    ended: defaultdict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        known = self.history.minutes
        self._habits = Habits(
            minutes={
                service: sorted(known.get(service) or _invented(configured))
                for service, configured in self.day.configured_min.items()
            },
            further=self.history.further,
            offsets=sorted(self.history.offsets) or Habits.offsets,
            shows=_share(len(self.history.offsets), self.history.no_shows),
            walk_min=self.day.walk_min,
        )
        self._days = [sorted(day, key=attrgetter("at")) for day in self.history.days.values()]
        self._keys = {
            ticket.id: (_order_min(self.day, ticket), TIE[ticket.visit_class], place)
            for place, ticket in enumerate(self.day.tickets)
        }

    def spread(
        self,
        asked: TraceTicket,
        line: Sequence[Standing],
        served: dict[str, Served],
        away: dict[str, float | None],
        now: float,
    ) -> forecast.Spread | None:
        """Return how long *asked* waits who takes the ticket now.

        Args:
            asked: the ticket.
            line: who stands in line or walks from desk to desk.
            served: counter -> who is there.
            away: counter -> since how many minutes it is not open; None: it is.
            now: minutes since midnight.

        """
        mine = self._keys[asked.id]
        before = [one for one in line if self._keys[one.ticket.id] <= mine]
        place = next(at for at, one in enumerate(before) if one.ticket is asked)
        floor = Floor(
            people=[self._person(one, now) for one in before],
            posts=[
                self._post(one, served.get(one.id), away[one.id], now) for one in self.day.counters
            ],
            habits=self._habits,
            order=Order(self.day.rules.head_min, self.day.rules.late_min),
            bookings=self._expected(mine[0], now),
            comers=[list(self._comers(day, mine[0], now)) for day in self._days],
            pace=self._pace(served, now),
        )
        [spread] = forecast.waits(floor, [place], seed=round(now * 100))
        return spread

    def _pace(self, served: dict[str, Served], now: float) -> Pace:
        seen = []
        for counter in self.day.counters:
            one = served.get(counter.id)
            now_there = [Seen(one.service, now - one.since, is_done=False)] if one else []
            seen.append(self.ended[counter.id] + now_there)
        return pace.learned(seen, self._habits.usual)

    def _person(self, one: Standing, now: float) -> Person:
        key, tie, place = self._keys[one.ticket.id]
        return Person(
            key=(key - now, tie, place),
            service=one.service,
            ready=one.available - now,
            further=_after(one.ticket, one.leg),
        )

    def _post(
        self, counter: TraceCounter, served: Served | None, away: float | None, now: float
    ) -> Post:
        planned = tuple((begin - now, end - now) for begin, end in counter.planned)
        skills = tuple(sorted(counter.skills))
        if served is None:
            return Post(skills, planned, away)
        key, tie, place = self._keys[served.ticket.id]
        return Post(
            skills, planned, away,
            serving=served.service, elapsed=now - served.since,
            further=_after(served.ticket, served.leg), key=(key - now, tie, place),
        )  # fmt: skip

    def _expected(self, until: float, now: float) -> list[Booking]:
        """Return the bookings that are not here yet and would go before *until*."""
        here = {ticket.booking for ticket in self.day.tickets if ticket.at <= now}
        head = self.day.rules.head_min
        return [
            Booking(slot - now, service)
            for code, (slot, service) in self.day.bookings.items()
            if code not in here and slot - head <= until
        ]

    def _comers(self, day: Sequence[PastVisit], until: float, now: float) -> Sequence[Person]:
        """Return who came on an earlier day from this hour on and would go before *until*."""
        heads = {VisitClass.PRIORITY: self.day.rules.priority_min, VisitClass.WALK_IN: 0}
        return [
            Person((one.at - head - now, TIE[one.visit_class], -1), one.service, one.at - now)
            for one in day
            if now < one.at < now + _COMERS_WITHIN_MIN
            and (head := heads.get(one.visit_class)) is not None
            and one.at - head < until
        ]


def _order_min(day: Known, ticket: TraceTicket) -> float:
    """Return the order time of a ticket as minutes of the day."""
    return (order_time_of(day, ticket) - MIDNIGHT) / timedelta(minutes=1)


def _after(ticket: TraceTicket, leg: int) -> tuple[str, ...] | None:
    """Return the desks after the one of *leg*; whoever was sent on once goes no further."""
    if ticket.further is not None:
        return ticket.further[leg:]
    return None if leg == 0 else ()


def _invented(configured: float) -> list[float]:
    """Return minutes around what is configured, where there is no history."""
    return [configured * share for share in (0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)]


def _share(came: int, missed: int) -> float:
    return came / (came + missed) if came + missed else Habits.shows
