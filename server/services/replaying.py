"""A day played again through the office's own rule of order and its own estimator.

The rule is `server.domain.queueing`, the same functions that every call asks; nothing here
sorts by anything else. A prediction is made when a ticket is given, from what is known then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any

from server.domain.business_day import JST
from server.domain.queueing import TIE, counter_to_call, next_to_call, order_time
from server.domain.waiting import Z50, Z90, Wait, expected_wait
from server.services.traces import Known, Span, TraceCounter, TraceTicket, World

_MIDNIGHT = datetime(2000, 1, 1, tzinfo=JST)
#: Without any history a service takes so much longer than usual for one in ten.
P90_TO_P50 = 1.8


@dataclass(frozen=True)
class Leg:
    """A stay at one counter; minutes since midnight."""

    service: str
    counter: str
    call: float
    end: float


@dataclass
class Replayed:
    """What became of a ticket."""

    ticket: str
    #: Minutes from the ticket to the first call; None: called in vain, or never.
    wait: float | None = None
    missed: bool = False
    legs: list[Leg] = field(default_factory=list)


@dataclass
class _InLine:
    """A ticket in line, as the rule sees it."""

    ticket: TraceTicket
    order_time: datetime
    tie: int
    checked_in: datetime
    number: int
    available: float
    leg: int = 0


@dataclass(frozen=True)
class _Idle:
    """A counter with nobody there. A trace breaks ties by the order of its file."""

    place: int
    skills: int
    idle_since: datetime = _MIDNIGHT


def moment(minutes: float) -> datetime:
    """Return minutes since midnight as a moment of some day."""
    return _MIDNIGHT + timedelta(minutes=minutes)


def is_open(spans: Iterable[Span], now: float) -> bool:
    """Tell whether *now* lies in one of *spans*; the end is not part of them."""
    return any(begin <= now < end for begin, end in spans)


class Floor:
    """The day while it is played."""

    def __init__(self, day: Known, world: World, minutes: Mapping[str, Sequence[float]]) -> None:
        self._day, self._world = day, world
        self._usual = {
            service: _usual(minutes.get(service, ()), configured)
            for service, configured in day.configured_min.items()
        }
        self._free = {counter.id: 0.0 for counter in day.counters}
        self._line = [_in_line(day, ticket, place) for place, ticket in enumerate(day.tickets)]
        self.done = {ticket.id: Replayed(ticket.id) for ticket in day.tickets}
        self.predicted: dict[str, Wait] = {}

    def play(self) -> None:
        """Play the day to its end."""
        now = 0.0
        while now != inf:
            self._predict(now)
            while self._call_one(now):
                pass
            now = self._next_moment(now)

    def _predict(self, now: float) -> None:
        """Tell whoever takes a ticket now how long it will be, before anybody is called."""
        for one in self._line:
            if one.ticket.at == now and one.ticket.id not in self.predicted:
                self.predicted[one.ticket.id] = self._wait_of(one, now)

    def _wait_of(self, one: _InLine, now: float) -> Wait:
        service = one.ticket.service
        able = [counter for counter in self._day.counters if service in counter.skills]
        on_duty = [counter for counter in able if self._is_on_duty(counter, now)]
        planned = [counter for counter in able if is_open(counter.planned, self._opening())]
        idle = [counter for counter in on_duty if self._free[counter.id] <= now]
        ahead = sum(
            self._service(other) == service and _rank(other) < _rank(one)
            for other in self._line
            if other is not one and other.available <= now
        )
        busy = len(on_duty) - len(idle)
        counters = on_duty or planned or able
        p50, p90 = self._usual[service]
        return expected_wait(ahead if idle else ahead + (busy > 0), len(counters), p50, p90)

    def _is_on_duty(self, counter: TraceCounter, now: float) -> bool:
        return is_open(self._world.open[counter.id], now) or self._free[counter.id] > now

    def _opening(self) -> float:
        return min(begin for counter in self._day.counters for begin, _ in counter.planned)

    def _service(self, one: _InLine) -> str:
        return self._world.legs[one.ticket.id][one.leg][0]

    def _call_one(self, now: float) -> bool:
        """Let the rule choose who is called next and where; False: nobody, or nowhere."""
        idle = [
            (place, counter)
            for place, counter in enumerate(self._day.counters)
            if self._free[counter.id] <= now and is_open(self._world.open[counter.id], now)
        ]
        if not idle:
            return False
        skills = frozenset[str]().union(*(counter.skills for _, counter in idle))
        one = next_to_call(
            one for one in self._line if one.available <= now and self._service(one) in skills
        )
        if one is None:
            return False
        fits = [
            _Idle(place, len(counter.skills))
            for place, counter in idle
            if self._service(one) in counter.skills
        ]
        chosen = counter_to_call(fits)
        if chosen is not None:
            self._serve(one, self._day.counters[chosen.place].id, now)
        return chosen is not None

    def _serve(self, one: _InLine, counter: str, now: float) -> None:
        result, legs = self.done[one.ticket.id], self._world.legs[one.ticket.id]
        if one.leg == 0 and now - one.ticket.at > self._world.leaves_after[one.ticket.id]:
            result.missed = True
            self._free[counter] = now + self._day.missed_call_min
            self._line.remove(one)
            return
        if one.leg == 0:
            result.wait = now - one.ticket.at
        service, minutes = legs[one.leg]
        end = now + minutes * self._world.speed[counter]
        self._free[counter] = end
        result.legs.append(Leg(service, counter, now, end))
        one.leg += 1
        one.available = end + self._day.walk_min
        if one.leg == len(legs):
            self._line.remove(one)

    def _next_moment(self, now: float) -> float:
        """Return when something happens next; infinity when nobody is left."""
        if not self._line:
            return inf
        moments = [one.available for one in self._line]
        moments += self._free.values()
        moments += [begin for spans in self._world.open.values() for begin, _ in spans]
        return min((one for one in moments if one > now), default=inf)


def _in_line(day: Known, ticket: TraceTicket, place: int) -> _InLine:
    reserved_for = None if ticket.reserved_for is None else moment(ticket.reserved_for)
    at = moment(ticket.at)
    return _InLine(
        ticket=ticket,
        order_time=order_time(ticket.visit_class, at, reserved_for, day.rules),
        tie=TIE[ticket.visit_class],
        # A trace breaks equal order times by the ticket's number alone.
        checked_in=_MIDNIGHT,
        number=place,
        available=ticket.at,
    )


def _rank(one: _InLine) -> tuple[datetime, int, datetime, int]:
    return one.order_time, one.tie, one.checked_in, one.number


def _usual(minutes: Sequence[float], configured: float) -> tuple[float, float]:
    """Return in how many minutes half, and nine of ten, were served."""
    if not minutes:
        return configured, configured * P90_TO_P50
    return minutes[len(minutes) // 2], minutes[len(minutes) * 9 // 10]


def predictions(trace: str, floor: Floor) -> Iterator[dict[str, Any]]:
    """Yield what each ticket was told, in minutes from the ticket to the call."""
    for ticket, wait in floor.predicted.items():
        middle, low, high = wait.p50 or 0.0, wait.lo90 or 0.0, wait.hi90 or 0.0
        half = (high - middle) / Z90 * Z50
        yield {
            "trace": trace,
            "ticket": ticket,
            "p50": middle,
            "lo50": max(low, middle - half),
            "hi50": middle + half,
            "lo90": low,
            "hi90": high,
        }


def outcomes(trace: str, floor: Floor) -> Iterator[dict[str, Any]]:
    """Yield what became of each ticket: its wait, and its calls in their order."""
    for one in floor.done.values():
        legs = [vars(leg) for leg in one.legs]
        yield {
            "trace": trace, "ticket": one.ticket, "wait": one.wait, "missed": one.missed,
            "legs": legs,
        }  # fmt: skip
