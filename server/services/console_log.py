"""What a counter did last, read from the log: what can be taken back, what is finished."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look
from server.db.ledger import Kind
from server.db.models import EventRow, Staff, Stop
from server.db.types import from_micros, to_micros
from server.domain.business_day import business_date, iso, starts_at
from server.services.undo import UNDO_FOR, undoable_at_counter

#: No counter does more than this on any day.
DAYS_WORK = 600
#: Enough events for the last few commands of a counter.
LOOKED_BACK = 40
OWN_ACTS = 3

_DAYS_WORK = (
    select(EventRow.kind, EventRow.seq, EventRow.at, EventRow.stop, EventRow.label, EventRow.detail)
    .where(EventRow.kind.in_((Kind.FINISHED, Kind.UNDONE)))
    .order_by(EventRow.seq.desc())
    .limit(DAYS_WORK)
)


def undo_offer(look: Look, office: str, number: str) -> dict[str, Any] | None:
    """Return the counter's last command while it can still be taken back."""
    rows = queries.last_command_at(look.session, office, number)
    if not undoable_at_counter(rows, number):
        return None
    until = from_micros(rows[-1].at) + UNDO_FOR
    stops = [row.stop for row in rows if row.stop is not None]
    if look.now > until or queries.touched_after(look.session, office, stops, rows[-1].seq):
        return None
    return {
        "until": iso(until),
        "seconds": UNDO_FOR.seconds,
        "done": [{"kind": row.kind, "label": row.label} for row in rows],
    }


def work_done(session: Session, office: str, number: str, now: datetime) -> dict[str, Any]:
    """Return how many this counter has finished today, and the last of them."""
    begin = to_micros(starts_at(business_date(now)))
    recent = session.execute(
        _DAYS_WORK.where(
            EventRow.office == office, EventRow.counter == number, EventRow.at >= begin
        )
    ).all()
    undone = {json.loads(row.detail)["undoes"] for row in recent if row.kind == Kind.UNDONE}
    done = [row for row in recent if row.kind == Kind.FINISHED and row.seq not in undone]
    last = _last(session, done[0].label, done[0].stop, done[0].at) if done else None
    return {"finished": len(done), "last": last}


def last_acts(look: Look, office: str, number: str, viewer: int | None) -> dict[str, Any]:
    """Return the counter's last command, and the last ones of the person *viewer* there."""
    rows = look.session.scalars(
        select(EventRow)
        .where(EventRow.office == office, EventRow.counter == number)
        .order_by(EventRow.seq.desc())
        .limit(LOOKED_BACK)
    ).all()
    commands = [list(group) for _, group in groupby(rows, key=lambda row: row.command)]
    own = [command for command in commands if command[0].staff == f"staff:{viewer}"]
    return {
        "last_act": _act(commands[0]) if commands else None,
        "own_acts": [_act(command) for command in own[:OWN_ACTS]],
    }


def held_by(session: Session, stops: Sequence[Stop]) -> dict[int, dict[str, Any]]:
    """Return who put each of *stops* aside, at which counter and why, by the stop's id."""
    if not stops:
        return {}
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.stop.in_([stop.id for stop in stops]), EventRow.kind == Kind.HELD)
        .order_by(EventRow.seq)
    ).all()
    names = staff_names(session, {row.staff for row in rows})
    return {
        row.stop: {
            "reason": json.loads(row.detail).get("reason"),
            "by": names.get(row.staff or ""),
            "counter": row.counter,
            "to": json.loads(row.detail).get("to"),
            "at": iso(from_micros(row.at)),
        }
        for row in rows
        if row.stop is not None
    }


def staff_names(session: Session, actors: Iterable[str | None]) -> dict[str, str]:
    """Return the names of the people among the log's *actors*."""
    ids = {int(actor[6:]): actor for actor in actors if actor and actor.startswith("staff:")}
    if not ids:
        return {}
    found = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {ids[row.id]: row.name for row in found}


def _act(newest_first: Sequence[EventRow]) -> dict[str, Any]:
    return {
        "at": iso(from_micros(newest_first[0].at)),
        "done": [{"kind": row.kind, "label": row.label} for row in reversed(newest_first)],
    }


def _last(session: Session, label: str | None, stop: int | None, at: int) -> dict[str, Any]:
    started = session.scalar(
        select(func.max(EventRow.at)).where(EventRow.stop == stop, EventRow.kind == Kind.STARTED)
    )
    return {
        "label": label,
        "at": iso(from_micros(at)),
        "served_s": None if started is None else (at - started) // 1_000_000,
    }
