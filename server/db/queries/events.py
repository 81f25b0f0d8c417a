"""The event log: what came since, what boards tell of, a counter's last command."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import Session, aliased

from server.db import rows
from server.db.driver import run
from server.db.ledger import Kind
from server.db.models import EventRow, Stop
from server.db.queries.line import state_in
from server.domain.stops import CLOSED, State

#: The longest ends a day before a full room; the bound keeps the search off the whole log.
MOST_EVENTS_OF_A_COMMAND = 400
_TOLD = (
    "SELECT seq, at, kind, counter, area, label, detail FROM event"
    " WHERE office = ? AND seq > ? ORDER BY seq LIMIT "
)


def events_since(session: Session, office: str, seq: int, limit: int) -> list[EventRow]:
    """Return the events after *seq*, oldest first."""
    return rows.load(
        session, EventRow, "WHERE office = ? AND seq > ? ORDER BY seq LIMIT ?", office, seq, limit
    )


class Told(NamedTuple):
    """What the relay tells of one event."""

    seq: int
    at: int
    kind: str
    counter: str | None
    area: str | None
    label: str | None
    detail: str


def told_since(connection: Connection, office: str, seq: int, limit: int) -> list[Told]:
    """Return what is to be told of the events after *seq*, oldest first."""
    return [Told(*row) for row in run(connection, f"{_TOLD}{limit:d}", office, seq).fetchall()]


def head_seqs(connection: Connection) -> dict[str, int]:
    """Return the number of each office's newest event."""
    return dict(run(connection, "SELECT office, seq FROM head").fetchall())


def latest_in_area(
    session: Session, office: str, area: str | None, since_micros: int, limit: int
) -> list[EventRow]:
    """Return the newest events that boards tell of, newest first."""
    room = EventRow.area.is_not(None) if area is None else EventRow.area == area
    return list(
        session.scalars(
            select(EventRow)
            .where(EventRow.office == office, room, EventRow.at >= since_micros)
            .order_by(EventRow.seq.desc())
            .limit(limit)
        )
    )


def last_seq_in_area(session: Session, office: str, area: str | None, before: int) -> int:
    """Return the number of the last event before *before* in an area (None: in any)."""
    room = EventRow.area.is_not(None) if area is None else EventRow.area == area
    return (
        session.scalar(
            select(func.max(EventRow.seq)).where(
                EventRow.office == office, room, EventRow.seq < before
            )
        )
        or 0
    )


def last_command_at(session: Session, office: str, counter: str) -> list[EventRow]:
    """Return what the counter did in its newest command, oldest first."""
    last = session.scalar(
        select(EventRow)
        .where(EventRow.office == office, EventRow.counter == counter)
        .order_by(EventRow.seq.desc())
        .limit(1)
    )
    return [] if last is None else command(session, office, last)


def last_command_of(
    session: Session, office: str, staff: str | None, newest: int
) -> list[EventRow]:
    """Return what a person or a machine did in its newest command, oldest first.

    Args:
        newest: the number of the office's newest event; nobody looks back far.

    """
    last = session.scalar(
        select(EventRow)
        .where(
            EventRow.office == office,
            EventRow.seq > newest - MOST_EVENTS_OF_A_COMMAND,
            EventRow.staff == staff,
        )
        .order_by(EventRow.seq.desc())
        .limit(1)
    )
    return [] if last is None else command(session, office, last)


def command(session: Session, office: str, last: EventRow) -> list[EventRow]:
    """Return all events of the command that *last* ended, oldest first."""
    return list(
        session.scalars(
            select(EventRow)
            .where(
                EventRow.office == office,
                EventRow.command == last.command,
                EventRow.seq > last.seq - MOST_EVENTS_OF_A_COMMAND,
            )
            .order_by(EventRow.seq)
        )
    )


def readied(session: Session, office: str) -> list[tuple[Stop, EventRow]]:
    """Return the stops whose papers are ready to be handed over, with what was told of them.

    Each as often as it was made ready or called since, oldest first.
    """
    told = (Kind.PREPARED, Kind.CALLED, Kind.RECALLED)
    prepared = aliased(EventRow)
    made_ready = exists().where(prepared.stop == Stop.id, prepared.kind == Kind.PREPARED)
    found = session.execute(
        select(Stop, EventRow)
        .join(EventRow, EventRow.stop == Stop.id)
        .where(
            Stop.office == office,
            Stop.state.in_((State.WAITING, State.CALLED)),
            ~state_in(CLOSED),
            EventRow.kind.in_(told),
            made_ready,
        )
        .order_by(EventRow.seq)
    )
    return [(row.Stop, row.EventRow) for row in found]


def touched_after(session: Session, office: str, stops: Sequence[int], seq: int) -> bool:
    """Tell whether any of *stops* had an event after *seq*."""
    return (
        session.scalar(
            select(EventRow.seq)
            .where(EventRow.office == office, EventRow.stop.in_(stops), EventRow.seq > seq)
            .limit(1)
        )
        is not None
    )
