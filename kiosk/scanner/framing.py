"""Cuts the bytes of a scanner into codes, whatever the maker chose as an ending.

Accepted endings: CR, LF, CRLF, ETX, or 100 ms of silence. STX and the AIM symbology
mark ``]Q0``-``]Q6`` are dropped. Pure: time is passed in.

Source: Honeywell, Denso Wave and Zebra manuals name these and no others.
"""

import re
from dataclasses import dataclass

#: Nothing we take is longer; what is, is noise and is not kept in memory.
MAX_BYTES = 256
#: A scanner sends a whole code in one go; silence means it has ended.
IDLE_S = 0.1

_STX = b"\x02"
_ENDINGS = re.compile(rb"[\r\n\x03]")
_AIM = re.compile(rb"^\][A-Za-z][0-9A-Za-z]")


@dataclass(frozen=True)
class Frame:
    """One code as it came; ``overlong`` says that it was cut at `MAX_BYTES`."""

    data: bytes
    overlong: bool = False

    @property
    def text(self) -> str:
        """The code as text: UTF-8, else Shift_JIS, else with replacement characters."""
        for encoding in ("utf-8", "cp932"):
            try:
                return self.data.decode(encoding)
            except UnicodeDecodeError:
                continue
        return self.data.decode("utf-8", errors="replace")


class Framer:
    """Collects bytes and gives back whole codes."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._overlong = False
        self._last = 0.0

    def feed(self, data: bytes, at: float) -> list[Frame]:
        """Return the codes that end within *data*, which came at second *at*."""
        frames = self.idle(at)
        self._last = at
        *ended, rest = _ENDINGS.split(data)
        for part in ended:
            self._hold(part)
            frames += self._end()
        self._hold(rest)
        return frames

    def idle(self, at: float) -> list[Frame]:
        """Return the code that silence until second *at* has ended, if there is one."""
        return self._end() if at - self._last >= IDLE_S else []

    def _hold(self, data: bytes) -> None:
        room = MAX_BYTES + 1 - len(self._held)
        self._held += data.replace(_STX, b"")[:room]
        if len(self._held) > MAX_BYTES:
            self._overlong = True
            del self._held[MAX_BYTES:]

    def _end(self) -> list[Frame]:
        data = _AIM.sub(b"", bytes(self._held))
        frame = Frame(data, self._overlong)
        self._held.clear()
        self._overlong = False
        return [frame] if data.strip() else []
