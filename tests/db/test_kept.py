"""Connections are opened once, and none that may be broken is used again."""

from collections.abc import Iterator

import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine

from server.db.driver import run
from server.db.engine import READING, open_engine
from server.db.kept import KeptConnections


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/kept.db")
    yield engine
    engine.dispose()


def driver_of(kept: KeptConnections) -> sqlite.Connection:
    with kept.begin() as connection:
        return connection.connection.dbapi_connection


def test_a_connection_is_opened_once_and_two_at_a_time_have_two(engine):
    kept = KeptConnections(engine, READING)
    first = driver_of(kept)
    with kept.begin() as connection:
        assert connection.connection.dbapi_connection is first
        assert driver_of(kept) is not first


def test_what_is_written_is_there_and_what_fails_is_taken_back(engine):
    kept = KeptConnections(engine)
    with kept.begin() as connection:
        run(connection, "CREATE TABLE kept (number INTEGER PRIMARY KEY)")
    with pytest.raises(ZeroDivisionError), kept.begin() as connection:
        run(connection, "INSERT INTO kept VALUES (1)")
        1 / 0  # noqa: B018
    with kept.begin() as connection:
        assert run(connection, "SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_reader_does_not_wait_for_a_writer(engine):
    with KeptConnections(engine).begin(), KeptConnections(engine, READING).begin() as reading:
        assert run(reading, "SELECT 1").fetchone() == (1,)


def test_with_the_engine_they_are_closed(engine):
    kept = KeptConnections(engine)
    first = driver_of(kept)
    engine.dispose()
    with pytest.raises(sqlite.ProgrammingError, match="closed"):
        first.execute("SELECT 1")
    assert driver_of(kept) is not first
