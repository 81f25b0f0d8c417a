"""The ledger: the event log, its head and the idempotency rows, in driver SQL.

It runs in every command, so it is written close to the driver; everything else is ORM.
Each event's hash covers the hash before it, so that a changed, lost or added row shows.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from server.db.driver import day_of, run

#: The first field of every hash; a new canonical form gets a new number.
CANONICAL_VERSION = 1


class Kind(StrEnum):
    """What happened, in the past tense."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PRE_APPLIED = "pre_applied"
    ARRIVED = "arrived"
    PREPARED = "prepared"
    CALLED = "called"
    RECALLED = "recalled"
    STARTED = "started"
    FINISHED = "finished"
    MISSED = "missed"
    RETURNED = "returned"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNDONE = "undone"
    PRINTED = "printed"
    REPRINTED = "reprinted"
    PRINT_FAILED = "print_failed"
    COUNTER_OPENED = "counter_opened"
    COUNTER_PAUSED = "counter_paused"
    COUNTER_CLOSED = "counter_closed"
    COUNTER_TAKEN_OVER = "counter_taken_over"
    BELL_RUNG = "bell_rung"
    BELL_ANSWERED = "bell_answered"


@dataclass(frozen=True)
class Event:
    """One thing that happened. Codes and ids only: no text that a person typed."""

    office: str
    seq: int
    #: Whole microseconds since 1970 UTC.
    at: int
    kind: str
    #: The command it came from; undo takes back a whole command.
    command: str
    visit: int | None = None
    stop: int | None = None
    counter: str | None = None
    area: str | None = None
    label: str | None = None
    #: A staff member's id, or the kind and id of a machine.
    staff: str | None = None
    #: Canonical JSON.
    detail: str = "{}"


@dataclass(frozen=True)
class HeadState:
    """The end of an office's log, as the transaction found it."""

    seq: int
    hash: str
    floor_version: int


def canonical(document: Any) -> str:
    """Return *document* as JSON in its one spelling."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(event: Event, prev_hash: str) -> str:
    """Return the hash that seals *event* and everything before it."""
    text = canonical([CANONICAL_VERSION, prev_hash, vars(event)])
    return hashlib.sha256(text.encode()).hexdigest()


def lock_head(connection: Connection, office: str) -> HeadState | None:
    """Return the head of *office*'s log, locked until the transaction ends.

    None: there is no such office. On SQLite the transaction holds the one write lock.
    """
    sql = "SELECT seq, hash, floor_version FROM head WHERE office = ?"
    if connection.dialect.name != "sqlite":
        sql += " FOR UPDATE"
    row = run(connection, sql, office).fetchone()
    return None if row is None else HeadState(*row)


def append(connection: Connection, head: HeadState, events: list[Event]) -> None:
    """Write *events*, whose numbers follow the head's, and leave the new head."""
    prev_hash = head.hash
    for event in events:
        sealed = chain_hash(event, prev_hash)
        run(
            connection,
            "INSERT INTO event (office, seq, at, kind, command, visit, stop, counter, area, label,"
            " staff, detail, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            event.office, event.seq, event.at, event.kind, event.command, event.visit, event.stop,
            event.counter, event.area, event.label, event.staff, event.detail, prev_hash, sealed,
        )  # fmt: skip
        prev_hash = sealed
    last = events[-1]
    run(
        connection,
        "UPDATE head SET seq = ?, hash = ? WHERE office = ?",
        last.seq, prev_hash, last.office,
    )  # fmt: skip


@dataclass(frozen=True)
class StoredAnswer:
    """What a POST answered the first time; `answer` is sealed under the caller's key."""

    request_hash: str
    status: int
    answer: bytes


def stored_answer(connection: Connection, scope: str) -> StoredAnswer | None:
    """Return the answer stored under *scope*, if there is one."""
    row = run(
        connection, "SELECT request_hash, status, answer FROM idempotency WHERE scope = ?", scope
    ).fetchone()
    return None if row is None else StoredAnswer(row[0], row[1], bytes(row[2]))


def store_answer(
    connection: Connection, scope: str, stored: StoredAnswer, purge_after: date
) -> None:
    """Keep an answer until *purge_after*, in the transaction of the change it tells of."""
    run(
        connection,
        "INSERT INTO idempotency (scope, request_hash, status, answer, purge_after)"
        " VALUES (?, ?, ?, ?, ?)",
        scope, stored.request_hash, stored.status, stored.answer,
        day_of(connection, purge_after),
    )  # fmt: skip
