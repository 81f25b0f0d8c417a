"""The ledger: the event log, its head and the idempotency rows, in driver SQL.

It runs in every command, so it is written close to the driver; everything else is ORM.
Each event's hash covers the hash before it, so that a changed, lost or added row shows.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from server.db.driver import connection_of, day_of, run, run_each

#: The first field of every hash; a new canonical form gets a new number.
CANONICAL_VERSION = 1


class Kind(StrEnum):
    """What happened, in the past tense."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    LOTS_DRAWN = "lots_drawn"
    PRE_APPLIED = "pre_applied"
    CORRECTED = "corrected"
    CORRECTION_ASKED = "correction_asked"
    REVIEWED = "reviewed"
    ASSIGNED = "assigned"
    RELEASED = "released"
    CHECK_TICKED = "check_ticked"
    CHECK_UNTICKED = "check_unticked"
    SECTION_ASKED = "section_asked"
    SECTION_ANSWERED = "section_answered"
    SLOTS_PLANNED = "slots_planned"
    CATALOGUE_DRAFTED = "catalogue_drafted"
    CATALOGUE_PUBLISHED = "catalogue_published"
    ARRIVED = "arrived"
    LINKED = "linked"
    PREPARED = "prepared"
    CALLED = "called"
    RECALLED = "recalled"
    STARTED = "started"
    FINISHED = "finished"
    MISSED = "missed"
    RETURNED = "returned"
    HELD = "held"
    PRIORITISED = "prioritised"
    TRANSFERRED = "transferred"
    POSTPONED = "postponed"
    SEATED = "seated"
    NOTED = "noted"
    DELAYED = "delayed"
    TASK_ADDED = "task_added"
    TASK_DONE = "task_done"
    TASK_REOPENED = "task_reopened"
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
    BROADCAST_BEGUN = "broadcast_begun"
    BROADCAST_ENDED = "broadcast_ended"
    PRINT_ORDERED = "print_ordered"
    NO_SHOW = "no_show"
    EXPECTED = "expected"
    MACHINE_TROUBLE = "machine_trouble"
    MACHINE_WELL = "machine_well"
    MACHINE_ORDERED = "machine_ordered"
    MACHINE_ADDED = "machine_added"
    DISPLAYS_CHANGED = "displays_changed"


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


# Made once: `json.dumps` makes an encoder for each call that asks for more than the usual.
_one_spelling = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(document: Any) -> str:
    """Return *document* as JSON in its one spelling."""
    return _one_spelling.encode(document)


def chain_hash(event: Event, prev_hash: str) -> str:
    """Return the hash that seals *event* and everything before it."""
    text = canonical([CANONICAL_VERSION, prev_hash, vars(event)])
    return hashlib.sha256(text.encode()).hexdigest()


def lock_head(session: Session, office: str) -> HeadState | None:
    """Return the head of *office*'s log, locked until the transaction ends.

    None: there is no such office. On SQLite the transaction holds the one write lock.
    """
    sql = "SELECT seq, hash, floor_version FROM head WHERE office = ?"
    if connection_of(session).dialect.name != "sqlite":
        sql += " FOR UPDATE"
    row = run(session, sql, office).fetchone()
    return None if row is None else HeadState(*row)


def append(session: Session, head: HeadState, events: list[Event]) -> None:
    """Write *events*, whose numbers follow the head's, and leave the new head."""
    prev_hash, written = head.hash, []
    for event in events:
        sealed = chain_hash(event, prev_hash)
        written.append((
            event.office, event.seq, event.at, event.kind, event.command, event.visit, event.stop,
            event.counter, event.area, event.label, event.staff, event.detail, prev_hash, sealed,
        ))  # fmt: skip
        prev_hash = sealed
    run_each(
        session,
        "INSERT INTO event (office, seq, at, kind, command, visit, stop, counter, area, label,"
        " staff, detail, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        written,
    )
    last = events[-1]
    run(
        session,
        "UPDATE head SET seq = ?, hash = ? WHERE office = ?",
        last.seq, prev_hash, last.office,
    )  # fmt: skip


@dataclass(frozen=True)
class StoredAnswer:
    """What a POST answered the first time; `answer` is sealed under the caller's key."""

    request_hash: str
    status: int
    answer: bytes


def stored_answer(session: Session, scope: str, kept_until: Iterable[date]) -> StoredAnswer | None:
    """Return the answer stored under *scope*, if one of the days *kept_until* has it."""
    row = run(
        session,
        "SELECT request_hash, status, answer FROM idempotency"
        " WHERE purge_after IN (??) AND scope = ?",
        tuple(day_of(session, day) for day in kept_until), scope,
    ).fetchone()  # fmt: skip
    return None if row is None else StoredAnswer(row[0], row[1], bytes(row[2]))


def store_answer(session: Session, scope: str, stored: StoredAnswer, purge_after: date) -> None:
    """Keep an answer until *purge_after*, in the transaction of the change it tells of."""
    run(
        session,
        "INSERT INTO idempotency (scope, request_hash, status, answer, purge_after)"
        " VALUES (?, ?, ?, ?, ?)",
        scope, stored.request_hash, stored.status, stored.answer,
        day_of(session, purge_after),
    )  # fmt: skip
