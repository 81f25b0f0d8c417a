"""Recorded or invented days, format 1: one JSON object a line; times are minutes since midnight.

Every field whose name starts with ``true_`` is known to the world alone. It is kept apart
(`World`), so that what predicts (`Known`) cannot see it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

from server.domain.business_day import JST
from server.domain.queueing import VisitClass, order_time

CLASSES = {
    "walkin": VisitClass.WALK_IN, "appt": VisitClass.RESERVED, "priority": VisitClass.PRIORITY,
}  # fmt: skip
Span = tuple[float, float]
MIDNIGHT = datetime(2000, 1, 1, tzinfo=JST)


@dataclass(frozen=True)
class Rules:
    """The parameters of the order time, as the trace has them; minutes."""

    head_min: int
    late_min: int
    priority_min: int


@dataclass(frozen=True)
class TraceCounter:
    """A counter, and when it is planned to be open."""

    id: str
    skills: frozenset[str]
    planned: tuple[Span, ...]


@dataclass(frozen=True)
class TraceTicket:
    """A ticket, with what the office knows of it when it is given."""

    id: str
    at: float
    visit_class: VisitClass
    reserved_for: float | None
    service: str
    booking: str | None
    #: The desks after the first, where they are known with the ticket.
    further: tuple[str, ...] | None


@dataclass
class Known:
    """What the software may know of a day before and while it happens."""

    id: str
    rules: Rules
    walk_min: float
    missed_call_min: float
    configured_min: dict[str, float]
    counters: list[TraceCounter] = field(default_factory=list)
    tickets: list[TraceTicket] = field(default_factory=list)
    #: Booking -> the booked time and service; all known before opening.
    bookings: dict[str, tuple[float, str]] = field(default_factory=dict)


@dataclass
class World:
    """What really happens: openings, speeds, durations, and who leaves without a word."""

    open: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    speed: dict[str, float] = field(default_factory=dict)
    #: Ticket -> its desks in their order: the service and its minutes.
    legs: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    leaves_after: dict[str, float] = field(default_factory=dict)


def moment(minutes: float) -> datetime:
    """Return minutes since midnight as a moment of some day."""
    return MIDNIGHT + timedelta(minutes=minutes)


def order_time_of(day: Known, ticket: TraceTicket) -> datetime:
    """Return the order time of a ticket."""
    reserved_for = None if ticket.reserved_for is None else moment(ticket.reserved_for)
    return order_time(ticket.visit_class, moment(ticket.at), reserved_for, day.rules)


def read_day(path: Path) -> tuple[Known, World]:
    """Return the day in *path*.

    Raises:
        ValueError: the file and line that do not fit.

    """
    reading = _Reading()
    for place, line in _lines(path):
        try:
            reading.take(line)
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
            raise ValueError(f"{place}: 形式1の行ではありません（{error!r}）") from None
    if reading.day is None:
        raise ValueError(f"{path}: day の行がありません。")
    return reading.day, reading.world


class _Reading:
    """The day so far; each kind of line has its method."""

    def __init__(self) -> None:
        self.day: Known | None = None
        self.world = World()
        self._several_desks: frozenset[str] = frozenset()
        self._takes = {
            "day": self._day, "counter": self._counter, "booking": self._booking,
            "arrive": self._arrive,
        }  # fmt: skip

    def take(self, line: dict[str, Any]) -> None:
        """Add what a line says."""
        self._takes[line["type"]](line)

    def _begun(self) -> Known:
        if self.day is None:
            raise ValueError("day の行が先です")
        return self.day

    def _day(self, line: dict[str, Any]) -> None:
        rules = line["discipline"]
        self._several_desks = frozenset(line["multi_desk_known_at_ticket"])
        self.day = Known(
            id=line["id"],
            rules=Rules(rules["h_appointment"], rules["g_grace"], rules["p_priority"]),
            walk_min=rules["walk_between_desks"],
            missed_call_min=rules["missed_call_min"],
            configured_min={one["id"]: one["configured_min"] for one in line["services"]},
        )

    def _counter(self, line: dict[str, Any]) -> None:
        code = line["id"]
        planned = _spans(line["planned"])
        self._begun().counters.append(TraceCounter(code, frozenset(line["skills"]), planned))
        self.world.open[code] = _spans(line["true_actual"])
        self.world.speed[code] = line["true_speed"]

    def _booking(self, line: dict[str, Any]) -> None:
        self._begun().bookings[line["id"]] = (line["slot"], line["service"])

    def _arrive(self, line: dict[str, Any]) -> None:
        ticket, legs, booking = line["ticket"], line["legs"], line.get("booking")
        day = self._begun()
        service = legs[0]["service"]
        is_known = service in self._several_desks
        day.tickets.append(
            TraceTicket(
                id=ticket,
                at=line["t"],
                visit_class=CLASSES[line["cls"]],
                reserved_for=day.bookings[booking][0] if booking is not None else None,
                service=service,
                booking=booking,
                further=tuple(leg["service"] for leg in legs[1:]) if is_known else None,
            )
        )
        self.world.legs[ticket] = [(leg["service"], leg["true_min"]) for leg in legs]
        leaves_after = line.get("true_leaves_after")
        self.world.leaves_after[ticket] = inf if leaves_after is None else leaves_after


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, start=1):
            place = f"{path}:{number}"
            try:
                line = json.loads(text)
            except ValueError:
                raise ValueError(f"{place}: JSON として読めません。") from None
            if not isinstance(line, dict) or "type" not in line:
                raise ValueError(f"{place}: type のある行ではありません。")
            yield place, line


def _spans(line: list[list[float | None]]) -> tuple[Span, ...]:
    return tuple((begin or 0.0, inf if end is None else end) for begin, end in line)


@dataclass(frozen=True)
class PastVisit:
    """Somebody of an earlier day: when they came, how, and for what."""

    at: float
    visit_class: VisitClass
    service: str


@dataclass
class History:
    """What earlier days tell."""

    #: Minutes of each service.
    minutes: dict[str, list[float]] = field(default_factory=dict)
    #: The desks after the first, by the service of the first.
    further: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    #: Minutes from the booked time to the ticket.
    offsets: list[float] = field(default_factory=list)
    no_shows: int = 0
    #: Day -> who came.
    days: dict[int, list[PastVisit]] = field(default_factory=dict)

    def take(self, line: dict[str, Any]) -> None:
        """Add what a line says."""
        if line["type"] == "noshow":
            self.no_shows += 1
            return
        legs = line["legs"]
        for leg in legs:
            self.minutes.setdefault(leg["service"], []).append(leg["end"] - leg["call"])
        if line["booking_offset"] is not None:
            self.offsets.append(line["booking_offset"])
        if legs:
            first, *rest = [leg["service"] for leg in legs]
            self.further.setdefault(first, []).append(tuple(rest))
            came = PastVisit(line["t"], CLASSES[line["cls"]], first)
            self.days.setdefault(line["day"], []).append(came)


def read_history(path: Path) -> History:
    """Return what the earlier days in *path* tell.

    Raises:
        ValueError: the file and line that do not fit.

    """
    history = History()
    for place, line in _lines(path):
        try:
            history.take(line)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{place}: 履歴の行ではありません（{error!r}）") from None
    return history


def write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
