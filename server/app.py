"""The composition root of the server: one application around one city."""

import importlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from flask_socketio import SocketIO

from config import assets_path
from display.blueprint import make_blueprint
from display.voice.clips import open_voice
from server import realtime
from server.db.city import City
from server.db.clock import clock_for
from server.db.engine import open_engine
from server.db.migrations import require_newest
from server.db.secrets import read_office_key
from server.realtime import Relay
from server.services import boards, catalogue
from server.web import current, endpoint, errors, health, limits, openapi, security, staff
from server.web.resident import blueprint as resident_pages
from server.web.staff import demo, start
from server.web.staff.demo import DemoMode

#: Importing a module of the API registers its endpoints.
API = ("places", "booking", "arrivals", "counters", "stops", "consoles", "residents")


@dataclass(frozen=True)
class Options:
    """What a server is started with."""

    database_url: str
    office_key: Path
    clock: datetime | None = None
    public_url: str = "http://127.0.0.1:8000"
    message_queue: str | None = None
    limits_url: str = "memory://"
    voice_folder: Path | None = None
    demo: DemoMode | None = None


@dataclass(frozen=True)
class Server:
    """A built server; nothing runs yet."""

    app: Flask
    socketio: SocketIO
    relay: Relay
    city: City


def open_city(options: Options) -> City:
    """Return the city behind the options' database and key.

    Raises:
        ValueError: the key or the tables are missing, with the sentence that says what to do.

    """
    engine = open_engine(options.database_url)
    secrets = read_office_key(options.office_key)
    require_newest(engine)
    return City(engine, clock_for(engine, options.clock), secrets, options.public_url)


def build(options: Options, city: City | None = None) -> Server:
    """Return the server for *options*; the relay is started by whoever serves."""
    city = city or open_city(options)
    # The name, not __name__: templates and static files belong to the package.
    app = Flask("server", static_folder="web/static", template_folder="web/templates")
    app.config["BROKER"] = options.message_queue
    app.config["CLOCK_IS_SET"] = options.clock is not None
    current.init_app(app, city)
    _measure(app)
    security.init_app(app)
    errors.init_app(app)
    limits.init_app(app, options.limits_url)
    demo.init_app(app, options.demo)
    for name in API:
        importlib.import_module(f"server.web.api.{name}")
    for pages in (_assets(), start.blueprint, staff.blueprint, resident_pages, health.blueprint):
        app.register_blueprint(pages)
    app.register_blueprint(endpoint.blueprint())
    app.register_blueprint(_display(city, options.voice_folder))
    app.add_url_rule("/api/v1/openapi.json", "openapi", openapi.document)
    app.add_url_rule("/favicon.ico", "favicon", lambda: app.send_static_file("staff/icon.svg"))
    socketio, relay = realtime.init_app(app, city, options.message_queue)
    return Server(app, socketio, relay, city)


def _assets() -> Blueprint:
    return Blueprint(
        "assets", "config", static_folder=str(assets_path()), static_url_path="/assets"
    )


def _display(city: City, voice_folder: Path | None) -> Blueprint:
    def snapshot(office: str, area: str | None) -> dict[str, Any]:
        with city.reading() as look:
            return boards.board(look, office, area)

    with city.reading() as look:
        phrases = catalogue.phrases(look.session)
    folder = voice_folder or Path.home() / ".cache" / "madoguchi" / "voice"
    return make_blueprint(snapshot, open_voice(folder), phrases)


def _measure(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.begun = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "none"
        health.requests_total.labels(rule, response.status_code).inc()
        health.request_seconds.labels(rule).observe(perf_counter() - g.begun)
        return response
