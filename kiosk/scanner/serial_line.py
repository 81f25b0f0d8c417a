"""A scanner on a serial line: RS-232, USB-CDC, or the pty of the demo."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import serial

from kiosk.scanner.framing import IDLE_S, Frame, Framer
from kiosk.scanner.plugged import Plugged
from kiosk.scanner.readers import Reader, Trigger, readers

_CHUNK = 1024

Heard = Callable[[Frame], None]


@dataclass(frozen=True)
class Line:
    """How the two ends of a serial line understand each other."""

    baud: int = 9600
    bits: int = 8
    parity: str = serial.PARITY_NONE
    reader: Reader = field(default_factory=lambda: readers()["generic"])


class SerialScanner(Plugged):
    """Reads codes from the device at *path* and hands each to *heard*.

    *wanted* tells whether a code would be taken now; a reader with a trigger rests while not.
    The line is this kiosk's alone: two that read it would each get half of a code.
    """

    def __init__(
        self,
        path: str,
        heard: Heard,
        line: Line | None = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(path)
        self._heard = heard
        self._line = line or Line()
        self._wanted = wanted

    def listen(self, stop: Event) -> None:
        line = self._line
        with serial.Serial(
            self.path, line.baud, line.bits, line.parity,
            timeout=IDLE_S / 4, write_timeout=1, exclusive=True,
        ) as port:  # fmt: skip
            self.opened()
            self._read(port, stop)

    def _read(self, port: Any, stop: Event) -> None:
        framer, trigger = Framer(), Trigger(self._line.reader)
        frames: list[Frame] = []
        while not stop.is_set():
            now = time.monotonic()
            if orders := trigger.orders(now, wanted=self._wanted(), heard=bool(frames)):
                port.write(orders)
            data = port.read(1)
            now = time.monotonic()
            if data:
                data += port.read(min(port.in_waiting, _CHUNK))
                frames = framer.feed(data, now)
            else:
                frames = framer.idle(now)
            for frame in frames:
                self._heard(frame)
