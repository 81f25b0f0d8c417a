"""A very small office that speaks the board's contract over real sockets."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, request, send_from_directory
from flask_socketio import SocketIO, join_room
from werkzeug.serving import WSGIRequestHandler, make_server

import config
from config.schema.displays import Display
from display.blueprint import make_blueprint
from display.voice.clips import Voice
from display.voice.vocabulary import Vocabulary
from tests.parts.packs import shipped_sources

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASSETS = f"{config.__path__[0]}/assets"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
START = datetime.fromisoformat("2026-11-24T10:44:00+09:00")
WORDING = shipped_sources().phrases.value
PHRASES = {kind: words.model_dump() for kind, words in WORDING.call.items()}
WORDS = {kind: words.model_dump() for kind, words in WORDING.display.items()}
WAITING = [
    ("A", "住所・証明書", 12, (20, 35)),
    ("B", "国保・後期高齢", 5, (10, 20)),
    ("N", "国民年金", 2, (5, 15)),
    ("C", "介護・福祉", 4, (15, 25)),
    ("E", "子どもの手当", 1, "soon"),
    ("F", "保育の申込み", 3, (10, 20)),
]


def waiting_line(prefix: str, name: str, count: int, wait: object) -> dict[str, Any]:
    if isinstance(wait, tuple):
        shown = {"state": "estimate", "from": wait[0], "to": wait[1]}
    else:
        shown = {"state": wait, "from": None, "to": None}
    return {
        "queue": prefix, "prefix": prefix, "name": name, "count": count,
        "wait": shown, "open": True,
    }  # fmt: skip


class TinyOffice:
    """Calls numbers and keeps the truth; the tests press its keys."""

    def __init__(self, voice: Voice) -> None:
        self.seq = 100
        self.calls: list[dict[str, Any]] = []
        self.waiting = [waiting_line(*line) for line in WAITING]
        self.absent: list[str] = []
        self.notice = "金曜日は午後7時まで開いています。次の日曜開庁は12月27日です。"
        self.opening: dict[str, Any] | None = None
        self.broadcasts: list[dict[str, Any]] = []
        self.handover: dict[str, Any] = {"ready": [], "preparing": [], "counters": []}
        self.displays: dict[str, Display] = {}
        self.pictures: dict[str, bytes] = {}
        #: The page that has the word; None gives it to whoever asks.
        self.speaker: str | None = None
        self.said = 0
        self.watched = 0
        self.health: list[dict[str, Any]] = []
        self.jump = timedelta()
        self._began = time.monotonic()
        self._last_news = self.seq
        self.app, self.sockets = self._build(voice)

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began) + self.jump

    def area(self, office: str, area: str | None) -> dict[str, Any]:
        return {
            "seq": self.seq, "now": self.now().isoformat(), "office": "住之江区役所",
            "area": "1階 待合" if area else "全フロア", "calls": list(self.calls),
            "waiting": self.waiting, "absent": self.absent, "notice": self.notice,
            "area_names": {"1F": "1階 待合", "2F": "2階 待合"}, "opening": self.opening,
            "broadcasts": self.broadcasts, "handover": self.handover,
        }  # fmt: skip

    def display(self, office: str, code: str) -> dict[str, Any]:
        return self._shown(self.displays[code])

    def draft(self, office: str, setting: str) -> dict[str, Any]:
        return self._shown(Display.model_validate_json(setting))

    def vocabulary(self, office: str) -> Vocabulary:
        counters = frozenset(str(number) for number in range(1, 31))
        return Vocabulary(frozenset(["", *"ABCEFN"]), counters, last_number=999)

    def picture(self, office: str, picture: str) -> bytes:
        return self.pictures[picture]

    def _shown(self, display: Display) -> dict[str, Any]:
        setting = display.model_dump(mode="json", exclude={"shows"})
        return self.area("27125", "1F") | {"display": setting | {"areas": list(display.areas)}}

    def call(self, label: str, counter: str, kind: str = "called", **more: Any) -> dict[str, Any]:
        """Call *label*; when *quietly*, the news is lost on its way."""
        self.seq += 1
        quietly = more.pop("quietly", False)
        call = {
            "seq": self.seq, "label": label, "counter": counter, "area": "1F",
            "at": (self.now() - more.pop("ago", timedelta())).isoformat(),
            "recall": kind == "recalled", "language": "ja", "direction": None,
            "area_name": "1階 待合", "waited_min": 5, **more,
        }  # fmt: skip
        self.calls = [call, *(other for other in self.calls if other["label"] != label)]
        self.absent = [absent for absent in self.absent if absent != label]
        self._tell(kind, call=call, lost=quietly)
        return call

    def undo(self, label: str) -> None:
        self.seq += 1
        self.calls = [call for call in self.calls if call["label"] != label]
        self._tell("undone")

    def miss(self, label: str) -> None:
        self.seq += 1
        self.absent = [label, *self.absent]
        self._tell("missed")

    def arrive(self, queue: str) -> None:
        self.seq += 1
        for line in self.waiting:
            line["count"] += line["queue"] == queue
        self._tell("arrived")

    def _tell(self, kind: str, lost: bool = False, **more: Any) -> None:
        news = {
            "seq": self.seq, "after": self._last_news, "kind": kind,
            "at": self.now().isoformat(), **more,
        }  # fmt: skip
        self._last_news = self.seq
        if lost:
            return
        self.sockets.emit("news", news, to="1F", namespace="/board")

    def _build(self, voice: Voice) -> tuple[Flask, SocketIO]:
        app = Flask(__name__)
        app.register_blueprint(make_blueprint(Wall(self), voice))
        sockets = SocketIO(app, async_mode="threading")

        @app.get("/assets/<path:name>")
        def assets(name: str) -> Any:
            return send_from_directory(ASSETS, name)

        @app.get("/api/v1/offices/<office>/board")
        def board(office: str) -> Any:
            code = request.args.get("display")
            return self.display(office, code) if code else self.area(office, "1F")

        @app.after_request
        def strict(answer: Any) -> Any:
            answer.headers["Content-Security-Policy"] = POLICY
            return answer

        @sockets.on("watch", namespace="/board")
        def watch(asked: dict[str, Any]) -> dict[str, Any]:
            join_room("1F")
            self.watched += 1
            code = asked.get("display")
            shown = self.display("27125", code) if code else self.area("27125", "1F")
            if not asked.get("wants_word"):
                return shown
            speaks = self.speaker in (None, asked["page"])
            return shown | {"word": {"speaks": speaks, "for_s": 12, "said": self.said}}

        @sockets.on("health", namespace="/board")
        def health(told: dict[str, Any]) -> None:
            self.health.append(told)

        return app, sockets


class Wall:
    """The tiny office as its pages ask for it: here `calls` are sentences, not what was called."""

    calls, words = PHRASES, WORDS

    def __init__(self, office: TinyOffice) -> None:
        self.area, self.display, self.draft = office.area, office.display, office.draft
        self.vocabulary, self.picture = office.vocabulary, office.picture


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Say nothing: a board asks for many fonts."""


def _read_whole(app: "WSGIApplication") -> "WSGIApplication":
    """Return *app* with every answer read and closed before it is sent.

    Werkzeug's server leaves an answer's file open when a page is closed in the middle of it.
    """

    def whole(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        answer = app(environ, start_response)
        try:
            return list(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return whole


def serve(office: TinyOffice) -> tuple[int, Callable[[], None]]:
    """Serve *office* on a free port; returns the port and what ends it."""
    app = _read_whole(office.app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def end() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return server.server_port, end
