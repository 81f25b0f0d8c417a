from collections.abc import Iterator

import pytest

from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import read_office_key
from tests.parts.clock import Clock
from tests.parts.demo_office import Installed


@pytest.fixture
def city(demo_database_url: str, installed: Installed, clock: Clock) -> Iterator[City]:
    """The demo city at ten o'clock, in this process, on SQLite and on PostgreSQL."""
    engine = open_engine(demo_database_url)
    yield City(engine, clock, read_office_key(installed.office_key), "http://127.0.0.1:8000")
    engine.dispose()
