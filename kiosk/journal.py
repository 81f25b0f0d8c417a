"""What the kiosk must know after the power went: one row a ticket, on disk before all else.

::

    opened → reported → printing → printed
       ↓         └─────────┴─────→ failed
    dropped

A row holds a lookup id, a visit's id, its number and state, and the ticket without its QR; never a
token, a name or a form's bytes. `unfinished` is the recovery rule: see the README.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from pysqlite3 import dbapi2 as sqlite3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, service TEXT,
    lookup_id TEXT, visit TEXT, label TEXT, arrival TEXT,
    opened_at REAL NOT NULL, changed_at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entry_by_visit ON entry (visit);
CREATE TABLE IF NOT EXISTS paper (
    visit TEXT NOT NULL, document TEXT NOT NULL, attempt INTEGER NOT NULL,
    state TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (visit, document, attempt)
) STRICT;
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

#: Longer ago, whoever waited for the paper is no longer before the machine.
_FRESH_S = 300.0
_KEPT_S = 36 * 3600.0


class State(StrEnum):
    """How far a ticket has come."""

    OPENED = "opened"
    REPORTED = "reported"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What became of one paper."""

    PRINTING = "printing"
    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Unfinished:
    """A ticket whose paper may never have come out."""

    entry: str
    visit: str
    label: str
    #: The server's answer as JSON, without forms and capabilities.
    arrival: str


class Journal:
    """The kiosk's own database file. Every method is durable when it returns."""

    def __init__(self, path: Path | str) -> None:
        self._lock = Lock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)

    def open(
        self, kind: str, at: float, *, service: str | None = None, lookup_id: str | None = None
    ) -> str:
        """Begin a ticket and return its id, which is also its Idempotency-Key."""
        entry = uuid4().hex
        self._write(
            "INSERT INTO entry (id, kind, state, service, lookup_id, opened_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry, kind, State.OPENED, service, lookup_id, at, at),
        )
        return entry

    def reported(self, entry: str, at: float, visit: str, label: str, arrival: str) -> None:
        """Keep the number that the server gave; *arrival*: without forms and capabilities."""
        self._write(
            "UPDATE entry SET state=?, visit=?, label=?, arrival=?, changed_at=? WHERE id=?",
            (State.REPORTED, visit, label, arrival, at, entry),
        )

    def move(self, entry: str, state: State, at: float) -> None:
        """Write down how far *entry* has come."""
        self._write("UPDATE entry SET state=?, changed_at=? WHERE id=?", (state, at, entry))

    def begin_paper(self, visit: str, document: str, at: float) -> int:
        """Write down that a paper is about to be sent, and return which attempt it is."""
        with self._at_once() as db:
            (done,) = db.execute(
                "SELECT count(*) FROM paper WHERE visit=? AND document=?", (visit, document)
            ).fetchone()
            db.execute(
                "INSERT INTO paper VALUES (?, ?, ?, ?, ?)",
                (visit, document, done + 1, Outcome.PRINTING, at),
            )
        return int(done) + 1

    def end_paper(
        self, visit: str, document: str, attempt: int, outcome: Outcome, at: float
    ) -> None:
        """Write down what became of that attempt."""
        self._write(
            "UPDATE paper SET state=?, at=? WHERE visit=? AND document=? AND attempt=?",
            (outcome, at, visit, document, attempt),
        )

    def knows(self, visit: str) -> bool:
        """Tell whether this kiosk has tried to print a ticket for *visit*."""
        return bool(self._rows("SELECT 1 FROM paper WHERE visit=? LIMIT 1", (visit,)))

    def reissue(self, visit: str, document: str) -> int:
        """Return how many papers of this kind may already be in somebody's hand.

        Only an attempt that surely failed does not count.
        """
        [(count,)] = self._rows(
            "SELECT count(*) FROM paper WHERE visit=? AND document=? AND state<>?",
            (visit, document, Outcome.NOT_PRINTED),
        )
        return int(count)

    def unfinished(self, now: float) -> list[Unfinished]:
        """Return the tickets of the last five minutes that have a number but no sure paper."""
        rows = self._rows(
            "SELECT id, visit, label, arrival FROM entry"
            " WHERE state IN ('reported', 'printing') AND arrival<>'' AND changed_at>=?"
            " ORDER BY changed_at DESC",
            (now - _FRESH_S,),
        )
        return [Unfinished(*row) for row in rows]

    def tidy(self, now: float) -> None:
        """Close what a stop of the machine left open, and forget what is older than a day."""
        with self._at_once() as db:
            db.execute("UPDATE entry SET state='dropped' WHERE state='opened'")
            db.execute(
                "UPDATE entry SET state='failed'"
                " WHERE state IN ('reported', 'printing') AND changed_at<?",
                (now - _FRESH_S,),
            )
            db.execute("UPDATE paper SET state='unknown' WHERE state='printing'")
            db.execute("DELETE FROM entry WHERE changed_at<?", (now - _KEPT_S,))
            db.execute("DELETE FROM paper WHERE at<?", (now - _KEPT_S,))

    def fact(self, name: str) -> str | None:
        """Return what was last remembered under *name*."""
        rows = self._rows("SELECT value FROM fact WHERE name=?", (name,))
        return rows[0][0] if rows else None

    def remember(self, name: str, value: str) -> None:
        """Keep a fact of the machine, e.g. how far its clock is off."""
        self._write("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def pragma(self, name: str) -> str:
        """Return a setting of the database, as text."""
        [(value,)] = self._rows(f"PRAGMA {name}", ())
        return str(value)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        with self._at_once() as db:
            db.execute(statement, values)

    def _rows(self, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            rows: list[tuple[Any, ...]] = self._db.execute(question, values).fetchall()
        return rows

    @contextmanager
    def _at_once(self) -> Iterator[Any]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
