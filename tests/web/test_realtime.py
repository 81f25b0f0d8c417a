"""Live events over real sockets: snapshots, news in order, gaps, and who may listen."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, Queue
from socket import SHUT_RDWR
from typing import Any

import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused
from sqlalchemy import text
from werkzeug.serving import make_server

from server.realtime import RELAY_LOCK, Relay
from server.services import duty, undo
from server.services.access import Who
from server.web.current import COOKIE
from tests.parts.callers import Web
from tests.parts.office import COUNTER, HERE, NEIGHBOUR, OTHER_COUNTER

pytestmark = pytest.mark.db

PATIENCE_S = 20


@dataclass
class Listener:
    """A socket in one namespace; what it hears waits in a queue."""

    url: str
    namespace: str
    event: str = "news"
    auth: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    transports: tuple[str, ...] = ("websocket",)

    def __post_init__(self) -> None:
        self.heard: Queue[dict[str, Any]] = Queue()
        self.held = 0
        self.socket = socketio.Client(reconnection=False)
        self.socket.on(self.event, self.heard.put, namespace=self.namespace)
        self.socket.connect(
            self.url,
            namespaces=[self.namespace],
            auth=self.auth,
            headers=self.headers,
            transports=list(self.transports),
            wait_timeout=PATIENCE_S,
        )

    def watch(self, **wanted: Any) -> Any:
        whole = self.socket.call("watch", wanted, namespace=self.namespace, timeout=PATIENCE_S)
        self.held = whole.get("seq", 0)
        return whole

    def next(self, kind: str | None = None) -> dict[str, Any]:
        """Return the next news, or the next of a kind; what the whole told is no news."""
        while True:
            news = self.heard.get(timeout=PATIENCE_S)
            if news["seq"] > self.held and kind in (None, news["kind"]):
                return news

    def hang_up(self) -> None:
        """End as a cut cable does; a polite goodbye takes seconds."""
        if "websocket" in self.transports and self.socket.connected:
            self.socket.eio.ws.sock.shutdown(SHUT_RDWR)
            self.socket.eio.read_loop_task.join(PATIENCE_S)
        else:
            self.socket.disconnect()

    def silent(self, seconds: float = 0.5) -> bool:
        """Tell whether nothing new comes for a while."""
        try:
            while self.heard.get(timeout=seconds)["seq"] <= self.held:
                continue
        except Empty:
            return True
        return False


@dataclass
class Live:
    web: Web
    url: str
    listeners: list[Listener] = field(default_factory=list)

    def listen(self, namespace: str, who: Who | None = None, **more: Any) -> Listener:
        headers = self.web.people[who] if who else {}
        auth = None
        if "Authorization" in headers:
            auth = {"key": headers["Authorization"].removeprefix("Bearer ")}
            headers = {}
        listener = Listener(self.url, namespace, auth=auth, headers=headers, **more)
        self.listeners.append(listener)
        return listener

    def board(self, area: str | None = "1F", **more: Any) -> tuple[Listener, Any]:
        listener = self.listen("/board", **more)
        return listener, listener.watch(office=HERE, area=area)


@pytest.fixture
def live(office_web: Web) -> Iterator[Live]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, office_web.server.app, threaded=True)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    relay = office_web.server.relay.start()
    running = Live(office_web, f"http://127.0.0.1:{server.server_port}")
    office_web.hall.open(COUNTER, OTHER_COUNTER)
    yield running
    for listener in running.listeners:
        listener.hang_up()
    office_web.server.relay.stop()
    relay.join(PATIENCE_S)
    server.shutdown()
    serving.join(PATIENCE_S)
    server.server_close()


def eventually(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_whoever_watches_gets_the_whole_and_then_every_call_in_order(live, transport):
    hall = live.web.hall
    board, snapshot = live.board(transports=(transport,))
    assert snapshot == live.web.get(f"/offices/{HERE}/board?area=1F").json
    held = snapshot["seq"]

    hall.labels(3)
    called = [hall.call_next(finish=True) for _ in range(3)]
    calls = []
    while len(calls) < 3:
        news = board.next()
        assert news["after"] == held
        held = news["seq"]
        calls += [news["call"]] if "call" in news else []
    assert [call["label"] for call in calls] == [call.label for call in called]
    assert [call["seq"] for call in calls] == [call.seq for call in called]
    assert not {"stop", "visit", "why"} & set(calls[0])
    assert live.board()[1]["seq"] == held


def test_a_recall_and_an_undo_are_news_too(live):
    hall = live.web.hall
    board, _ = live.board()
    hall.walk_in()
    call = hall.call_next()
    hall.do("recall")
    assert board.next("called")["call"]["recall"] is False
    assert board.next("recalled")["call"]["recall"] is True
    with hall.work() as work:
        undo.undo(work, COUNTER)
    undone = board.next("undone")
    assert undone["undoes"] == call.seq + 1


def test_who_missed_something_sees_the_gap_and_watches_again(live):
    hall = live.web.hall
    board, snapshot = live.board()
    hall.walk_in()
    hall.call_next()
    board.next("called")
    board.hang_up()
    hall.walk_in()
    hall.call_next(OTHER_COUNTER)

    again, fresh = live.board()
    assert [call["label"] for call in fresh["calls"]] == ["F002", "F001"]
    hall.do("recall")
    news = again.next()
    assert news["after"] == fresh["seq"] > snapshot["seq"]


def test_each_area_hears_its_own_and_the_whole_office_all(live):
    hall = live.web.hall
    upstairs, _ = live.board("2F")
    everywhere, _ = live.board(None)
    hall.walk_in()
    hall.call_next()
    assert everywhere.next("called")["call"]["label"] == "F001"
    assert upstairs.silent()


def test_offices_do_not_hear_each_other(live):
    board, _ = live.board()
    with live.web.hall.work(NEIGHBOUR) as work:
        duty.open_counter(work, "1")
    assert board.silent()


def test_a_place_that_is_not_there_is_refused_in_the_ack(live):
    _, refused = live.board("9F")
    assert refused["error"]["code"] == "unknown_area"
    assert live.listen("/board").watch(office="99999")["error"]["code"] == "unknown_office"


@pytest.mark.parametrize("who", [Who.COUNTER, Who.CLERK])
def test_a_counter_hears_everything_of_its_office(live, who):
    console = live.listen("/counter", who)
    snapshot = console.watch(office=HERE, counter=COUNTER)
    assert snapshot["counter"]["number"] == COUNTER
    live.web.hall.walk_in()
    news = console.next()
    assert (news["kind"], news["after"]) == ("arrived", snapshot["seq"])
    waiting = console.watch(office=HERE, counter=COUNTER)
    assert [stop["label"] for stop in waiting["waiting"]] == ["F001"]


@pytest.mark.parametrize("who", [None, Who.KIOSK, Who.DISPLAY, Who.AUDITOR, Who.INTEGRATOR])
def test_a_counter_s_news_are_for_who_serves_there(live, who):
    stranger = live.listen("/counter", who)
    refused = stranger.watch(office=HERE, counter=COUNTER)
    assert refused["error"]["code"] == "forbidden"
    live.web.hall.walk_in()
    assert stranger.silent()


def test_a_neighbour_s_key_opens_no_counter_here(live):
    key = live.web.neighbours[Who.COUNTER]["Authorization"].removeprefix("Bearer ")
    neighbour = Listener(live.url, "/counter", auth={"key": key})
    live.listeners.append(neighbour)
    assert neighbour.watch(office=HERE, counter=COUNTER)["error"]["code"] == "forbidden"


def test_a_key_that_is_nobody_s_is_not_let_in(live):
    with pytest.raises(Refused):
        Listener(live.url, "/counter", auth={"key": "nobody's"})


def test_a_foreign_page_opens_no_socket(live):
    cookie = live.web.people[Who.CLERK]["Cookie"]
    assert COOKIE in cookie
    with pytest.raises(Refused):
        Listener(live.url, "/counter", headers={"Cookie": cookie, "Origin": "https://evil.example"})


def test_a_phone_hears_its_own_turn_and_nobody_else_s(live):
    hall = live.web.hall
    first, second = hall.walk_in(), hall.walk_in()
    phone = live.listen("/visit", event="turn")
    turn = phone.watch(visit_code=second.visit_code)
    assert (turn["label"], turn["ahead"]) == ("F002", 1)

    hall.call_next()
    moved = phone.heard.get(timeout=PATIENCE_S)
    while moved["ahead"] == 1:
        moved = phone.heard.get(timeout=PATIENCE_S)
    assert (moved["label"], moved["state"], moved["ahead"]) == ("F002", "waiting", 0)
    hall.call_next(OTHER_COUNTER)
    called = phone.heard.get(timeout=PATIENCE_S)
    assert (called["state"], called["counter"]) == ("called", OTHER_COUNTER)
    assert first.ticket.label not in str(called)


def test_a_wrong_visit_code_is_refused(live):
    phone = live.listen("/visit", event="turn")
    assert phone.watch(visit_code="A" * 32)["error"]["code"] == "unknown_visit"
    assert phone.watch(visit_code=["odd"])["error"]["code"] == "unknown_visit"


def test_of_several_processes_one_emits_and_the_next_goes_on(live):
    """On PostgreSQL a lock says who emits; on SQLite there is one process."""
    city = live.web.hall.city
    if city.engine.dialect.name == "sqlite":
        assert city.engine.url.database
        return
    eventually(lambda: lock_holders(city) == 1)
    emitted: list[dict[str, Any]] = []
    other = Relay(city, lambda event, news, **more: emitted.append(news | more))
    thread = other.start()
    live.web.hall.walk_in()
    board, snapshot = live.board()
    live.web.hall.call_next()
    board.next("called")
    assert emitted == []

    live.web.server.relay.stop()
    live.web.hall.do("recall")
    eventually(lambda: any(news["kind"] == "recalled" for news in emitted))
    rooms = [news["seq"] for news in emitted if news["to"] == f"{HERE}/1F"]
    assert rooms == sorted(rooms)
    assert snapshot["seq"] < rooms[-1]
    other.stop()
    thread.join(PATIENCE_S)
    eventually(lambda: lock_holders(city) == 0)


def lock_holders(city) -> int:
    with city.reading() as look:
        count = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return look.session.scalar(count, {"lock": RELAY_LOCK})
