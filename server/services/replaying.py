"""A day played again through the office's own rule of order and its own estimator.

The rule is `server.domain.queueing`, the same functions that every call asks; nothing here
sorts by anything else. A prediction is made when a ticket is given, from what is known then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from server.domain.pace import Seen
from server.domain.queueing import TIE, counter_to_call, next_to_call
from server.domain.waiting import Wait, told
from server.services.foreseen import Foresight, Served, Standing
from server.services.traces import (
    MIDNIGHT,
    History,
    Known,
    Span,
    TraceTicket,
    World,
    order_time_of,
)


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
    idle_since: datetime = MIDNIGHT


def is_open_at(spans: Iterable[Span], now: float) -> bool:
    """Tell whether *now* lies in one of *spans*; the end is not part of them."""
    return any(begin <= now < end for begin, end in spans)


def _away(spans: Iterable[Span], now: float) -> float | None:
    """Return for how long a counter has been away; None: it is there."""
    spans = list(spans)
    if is_open_at(spans, now):
        return None
    return now - max((end for _, end in spans if end <= now), default=-inf)


class Floor:
    """The day while it is played."""

    def __init__(self, day: Known, world: World, history: History) -> None:
        self._day, self._world = day, world
        self._foresight = Foresight(day, history)
        self._free = {counter.id: 0.0 for counter in day.counters}
        self._serving: dict[str, Served] = {}
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
        self._forget_ended(now)
        served = {who.ticket.id for who in self._serving.values()}
        line = [
            Standing(other.ticket, self._service(other), other.leg, other.available)
            for other in self._line
            if other.ticket.at <= now and other.ticket.id not in served
        ]
        away = {code: _away(spans, now) for code, spans in self._world.open.items()}
        return told(self._foresight.spread(one.ticket, line, self._serving, away, now))

    def _forget_ended(self, now: float) -> None:
        """Let go whoever is no longer served; how long that took is known from then on."""
        for counter, who in list(self._serving.items()):
            end = self._free[counter]
            if end <= now:
                self._foresight.ended[counter].append(Seen(who.service, end - who.since))
                del self._serving[counter]

    def _service(self, one: _InLine) -> str:
        return self._world.legs[one.ticket.id][one.leg][0]

    def _call_one(self, now: float) -> bool:
        """Let the rule choose who is called next and where; False: nobody, or nowhere."""
        idle = [
            (place, counter)
            for place, counter in enumerate(self._day.counters)
            if self._free[counter.id] <= now and is_open_at(self._world.open[counter.id], now)
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
        self._forget_ended(now)
        self._serving[counter] = Served(one.ticket, service, now, one.leg)
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
    return _InLine(
        ticket=ticket,
        order_time=order_time_of(day, ticket),
        tie=TIE[ticket.visit_class],
        # A trace breaks equal order times by the ticket's number alone.
        checked_in=MIDNIGHT,
        number=place,
        available=ticket.at,
    )


def predictions(trace: str, floor: Floor) -> Iterator[dict[str, Any]]:
    """Yield what each ticket was told, in minutes from the ticket to the call."""
    for ticket, wait in floor.predicted.items():
        middle = wait.p50 or 0.0
        yield {
            "trace": trace,
            "ticket": ticket,
            "p50": middle,
            "lo50": wait.lo50 or 0.0,
            "hi50": wait.hi50 or middle,
            "lo90": wait.lo90 or 0.0,
            "hi90": wait.hi90 or middle,
        }


def outcomes(trace: str, floor: Floor) -> Iterator[dict[str, Any]]:
    """Yield what became of each ticket: its wait, and its calls in their order."""
    for one in floor.done.values():
        legs = [vars(leg) for leg in one.legs]
        yield {
            "trace": trace, "ticket": one.ticket, "wait": one.wait, "missed": one.missed,
            "legs": legs,
        }  # fmt: skip
