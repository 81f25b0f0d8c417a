"""How the database is opened: SQLite by default, PostgreSQL by URL."""

from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import URL, make_url

from server.db.driver import run

#: The first SQLite without the WAL-reset bug that can corrupt a database.
SOUND_SQLITE = (3, 51, 3)
BUSY_MS = 10_000
#: Of a SQLite connection whose transactions only read and wait for nobody.
READING = {"begin": "BEGIN"}
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL would lose acknowledged tickets when the power fails
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    # 16 MB of log before it is copied home: four times the usual, a quarter of the copying.
    "PRAGMA wal_autocheckpoint=4000",
)


def open_engine(url: str | URL) -> Engine:
    """Return the engine for *url*; its transactions take the write lock when they begin."""
    parsed = make_url(url)
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)


def reader_of(engine: Engine) -> Engine:
    """Return the same database for transactions that only read and wait for nobody."""
    return engine.execution_options(**READING) if is_sqlite(engine) else engine


def is_sqlite(engine: Engine) -> bool:
    """Tell whether one process at a time writes."""
    return engine.dialect.name == "sqlite"


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        module=sqlite,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        pool_size=32,
        max_overflow=400,
        pool_use_lifo=True,  # the connection that has just written has the pages at hand
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A plain BEGIN that writes later fails at once with "database is locked".
        options = connection.get_execution_options()
        run(connection, options.get("begin", "BEGIN IMMEDIATE"))

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=32, max_overflow=64, pool_pre_ping=True
    )
