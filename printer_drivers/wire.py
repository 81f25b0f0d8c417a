"""A wire: bytes there, bytes back, and nothing about what they mean."""

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from printer_drivers.errors import WireBroken

_READ_SIZE = 4096


class Wire(Protocol):
    """Two-way bytes. Every method raises `WireBroken` once the link is gone."""

    def send(self, data: bytes, timeout_s: float) -> int:
        """Hand over what the other end takes within *timeout_s*; return how many bytes.

        A link that breaks after some bytes are gone returns their number, and raises at the
        next call: whether a single byte left decides what is known of the paper.
        """

    def receive(self, timeout_s: float) -> bytes:
        """Return what arrives within *timeout_s*; ``b""`` is silence."""

    def close(self) -> None:
        """Let go of the link; safe to repeat."""


#: Opens a link, or raises `WireBroken`.
Connect = Callable[[], Wire]


class DescriptorWire:
    """A wire over anything that Linux gives a file descriptor for."""

    def __init__(self, descriptor: int, close: Callable[[], None]) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._close: Callable[[], None] | None = close

    def send(self, data: bytes, timeout_s: float) -> int:
        sent = 0
        end = time.monotonic() + timeout_s
        while sent < len(data):
            if not self._ready(for_writing=True, timeout_s=max(0.0, end - time.monotonic())):
                break
            try:
                with broken_on_error(), suppress(BlockingIOError):
                    sent += os.write(self._descriptor, data[sent:])
            except WireBroken:
                if not sent:
                    raise
                break
        return sent

    def receive(self, timeout_s: float) -> bytes:
        if not self._ready(for_writing=False, timeout_s=timeout_s):
            return b""
        with broken_on_error(), suppress(BlockingIOError):
            data = os.read(self._descriptor, _READ_SIZE)
            if not data:
                raise WireBroken("the other end closed the link")
            return data
        return b""

    def close(self) -> None:
        close, self._close = self._close, None
        if close is not None:
            close()

    def _ready(self, *, for_writing: bool, timeout_s: float) -> bool:
        if self._close is None:
            raise WireBroken("the link is closed")
        mine = [self._descriptor]
        reading, writing = ([], mine) if for_writing else (mine, [])
        readable, writable, _ = select.select(reading, writing, [], timeout_s)
        return bool(readable or writable)


@contextmanager
def broken_on_error() -> Iterator[None]:
    """Turn the system's errors into `WireBroken`; "would block" is none."""
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as error:
        raise WireBroken(error.strerror or str(error)) from error
