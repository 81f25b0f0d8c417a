"""The kiosk's devices as seen from the other end of the wire."""

import os
import tty
from collections.abc import Iterator

import pytest


class SerialScanner:
    """A 2D code reader on a serial line: a pseudo-terminal whose other end the kiosk opens."""

    def __init__(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)

    def read_code(self, text: str) -> None:
        """Send what a reader sends for a code: the text and a carriage return."""
        os.write(self._master, text.encode() + b"\r")

    def close(self) -> None:
        os.close(self._master)
        os.close(self._slave)


@pytest.fixture
def scanner() -> Iterator[SerialScanner]:
    reader = SerialScanner()
    yield reader
    reader.close()
