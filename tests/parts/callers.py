"""The web of an office in this process, and somebody of each kind who calls it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import Options, Server, build
from server.db.city import City
from server.db.models import DeviceKind, Role
from server.services import devices, staff
from server.services.access import Who
from server.web.current import COOKIE
from tests.parts.office import HERE, NEIGHBOUR, Hall

#: Argon2 takes a tenth of a second; who has a session needs no password.
NO_PASSWORD = "no password opens this"


def make_callers(city: City, office: str) -> dict[Who, dict[str, str]]:
    """Give *office* one machine and one person of each kind; return the headers they send."""
    headers: dict[Who, dict[str, str]] = {Who.ANYBODY: {}}
    with city.writing() as session:
        for kind in DeviceKind:
            key = devices.create_key(session, kind, office, kind.value, city.clock())
            headers[Who(kind)] = {"Authorization": f"Bearer {key}"}
        for role in Role:
            person = staff.create(
                session, f"{role}-{office}", NO_PASSWORD, role.value, {office: role}
            )
            cookie = staff.open_session(session, person.id, city.clock())
            headers[Who(role)] = {"Cookie": f"{COOKIE}={cookie}"}
    return headers


@dataclass
class Web:
    """A server that is asked without a socket."""

    hall: Hall
    server: Server
    people: dict[Who, dict[str, str]]
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.server.app.test_client(use_cookies=False)

    @cached_property
    def neighbours(self) -> dict[Who, dict[str, str]]:
        """The same people at another office, whom few tests ask for."""
        return make_callers(self.hall.city, NEIGHBOUR)

    def get(self, path: str, who: Who = Who.ANYBODY, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.people[who] | _named(headers))

    def post(
        self,
        path: str,
        body: Any = None,
        who: Who = Who.ANYBODY,
        key: str | None = None,
        **headers: str,
    ) -> TestResponse:
        """POST *body* as JSON; *key* repeats an Idempotency-Key, None takes a new one."""
        own = {"Idempotency-Key": key or uuid4().hex}
        return self.client.post(
            f"/api/v1{path}",
            json={} if body is None else body,
            headers=own | self.people[who] | _named(headers),
        )

    def send(self, path: str, data: bytes, who: Who = Who.ANYBODY, **headers: str) -> TestResponse:
        """POST bytes as they are."""
        return self.client.post(
            f"/api/v1{path}", data=data, headers=self.people[who] | _named(headers)
        )

    @staticmethod
    def at(rest: str) -> str:
        return f"/offices/{HERE}{rest}"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def web_of(hall: Hall, tmp_path: Path) -> Web:
    """Return the web of *hall* with callers of every kind."""
    options = Options(
        database_url=str(hall.city.engine.url),
        office_key=tmp_path / "not-read.key",
        voice_folder=tmp_path / "voice",
    )
    server = build(options, city=hall.city)
    return Web(hall, server, make_callers(hall.city, HERE))


@pytest.fixture
def office_web(hall: Hall, tmp_path: Path) -> Web:
    """The office's web on SQLite and on PostgreSQL."""
    return web_of(hall, tmp_path)


@pytest.fixture
def sqlite_web(sqlite_hall: Hall, tmp_path: Path) -> Web:
    """The office's web on SQLite alone."""
    return web_of(sqlite_hall, tmp_path)
