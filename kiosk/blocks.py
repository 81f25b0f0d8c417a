"""The numbers that this kiosk holds for when the office cannot be reached."""

from dataclasses import dataclass
from uuid import uuid4

from kiosk.disk import Disk
from kiosk.supplies import Block

_SCHEMA = """
CREATE TABLE IF NOT EXISTS block (
    lease TEXT PRIMARY KEY, queue TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL,
    starts_at REAL, ends_at REAL, next INTEGER, last INTEGER, prefix TEXT, digits INTEGER
) STRICT;
"""
_KEPT_S = 8 * 86400.0


@dataclass(frozen=True)
class Number:
    """A number that has just been taken, and what the ticket shows of it."""

    number: int
    label: str


class Blocks:
    """A lease is on the disk before it is asked for, so that asking again costs no numbers."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        disk.create(_SCHEMA)

    def lease_for(self, queue: str, day: str) -> str:
        """Return the lease under which numbers of *queue* for *day* are asked for."""
        with self._disk.at_once() as db:
            asked = db.execute(
                "SELECT lease FROM block WHERE queue=? AND day=? AND state='asked'", (queue, day)
            ).fetchone()
            if asked:
                return str(asked[0])
            lease = uuid4().hex
            db.execute(
                "INSERT INTO block (lease, queue, day, state) VALUES (?, ?, ?, 'asked')",
                (lease, queue, day),
            )
        return lease

    def keep(self, block: Block) -> None:
        """Hold the numbers that the office has lent."""
        self._disk.write(
            "UPDATE block SET state='held', starts_at=?, ends_at=?, next=?, last=?, prefix=?,"
            " digits=? WHERE lease=? AND state='asked'",
            (
                block.from_.timestamp(), block.until.timestamp(), block.first, block.last,
                block.prefix, block.digits, block.lease,
            ),
        )  # fmt: skip

    def left(self, queue: str, at: float) -> int:
        """Return how many numbers of *queue* can be given out at *at*."""
        [(left,)] = self._disk.rows(
            "SELECT coalesce(sum(last - next + 1), 0) FROM block"
            " WHERE queue=? AND state='held' AND starts_at<=? AND ends_at>?",
            (queue, at, at),
        )
        return int(left)

    def take(self, queue: str, at: float) -> Number | None:
        """Take the next number of *queue*, or return None when all are given out."""
        with self._disk.at_once() as db:
            row = db.execute(
                "SELECT lease, next, prefix, digits FROM block WHERE queue=? AND state='held'"
                " AND starts_at<=? AND ends_at>? AND next<=last ORDER BY next LIMIT 1",
                (queue, at, at),
            ).fetchone()
            if row is None:
                return None
            lease, number, prefix, digits = row
            db.execute("UPDATE block SET next=next+1 WHERE lease=?", (lease,))
        return Number(number, f"{prefix}{number:0{digits}d}")

    def to_return(self, at: float) -> list[tuple[str, int]]:
        """Return the leases of the day that runs at *at*, each with its last number used."""
        return [
            (str(lease), int(following) - 1)
            for lease, following in self._disk.rows(
                "SELECT lease, next FROM block WHERE state='held' AND starts_at<=? AND ends_at>?",
                (at, at),
            )
        ]

    def returned(self, lease: str, used_to: int) -> None:
        """Note that the office has the rest back, unless a number was taken meanwhile."""
        self._disk.write(
            "UPDATE block SET state='returned' WHERE lease=? AND next=?", (lease, used_to + 1)
        )

    def tidy(self, at: float) -> None:
        """Forget the blocks of days long over."""
        self._disk.write("DELETE FROM block WHERE ends_at<?", (at - _KEPT_S,))
