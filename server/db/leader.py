"""One process of several leads what the office does by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from server.db.engine import is_sqlite

#: "MADT" in ASCII: the advisory lock of the minute's work.
LOCK = 0x4D414454


@contextmanager
def leading(engine: Engine) -> Iterator[bool]:
    """Tell whether this process leads, and keep the others from it until the block ends.

    A database in a file has one process; on PostgreSQL a lock chooses, and is free again
    with the end of its connection's transaction.
    """
    if is_sqlite(engine):
        yield True
        return
    with engine.connect() as connection, connection.begin():
        yield bool(connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")))
