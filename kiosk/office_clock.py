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


class OfficeClock:
    """The server's time as last heard; how far we are off survives a restart."""

    def __init__(self, journal: Journal, own: Callable[[], float] = time.time) -> None:
        self._journal = journal
        self._own = own
        self._offset_s = float(journal.fact(_FACT) or 0.0)

    def heard(self, server_now: datetime) -> None:
        """Take over the time the server has just told."""
        offset_s = server_now.timestamp() - self._own()
        if abs(offset_s - self._offset_s) > _NOISE_S:
            self._journal.remember(_FACT, repr(offset_s))
            self._offset_s = offset_s

    def seconds(self) -> float:
        """Return the office's time in seconds since 1970."""
        return self._own() + self._offset_s

    def now(self) -> datetime:
        """Return the office's time in Japan."""
        return datetime.fromtimestamp(self.seconds(), UTC).astimezone(JAPAN)
