"""Sockets that send at once: in order, and nobody who does not read holds the others up."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask_socketio import Namespace, SocketIO
from websocket import WebSocket, create_connection
from werkzeug.serving import make_server

from server.sockets import send_at_once

pytestmark = pytest.mark.slow

PATIENCE_S = 120
WALL = "/board"
#: A heartbeat, and how long its answer is waited for.
PING_S, PONG_WITHIN_S = 0.5, 5.0
#: More than any buffer on the way takes.
LONG, MANY = "x" * 100_000, 200


@dataclass
class Office:
    """A server with one room and nothing in it."""

    sockets: SocketIO
    port: int
    lines: list[WebSocket] = field(default_factory=list)

    def join(self) -> WebSocket:
        line = create_connection(
            f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_S,
            skip_utf8_validation=True,  # it looks at each byte of these megabytes in Python
        )
        self.lines.append(line)
        line.recv()
        line.send(f"40{WALL},")
        while not str(line.recv()).startswith(f"40{WALL}"):
            continue
        return line

    def tell(self, number: int, text: str = "") -> None:
        self.sockets.emit("news", {"number": number, "text": text}, namespace=WALL)


@contextmanager
def opened_office(**options: float) -> Iterator[Office]:
    app = Flask(__name__)
    sockets = SocketIO(app, async_mode="threading", **options)
    send_at_once(sockets)
    sockets.on_namespace(Namespace(WALL))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    opened = Office(sockets, server.server_port)
    yield opened
    for line in opened.lines:
        line.close()
    server.shutdown()
    serving.join(PATIENCE_S)
    server.server_close()


@pytest.fixture
def office() -> Iterator[Office]:
    with opened_office() as opened:
        yield opened


def heard(line: WebSocket, until: int) -> list[int]:
    """Return the numbers of the news that come, up to *until*."""
    numbers: list[int] = []
    while not numbers or numbers[-1] != until:
        packet = str(line.recv())
        if packet == "2":
            line.send("3")
        elif packet.startswith(f"42{WALL},"):
            numbers.append(json.loads(packet.removeprefix(f"42{WALL},"))[1]["number"])
    return numbers


def test_who_does_not_read_holds_nobody_up_and_everybody_hears_all_in_order(office):
    lines = [office.join() for _ in range(3)]
    reading, deaf = lines[:2], lines[2]
    results: dict[int, list[int]] = {}

    def read(place: int, line: WebSocket) -> None:
        results[place] = heard(line, 2 * MANY - 1)

    readers = [threading.Thread(target=read, args=pair) for pair in enumerate(reading)]
    for reader in readers:
        reader.start()
    for number in range(MANY):
        office.tell(number, LONG)
    for number in range(MANY, 2 * MANY):
        office.tell(number)
    for reader in readers:
        reader.join(PATIENCE_S)

    everything = list(range(2 * MANY))
    assert results == {0: everything, 1: everything}
    assert heard(deaf, 2 * MANY - 1) == everything, "it is told when it reads again"


def test_a_line_that_is_gone_is_no_trouble_for_the_others(office):
    gone, there = office.join(), office.join()
    gone.shutdown()
    for number in range(MANY):
        office.tell(number)
    assert heard(there, MANY - 1) == list(range(MANY))


def test_a_line_lives_on_when_nothing_is_told_for_long():
    beats, enough = 0, 2 * (PING_S + PONG_WITHIN_S) / PING_S
    with opened_office(ping_interval=PING_S, ping_timeout=PONG_WITHIN_S) as office:
        line = office.join()
        while beats < enough:
            if str(line.recv()) == "2":
                line.send("3")
                beats += 1
        office.tell(1)
        assert heard(line, 1) == [1]
