"""The office's time on a machine whose own clock may be wrong."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.journal import Journal

JAPAN = ZoneInfo("Asia/Tokyo")
_FACT = "clock_offset_s"
#: Less is the way through the network, and not worth a write to the disk.
_NOISE_S = 1.0
#: When the server was last heard, and when the last number was given without it.
_HEARD, _ISSUED = "clock_heard_s", "clock_issued_s"
#: How often the first of them goes to the disk.
_KEEP_S = 30.0


class OfficeClock:
    """The server's time as last heard; how far we are off survives a restart."""

    def __init__(self, journal: Journal, own: Callable[[], float] = time.time) -> None:
        self._journal = journal
        self._own = own
        self._offset_s = float(journal.fact(_FACT) or 0.0)
        self._heard_s = float(journal.fact(_HEARD) or 0.0)
        self._issued_s = float(journal.fact(_ISSUED) or 0.0)

    def heard(self, server_now: datetime) -> None:
        """Take over the time the server has just told."""
        offset_s = server_now.timestamp() - self._own()
        if abs(offset_s - self._offset_s) > _NOISE_S:
            self._offset_s = offset_s
            self._journal.remember(_FACT, repr(offset_s))
        if abs(server_now.timestamp() - self._heard_s) > _KEEP_S:
            self._heard_s = server_now.timestamp()
            self._journal.remember(_HEARD, repr(self._heard_s))
            self.issued(server_now)

    @property
    def offset_s(self) -> float:
        """How far the machine's own clock is behind the office's, in seconds."""
        return self._offset_s

    def issue_time(self) -> datetime:
        """Return the time for a ticket that is given without the office.

        It is never before the last contact nor before the ticket before it, even if the
        machine lost its clock with its power.
        """
        seconds = max(self.seconds(), self._heard_s, self._issued_s)
        return datetime.fromtimestamp(seconds, UTC).astimezone(JAPAN)

    def issued(self, at: datetime) -> None:
        """Note that a ticket was given at *at*."""
        self._issued_s = at.timestamp()
        self._journal.remember(_ISSUED, repr(self._issued_s))

    def seconds(self) -> float:
        """Return the office's time in seconds since 1970."""
        return self._own() + self._offset_s

    def now(self) -> datetime:
        """Return the office's time in Japan."""
        return datetime.fromtimestamp(self.seconds(), UTC).astimezone(JAPAN)
