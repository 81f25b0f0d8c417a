"""The demo city, installed as an office would do it, copied fresh for each test."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.app import Options, build
from server.db.city import City
from server.db.engine import open_engine
from server.db.models import DeviceKind
from server.db.secrets import read_office_key
from server.services import devices
from tests.parts.api import Api
from tests.parts.clock import Clock
from tests.parts.databases import BACKENDS
from tests.parts.demo_city import CLOCK, OFFICE
from tests.parts.processes import Processes, Running
from tests.parts.warm import Warm


@dataclass
class DemoOffice:
    """An installed demo city on one database; servers are started when they are asked for."""

    database_url: str
    office_key: Path
    keys: dict[str, str]
    processes: Processes
    running: list[Running] = field(default_factory=list)

    @property
    def options(self) -> list[str]:
        """What every ``madoguchi`` command needs to find this installation."""
        key = str(self.office_key)
        return ["--database-url", self.database_url, "--office-key", key, "--clock", CLOCK]

    def serve(self, *options: str) -> Running:
        """Start one more server on the database."""
        started = self.processes.server(*self.options, *options)
        self.running.append(started)
        return started

    def servers(self) -> list[Running]:
        """Return the running servers: two on PostgreSQL, so that no lock in a process helps."""
        wanted = 1 if self.database_url.startswith("sqlite") else 2
        while len(self.running) < wanted:
            self.serve()
        return self.running

    def new_key(self, kind: str, name: str) -> str:
        """Register one more machine and return its key."""
        engine = open_engine(self.database_url)
        try:
            with Session(engine) as session, session.begin():
                now = datetime.fromisoformat(CLOCK)
                return devices.create_key(session, DeviceKind(kind), OFFICE, name, now)
        finally:
            engine.dispose()

    def api(self, kind: str | None = None, server: Running | None = None) -> Api:
        """Return a client with the key of a *kind* of machine, or a resident without one."""
        server = server or self.servers()[0]
        return Api(server.url, self.keys[kind] if kind else None)

    def labels_given(self) -> list[str]:
        """Return the labels of all tickets that the log tells of."""
        log, labels, since = self.api("integrator"), [], 0
        while events := log.get(self.path(f"/events?since={since}&limit=1000"))["events"]:
            labels += [event["label"] for event in events if event["kind"] == "arrived"]
            since = events[-1]["seq"]
        return labels

    @staticmethod
    def path(rest: str) -> str:
        return f"/offices/{OFFICE}{rest}"


def install(database_url: str, office_key: Path) -> dict[str, str]:
    """Install the demo city and return the key of each kind of machine."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.parts.installing", database_url, office_key],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the demo city could not be installed:\n{done.stderr}")
    return dict(json.loads(done.stdout))


@dataclass
class Installed:
    """The installations that tests copy: one for each kind of database, made at first use.

    The one on SQLite is made once for all test processes; each has a PostgreSQL of its own.
    """

    folder: Path
    own_folder: Path
    request: pytest.FixtureRequest

    def keys(self, backend: str) -> dict[str, str]:
        """Install the demo city on *backend* unless it is there, and return its keys."""
        if backend == "sqlite":
            with _locked(self.folder / "installing.lock"):
                return self._keys(backend, self.folder)
        self.keys("sqlite")  # makes the office key
        return self._keys(backend, self.own_folder)

    def _keys(self, backend: str, folder: Path) -> dict[str, str]:
        known = folder / f"{backend}.json"
        if not known.exists():
            made = install(self._url(backend), self.office_key)
            known.write_text(json.dumps(made))
        return dict(json.loads(known.read_text()))

    @property
    def office_key(self) -> Path:
        return self.folder / "office.key"

    @property
    def sqlite_file(self) -> Path:
        return self.folder / "installed.db"

    def _url(self, backend: str) -> str:
        if backend == "sqlite":
            return f"sqlite:///{self.sqlite_file}"
        return str(self.request.getfixturevalue("postgres").create("installed"))


@pytest.fixture(scope="session")
def installed(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Installed:
    own = tmp_path_factory.mktemp("installed")
    under = tmp_path_factory.getbasetemp()
    together = under.parent / "installed" if "PYTEST_XDIST_WORKER" in os.environ else own
    together.mkdir(exist_ok=True)
    return Installed(together, own, request)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sqlite_copy(installed: Installed, tmp_path: Path) -> str:
    installed.keys("sqlite")
    for suffix in ("", "-wal"):
        if (source := Path(f"{installed.sqlite_file}{suffix}")).exists():
            shutil.copy(source, tmp_path / f"office.db{suffix}")
    return f"sqlite:///{tmp_path}/office.db"


@pytest.fixture(params=BACKENDS)
def demo_database_url(
    request: pytest.FixtureRequest, installed: Installed, tmp_path: Path
) -> Iterator[str]:
    """A fresh database with the demo city in it, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite_copy(installed, tmp_path)
        return
    installed.keys("postgresql")
    server = request.getfixturevalue("postgres")
    name = f"demo_{uuid4().hex}"
    yield server.create(name, template="installed")
    server.drop(name)


def backend_of(database_url: str) -> str:
    """Return which of `BACKENDS` a URL is for."""
    return database_url.partition(":")[0].partition("+")[0]


@pytest.fixture
def demo_office(demo_database_url: str, installed: Installed, processes: Processes) -> DemoOffice:
    """The demo city with real servers, on SQLite and on PostgreSQL."""
    keys = installed.keys(backend_of(demo_database_url))
    return DemoOffice(demo_database_url, installed.office_key, keys, processes)


@pytest.fixture
def sqlite_office(installed: Installed, processes: Processes, tmp_path: Path) -> DemoOffice:
    """The demo city with real servers on SQLite alone."""
    url = sqlite_copy(installed, tmp_path)
    return DemoOffice(url, installed.office_key, installed.keys("sqlite"), processes)


@pytest.fixture(scope="module")
def shared_office(
    installed: Installed, tmp_path_factory: pytest.TempPathFactory, warm: Warm | None
) -> Iterator[DemoOffice]:
    """The demo city on SQLite with one server for a whole file of tests, as in life."""
    folder = tmp_path_factory.mktemp("shared")
    processes = Processes(folder, warm, {"XDG_DATA_HOME": str(folder / "data")})
    keys = installed.keys("sqlite")
    yield DemoOffice(sqlite_copy(installed, folder), installed.office_key, keys, processes)
    processes.end()


@pytest.fixture
def client(demo_database_url: str, installed: Installed, clock: Clock) -> Iterator[FlaskClient]:
    """A client of the demo city in this process, on SQLite and on PostgreSQL."""
    engine = open_engine(demo_database_url)
    city = City(engine, clock, read_office_key(installed.office_key), "http://localhost")
    yield build(Options("unused", installed.office_key), city).app.test_client()
    engine.dispose()
