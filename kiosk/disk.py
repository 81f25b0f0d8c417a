"""The kiosk's own database file. Whatever is written is on the disk when the call returns."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from pysqlite3 import dbapi2 as sqlite3

#: The file cannot be read or written.
DiskError = sqlite3.Error


class Disk:
    """One SQLite file for all that the kiosk remembers, so that one step is one transaction."""

    def __init__(self, path: Path | str) -> None:
        self._lock = RLock()
        self._depth = 0
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")

    def create(self, schema: str) -> None:
        """Make the tables of *schema* that are not there yet."""
        with self._lock:
            self._db.executescript(schema)

    def write(self, statement: str, values: tuple[Any, ...]) -> int:
        """Do *statement* and return how many rows it changed."""
        with self.at_once() as db:
            return int(db.execute(statement, values).rowcount)

    def rows(self, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return what *question* finds."""
        with self._lock:
            rows: list[tuple[Any, ...]] = self._db.execute(question, values).fetchall()
        return rows

    @contextmanager
    def at_once(self) -> Iterator[Any]:
        """Do everything inside or nothing; a second one inside belongs to the first."""
        with self._lock:
            if self._depth:
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0
            self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
