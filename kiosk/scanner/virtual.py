"""Scanners without hardware: a real pty and real key events, so the code that reads is real.

What a page presents goes in at the far end, as a scanner would send it. The plug can be
pulled and put back.
"""

import os
import struct
import tty
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from kiosk.scanner.input_keys import Event, events_of

#: ``struct input_event`` of linux/input.h, as ``cat /dev/input/event5 > file`` records it.
_EVENT = struct.Struct("llHHi")


class VirtualScanner:
    """A reader on a serial line: a pty pair, ``path`` is the end that a serial scanner opens."""

    def __init__(self) -> None:
        self._master = self._slave = -1
        self.path = ""
        self.plug_in()

    def present(self, code: str) -> None:
        """Hold *code* before the reader; nothing happens while the plug is out."""
        self.send(code.encode() + b"\r")

    def send(self, data: bytes) -> None:
        """Send these bytes as they are."""
        while data and self._master >= 0:
            data = data[os.write(self._master, data) :]

    def orders(self) -> bytes:
        """Return what the reader was told since the last look."""
        os.set_blocking(self._master, False)
        try:
            return os.read(self._master, 1024)
        except BlockingIOError:
            return b""
        finally:
            os.set_blocking(self._master, True)

    def plug_in(self) -> None:
        """Put the plug in; the line may get another path, as on a real machine."""
        if self._master >= 0:
            return
        self._master, self._slave = os.openpty()
        # Kept open: a pty whose last slave closes reports an error to its master.
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)

    def close(self) -> None:
        """Pull the plug."""
        for end in (self._slave, self._master):
            with suppress(OSError):
                os.close(end)
        self._master = self._slave = -1


@dataclass(frozen=True)
class Recorded:
    """One recorded key event."""

    type: int
    code: int
    value: int


class VirtualKeys:
    """A reader that acts as a keyboard: a pipe of key events, read like an input device."""

    path = "virtual keys"

    def __init__(self) -> None:
        self.grabbed = False
        self.plugged = True
        self._far = -1

    def present(self, code: str) -> None:
        """Hold *code* before the reader; nothing happens while nobody listens."""
        self.send(events_of(code))

    def send(self, events: Iterable[Event]) -> None:
        """Send these events as they are."""
        data = b"".join(_EVENT.pack(0, 0, *event) for event in events)
        while data and self._far >= 0:
            data = data[os.write(self._far, data) :]

    def open(self, _path: str) -> "VirtualInput":
        """Return the near end, as opening the device would."""
        if not self.plugged:
            raise FileNotFoundError(self.path)
        near, self._far = os.pipe()
        return VirtualInput(near, self)

    def close(self) -> None:
        """Pull the plug."""
        self.plugged = False
        self.let_go()

    def plug_in(self) -> None:
        """Put the plug in."""
        self.plugged = True

    def let_go(self) -> None:
        """End the pipe that is open."""
        far, self._far = self._far, -1
        if far >= 0:
            os.close(far)


class VirtualInput:
    """The near end of `VirtualKeys`."""

    def __init__(self, fd: int, keys: VirtualKeys) -> None:
        self.fd = fd
        self._keys = keys

    def grab(self) -> None:
        self._keys.grabbed = True

    def read(self) -> Iterator[Recorded]:
        data = os.read(self.fd, _EVENT.size * 64)
        if not data:
            raise OSError("No such device")
        return (Recorded(*event[2:]) for event in _EVENT.iter_unpack(data))

    def close(self) -> None:
        self._keys.grabbed = False
        os.close(self.fd)
        self._keys.let_go()
