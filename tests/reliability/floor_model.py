"""A plain model of the floor: it knows the rules from the documents, and no code of the server.

It reads the event log from the beginning, line by line, and follows every stop: its state,
its queue, its place. Each step must be an arrow of the table, each call must be of whom the
rule says or carry a reason. In the end the database must hold what the model holds.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

MINUTE = 60_000_000
HEAD, LATE, PRIORITY, KEEPS = 30 * MINUTE, 10 * MINUTE, 15 * MINUTE, 15 * MINUTE
TIE = {"reserved": 0, "priority": 1, "walk_in": 2}
OPEN = {"waiting", "called", "serving", "held", "absent"}
CLOSED = {"done", "withdrawn", "expired"}

#: kind of event -> the states before it, and the state after it.
ARROWS: Mapping[str, tuple[set[str], str]] = {
    "called": ({"waiting", "held", "absent"}, "called"),
    "recalled": ({"called"}, "called"),
    "started": ({"called", "waiting"}, "serving"),
    "finished": ({"serving"}, "done"),
    "missed": ({"called"}, "absent"),
    "returned": ({"absent"}, "waiting"),
    "held": ({"serving"}, "held"),
    "postponed": ({"waiting"}, "planned"),
    "withdrawn": ({"planned", "preparing", "waiting", "called", "held", "absent"}, "withdrawn"),
    "expired": ({"planned", "preparing", "called", "serving"} | OPEN, "expired"),
}


@dataclass(frozen=True)
class Seen:
    """A stop as the log tells of it; times in microseconds."""

    visit: int
    label: str
    queue: str
    state: str
    order_time: int
    tie: int
    checked_in: int
    since: int
    counter: str | None = None
    where: str = "keep"
    opens_at: int | None = None

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return self.order_time, self.tie, self.checked_in, int(self.label[1:])


@dataclass
class Model:
    """The floor as the log makes it, and everything in which the log breaks a rule."""

    queue_of_service: Mapping[str, str]
    queues_of_counter: Mapping[str, set[str]]
    #: Visit -> the reserved time, in microseconds.
    reserved: Mapping[int, int] = field(default_factory=dict)
    stops: dict[int, Seen] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    by_rule: int = 0
    by_hand: int = 0
    _before: dict[int, Seen | None] = field(default_factory=dict)
    _finished: dict[str, Seen] = field(default_factory=dict)

    def read(self, events: Iterable[Any]) -> None:
        """Follow the log."""
        for event in events:
            if event.stop is not None:
                self._take(event, json.loads(event.detail))

    def _say(self, event: Any, what: str) -> None:
        self.broken.append(f"{event.seq} {event.kind} {event.label}: {what}")

    def _take(self, event: Any, detail: Mapping[str, Any]) -> None:
        old = self.stops.get(event.stop)
        if event.kind == "undone":
            before = self._before.get(detail["undoes"])
            if before is not None:
                self.stops[event.stop] = before
            elif old is not None and detail["undone"] == "arrived":
                self.stops[event.stop] = replace(old, state="withdrawn", counter=None)
            return
        if detail.get("why") is not None:
            self._check_choice(event, detail)
        after = self._after(event, detail, old)
        if after is not None:
            self._before[event.seq] = old
            self.stops[event.stop] = after
            self._check_invariants(event, after)

    def _after(self, event: Any, detail: Mapping[str, Any], old: Seen | None) -> Seen | None:
        """Return the stop after the event, or None where the event does not change it."""
        if old is None:
            return self._new(event, detail)
        special = {
            "arrived": self._opened, "prepared": self._prepared,
            "transferred": self._transferred, "prioritised": self._prioritised,
        }  # fmt: skip
        take = special.get(event.kind)
        return self._stepped(event, old) if take is None else take(event, detail, old)

    def _opened(self, event: Any, detail: Mapping[str, Any], old: Seen) -> Seen:
        if old.state != "planned":
            self._say(event, f"opens from {old.state}")
        if detail.get("preparing"):
            return replace(old, state="preparing", since=event.at)
        return self._in_line(event, old)

    def _prepared(self, event: Any, _detail: Mapping[str, Any], old: Seen) -> Seen:
        if self._open_of(old.visit):
            return replace(old, state="planned", since=event.at)
        return self._in_line(event, old)

    @staticmethod
    def _transferred(event: Any, detail: Mapping[str, Any], old: Seen) -> Seen:
        queue = detail["queue"]
        return replace(
            old, state="planned", since=event.at, counter=None, queue=queue, **_place(detail)
        )

    @staticmethod
    def _prioritised(_event: Any, _detail: Mapping[str, Any], old: Seen) -> Seen:
        leading = old.checked_in - PRIORITY
        if leading >= old.order_time:
            return old
        return replace(old, order_time=leading, tie=TIE["priority"], where="keep")

    def _stepped(self, event: Any, old: Seen) -> Seen | None:
        if event.kind not in ARROWS:
            return None
        states, state = ARROWS[event.kind]
        if old.state not in states:
            self._say(event, f"from {old.state}, which is no arrow")
        counter = event.counter if state in {"called", "serving"} else None
        after = replace(old, state=state, counter=counter, since=event.at)
        if event.kind == "finished":
            self._finished[event.command] = after
        if event.kind == "returned" and event.at > old.since + KEEPS:
            return replace(after, order_time=max(event.at, old.order_time))
        return after

    def _new(self, event: Any, detail: Mapping[str, Any]) -> Seen | None:
        if event.kind != "arrived":
            self._say(event, "a stop that nobody has seen arrive")
            return None
        if "queue" in detail:  # planned by the desk that has just finished
            first = self._finished[event.command]
            return replace(
                first, state="planned", queue=detail["queue"], since=event.at, **_place(detail)
            )
        tie, order_time = self._place_of(event, detail["visit_class"])
        queue = self.queue_of_service[detail["service"]]
        state = "planned" if detail.get("planned") else "waiting"
        return Seen(event.visit, event.label, queue, state, order_time, tie, event.at, event.at)

    def _place_of(self, event: Any, visit_class: str) -> tuple[int, int]:
        reserved = self.reserved.get(event.visit)
        if visit_class == "priority":
            return TIE[visit_class], event.at - PRIORITY
        if reserved is not None and event.at <= reserved + LATE:
            return TIE[visit_class], reserved - HEAD
        return TIE[visit_class], event.at

    def _in_line(self, event: Any, old: Seen) -> Seen:
        own = old.order_time
        if old.opens_at is not None:
            own = old.opens_at
        elif old.where == "last":
            own = max(event.at, own)
        elif old.where == "first":
            line = self._waiting({old.queue})
            own = min(own, line[0].order_time - 1) if line else own
        return replace(old, state="waiting", since=event.at, order_time=own)

    def _waiting(self, queues: set[str]) -> list[Seen]:
        here = (one for one in self.stops.values() if one.state == "waiting")
        return sorted((one for one in here if one.queue in queues), key=lambda one: one.rank)

    def _open_of(self, visit: int) -> list[Seen]:
        return [one for one in self.stops.values() if one.visit == visit and one.state in OPEN]

    def _check_choice(self, event: Any, detail: Mapping[str, Any]) -> None:
        why = detail["why"]
        queues = set(detail.get("queues") or self.queues_of_counter[event.counter])
        line = self._waiting(queues)
        if not why["is_first"]:
            self.by_hand += 1
            if not why["reason"]:
                self._say(event, "neither by the rule nor with a reason")
            return
        self.by_rule += 1
        if not line or line[0] != self.stops[event.stop]:
            self._say(event, f"the rule says {line[0].label if line else 'nobody'}")
        if why["others"] != len(line) - 1:
            self._say(event, f"{why['others']} others, not {len(line) - 1}")

    def _check_invariants(self, event: Any, after: Seen) -> None:
        if after.state in OPEN and len(self._open_of(after.visit)) > 1:
            self._say(event, "I3: two open stops of one visit")
        if after.counter is not None:
            there = [one.label for one in self.stops.values() if one.counter == after.counter]
            if len(there) > 1:
                self._say(event, f"I4: {there} at counter {after.counter}")


def _place(detail: Mapping[str, Any]) -> dict[str, Any]:
    opens_at = detail["opens_at"]
    micros = None if opens_at is None else _micros(datetime.fromisoformat(opens_at))
    return {"where": detail["where"], "opens_at": micros}


def _micros(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
