"""Recorded or invented days, format 1: one JSON object a line; times are minutes since midnight.

Every field whose name starts with ``true_`` is known to the world alone. It is kept apart
(`World`), so that what predicts (`Known`) cannot see it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from server.domain.queueing import VisitClass

CLASSES = {
    "walkin": VisitClass.WALK_IN, "appt": VisitClass.RESERVED, "priority": VisitClass.PRIORITY,
}  # fmt: skip
Span = tuple[float, float]


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


@dataclass
class World:
    """What really happens: openings, speeds, durations, and who leaves without a word."""

    open: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    speed: dict[str, float] = field(default_factory=dict)
    #: Ticket -> its desks in their order: the service and its minutes.
    legs: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    leaves_after: dict[str, float] = field(default_factory=dict)


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
        self._slots: dict[str, float] = {}
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
        self._slots[line["id"]] = line["slot"]

    def _arrive(self, line: dict[str, Any]) -> None:
        ticket, legs, booking = line["ticket"], line["legs"], line.get("booking")
        reserved_for = self._slots[booking] if booking is not None else None
        visit_class, service = CLASSES[line["cls"]], legs[0]["service"]
        self._begun().tickets.append(
            TraceTicket(ticket, line["t"], visit_class, reserved_for, service)
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


def read_durations(path: Path) -> dict[str, list[float]]:
    """Return the minutes that each service took on earlier days, sorted."""
    minutes: dict[str, list[float]] = {}
    for place, line in _lines(path):
        try:
            for leg in line.get("legs", ()):
                minutes.setdefault(leg["service"], []).append(leg["end"] - leg["call"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"{place}: 履歴の行ではありません（{error!r}）") from None
    return {service: sorted(taken) for service, taken in minutes.items()}


def write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
