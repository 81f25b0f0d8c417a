"""What the server has yet to be told: on the disk until it has answered, told in order.

Each letter keeps its Idempotency-Key, so one that did arrive counts once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from kiosk.disk import Disk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
    visit TEXT, body TEXT NOT NULL, at REAL NOT NULL, until REAL, refused TEXT
) STRICT;
"""
#: So many are read at once.
BATCH = 50


@dataclass(frozen=True)
class Letter:
    """One POST that is still to be sent."""

    id: int
    key: str
    #: Below the office; ``{visit}`` stands for the visit.
    path: str
    #: The visit it is about: the office's id, or this kiosk's own word for it.
    visit: str | None
    body: dict[str, Any]
    #: Nobody needs it any more after this moment.
    until: float | None


class Outbox:
    """The letters, oldest first."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        disk.create(_SCHEMA)

    def add(
        self,
        path: str,
        body: Mapping[str, Any],
        at: float,
        *,
        visit: str | None = None,
        until: float | None = None,
        once: bool = False,
    ) -> None:
        """Keep a letter until the server has answered it.

        Args:
            until: nobody needs it any more after this moment.
            once: one of the same words that still lies there is enough.

        """
        text = json.dumps(dict(body))
        with self._disk.at_once() as db:
            same = "SELECT 1 FROM outbox WHERE path=? AND body=? AND refused IS NULL"
            if once and db.execute(same, (path, text)).fetchone():
                return
            db.execute(
                "INSERT INTO outbox (key, path, visit, body, at, until) VALUES (?, ?, ?, ?, ?, ?)",
                (uuid4().hex, path, visit, text, at, until),
            )

    def next(self) -> list[Letter]:
        """Return the oldest letters that nobody has refused."""
        rows = self._disk.rows(
            "SELECT id, key, path, visit, body, until FROM outbox WHERE refused IS NULL"
            " ORDER BY id LIMIT ?",
            (BATCH,),
        )
        return [Letter(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5]) for row in rows]

    def sent(self, letter: Letter) -> None:
        """Forget a letter that was answered."""
        self._disk.write("DELETE FROM outbox WHERE id=?", (letter.id,))

    def refused(self, letter: Letter, code: str) -> None:
        """Keep a letter that the server will not take, for staff to look at."""
        self._disk.write("UPDATE outbox SET refused=? WHERE id=?", (code, letter.id))

    def counts(self) -> tuple[int, int]:
        """Return how many are still to be sent, and how many were refused."""
        [(unsent, refused)] = self._disk.rows(
            "SELECT count(*) FILTER (WHERE refused IS NULL),"
            " count(*) FILTER (WHERE refused IS NOT NULL) FROM outbox"
        )
        return int(unsent), int(refused)

    def tidy(self, now: float) -> None:
        """Forget what nobody needs any more."""
        self._disk.write("DELETE FROM outbox WHERE until<?", (now,))
