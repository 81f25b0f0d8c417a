"""Turns the key events of a scanner that Linux takes for a keyboard into bytes.

The kernel says which key moved, so neither an input method nor a keyboard layout nor the
window in front has a say: places are read as a US keyboard's, whatever the machine's own is.
Digits, letters, ``-``, ``.``, ``/`` and space are alike on US and JIS keyboards.
Pure: a recording of events is read like a device.

Source: linux/input-event-codes.h.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: What the kernel says of one key: type, code, value.
Event = tuple[int, int, int]

EV_KEY = 1
_UP, _DOWN = 0, 1
LEFT_SHIFT = 42
ENTER = 28

_SHIFTS = frozenset({LEFT_SHIFT, 54})
_CONTROLS = frozenset({29, 97})
#: Alt and Meta: what is pressed with them is no code.
_OTHERS = frozenset({56, 100, 125, 126})
_HELD = _SHIFTS | _CONTROLS | _OTHERS
_ENDS = {ENTER: b"\r", 96: b"\r", 15: b"\r"}  # Enter, Enter of the number block, Tab

_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"))
_BLOCK = {71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 79: "1", 80: "2",
          81: "3", 82: "0", 83: ".", 98: "/"}  # fmt: skip
_PLAIN = (
    {first + number: sign for first, row in _ROWS for number, sign in enumerate(row)}
    | _BLOCK
    | {57: " "}
)
_SHIFTED = dict(
    zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True)  # a US keyboard's
)
#: The key of each sign that a code can have.
PLACES = {sign: code for code, sign in reversed(_PLAIN.items())}


@dataclass
class Keyboard:
    """Remembers which modifiers are held."""

    _held: set[int] = field(default_factory=set)

    def bytes_of(self, event: Event) -> bytes:
        """Return what *event* adds to the code: mostly one byte or nothing."""
        kind, code, value = event
        if kind != EV_KEY:
            return b""
        if code in _HELD:
            (self._held.discard if value == _UP else self._held.add)(code)
            return b""
        if value != _DOWN or self._held & _OTHERS:  # repeats are no second key
            return b""
        return _ENDS.get(code) or self._sign(code)

    def _sign(self, code: int) -> bytes:
        sign = _PLAIN.get(code, "")
        if not sign:
            return b""
        if self._held & _CONTROLS:  # Ctrl+M is CR, Ctrl+B is STX: some readers send them so
            return bytes((ord(sign) & 0x1F,)) if sign.isalpha() else b""
        if self._held & _SHIFTS and code not in _BLOCK:
            return _SHIFTED.get(sign, sign.upper()).encode()
        return sign.encode()


def typed_bytes(events: Iterable[Event]) -> Iterator[bytes]:
    r"""Yield what each of *events* adds to the code.

    >>> b"".join(typed_bytes(events_of("WQ1")))
    b'WQ1\r'
    """
    keyboard = Keyboard()
    return (keyboard.bytes_of(event) for event in events)


def events_of(text: str) -> Iterator[Event]:
    """Yield what a scanner that acts as a keyboard sends for *text*, Enter at its end."""
    for sign in text:
        code = PLACES.get(sign.lower())
        if code is None:
            continue
        if sign.isupper():
            yield EV_KEY, LEFT_SHIFT, _DOWN
        yield EV_KEY, code, _DOWN
        yield EV_KEY, code, _UP
        if sign.isupper():
            yield EV_KEY, LEFT_SHIFT, _UP
    yield EV_KEY, ENTER, _DOWN
    yield EV_KEY, ENTER, _UP
