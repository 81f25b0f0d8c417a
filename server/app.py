"""The composition root of the server: one application around one city."""

import importlib
import pkgutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

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
from server.services.couriers import Couriers
from server.services.page_signs import Signs
from server.web import (
    current,
    endpoint,
    errors,
    health,
    limits,
    openapi,
    security,
    short_way,
    staff,
    trial,
    wall,
)
from server.web.resident import blueprint as resident_pages
from server.web.staff import demo, start
from server.web.staff.demo import DemoMode

#: Importing a module of the API registers its endpoints.
API = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent / "web" / "api")])]


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
    #: What messages to residents go out by; others stay in the outbox and expire.
    couriers: Couriers = field(default_factory=Couriers)
    demo: DemoMode | None = None


@dataclass(frozen=True)
class Server:
    """A built server; nothing runs yet."""

    app: Flask
    socketio: SocketIO
    relay: Relay
    signs: Signs
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
    app.config["COURIERS"] = options.couriers
    app.config["CLOCK_IS_SET"] = options.clock is not None
    current.init_app(app, city)
    _measure(app)
    security.init_app(app)
    trial.init_app(app)
    errors.init_app(app)
    limits.init_app(app, options.limits_url)
    demo.init_app(app, options.demo)
    for name in API:
        importlib.import_module(f"server.web.api.{name}")
    for pages in (_assets(), start.blueprint, staff.blueprint, resident_pages, health.blueprint):
        app.register_blueprint(pages)
    app.register_blueprint(endpoint.blueprint())
    voice = open_voice(options.voice_folder or Path.home() / ".cache" / "madoguchi" / "voice")
    app.extensions["voice"] = voice
    app.register_blueprint(make_blueprint(wall.OfficesForDisplays(city), voice))
    app.add_url_rule("/api/v1/openapi.json", "openapi", openapi.document)
    app.add_url_rule("/favicon.ico", "favicon", lambda: app.send_static_file("staff/icon.svg"))
    socketio, relay, signs = realtime.init_app(app, city, options.message_queue)
    short_way.init_app(app, city)
    return Server(app, socketio, relay, signs, city)


def _assets() -> Blueprint:
    return Blueprint(
        "assets", "config", static_folder=str(assets_path()), static_url_path="/assets"
    )


def _measure(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.begun = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "none"
        health.measured(rule, response.status_code, perf_counter() - g.begun)
        return response
