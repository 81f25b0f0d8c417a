"""Databases for tests: SQLite and a real PostgreSQL, a fresh one for each test.

A database is made once per session and copied for every test: a file copy for SQLite, a
template for PostgreSQL.
"""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.parts.postgres import PostgresServer

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for each test process, started when the first test asks for it."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=BACKENDS)
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/blank.db"
        return
    server = request.getfixturevalue("postgres")
    name = f"blank_{uuid4().hex}"
    yield server.create(name)
    server.drop(name)
