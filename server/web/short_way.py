"""「わたしの順番」 by the short way: hundreds of phones ask, and no Flask request is made for it.

A phone's question needs no session, no rights and no body; what the framework does for every
request costs more than its answer. Whatever is unusual about it (a key, somebody who is logged
in, a code that opens nothing, an address that asks too often, a database that is away) goes the
way of every other request, so that each refusal is spelled in one place. A test holds both ways
to the same answer.
"""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from flask import Flask
from werkzeug.http import parse_etags, quote_etag

from server.db.city import City
from server.domain.refusals import Refused
from server.services import visits
from server.services.known_callers import COOKIE
from server.services.snapshots import FRESH_S, Snapshot
from server.web import health, limits, security, trial

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PREFIX = "/api/v1/visits/"
RULE = f"{PREFIX}<visit_code>"
#: What makes a question an unusual one.
_UNUSUAL = ("QUERY_STRING", "HTTP_AUTHORIZATION", trial.ENVIRON)


def init_app(app: Flask, city: City) -> None:
    """Let phones' questions to *city* go the short way, and all others as before."""
    app.wsgi_app = _ShortWay(app.wsgi_app, city, app.extensions["limiter"])  # type: ignore[method-assign]


class _ShortWay:
    def __init__(self, usual: WsgiApp, city: City, limiter: limits.Limiter) -> None:
        self._usual, self._city, self._limiter = usual, city, limiter

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        code = _code_in(environ)
        begun = perf_counter()
        turn = self._turn(code) if code else None
        if turn is None or not self._limiter.has_room_to_read(environ.get("REMOTE_ADDR", "")):
            return self._usual(environ, start_response)
        known = parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(turn.mark)
        start_response(*_head(turn, known=known))
        health.measured(RULE, 304 if known else 200, perf_counter() - begun)
        return [] if known else [turn.text]

    def _turn(self, code: str) -> Snapshot | None:
        try:
            with self._city.reading() as look:
                return visits.turn_by_code(look, code)[1]
        except Refused:
            return None


def _code_in(environ: dict[str, Any]) -> str | None:
    """Return the visit's code, if this is the question of a phone and nothing else."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "GET" or not path.startswith(PREFIX):
        return None
    if COOKIE in environ.get("HTTP_COOKIE", "") or any(environ.get(one) for one in _UNUSUAL):
        return None
    code: str = path.removeprefix(PREFIX)
    return code if code.isalnum() else None


def _head(turn: Snapshot, *, known: bool) -> tuple[str, list[tuple[str, str]]]:
    headers = [("ETag", quote_etag(turn.mark)), ("Cache-Control", f"max-age={FRESH_S}")]
    if not known:
        length = str(len(turn.text))
        headers += [("Content-Type", "application/json"), ("Content-Length", length)]
    return "304 NOT MODIFIED" if known else "200 OK", headers + security.ALWAYS
