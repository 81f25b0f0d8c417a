"""A device that may be pulled out and put back while the kiosk runs."""

import logging
import termios
from abc import ABC, abstractmethod
from threading import Event

from kiosk.rounds import keep_going

log = logging.getLogger(__name__)

_REOPEN_S = 0.5
_ADVICE: dict[type[Exception], str] = {
    PermissionError: "the kiosk's user must be in the group that owns it (dialout, input)",
    FileNotFoundError: "there is no such device",
    BlockingIOError: "another program reads from it; is a second kiosk running?",
}


class Plugged(ABC):
    """Opens its device again and again until it is there."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.connected = False
        self._last: str | None = None

    def run(self, stop: Event) -> None:
        """Read until *stop* is set. Neither a pulled plug nor a fault of ours ends it."""
        keep_going(stop, lambda: self._listen(stop), lambda: stop.wait(_REOPEN_S))

    def _listen(self, stop: Event) -> None:
        try:
            self.listen(stop)
        except (OSError, termios.error) as error:  # pyserial's own is an OSError
            self._lost(error)
        finally:
            self.connected = False

    @abstractmethod
    def listen(self, stop: Event) -> None:
        """Open the device, call `opened`, and read until *stop* is set or OSError."""

    def opened(self) -> None:
        """Note that the device is there."""
        self.connected, self._last = True, None
        log.info("scanner on %s is there", self.path)

    def _lost(self, error: Exception) -> None:
        cause = error.__context__ if isinstance(error.__context__, OSError) else error
        why = _ADVICE.get(type(cause), str(error))
        if why != self._last:
            log.warning("scanner on %s is gone: %s", self.path, why)
        self._last = why
