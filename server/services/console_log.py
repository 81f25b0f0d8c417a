"""What a counter did last, read from the log: what can be taken back, what is finished."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look
from server.db.ledger import Kind
from server.db.models import EventRow
from server.db.types import from_micros, to_micros
from server.domain.business_day import business_date, iso, starts_at
from server.services.undo import UNDO_FOR, undoable

#: No counter does more than this on any day.
DAYS_WORK = 600


def undo_offer(look: Look, office: str, number: str) -> dict[str, Any] | None:
    """Return the counter's last command while it can still be taken back."""
    rows = queries.last_command_at(look.session, office, number)
    if not undoable(rows):
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
    recent = session.scalars(
        select(EventRow)
        .where(EventRow.office == office, EventRow.counter == number)
        .order_by(EventRow.seq.desc())
        .limit(DAYS_WORK)
    ).all()
    begin = to_micros(starts_at(business_date(now)))
    undone = {json.loads(event.detail)["undoes"] for event in recent if event.kind == Kind.UNDONE}
    done = [
        event
        for event in recent
        if event.kind == Kind.FINISHED and event.at >= begin and event.seq not in undone
    ]
    return {"finished": len(done), "last": _last(session, done[0]) if done else None}


def _last(session: Session, finished: EventRow) -> dict[str, Any]:
    started = session.scalar(
        select(func.max(EventRow.at)).where(
            EventRow.stop == finished.stop, EventRow.kind == Kind.STARTED
        )
    )
    return {
        "label": finished.label,
        "at": iso(from_micros(finished.at)),
        "served_s": None if started is None else (finished.at - started) // 1_000_000,
    }
