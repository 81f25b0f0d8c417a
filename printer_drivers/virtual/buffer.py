"""The receive buffer: bounded, so that a full one holds the sender back."""

from threading import Condition


class Cleared(Exception):
    """The data that a reader was waiting for was thrown away (DLE ENQ 2)."""


class Closed(Exception):
    """The printer was switched off."""


class ReceiveBuffer:
    """Bytes between the wire and the print engine.

    ``put`` blocks while the buffer is full: the wire is then not read, and the sender
    feels it. ``take`` blocks until the bytes are there.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._data = bytearray()
        self._changed = Condition()
        self._closed = False
        self._clearings = 0

    def put(self, data: bytes) -> None:
        with self._changed:
            while data:
                self._changed.wait_for(lambda: self._closed or len(self._data) < self._size)
                if self._closed:
                    return
                room = self._size - len(self._data)
                self._data += data[:room]
                data = data[room:]
                self._changed.notify_all()

    def take(self, count: int) -> bytes:
        """Return the next *count* bytes; they leave the buffer as they are read.

        Raises:
            Cleared: the buffer was emptied meanwhile.
            Closed: there will be no more.
        """
        taken = bytearray()
        with self._changed:
            clearings = self._clearings
            while len(taken) < count:
                self._changed.wait_for(
                    lambda: self._closed or self._data or self._clearings != clearings
                )
                if self._closed:
                    raise Closed
                if self._clearings != clearings:
                    raise Cleared
                part = self._data[: count - len(taken)]
                del self._data[: len(part)]
                taken += part
                self._changed.notify_all()
        return bytes(taken)

    def clear(self) -> None:
        with self._changed:
            self._data.clear()
            self._clearings += 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
