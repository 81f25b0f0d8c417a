"""WebSockets that send in the thread that has something to tell.

The library wakes one thread for each socket to send what is in its queue; with a wall of
displays the interpreter then goes from thread to thread a hundred times before the last one
hears a call. Here what is told goes out at once wherever the wire takes it and nothing waits
before it; a socket whose wire is full or busy is left to its own thread, so that none holds up
the others. That thread ends a line for which it has had nothing to send for two heartbeats, so
that every heartbeat stays with it.
"""

import select
from threading import Lock
from typing import Any

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.packet import PING, Packet
from flask_socketio import SocketIO

#: A wire that takes more takes as much as this without waiting: a third of its smallest buffer
#: (16 KiB) is free then. Longer packets are left to the socket's thread.
AT_ONCE_BYTES = 4096


def send_at_once(sockets: SocketIO) -> None:
    """Have *sockets* make its WebSockets of this kind, through the library's one seam for it."""
    sockets.server.eio._async["websocket"] = PromptWebSocket  # noqa: SLF001


class PromptWebSocket(SimpleWebSocketWSGI):  # type: ignore[misc]  # engineio has no types
    """The WebSocket of one Engine.IO connection."""

    def __init__(self, handler: Any, server: Any, **options: Any) -> None:
        super().__init__(handler, server, **options)
        self.ws: Any = None
        self._line = handler.__self__
        self._queued = 0
        self._counting, self._sending = Lock(), Lock()
        self._wire: select.poll | None = None
        self._line.send = self.tell

    def tell(self, packet: Packet) -> None:
        """Send *packet* now, or leave it to the socket's thread behind what waits there."""
        if not self._line.check_ping_timeout() or self._sent_at_once(packet):
            return
        with self._counting:
            self._queued += 1
        self._line.queue.put(packet)

    def send(self, message: str | bytes) -> None:
        """Send what the socket's thread took from the queue; waits for the wire."""
        try:
            with self._sending:
                super().send(message)
        finally:
            with self._counting:
                self._queued = max(0, self._queued - 1)

    def _sent_at_once(self, packet: Packet) -> bool:
        if packet.packet_type == PING:  # what the socket's thread knows a living line by
            return False
        if not self._line.upgraded or self._queued or not self._sending.acquire(blocking=False):
            return False
        try:
            message = packet.encode()
            is_short = len(message) * 4 <= AT_ONCE_BYTES  # characters of UTF-8
            if not (is_short and self._line.queue.empty() and self._takes_more()):
                return False
            super().send(message)
        except OSError:  # the other side is gone, which the socket's own threads find out
            return False
        finally:
            self._sending.release()
        return True

    def _takes_more(self) -> bool:
        if self._wire is None:
            self._wire = select.poll()
            self._wire.register(self.ws.sock, select.POLLOUT)
        return any(events == select.POLLOUT for _, events in self._wire.poll(0))
