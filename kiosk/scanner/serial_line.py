"""A scanner on a serial line: RS-232, USB-CDC, or the pty of the demo.

Pulling the plug ends nothing: the line is opened again until it is there.
"""

import logging
import time
from collections.abc import Callable
from threading import Event

import serial

from kiosk.scanner.framing import IDLE_S, Frame, Framer

log = logging.getLogger(__name__)

_REOPEN_S = 0.5
_CHUNK = 1024

Heard = Callable[[Frame], None]


class SerialScanner:
    """Reads codes from the device at *path* and hands each to *heard*."""

    def __init__(self, path: str, heard: Heard, baud: int = 9600) -> None:
        self.path = path
        self.baud = baud
        self.connected = False
        self._heard = heard

    def run(self, stop: Event) -> None:
        """Read until *stop* is set."""
        while not stop.is_set():
            try:
                with serial.Serial(self.path, self.baud, timeout=IDLE_S / 4) as line:
                    self._say(connected=True)
                    self._read(line, stop)
            except (serial.SerialException, OSError) as error:
                self._say(connected=False, why=error)
                stop.wait(_REOPEN_S)

    def _read(self, line: serial.Serial, stop: Event) -> None:
        framer = Framer()
        while not stop.is_set():
            data = line.read(1)
            now = time.monotonic()
            if data:
                data += line.read(min(line.in_waiting, _CHUNK))
                frames = framer.feed(data, now)
            else:
                frames = framer.idle(now)
            for frame in frames:
                self._heard(frame)

    def _say(self, *, connected: bool, why: object = None) -> None:
        if connected != self.connected:
            if connected:
                log.info("scanner on %s is there", self.path)
            else:
                log.warning("scanner on %s is gone: %s", self.path, why)
        self.connected = connected
