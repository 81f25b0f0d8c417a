"""What SQLite is really asked, by the ORM and by driver SQL alike: SQLite itself tells."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def heard(*engines: Engine) -> Iterator[list[str]]:
    """Collect each statement of connections that are taken meanwhile, with its values in it."""
    asked: list[str] = []

    def listen(connection, *_) -> None:
        connection.set_trace_callback(asked.append)

    for engine in engines:
        event.listen(engine, "checkout", listen)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "checkout", listen)
            engine.dispose()
