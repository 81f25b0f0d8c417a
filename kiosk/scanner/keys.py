"""Turns the keys of a keyboard-wedge scanner, or of a person, into text.

The browser sends ``KeyboardEvent.code``, the place of the key, and not ``key``:
an input method makes あ of A, and a Japanese keyboard moves the signs. The places
used here (digits, letters, ``-``, ``.``, ``/``, space) are alike on both layouts.
Pure: the time of each key comes with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: A scanner types faster than any hand.
BURST_S = 0.05
#: Shorter runs of quick keys are a hand that rolls over two keys.
_SHORTEST_BURST = 8

_PLACES = re.compile(r"(?:Key|Digit|Numpad)([A-Z0-9])")
_SIGNS = {"Minus": "-", "NumpadSubtract": "-", "Period": ".", "Slash": "/", "Space": " "}


@dataclass(frozen=True)
class Key:
    """One key going down at second *at*."""

    code: str
    at: float
    shift: bool = False


def typed(keys: Sequence[Key]) -> str:
    """Return what *keys*, pressed until Enter, say.

    If they end in a burst that only a scanner can type, the burst alone counts: what
    stood there before was a scan that broke off, or a hand that leant on the keys.

    >>> typed([Key("KeyW", 0.0), Key("KeyQ", 0.4), Key("Digit1", 0.9)])
    'WQ1'
    """
    burst = _last_burst(keys)
    meant = burst if len(burst) >= _SHORTEST_BURST else keys
    return "".join(_letter(key) for key in meant)


def _last_burst(keys: Sequence[Key]) -> Sequence[Key]:
    start = len(keys) - 1
    while start > 0 and keys[start].at - keys[start - 1].at < BURST_S:
        start -= 1
    return keys[max(start, 0) :]


def _letter(key: Key) -> str:
    place = _PLACES.fullmatch(key.code)
    return place[1] if place else _SIGNS.get(key.code, "")
