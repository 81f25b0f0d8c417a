"""A small server that speaks the kiosk's part of the contract, and does as it is told."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from config import load_pack

OFFICE = "27125"
KEY = "the-key-of-this-kiosk"
NOW = "2026-11-24T10:38:00+09:00"
SHORT_WAIT = {"from": 5, "to": 15, "state": "estimate", "p50": 8.0, "lo90": 3.0, "hi90": 15.0}

#: name, icon, queue, people waiting, from, to
OFFERED = {
    "moving": ("引っ越し・住所の変更", "house_arrow", "A", 12, 20, 35),
    "certificate": ("住民票・戸籍・印鑑の証明書", "document", "A", 12, 20, 35),
    "my_number": ("マイナンバーカード", "id_card", "M", 6, 15, 25),
    "insurance": ("国民健康保険・後期高齢者医療", "shield_plus", "B", 5, 10, 20),
    "pension": ("国民年金", "yen", "N", 2, 5, 15),
    "childcare": ("子どもの手当・医療・保育", "family", "F", 3, 10, 20),
    "care": ("介護・高齢者・障がい", "hand_heart", "C", 4, 15, 25),
    "bereavement": ("ご家族が亡くなられた方", "flower", "K", 0, 0, 5),
}


def a_ticket(label: str = "F024", **facts: Any) -> dict[str, Any]:
    return {
        "kind": "ticket",
        "title": "番号札",
        "office": "住之江区役所",
        "label": label,
        "service": "保育施設の利用申込み",
        "service_ja": "保育施設の利用申込み",
        "issued_at": NOW,
        "order_time": NOW,
        "visit_class": "reserved",
        "reserved_for": "2026-11-24T10:45:00+09:00",
        "where": "10番・11番窓口の前",
        "ahead": 1,
        "wait": SHORT_WAIT,
        "bring": ["母子手帳"],
        "visit_url": "http://127.0.0.1:8000/turn#V0123456789ABCDEFGHJKMNP",
        **facts,
    }


def a_form(name: str = "髙橋　美咲", label: str = "F024") -> dict[str, Any]:
    row = {"row": "field", "label": "保護者氏名", "value": name, "is_name": True}
    return {
        "kind": "form",
        "form": "hoiku_riyou_moushikomi",
        "title": "保育施設利用申込書",
        "office": "住之江区役所",
        "addressee": "大阪市 住之江区長 様",
        "date": "2026-11-24",
        "label": label,
        "sections": [{"title": "保護者", "rows": [row]}],
    }


@dataclass
class ContractServer:
    """What the server knows and does; tests change it while it runs."""

    #: token -> refusal, or None for a good one
    tokens: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    previews: bool = True
    language: str = "ja"
    down: bool = False
    #: Commits, and then the answer is lost on the way, this many times.
    lose_answers: int = 0
    office_open: bool = True
    walk_in_refusal: dict[str, Any] | None = None
    with_form: bool = True
    #: Who applied.
    name: str = "髙橋　美咲"
    bells: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)
    #: service -> what is different about it
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    more_services: int = 0
    #: label -> what staff see of it
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    prints: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    stored: dict[str, tuple[int, Any]] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    #: What staff want the kiosk to do; handed over with its next sign of life.
    errand: str | None = None
    #: The last sign of life.
    health: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    def answer(
        self, method: str, path: str, body: Any, headers: Mapping[str, str]
    ) -> tuple[int, Any]:
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, _error("unauthorized", "機器のキーを付けてください。")
        key = headers.get("Idempotency-Key", "")
        if key and key in self.stored:
            return self.stored[key]
        status, answered = self._do(method, path.removeprefix(f"/api/v1/offices/{OFFICE}"), body)
        if method == "POST" and status < 300:
            self.stored[key] = status, answered
        return status, answered

    def _do(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        answers: dict[tuple[str, str], Callable[[], tuple[int, Any]]] = {
            ("GET", ""): lambda: (200, self._facts()),
            ("GET", "/services"): lambda: (200, {"services": self._services()}),
            ("POST", "/check-ins"): lambda: self._check_in(body["token"]),
            ("POST", "/visits"): lambda: self._walk_in(body),
            ("GET", "/today"): lambda: (200, self._today()),
            ("POST", "/bells/settle"): lambda: _noted(self.settled, body),
            ("POST", "/bells"): lambda: _noted(self.bells, body),
            ("POST", "/feedback"): lambda: _noted(self.feedback, body),
            ("POST", "/heartbeats"): lambda: self._beat(body["health"]),
        }
        if self.previews:
            answers["POST", "/check-ins/preview"] = lambda: self._preview(body["token"])
        if path.startswith("/tickets/") or path.endswith(("/reissue", "/take-back")):
            return self._ticket(path.split("/"))
        if path.endswith("/prints"):
            return _noted(self.prints, body)
        answer = answers.get((method, path))
        return answer() if answer else (404, _error("not_found", "ありません。"))

    def _beat(self, health: dict[str, Any]) -> tuple[int, Any]:
        self.health = health
        errand, self.errand = self.errand, None
        return 200, {"now": NOW, "seq": 1, "errand": errand}

    def _services(self) -> list[dict[str, Any]]:
        services = [_service(one) | self.changed.get(one, {}) for one in OFFERED]
        more = [_service("care") | {"id": f"care_{at}"} for at in range(self.more_services)]
        return services + more

    def _ticket(self, path: list[str]) -> tuple[int, Any]:
        """Answer what staff ask about one ticket: ``/tickets/F024``, ``/visits/24/reissue``."""
        if path[1] == "tickets":
            found = self.tickets.get(path[2])
            return (200, found) if found else (404, _error("unknown_ticket", "ありません。"))
        found = next(one for one in self.tickets.values() if str(one["visit"]) == path[2])
        if found["state"] == "withdrawn":
            return 409, _error("visit_over", "手続きは終わっています。")
        if path[3] == "take-back":
            found["state"] = "withdrawn"
            return 200, {"stops": 1}
        found["papers"] += 1
        paper = a_ticket(found["label"], reissue=found["papers"] - 1)
        return 200, _arrival(found["visit"], found["label"], [paper])

    def _today(self) -> dict[str, Any]:
        counts = [
            {"id": code, "name": _names()[code]["ja"], "prefix": queue, "issued": 40 + waiting,
             "waiting": waiting}
            for code, (_, _, queue, waiting, _, _) in OFFERED.items()
        ]  # fmt: skip
        return {
            "issued": sum(one["issued"] for one in counts),
            "waiting": sum(one["waiting"] for one in counts),
            "services": counts,
        }

    def _facts(self) -> dict[str, Any]:
        return {
            "code": OFFICE,
            "name": "住之江区役所",
            "names": {"ja": "住之江区役所", "en": "Suminoe Ward Office"},
            "open": self.office_open,
            "opens_at": "2026-11-24T09:00:00+09:00",
            "closes_at": "2026-11-24T17:30:00+09:00",
            "now": NOW,
        }

    def _refusal(self, token: str) -> tuple[int, Any] | None:
        if token not in self.tokens:
            return 404, _error("unknown_token", "見つかりません。")
        refusal = self.tokens[token]
        return (409, {"error": refusal}) if refusal else None

    def _preview(self, token: str) -> tuple[int, Any]:
        return self._refusal(token) or (200, self._coming())

    def _coming(self) -> dict[str, Any]:
        forms = [{"kind": "form", "title": "保育施設利用申込書"}] if self.with_form else []
        return {
            "service": "childcare",
            "service_name": "保育施設の利用申込み",
            "reserved_for": "2026-11-24T10:45:00+09:00",
            "minutes": 30,
            "name": "髙橋　美咲",
            "papers": [{"kind": "ticket", "title": "番号札"}, *forms],
            "language": self.language,
        }

    def _check_in(self, token: str) -> tuple[int, Any]:
        if refusal := self._refusal(token):
            return refusal
        again = token in self.visits
        visit = self.visits.setdefault(token, len(self.visits) + 24)
        label = f"F{visit:03}"
        documents = [a_ticket(label), *([a_form(self.name, label)] if self.with_form else [])]
        return 200 if again else 201, _arrival(visit, label, documents)

    def _walk_in(self, body: Any) -> tuple[int, Any]:
        if self.walk_in_refusal:
            return 409, {"error": self.walk_in_refusal}
        visit = len(self.visits) + 24
        self.visits[f"walk-in {visit}"] = visit
        label = f"{OFFERED[body['service']][2]}{visit:03}"
        ticket = a_ticket(label, visit_class="walk_in", reserved_for=None)
        return 201, _arrival(visit, label, [ticket])


@cache
def _names() -> dict[str, dict[str, str]]:
    """Return the names of the demo's purposes, in all languages."""
    purposes = load_pack("osaka-demo").offices[0].purposes
    names = [purpose.names.model_dump(exclude_none=True) for purpose in purposes]
    return dict(zip(OFFERED, names, strict=True))


def _service(code: str) -> dict[str, Any]:
    name, icon, queue, waiting, low, high = OFFERED[code]
    wait = {**SHORT_WAIT, "from": low, "to": high}
    return {
        "id": code,
        "name": name,
        "names": _names()[code],
        "icon": icon,
        "queue": queue,
        "bookable": code == "childcare",
        "walk_in": True,
        "open": True,
        "waiting": waiting,
        "wait": wait,
    }


def _arrival(visit: int, label: str, documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "visit": visit,
        "visit_code": "V0123456789ABCDEFGHJKMNP",
        "ticket": {
            "label": label,
            "number": visit,
            "queue": label[0],
            "issued_at": NOW,
            "order_time": NOW,
            "ahead": 1,
            "wait": SHORT_WAIT,
        },
        "documents": documents,
        "late": False,
    }


def _noted(book: list[dict[str, Any]], entry: dict[str, Any]) -> tuple[int, Any]:
    book.append(entry)
    return 201, {"done": True}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


@contextmanager
def contract_server() -> Iterator[ContractServer]:
    """Run a server on a free port of this machine."""
    _names()  # reading the pack takes longer than a kiosk waits
    office = ContractServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, body: Any) -> None:
            office.asked.append((self.command, self.path, body))
            if office.down:
                return
            status, answered = office.answer(self.command, self.path, body, self.headers)
            if office.lose_answers and self.path.endswith(("/check-ins", "/visits")):
                office.lose_answers -= 1
                return
            data = json.dumps(answered).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        office.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join()
