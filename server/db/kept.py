"""Connections that stay open from one transaction to the next.

To take one out of the engine's pool and to bring it back costs as much as ten short statements,
in every command and every look of a phone. SQLite has nothing that could be gone meanwhile;
where a server may have been away the pool asks first, so PostgreSQL keeps to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


class KeptConnections:
    """Open connections that nobody uses at the moment; any thread may take one."""

    def __init__(self, engine: Engine, options: dict[str, str] | None = None) -> None:
        self._engine, self._options = engine, options or {}
        self._idle: list[Connection] = []
        event.listen(engine, "engine_disposed", self._end)

    def take(self) -> Connection:
        """Return a connection without a transaction; whoever takes it ends or gives it back."""
        try:
            return self._idle.pop()  # the one that has just been used has the pages at hand
        except IndexError:
            return self._engine.connect().execution_options(**self._options)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection that is well and in no transaction."""
        self._idle.append(connection)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction, as ``Engine.begin`` does."""
        connection = self.take()
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        self.give_back(connection)

    def _end(self, _engine: Engine) -> None:
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.invalidate()
            connection.close()
