"""The event log, as integrators and auditors read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look
from server.db.floor import Floor
from server.db.ledger import Event, chain_hash
from server.db.models import EventRow, Head
from server.db.types import from_micros
from server.domain.business_day import iso
from server.domain.why import from_detail
from server.services import choosing

_HASHED = (
    "office", "seq", "at", "kind", "command", "visit", "stop", "counter", "area", "label",
    "staff", "detail",
)  # fmt: skip
#: Events read at once while the chain is verified.
PAGE = 2000


def events(look: Look, office: str, since: int, limit: int) -> list[dict[str, Any]]:
    """Return the events after *since*, oldest first."""
    floor = look.floor_of(office)
    return [
        {
            "seq": row.seq,
            "at": iso(from_micros(row.at)),
            "kind": row.kind,
            "command": row.command,
            "visit": row.visit,
            "stop": row.stop,
            "counter": row.counter,
            "area": row.area,
            "label": row.label,
            "staff": row.staff,
            "detail": json.loads(row.detail),
            "why": _why(floor, json.loads(row.detail)),
            "hash": row.hash,
        }
        for row in queries.events_since(look.session, office, since, limit)
    ]


def _why(floor: Floor, detail: Mapping[str, Any]) -> str | None:
    """Return the sentence that stood beside the call when it was made."""
    grounds = detail.get("why")
    return None if grounds is None else choosing.sentence(floor, from_detail(grounds))


@dataclass(frozen=True)
class Break:
    """The first place where an office's chain does not hold."""

    office: str
    seq: int
    reason: str


def verify(session: Session) -> list[Break]:
    """Return the first break of each office's chain; an empty list means all hold."""
    return [
        found for head in session.scalars(select(Head)) if (found := _first_break(session, head))
    ]


def _first_break(session: Session, head: Head) -> Break | None:
    seq, prev_hash = 0, ""
    while rows := queries.events_since(session, head.office, seq, PAGE):
        for row in rows:
            if row.seq != seq + 1:
                return Break(head.office, seq + 1, "missing")
            if row.prev_hash != prev_hash or row.hash != chain_hash(_event(row), prev_hash):
                return Break(head.office, row.seq, "changed")
            seq, prev_hash = row.seq, row.hash
        session.expunge_all()
        head = session.get_one(Head, head.office)
    if (seq, prev_hash) != (head.seq, head.hash):
        return Break(head.office, seq + 1, "cut_off")
    return None


def _event(row: EventRow) -> Event:
    return Event(**{name: getattr(row, name) for name in _HASHED})
