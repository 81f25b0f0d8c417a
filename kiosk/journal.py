"""What the kiosk must know after the power went: one row a ticket, on disk before all else.

::

    opened → reported → printing → printed
       ↓         └─────────┴─────→ failed
    dropped

A row holds a lookup id, a visit's id, its number and state, and the ticket without its QR; never a
token, a name or a form's bytes. `unfinished` is the recovery rule: see the README.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from kiosk.disk import Disk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, service TEXT,
    lookup_id TEXT, visit TEXT, label TEXT, arrival TEXT,
    opened_at REAL NOT NULL, changed_at REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entry_by_visit ON entry (visit);
CREATE INDEX IF NOT EXISTS entry_by_lookup ON entry (lookup_id);
CREATE TABLE IF NOT EXISTS paper (
    visit TEXT NOT NULL, document TEXT NOT NULL, attempt INTEGER NOT NULL,
    state TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (visit, document, attempt)
) STRICT;
CREATE TABLE IF NOT EXISTS known_as (local TEXT PRIMARY KEY, visit TEXT NOT NULL) STRICT;
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
    """What became of each ticket. Every method is durable when it returns."""

    def __init__(self, path: Path | str) -> None:
        self.disk = Disk(path)
        self.disk.create(_SCHEMA)

    def open(
        self, kind: str, at: float, *, service: str | None = None, lookup_id: str | None = None
    ) -> str:
        """Begin a ticket and return its id, which is also its Idempotency-Key."""
        entry = uuid4().hex
        self.disk.write(
            "INSERT INTO entry (id, kind, state, service, lookup_id, opened_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (entry, kind, State.OPENED, service, lookup_id, at, at),
        )
        return entry

    def reported(self, entry: str, at: float, visit: str, label: str, arrival: str) -> None:
        """Keep the number that the server gave; *arrival*: without forms and capabilities."""
        self.disk.write(
            "UPDATE entry SET state=?, visit=?, label=?, arrival=?, changed_at=? WHERE id=?",
            (State.REPORTED, visit, label, arrival, at, entry),
        )

    def move(self, entry: str, state: State, at: float) -> None:
        """Write down how far *entry* has come."""
        self.disk.write("UPDATE entry SET state=?, changed_at=? WHERE id=?", (state, at, entry))

    def known_as(self, local: str, visit: str) -> None:
        """Note the visit that a number given out alone has become; its papers are that visit's."""
        with self.disk.at_once() as db:
            db.execute("INSERT OR REPLACE INTO known_as VALUES (?, ?)", (local, visit))
            db.execute("UPDATE entry SET visit=? WHERE visit=?", (visit, local))
            db.execute("UPDATE OR IGNORE paper SET visit=? WHERE visit=?", (visit, local))

    def visit_of(self, local: str) -> str:
        """Return the visit as the office knows it, or *local* itself as long as it does not."""
        rows = self.disk.rows("SELECT visit FROM known_as WHERE local=?", (local,))
        return str(rows[0][0]) if rows else local

    def number_of(self, lookup_id: str, since: float) -> Unfinished | None:
        """Return the newest ticket that a code has got here since *since*."""
        rows = self.disk.rows(
            "SELECT id, visit, label, arrival FROM entry"
            " WHERE lookup_id=? AND arrival<>'' AND opened_at>=? ORDER BY opened_at DESC LIMIT 1",
            (lookup_id, since),
        )
        return Unfinished(*rows[0]) if rows else None

    def given_alone(self, service: str, since: float) -> int:
        """Return how many tickets for *service* this kiosk has given without the office."""
        [(count,)] = self.disk.rows(
            "SELECT count(*) FROM entry WHERE service=? AND kind='walk_in' AND opened_at>=?"
            " AND visit LIKE 'alone:%'",
            (service, since),
        )
        return int(count)

    def begin_paper(self, visit: str, document: str, at: float, *, entry: str | None = None) -> int:
        """Write down that a paper is about to be sent, and return which attempt it is.

        *entry* is the ticket that it belongs to; a paper that staff ordered has none here.
        """
        visit = self.visit_of(visit)
        with self.disk.at_once() as db:
            if entry:
                self.move(entry, State.PRINTING, at)
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
        visit = self.visit_of(visit)
        self.disk.write(
            "UPDATE paper SET state=?, at=? WHERE visit=? AND document=? AND attempt=?",
            (outcome, at, visit, document, attempt),
        )

    def knows(self, visit: str) -> bool:
        """Tell whether this kiosk has tried to print a ticket for *visit*."""
        return bool(
            self.disk.rows("SELECT 1 FROM paper WHERE visit=? LIMIT 1", (self.visit_of(visit),))
        )

    def reissue(self, visit: str, document: str) -> int:
        """Return how many papers of this kind may already be in somebody's hand.

        Only an attempt that surely failed does not count.
        """
        [(count,)] = self.disk.rows(
            "SELECT count(*) FROM paper WHERE visit=? AND document=? AND state<>?",
            (self.visit_of(visit), document, Outcome.NOT_PRINTED),
        )
        return int(count)

    def unfinished(self, now: float) -> list[Unfinished]:
        """Return the tickets of the last five minutes that have a number but no sure paper.

        Whoever held the code before the reader again, and got the papers so, is served.
        """
        rows = self.disk.rows(
            "SELECT id, visit, label, arrival FROM entry"
            " WHERE state IN ('reported', 'printing') AND arrival<>'' AND changed_at>=?"
            " AND NOT EXISTS (SELECT 1 FROM entry AS other"
            " WHERE other.visit=entry.visit AND other.state='printed')"
            " ORDER BY changed_at DESC",
            (now - _FRESH_S,),
        )
        return [Unfinished(*row) for row in rows]

    def tidy(self, now: float) -> None:
        """Close what a stop of the machine left open, and forget what is older than a day."""
        with self.disk.at_once() as db:
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
        rows = self.disk.rows("SELECT value FROM fact WHERE name=?", (name,))
        return rows[0][0] if rows else None

    def remember(self, name: str, value: str) -> None:
        """Keep a fact of the machine, e.g. how far its clock is off."""
        self.disk.write("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def pragma(self, name: str) -> str:
        """Return a setting of the database, as text."""
        [(value,)] = self.disk.rows(f"PRAGMA {name}")
        return str(value)

    def close(self) -> None:
        """Close the file."""
        self.disk.close()
