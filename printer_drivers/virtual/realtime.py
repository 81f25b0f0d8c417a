"""Find real-time commands among arriving bytes, wherever they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

_DLE, _EOT, _ENQ = 0x10, 0x04, 0x05


@dataclass(frozen=True)
class Ask:
    """DLE EOT n."""

    n: int


@dataclass(frozen=True)
class Recover:
    """DLE ENQ 1 goes on after an error, DLE ENQ 2 throws the buffers away."""

    throw_away: bool


class RealTimeScanner:
    """Remembers the last two bytes, because a command may arrive in pieces.

    Like the printers whose manuals speak of it, it does not know pictures from commands:
    the same three bytes inside a picture are answered too.
    """

    def __init__(self) -> None:
        self._last = b""

    def scan(self, data: bytes) -> Iterator[tuple[Ask | Recover, int]]:
        """Yield each command with the place in *data* where it ends."""
        for end, value in enumerate(data, start=1):
            if self._last == bytes((_DLE, _EOT)) and 1 <= value <= 4:
                yield Ask(value), end
            elif self._last == bytes((_DLE, _ENQ)) and value in (1, 2):
                yield Recover(throw_away=value == 2), end
            self._last = (self._last + bytes((value,)))[-2:]
