"""The camera that the kiosk's page looks through. The page decodes; no picture leaves it."""

import time
from collections.abc import Callable

#: The page says every few seconds that it sees; longer silence means that it does not.
_SILENCE_S = 15.0


class Camera:
    """What the page last said of its camera."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._sees = False
        self._at = now()

    def said(self, *, sees: bool) -> None:
        """Note what the page says."""
        self._sees, self._at = sees, self._now()

    @property
    def connected(self) -> bool:
        """Whether the page has seen through it within the last seconds."""
        return self._sees and self._now() - self._at < _SILENCE_S
