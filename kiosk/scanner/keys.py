"""Turns the keys of a keyboard-wedge scanner, or of a person, into text.

The browser sends ``KeyboardEvent.code``, the place of the key, and not ``key``:
an input method makes あ of A, and a Japanese keyboard moves the signs. The places
used here (digits, letters, ``-``, ``.``, ``/``, space) are alike on both layouts.
Pure: the time of each key comes with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from printer_drivers.token import NotAToken, parse_token

#: A scanner types faster than any hand.
BURST_S = 0.05
#: Between a scan that broke off and the next one.
PAUSE_S = 0.5
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

    A scan that broke off, or a hand that leant on the keys, may stand before the code; and
    a slow machine may stretch the gaps of a scanner. So the whole counts if it is a code,
    else what came after the last pause, else the last burst that only a scanner can type.

    >>> typed([Key("KeyW", 0.0), Key("KeyQ", 0.4), Key("Digit1", 0.9)])
    'WQ1'
    """
    burst = _after_pause(keys, BURST_S)
    readings = [_text(part) for part in (keys, _after_pause(keys, PAUSE_S), burst)]
    code = next((text for text in readings if _is_code(text)), None)
    if code is not None:
        return code
    return readings[-1] if len(burst) >= _SHORTEST_BURST else readings[0]


def _after_pause(keys: Sequence[Key], pause_s: float) -> Sequence[Key]:
    start = len(keys) - 1
    while start > 0 and keys[start].at - keys[start - 1].at < pause_s:
        start -= 1
    return keys[max(start, 0) :]


def _is_code(text: str) -> bool:
    try:
        parse_token(text)
    except NotAToken:
        return False
    return True


def _text(keys: Sequence[Key]) -> str:
    return "".join(_letter(key) for key in keys)


def _letter(key: Key) -> str:
    place = _PLACES.fullmatch(key.code)
    return place[1] if place else _SIGNS.get(key.code, "")
