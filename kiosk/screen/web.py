"""The local web server behind the screen. It listens on this machine alone."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wsgi import FileWrapper

from kiosk.flow import Flow
from kiosk.scanner.addresses import Scanners
from kiosk.scanner.camera import Camera
from kiosk.scanner.keys import Key, typed
from kiosk.screen.icons import icon
from kiosk.screen.speech import Speech
from kiosk.screen.touches import Touches, present
from kiosk.screen.view import View, as_json

_ASSETS = Path(str(files("config") / "assets"))
_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'"
#: The code reader that the page runs on pictures of the camera is WebAssembly.
_POLICY_WITH_CAMERA = f"{_POLICY}; script-src 'self' 'wasm-unsafe-eval'"
#: How often the seconds on the screen move.
_TICK_S = 0.25
_MAX_BODY = 256 * 1024
_NOTO = {"regular", "bold"}
_LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}


Shape = TypeVar("Shape", bound=BaseModel)


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Touch(_Taken):
    """A finger on a button."""

    name: str = Field(max_length=40)
    value: str = Field(default="", max_length=80)


class PressedKey(_Taken):
    """One key, as the browser names its place."""

    code: str = Field(max_length=40)
    at: float
    shift: bool = False


class Keys(_Taken):
    """The keys up to Enter."""

    keys: list[PressedKey] = Field(max_length=1000)


class Seen(_Taken):
    """What the page saw through the camera; None: it only says whether it sees."""

    code: str | None = Field(default=None, min_length=1, max_length=20_000)
    sees: bool = True


class ScreenServer:
    """What the page talks to."""

    def __init__(
        self,
        flow: Flow,
        view: View,
        touches: Touches,
        health: Callable[[], Mapping[str, Any]],
        stop: Event,
        speech: Speech,
    ) -> None:
        self._speech = speech
        self._stop = stop
        self._flow = flow
        self._view = view
        self._touches = touches
        self._health = health

    def blueprint(self, scanners: Scanners) -> Blueprint:
        """Return the routes of the screen; some *scanners* need its help."""
        routes = Blueprint("screen", __name__)
        routes.add_url_rule("/", "shell", lambda: _shell(scanners))
        routes.add_url_rule("/events", "events", self._events)
        routes.add_url_rule("/touch", "touch", self._touch, methods=["POST"])
        routes.add_url_rule("/keys", "keys", self._keys, methods=["POST"])
        if camera := scanners.camera:
            routes.add_url_rule("/seen", "seen", lambda: self._seen(camera), methods=["POST"])
        routes.add_url_rule("/healthz", "healthz", lambda: dict(self._health()))
        routes.add_url_rule("/assets/<path:name>", "assets", _asset)
        routes.add_url_rule("/voice/<name>.wav", "voice", self._voice)
        routes.add_url_rule("/noto/<weight>.otf", "noto", _noto)
        return routes

    def _touch(self) -> ResponseReturnValue:
        touch = body_as(Touch)
        self._touches.touch(touch.name, touch.value)
        return "", 204

    def _keys(self) -> ResponseReturnValue:
        keys = [Key(key.code, key.at, key.shift) for key in body_as(Keys).keys]
        if text := typed(keys).strip():
            present(self._flow, text)
        return "", 204

    def _seen(self, camera: Camera) -> ResponseReturnValue:
        seen = body_as(Seen)
        camera.said(sees=seen.sees)
        if seen.code:
            present(self._flow, seen.code)
        return "", 204

    def _voice(self, name: str) -> Response:
        wav = self._speech.wav(name)
        if wav is None:
            abort(404)
        return Response(wav, mimetype="audio/wav", headers={"Cache-Control": "max-age=3600"})

    def _events(self) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(self._stream(), mimetype="text/event-stream", headers=headers)

    def _stream(self) -> Iterator[str]:
        stage, version = self._flow.stage, -1
        drawn = ticked = None
        while not self._stop.is_set():
            news = []
            with stage.changed:
                if stage.version == version:
                    stage.changed.wait(_TICK_S)
                drawing = self._view.draw() if stage.version != version else drawn
                version = stage.version
                tick = self._view.tick()
            if drawing and drawing != drawn:
                news.append(_event("screen", as_json(drawing)))
            if news or tick != ticked:
                news.append(_event("tick", as_json(tick)))
            drawn, ticked = drawing, tick
            yield "".join(news) or ": \n\n"


def make_app(
    server: ScreenServer, scanners: Scanners, *, more: tuple[Blueprint, ...] = ()
) -> Flask:
    """Return the kiosk's local web application."""
    app = Flask("kiosk.screen", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    app.jinja_env.globals.update(icon=icon)
    app.register_blueprint(server.blueprint(scanners))
    for blueprint in more:
        app.register_blueprint(blueprint)
    app.before_request(_only_from_here)
    app.after_request(_guarded)
    app.after_request(_read)
    return app


def _read(response: Response) -> Response:
    """Read a file here: a browser that leaves in the middle would keep it open."""
    if response.direct_passthrough:
        with closing(cast(FileWrapper, response.response)) as pieces:
            response.direct_passthrough = False
            response.set_data(b"".join(pieces))
    return response


def body_as(shape: type[Shape]) -> Shape:
    """Return the JSON body as *shape*, or answer 400."""
    try:
        return shape.model_validate(request.get_json())
    except ValidationError:
        abort(400)


def _shell(scanners: Scanners) -> Response:
    looks = scanners.camera is not None
    page = Response(render_template("shell.html", keys=scanners.keys, camera=looks))
    page.headers["Content-Security-Policy"] = _POLICY_WITH_CAMERA if looks else _POLICY
    return page


def _only_from_here() -> None:
    """Refuse what another site, or another name for this machine, sends."""
    host = urlsplit(f"//{request.host}").hostname or ""
    if host not in _LOCAL:
        abort(403)
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "none") not in {
        "same-origin",
        "none",
    }:
        abort(403)


def _guarded(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _noto(weight: str) -> Response:
    """Return Noto Sans CJK: every script of ours, in the shapes of the page's language."""
    if weight not in _NOTO:
        abort(404)
    folder = files(f"noto_cjk_sans_jp_{weight}")
    name = f"NotoSansCJKjp-{weight.capitalize()}.otf"
    return send_from_directory(str(folder), name, max_age=86400)


def _asset(name: str) -> Response:
    return send_from_directory(_ASSETS, name, max_age=86400)


def _event(name: str, body: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
