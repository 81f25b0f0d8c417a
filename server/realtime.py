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

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import Namespace, SocketIO, join_room
from sqlalchemy import Connection, text

from server.db import queries
from server.db.city import City, Look
from server.db.engine import is_sqlite
from server.db.models import EventRow
from server.db.types import from_micros
from server.domain.business_day import iso
from server.domain.refusals import NotAllowed, Refused
from server.services import boards, consoles, visits
from server.services.access import DESK, kinds_of
from server.services.callers import ANYBODY, Caller
from server.services.known_callers import COOKIE, Callers

log = logging.getLogger(__name__)

BOARD, COUNTER, VISIT = "/board", "/counter", "/visit"
#: How soon the relay looks by itself; commits of this process wake it at once.
LOOK_EVERY_S = 0.2
#: Commits that come close together are read together: on a busy day half the work.
GATHER_S = 0.02
PAGE = 500
#: A process that takes over tells what happened since so long ago, or a little longer.
BEHIND_S = 3.0
#: "MADO" in ASCII: the advisory lock of the one relay among several processes.
RELAY_LOCK = 0x4D41444F


def board_room(office: str, area: str | None) -> str:
    """Return the room of an area's boards; of all areas with None."""
    return f"{office}/{area or '*'}"


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
            self._told = queries.head_seqs(look.session)
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
        while not self._stop.is_set():
            if self._wake.wait(LOOK_EVERY_S):
                self._stop.wait(GATHER_S)
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
                heads = queries.head_seqs(look.session)
            self._told, self._ahead, self._followed_at = self._ahead, heads, now

    def _relay(self) -> None:
        with self._city.reading() as look:
            heads = queries.head_seqs(look.session)
            for office, head in heads.items():
                if head > self._told.setdefault(office, head):
                    self._relay_office(look, office)

    def _relay_office(self, look: Look, office: str) -> None:
        while rows := queries.events_since(look.session, office, self._told[office], PAGE):
            for row in rows:
                self._tell(look, row)
                self._told[office] = row.seq
        self._tell_phones(look, office)

    def _tell(self, look: Look, row: EventRow) -> None:
        news = {"seq": row.seq, "kind": row.kind, "at": iso(from_micros(row.at))}
        heard = news | {"after": row.seq - 1, "label": row.label, "counter": row.counter}
        self._emit("news", heard, to=row.office, namespace=COUNTER)
        if row.area is None:
            return
        if row.kind in boards.CALLS:
            news["call"] = boards.public_call(look.floor_of(row.office), row)
        elif row.kind == "undone":
            news["undoes"] = json.loads(row.detail).get("undoes")
        for area in (row.area, None):
            room = board_room(row.office, area)
            after = self._after(look, row, area, room)
            self._emit("news", news | {"after": after}, to=room, namespace=BOARD)
            self._last_in_room[room] = row.seq

    def _after(self, look: Look, row: EventRow, area: str | None, room: str) -> int:
        known = self._last_in_room.get(room)
        if known is not None:
            return known
        return queries.last_seq_in_area(look.session, row.office, area, row.seq)

    def _tell_phones(self, look: Look, office: str) -> None:
        for visit, told in list(self._watched.items()):
            turn = visits.turn_by_id(look, visit)
            if turn is None:
                self._watched.pop(visit, None)
            elif turn["office"] == office and turn != told:
                self._watched[visit] = turn
                self._emit("turn", turn, to=str(visit), namespace=VISIT)


class Room(Namespace):  # type: ignore[misc]  # Flask-SocketIO has no types
    """A namespace whose ``watch`` joins a room and answers the whole of what it shows."""

    def __init__(self, name: str, city: City, callers: Callers) -> None:
        super().__init__(name)
        self.city = city
        self.callers = callers

    def caller(self, auth: dict[str, Any] | None) -> Caller:
        """Return who connects: by key, by the session's cookie, or anybody."""
        key = (auth or {}).get("key")
        if key:
            return self.callers.with_key(str(key))
        cookie = request.cookies.get(COOKIE)
        return self.callers.with_cookie(cookie) if cookie else ANYBODY

    def answer(self, look: Callable[[Look], Any]) -> Any:
        """Return what *look* finds, or the refusal in the API's shape."""
        try:
            with self.city.reading() as reading:
                return look(reading)
        except Refused as error:
            return {"error": {"code": error.code, "message": error.message}}


class BoardRoom(Room):
    """``/board``: hangs on the wall, so anybody may watch."""

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the room of an area and answer its board."""
        office, area = str(wanted.get("office", "")), wanted.get("area")
        area = None if area is None else str(area)
        join_room(board_room(office, area))
        return self.answer(lambda look: boards.board(look, office, area))


class CounterRoom(Room):
    """``/counter``: for those who serve."""

    def on_connect(self, auth: dict[str, Any] | None = None) -> None:
        """Let in whoever is known; `on_watch` asks for the office's roles."""
        try:
            self._known = getattr(self, "_known", {})
            self._known[request.sid] = self.caller(auth)  # type: ignore[attr-defined]
        except NotAllowed:
            raise Refusal("unauthorized") from None

    def on_disconnect(self, reason: str | None = None) -> None:
        """Forget who it was."""
        self._known.pop(request.sid, None)  # type: ignore[attr-defined]

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the office's room and answer the counter's console."""
        office, counter = str(wanted.get("office", "")), str(wanted.get("counter", ""))
        caller = self._known.get(request.sid, ANYBODY)  # type: ignore[attr-defined]
        if not kinds_of(caller, office) & DESK:
            return {"error": {"code": "forbidden", "message": "この窓口を見る権限がありません。"}}
        join_room(office)
        return self.answer(lambda look: consoles.snapshot(look, office, counter))


class VisitRoom(Room):
    """``/visit``: for who holds a visit's code."""

    def __init__(self, name: str, city: City, callers: Callers, relay: Relay) -> None:
        super().__init__(name, city, callers)
        self._relay = relay

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the room of one visit and answer its turn."""
        code = str(wanted.get("visit_code", ""))

        def join(look: Look) -> None:
            visit, _ = visits.turn_and_id(look, code)
            join_room(str(visit))
            self._relay.watch(visit)

        # Joined before the answer is read, so that no change falls between the two.
        refused = self.answer(join)
        return refused or self.answer(lambda look: visits.my_turn(look, code))


def init_app(app: Flask, city: City, message_queue: str | None) -> tuple[SocketIO, Relay]:
    """Open the sockets and make the relay that fills them; the caller starts it."""
    socketio = SocketIO(
        app,
        async_mode="threading",
        message_queue=message_queue,
        logger=False,
        engineio_logger=False,
    )
    relay = Relay(city, socketio.emit)
    callers = app.extensions["callers"]
    socketio.on_namespace(BoardRoom(BOARD, city, callers))
    socketio.on_namespace(CounterRoom(COUNTER, city, callers))
    socketio.on_namespace(VisitRoom(VISIT, city, callers, relay))
    return socketio, relay
