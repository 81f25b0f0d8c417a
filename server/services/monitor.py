"""The floor at one glance for the staff's wall: lines, counters, the end of the day.

The page asks every few seconds, so what only events change is worked out once for each.
"""

import json
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from server.db.city import Look
from server.db.floor import Floor
from server.db.ledger import Kind
from server.db.models import EventRow, Head, Stop, Visit
from server.db.types import to_micros
from server.domain.business_day import iso, starts_at
from server.domain.closing import End, Line, end_of_day, with_one_more
from server.domain.stops import CLOSED, State
from server.services import appointments, bells, lines, opening_hours

#: The lines' hour is drawn with a point for every five minutes.
STEP = timedelta(minutes=5)
POINTS = 13
#: No office writes more events on a day.
DAYS_EVENTS = 20_000
PROMISE_MIN = 15
NEXT_BOOKINGS = timedelta(minutes=30)
SHOWN_BOOKINGS = 6

#: What a step does to the line: people who join it, people who leave it.
_JOINS = frozenset({Kind.ARRIVED, Kind.RETURNED, Kind.PREPARED})
_LEAVES = frozenset({Kind.CALLED, Kind.STARTED, Kind.WITHDRAWN, Kind.EXPIRED})


def snapshot(look: Look, office: str) -> dict[str, Any]:
    """Return everything that the floor monitor of *office* shows."""
    floor = look.floor_of(office)
    shown = lines.lines(look, office)
    past = look.kept(office, "monitor", lambda: _past(look, office))
    forecast = _forecast(look, floor, shown, past["came"])
    return {
        "now": iso(look.now),
        "office": floor.setup.names.ja,
        "accent": floor.setup.accent,
        "lines": [
            {
                **line,
                "services": _services(floor, line["queue"]),
                "history": _history(past["moves"], line, look.now),
            }
            for line in shown
        ],
        "forecast": forecast,
        "bookings": _bookings(look, office),
        "today": past["today"],
        "alerts": bells.told(look.session, office, answered_since=look.now - NEXT_BOOKINGS),
    }


def _services(floor: Floor, queue: str) -> list[str]:
    return [plan.setup.names.ja for plan in floor.services.values() if plan.queue.code == queue]


def _past(look: Look, office: str) -> dict[str, Any]:
    head = look.session.get_one(Head, office).seq
    begin = to_micros(starts_at(look.day))
    hour = to_micros(look.now - STEP * POINTS)
    recent = look.session.execute(
        select(EventRow.kind, EventRow.at, EventRow.detail, Stop.queue_id)
        .join(Stop, Stop.id == EventRow.stop)
        .where(
            EventRow.office == office,
            EventRow.seq > head - DAYS_EVENTS,
            EventRow.at >= hour,
            EventRow.kind.in_(_JOINS | _LEAVES),
        )
    ).all()
    floor = look.floor_of(office)
    moves: dict[str, list[tuple[int, int]]] = {}
    came: Tally[str] = Tally()
    for kind, at, detail, queue_id in recent:
        queue = floor.queues_by_id[queue_id].code
        change = _change(kind, json.loads(detail))
        moves.setdefault(queue, []).append((at, change))
        came[queue] += kind == Kind.ARRIVED and change > 0
    return {"moves": moves, "came": came, "today": _today(look, office, head, begin)}


def _change(kind: str, detail: Mapping[str, Any]) -> int:
    """Return what an event did to the number of people in its line."""
    if kind in _JOINS:
        return 0 if detail.get("planned") else 1
    before = detail.get("before") or {}
    return -1 if before.get("state") == State.WAITING else 0


def _history(
    moves: Mapping[str, Sequence[tuple[int, int]]], line: Mapping[str, Any], now: datetime
) -> list[int]:
    """Return how many waited at each of the last points, the oldest first, now last."""
    changes = moves.get(line["queue"], [])
    counts = []
    for back in range(POINTS):
        then = to_micros(now - STEP * back)
        counts.append(max(0, line["waiting"] - sum(by for at, by in changes if at > then)))
    return counts[::-1]


def _today(look: Look, office: str, head: int, begin: int) -> dict[str, Any]:
    queues = [queue.id for queue in look.floor_of(office).queues.values()]
    received = look.session.scalar(
        select(func.count()).where(Visit.queue_id.in_(queues), Visit.business_date == look.day)
    )
    inside = look.session.scalar(
        select(func.count(func.distinct(Stop.visit_id))).where(
            Stop.office == office, Stop.state.not_in(CLOSED)
        )
    )
    first = (
        select(EventRow.visit, func.min(EventRow.at).label("at"))
        .where(
            EventRow.office == office,
            EventRow.seq > head - DAYS_EVENTS,
            EventRow.at >= begin,
            EventRow.kind == Kind.CALLED,
        )
        .group_by(EventRow.visit)
        .subquery()
    )
    waits = look.session.execute(
        select(first.c.at, Visit.issued_at).join(Visit, Visit.id == first.c.visit)
    ).all()
    promise = PROMISE_MIN * 60 * 1_000_000
    kept = sum(at - to_micros(issued) <= promise for at, issued in waits)
    return {
        "received": received or 0,
        "finished": max(0, (received or 0) - (inside or 0)),
        "called": len(waits),
        "promise_min": PROMISE_MIN,
        "kept_percent": round(100 * kept / len(waits)) if waits else None,
    }


def _forecast(
    look: Look, floor: Floor, shown: Sequence[Mapping[str, Any]], came: Mapping[str, int]
) -> dict[str, Any]:
    """Return when the last one is called, and what one more counter would change."""
    stand = [one for line in shown if (one := _line(look, floor, line, came))]
    end = end_of_day(stand, look.now)
    ends = [line.last_ticket for line in stand if line.last_ticket and line.last_ticket > look.now]
    more = end_of_day(with_one_more(stand, end.queue), look.now) if end else None
    standing = [line["name"] for line in shown if line["waiting"] and not _open(line)]
    return {
        "end": _told(end),
        "with_one_more": _told(more) if end and more and end.likely - more.likely >= STEP else None,
        "line": floor.queue(end.queue).setup.names.ja if end else None,
        "last_ticket": iso(max(ends)) if ends else None,
        "standing": standing,
    }


def _line(
    look: Look, floor: Floor, line: Mapping[str, Any], came: Mapping[str, int]
) -> Line | None:
    queue = floor.queue(line["queue"])
    service = lines.first_service(floor, queue)
    if service is None:
        return None
    on_duty = {one["number"] for one in _open(line)}
    parts = [1 / len(c.queues) for c in floor.counters_of_queue[queue.id] if c.number in on_duty]
    return Line(
        queue=queue.code,
        waiting=line["waiting"],
        came_last_hour=came.get(queue.code, 0),
        counters=sum(parts),
        p50_min=service.setup.minutes_p50,
        p90_min=service.setup.minutes_p90,
        last_ticket=opening_hours.reception_ends(floor, service, look.now) if on_duty else None,
    )


def _open(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [counter for counter in line["counters"] if counter["state"] in {"serving", "free"}]


def _told(end: End | None) -> dict[str, str] | None:
    return None if end is None else {"likely": iso(end.likely), "latest": iso(end.latest)}


def _bookings(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the bookings of the next half hour: when and what for, and whether they are here."""
    rows = appointments.today(look, office, names=False)
    near = [row for row in rows if look.now <= datetime.fromisoformat(row["start"])]
    return [
        {key: row[key] for key in ("start", "service_name", "state", "label")}
        for row in near
        if datetime.fromisoformat(row["start"]) <= look.now + NEXT_BOOKINGS
    ][:SHOWN_BOOKINGS]
