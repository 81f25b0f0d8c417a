"""An office in this process: two wards of the demo city, on either database, with a still clock.

The whole city takes seconds to load and a test needs one ward and a neighbour. They are
loaded once per session and database, and copied for each test.
"""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select

from config import load_pack
from config.pack import Pack
from config.schema.offices import Counter as CounterSetup
from server.db.city import City, Look, Work
from server.db.engine import open_engine
from server.db.migrations import upgrade
from server.db.models import EventRow, Stop, Visit
from server.db.secrets import Secrets
from server.domain.business_day import JST
from server.domain.stops import State
from server.services import arrivals, counters, daily, duty, pre_applications, reservations, setup
from server.services.arrivals import Arrival
from server.services.counters import Call
from server.services.reservations import OfferedSlot
from tests.parts.clock import TEN_OCLOCK, Clock
from tests.parts.databases import BACKENDS

HERE, NEIGHBOUR = "27125", "27126"
SERVICE, QUEUE, COUNTER, OTHER_COUNTER = "childcare", "childcare", "10", "11"
#: A counter of the tests that calls two queues.
BOTH_QUEUES = "30"
OFFICE_KEY = bytes(range(32))


def two_wards() -> Pack:
    """Return the demo city with two wards; one counter of theirs calls two queues."""
    pack = load_pack("osaka-demo")
    both = CounterSetup(number=BOTH_QUEUES, area="1F", queues=("residents", "insurance"))
    wards = (
        office.model_copy(update={"counters": (*office.counters, both)})
        for office in pack.offices
        if office.code in {HERE, NEIGHBOUR}
    )
    return replace(pack, offices=tuple(wards))


def load_two_wards(url: str) -> None:
    """Bring an empty database to what `make demo` starts with, for two wards."""
    engine = open_engine(url)
    upgrade(engine)
    city = City(engine, Clock(TEN_OCLOCK), Secrets(OFFICE_KEY))
    with city.writing() as session:
        setup.load_pack(session, two_wards())
    daily.tick(city)
    engine.dispose()


@dataclass
class Hall:
    """One office and its clock, as its use cases see it."""

    city: City
    clock: Clock
    office: str = HERE

    def work(self, office: str | None = None) -> AbstractContextManager[Work]:
        return self.city.transaction(office or self.office, "test")

    def look(self) -> AbstractContextManager[Look]:
        return self.city.reading()

    def at(self, hour: int, minute: int = 0, day: date = date(2026, 11, 24)) -> datetime:
        """Set the office's clock."""
        self.clock.set(datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST))
        return self.clock.now

    def open(self, *numbers: str) -> None:
        with self.work() as work:
            for number in numbers:
                duty.open_counter(work, number)

    def walk_in(self, service: str = SERVICE, *, priority: bool = False) -> Arrival:
        with self.work() as work:
            return arrivals.walk_in(work, service, "kiosk", priority=priority)

    def labels(self, count: int, service: str = SERVICE) -> list[str]:
        """Let people take tickets one minute after the other and return their labels."""
        given = []
        for _ in range(count):
            given.append(self.walk_in(service).ticket.label)
            self.clock.advance(minutes=1)
        return given

    def slots(self, service: str = SERVICE, day: date = date(2026, 11, 24)) -> list[OfferedSlot]:
        with self.look() as look:
            return reservations.offered(look, self.office, service, day, day)

    def slot_at(
        self, hour: int, minute: int, service: str = SERVICE, day: date = date(2026, 11, 24)
    ) -> OfferedSlot:
        start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST)
        return next(slot for slot in self.slots(service, day) if slot.start == start)

    def book(self, slot: int, service: str = SERVICE, **more: Any) -> str:
        """Book a slot and return the token."""
        with self.work() as work:
            return reservations.book(work, service, slot, **more).token

    def apply(self, procedures: list[str], forms: dict[str, Any] | None = None) -> str:
        """Send a pre-application and return the token."""
        with self.work() as work:
            return pre_applications.submit(work, procedures, {}, forms or {}, "ja").token

    def check_in(self, token: str, office: str | None = None) -> Arrival:
        with self.work(office) as work:
            return arrivals.check_in(work, token, "kiosk")

    def call_next(self, number: str = COUNTER, **more: Any) -> Call | None:
        with self.work() as work:
            return counters.call_next(work, number, **more)

    def called(self, number: str = COUNTER, **more: Any) -> str | None:
        """Call the next one and return the label."""
        call = self.call_next(number, **more)
        return None if call is None else call.label

    def do(self, step: str, number: str = COUNTER, **more: Any) -> Any:
        """Take a step at a counter: recall, start, finish, miss, hold."""
        with self.work() as work:
            return getattr(counters, step)(work, number, **more)

    def stops(self, label: str) -> list[Stop]:
        """Return the stops of the newest visit with a label, in their order."""
        with self.look() as look:
            newest = select(func.max(Visit.id)).where(
                Visit.label == label, Visit.office == self.office
            )
            rows = select(Stop).where(Stop.visit_id == newest.scalar_subquery())
            return list(look.session.scalars(rows.order_by(Stop.position)))

    def states(self, label: str) -> list[State]:
        return [State(stop.state) for stop in self.stops(label)]

    def events(self, since: int = 0) -> list[EventRow]:
        with self.look() as look:
            rows = select(EventRow).where(EventRow.office == self.office, EventRow.seq > since)
            return list(look.session.scalars(rows.order_by(EventRow.seq)))

    def kinds(self, since: int = 0) -> list[str]:
        return [event.kind for event in self.events(since)]

    def seq(self) -> int:
        return max((event.seq for event in self.events()), default=0)

    @property
    def backend(self) -> str:
        return self.city.engine.dialect.name


@pytest.fixture(scope="session")
def two_wards_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("wards") / "wards.db"
    load_two_wards(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def two_wards_template(request: pytest.FixtureRequest) -> str:
    name = "two_wards"
    load_two_wards(request.getfixturevalue("postgres").create(name))
    return name


@pytest.fixture
def sqlite_wards_url(two_wards_file: Path, tmp_path: Path) -> str:
    """A fresh SQLite file with two wards."""
    shutil.copy(two_wards_file, tmp_path / "wards.db")
    return f"sqlite:///{tmp_path}/wards.db"


@pytest.fixture(params=BACKENDS)
def wards_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with two wards, on SQLite and on PostgreSQL."""
    with fresh_wards(request, request.param, tmp_path) as url:
        yield url


@contextmanager
def fresh_wards(request: pytest.FixtureRequest, backend: str, folder: Path) -> Iterator[str]:
    """Let there be one more database with two wards, and forget it in the end."""
    name = f"wards_{uuid4().hex}"
    if backend == "sqlite":
        file = shutil.copy(request.getfixturevalue("two_wards_file"), folder / f"{name}.db")
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgres")
    yield server.create(name, template=request.getfixturevalue("two_wards_template"))
    server.drop(name)


def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(wards_url: str) -> Iterator[Engine]:
    yield from _engine(wards_url)


@pytest.fixture
def hall(engine: Engine, clock: Clock) -> Hall:
    """The office on SQLite and on PostgreSQL; it is Tuesday 10:00."""
    return Hall(City(engine, clock, Secrets(OFFICE_KEY)), clock)


@pytest.fixture
def sqlite_hall(sqlite_wards_url: str, clock: Clock) -> Iterator[Hall]:
    """The office on SQLite alone, for what the database has no part in."""
    for engine in _engine(sqlite_wards_url):
        yield Hall(City(engine, clock, Secrets(OFFICE_KEY)), clock)


TOMORROW = date(2026, 11, 24) + timedelta(days=1)
