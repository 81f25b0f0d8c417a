"""A scanner that Linux takes for a keyboard, read past every window: evdev.

It is grabbed: what it reads reaches the kiosk and nothing else on the machine.
"""

import select
import time
from collections.abc import Callable, Iterable
from threading import Event
from typing import Protocol

from kiosk.scanner.framing import IDLE_S, Frame, Framer
from kiosk.scanner.input_keys import Keyboard
from kiosk.scanner.plugged import Plugged


class KeyEvent(Protocol):
    """One event as the kernel gives it."""

    @property
    def type(self) -> int: ...
    @property
    def code(self) -> int: ...
    @property
    def value(self) -> int: ...


class InputDevice(Protocol):
    """What is used of ``evdev.InputDevice``; a recording has it too."""

    fd: int

    def grab(self) -> None: ...
    def read(self) -> Iterable[KeyEvent]: ...
    def close(self) -> None: ...


def open_input(path: str) -> InputDevice:
    """Open the input device at *path*, e.g. ``/dev/input/by-id/usb-…-event-kbd``."""
    import evdev  # Linux only

    device: InputDevice = evdev.InputDevice(path)
    return device


class InputScanner(Plugged):
    """Reads codes from the keys of *path* and hands each to *heard*."""

    def __init__(
        self,
        path: str,
        heard: Callable[[Frame], None],
        open_device: Callable[[str], InputDevice] = open_input,
    ) -> None:
        super().__init__(path)
        self._heard = heard
        self._open = open_device

    def listen(self, stop: Event) -> None:
        device = self._open(self.path)
        try:
            device.grab()
            self.opened()
            self._read(device, stop)
        finally:
            device.close()

    def _read(self, device: InputDevice, stop: Event) -> None:
        framer, keyboard = Framer(), Keyboard()
        while not stop.is_set():
            ready, _, _ = select.select([device.fd], [], [], IDLE_S / 4)
            events = device.read() if ready else ()
            data = b"".join(keyboard.bytes_of((one.type, one.code, one.value)) for one in events)
            now = time.monotonic()
            for frame in framer.feed(data, now) if data else framer.idle(now):
                self._heard(frame)
