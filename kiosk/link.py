"""Whether the office can be reached: found out once, not by every visitor anew."""

import logging
import time
from collections.abc import Callable
from threading import Lock

log = logging.getLogger(__name__)


class Link:
    """The way to the server, as last tried. It begins as being there."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._lock = Lock()
        self._now = now
        self._lost_at: float | None = None

    @property
    def away(self) -> bool:
        """Whether asking the server now would only make somebody wait."""
        return self._lost_at is not None

    @property
    def away_s(self) -> float:
        """For how long it has been away."""
        lost_at = self._lost_at
        return 0.0 if lost_at is None else self._now() - lost_at

    def lost(self, why: object) -> None:
        """Note that the server gave no answer."""
        with self._lock:
            if self._lost_at is None:
                self._lost_at = self._now()
                log.warning("no link to the server: %s", why)

    def back(self) -> None:
        """Note that it answers again."""
        with self._lock:
            if self._lost_at is not None:
                log.info("the server is there again after %.0f s", self._now() - self._lost_at)
            self._lost_at = None
