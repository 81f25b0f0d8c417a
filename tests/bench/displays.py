"""Displays on the wall: raw Socket.IO connections, read by one thread.

A library client costs two threads each, and with 200 of them the figure would be the client's.
"""

import contextlib
import json
import selectors
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from websocket import WebSocket, create_connection

NAMESPACE = "/board"


@dataclass
class Display:
    """One connection that has joined the room of an area."""

    socket: WebSocket

    @classmethod
    def watching(cls, port: int, office: str, area: str, **options: Any) -> "Display":
        socket = create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", timeout=30, **options
        )
        display = cls(socket)
        display.expect("0")
        socket.send(f"40{NAMESPACE},")
        display.expect(f"40{NAMESPACE}")
        watch = json.dumps(["watch", {"office": office, "area": area}])
        socket.send(f"42{NAMESPACE},1{watch}")
        display.expect(f"43{NAMESPACE},1")
        return display

    def expect(self, prefix: str) -> str:
        while True:
            packet = self.receive()
            if packet.startswith(prefix):
                return packet

    def receive(self) -> str:
        packet = self.socket.recv()
        text = packet if isinstance(packet, str) else packet.decode()
        if text == "2":
            self.socket.send("3")
        return text

    def news(self) -> dict[str, Any] | None:
        """Return the news in the next packet, if it is news."""
        packet = self.receive()
        prefix = f"42{NAMESPACE},"
        if not packet.startswith(prefix):
            return None
        name, news = json.loads(packet.removeprefix(prefix))
        return news if name == "news" else None


def arrivals(displays: list[Display], kind: str, timeout_s: float = 10) -> list[float]:
    """Return when each display got its next news of *kind*, on the monotonic clock."""
    waiting = selectors.DefaultSelector()
    for display in displays:
        waiting.register(display.socket.sock, selectors.EVENT_READ, display)
    times: list[float] = []
    deadline = time.monotonic() + timeout_s
    while len(times) < len(displays):
        for key, _ in waiting.select(deadline - time.monotonic()):
            news = key.data.news()
            if news is not None and news["kind"] == kind:
                times.append(time.monotonic())
                waiting.unregister(key.fileobj)
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(displays) - len(times)} displays got no news")
    waiting.close()
    return times


@contextlib.contextmanager
def listen(displays: list[Display]) -> Iterator[dict[int, dict[int, float]]]:
    """Keep what the displays hear: the seq of a call -> which display heard it, and when."""
    heard: dict[int, dict[int, float]] = defaultdict(dict)
    waiting, closing = selectors.DefaultSelector(), threading.Event()
    for number, display in enumerate(displays):
        waiting.register(display.socket.sock, selectors.EVENT_READ, (number, display))

    def read() -> None:
        while not closing.is_set():
            for key, _ in waiting.select(0.2):
                number, display = key.data
                news = display.news()
                if news is not None and "call" in news:
                    heard[news["seq"]][number] = time.monotonic()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield heard
    finally:
        closing.set()
        reader.join()
        for display in displays:
            display.socket.close()
