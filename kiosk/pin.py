"""The PIN of the staff's screen: set for each kiosk, never a default, slow to guess."""

import hmac
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from kiosk.journal import Journal

LEAST, MOST = 4, 8
#: So many wrong ones in a row, and it is locked; each further one doubles the time.
TRIES = 5
LOCKED_S = 300.0
_LONGEST_S = 3600.0
_FAILED, _LOCKED = "pin_failed", "pin_locked_until"


class BadPin(ValueError):
    """A PIN that must not be set; the message says what to write."""


def read_pin(path: Path) -> str:
    """Return the PIN in a file.

    Raises:
        BadPin: it is missing, of the wrong length, or the first that anybody would try.

    """
    try:
        pin = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadPin(f"{path} cannot be read: {error}") from None
    if not re.fullmatch(f"[0-9]{{{LEAST},{MOST}}}", pin):
        raise BadPin(f"{path} must hold {LEAST} to {MOST} digits and nothing else")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise BadPin(f"{path} holds a PIN that anybody would try first; choose another")
    return pin


class Lock:
    """Opens with the PIN. What was tried is on the disk: a restart gives no new tries."""

    def __init__(self, pin: str, journal: Journal, now: Callable[[], float]) -> None:
        self._pin = pin
        self._journal = journal
        self._now = now

    def locked_s(self) -> float:
        """Return how long no PIN is looked at; 0 when one can be tried."""
        left = float(self._journal.fact(_LOCKED) or 0) - self._now()
        return min(max(0.0, left), _LONGEST_S)  # whatever became of the clock

    def opens(self, pin: str) -> bool:
        """Return whether *pin* is right; while it is locked none is."""
        if self.locked_s() > 0:
            return False
        if hmac.compare_digest(pin.encode(), self._pin.encode()):
            self._journal.remember(_FAILED, "0")
            return True
        failed = int(self._journal.fact(_FAILED) or 0) + 1
        self._journal.remember(_FAILED, str(failed))
        if failed >= TRIES:
            length = min(LOCKED_S * 2 ** (failed - TRIES), _LONGEST_S)
            self._journal.remember(_LOCKED, str(self._now() + length))
        return False
