"""The floor under every figure: a durable transaction on the same database, nothing else."""

import time
from collections.abc import Callable

import psycopg
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy.engine import make_url

from tests.bench.load import Result

SCHEMA = "CREATE TABLE bench_bare (n INTEGER PRIMARY KEY, text TEXT)"
INSERT = "INSERT INTO bench_bare (n, text) VALUES ({n}, '{text}')"
TEXT = "x" * 200  # about what one event is
DROP = "DROP TABLE bench_bare"


def measure(database_url: str, seconds: float) -> Result:
    """Insert one row a transaction into the database of *database_url*, synced each time."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(str(url.database), seconds)
    return _postgresql(url.set(drivername="postgresql").render_as_string(), seconds)


def _sqlite(path: str, seconds: float) -> Result:
    connection = sqlite.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA synchronous=FULL")

    def transaction(statement: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statement)
        connection.execute("COMMIT")

    try:
        return _repeat(transaction, seconds)
    finally:
        connection.close()


def _postgresql(dsn: str, seconds: float) -> Result:
    with psycopg.connect(dsn, autocommit=True) as connection:

        def transaction(statement: str) -> None:
            with connection.transaction():
                connection.execute(statement.encode())

        return _repeat(transaction, seconds)


def _repeat(transaction: Callable[[str], None], seconds: float) -> Result:
    transaction(SCHEMA)
    latencies = []
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        before = time.monotonic()
        transaction(INSERT.format(n=len(latencies), text=TEXT))
        latencies.append(time.monotonic() - before)
    elapsed = time.monotonic() - start
    transaction(DROP)
    return Result(latencies, len(latencies) / elapsed)
