"""The only place that emits: a relay that reads the event log in order.

Socket.IO is a hint, not a log. Every news carries its number and the number of the news
before it in the same room; who does not hold that one asks for the whole again.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import Connection, text

from server.db import queries
from server.db.city import City, Look
from server.db.engine import is_sqlite
from server.db.queries import Told
from server.db.types import from_micros
from server.domain.business_day import iso
from server.rooms import BOARD, COUNTER, VISIT, BoardRoom, CounterRoom, VisitRoom, board_room
from server.services import boards, page_signs, visits
from server.sockets import send_at_once

log = logging.getLogger(__name__)

#: How soon the relay looks by itself; commits of this process wake it at once.
LOOK_EVERY_S = 0.2
#: Looks are at least so far apart: in a crowded hall commits gather and are read together, and
#: counters do not share the interpreter with the relay. The first after a pause waits for nothing,
#: and nobody who looks at a board sees so short a time.
APART_S = 0.02
PAGE = 500
#: A process that takes over tells what happened since so long ago, or a little longer.
BEHIND_S = 3.0
UNDONE = "undone"
_ALWAYS_TOLD = frozenset({*boards.CALLS, UNDONE})
#: "MADO" in ASCII: the advisory lock of the one relay among several processes.
RELAY_LOCK = 0x4D41444F


class Relay:
    """Reads what was committed and tells the rooms, in the order of the log."""

    def __init__(self, city: City, emit: Callable[..., None]) -> None:
        self._city = city
        self._emit = emit
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._told: dict[str, int] = {}
        self._last_in_room: dict[str, int] = {}
        #: Visit -> what its phones were told last.
        self._watched: dict[int, Any] = {}
        self._leader: Connection | None = None
        #: What this process will have told when it has looked twice without emitting.
        self._ahead: dict[str, int] = {}
        self._followed_at = 0.0
        city.listeners.append(self._wake.set)

    def start(self) -> threading.Thread:
        """Tell everything from now on, in a thread of its own."""
        with self._city.reading() as look:
            self._told = queries.head_seqs(look.connection)
        self._ahead = dict(self._told)
        thread = threading.Thread(target=self._run, name="relay", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._stop.set()
        self._wake.set()

    def watch(self, visit: int) -> None:
        """Keep telling the phones of a visit when what they show has changed."""
        self._watched.setdefault(visit, None)

    def _run(self) -> None:
        looked_at = 0.0
        while not self._stop.is_set():
            self._wake.wait(LOOK_EVERY_S)
            self._stop.wait(max(0.0, looked_at + APART_S - time.monotonic()))
            looked_at = time.monotonic()
            self._wake.clear()
            try:
                if self._leads():
                    self._relay()
                else:
                    self._follow()
            except Exception:  # the database may be away; the log waits for us
                log.exception("the relay could not read the event log; it tries again")
                self._step_down()
                self._stop.wait(1)
        self._step_down()

    def _leads(self) -> bool:
        """Tell whether this process is the one that emits."""
        if is_sqlite(self._city.engine):
            return True
        if self._leader is not None:  # with the connection the lock is gone too
            return bool(self._leader.scalar(text("SELECT 1")))
        connection = self._city.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        lock = text(f"SELECT pg_try_advisory_lock({RELAY_LOCK})")
        if connection.scalar(lock):
            self._leader = connection
            self._last_in_room.clear()
            return True
        connection.close()
        return False

    def _step_down(self) -> None:
        """Give up the lock by ending its connection; another process may emit."""
        leader, self._leader = self._leader, None
        if leader is not None:
            leader.invalidate()
            leader.close()

    def _follow(self) -> None:
        """Stay a little behind the process that emits, to go on where it may have stopped.

        What is told twice then carries a number that every screen holds already.
        """
        now = time.monotonic()
        if now - self._followed_at > BEHIND_S:
            with self._city.reading() as look:
                heads = queries.head_seqs(look.connection)
            self._told, self._ahead, self._followed_at = self._ahead, heads, now

    def _relay(self) -> None:
        with self._city.reading() as look:
            heads = queries.head_seqs(look.connection)
            for office, head in heads.items():
                if head > self._told.setdefault(office, head):
                    self._relay_office(look, office, head)

    def _relay_office(self, look: Look, office: str, head: int) -> None:
        while (told := self._told[office]) < head:
            rows = queries.told_since(look.connection, office, told, PAGE)
            for row in for_boards(rows):
                self._tell_boards(look, office, row)
            for row in rows:
                self._tell_counters(office, row)
            self._told[office] = rows[-1].seq
        self._tell_phones(look, office)

    def _tell_counters(self, office: str, row: Told) -> None:
        where = {"label": row.label, "counter": row.counter}
        news = _news(row) | {"after": row.seq - 1} | where
        self._emit("news", news, to=office, namespace=COUNTER)

    def _tell_boards(self, look: Look, office: str, row: Told) -> None:
        news = _news(row)
        if row.kind in boards.CALLS:
            news["call"] = boards.public_call(look.floor_of(office), row)
        elif row.kind == UNDONE:
            news["undoes"] = json.loads(row.detail).get("undoes")
        for area in (row.area, None):
            room = board_room(office, area)
            after = self._after(look, office, row, area)
            self._emit("news", news | {"after": after}, to=room, namespace=BOARD)
            self._last_in_room[room] = row.seq

    def _after(self, look: Look, office: str, row: Told, area: str | None) -> int:
        known = self._last_in_room.get(board_room(office, area))
        if known is not None:
            return known
        return queries.last_seq_in_area(look.session, office, area, row.seq)

    def _tell_phones(self, look: Look, office: str) -> None:
        for visit, told in list(self._watched.items()):
            turn = visits.turn_by_id(look, visit)
            if turn is None:
                self._watched.pop(visit, None)
            elif turn["office"] == office and turn != told:
                self._watched[visit] = turn
                self._emit("turn", turn, to=str(visit), namespace=VISIT)


def for_boards(rows: list[Told]) -> list[Told]:
    """Return those of *rows* that boards must hear: calls, what undoes one, and the newest.

    What else happened in the same moment a board learns with the newest: that there is news.
    """
    kept, later = [], set()
    for row in reversed(rows):
        if row.area is not None and (row.kind in _ALWAYS_TOLD or row.area not in later):
            kept.append(row)
        later.add(row.area)
    return kept[::-1]


def _news(row: Told) -> dict[str, Any]:
    return {"seq": row.seq, "kind": row.kind, "at": iso(from_micros(row.at))}


def init_app(
    app: Flask, city: City, message_queue: str | None
) -> tuple[SocketIO, Relay, page_signs.Signs]:
    """Open the sockets; make the relay that fills them and what keeps the pages' signs.

    The caller starts both.
    """
    socketio = SocketIO(
        app,
        async_mode="threading",
        message_queue=message_queue,
        logger=False,
        engineio_logger=False,
    )
    send_at_once(socketio)
    relay = Relay(city, socketio.emit)
    callers = app.extensions["callers"]
    signs = page_signs.Signs(city)
    socketio.on_namespace(BoardRoom(BOARD, city, callers, signs))
    socketio.on_namespace(CounterRoom(COUNTER, city, callers))
    socketio.on_namespace(VisitRoom(VISIT, city, callers, relay.watch))
    return socketio, relay, signs
