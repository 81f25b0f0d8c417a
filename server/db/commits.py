"""Those who wait for one another to write share one commit.

SQLite has one writer, and a commit costs about the same whatever it holds: the pages of the log
that every command touches, and the disk. So whoever is done while others wait leaves the
transaction open to the next, and the last one commits for all. Nobody returns before that: what
was answered is on the disk. Who follows others has a savepoint, so that who is refused takes back
what they did and nothing else; the first has the transaction itself.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, Engine

from server.db.driver import run
from server.db.kept import KeptConnections
from server.domain.refusals import Unavailable

log = logging.getLogger(__name__)

#: So many share a commit at most, and none begins in one that is open for longer.
MOST, MOST_OPEN_S = 16, 0.05


class SharedCommits:
    """The one writer's turn, which goes from thread to thread."""

    def __init__(self, engine: Engine, on_loss: Callable[[], None]) -> None:
        self._connections = KeptConnections(engine)
        #: Told when what some have done, and others may have read, will never be there.
        self._on_loss = on_loss
        self._turn, self._counting = threading.Lock(), threading.Lock()
        self._waiting = 0
        self._open: _Shared | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Wait for the turn, write, and return when it is on the disk.

        Raises:
            Unavailable: it could not be put there.

        """
        with self._my_turn():
            shared = self._open = self._open or _Shared(self._connections)
            try:
                with shared.part() as connection:
                    yield connection
            finally:
                if shared.is_full or not self._waiting:
                    self._open = None
                    shared.end(self._on_loss)
        shared.wait()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        with self._counting:
            self._waiting += 1
        with self._turn:
            with self._counting:
                self._waiting -= 1
            yield


class _Shared:
    """One transaction of several."""

    def __init__(self, connections: KeptConnections) -> None:
        self._connections = connections
        self._connection = connections.take()
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        self._opened = monotonic()
        self._parts = 0
        self._done = threading.Event()
        self._is_kept = False
        #: The first was refused, and nobody else has written yet.
        self._is_void = False
        self._error: BaseException | None = None

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit, or nothing is left that could be."""
        is_old = monotonic() - self._opened > MOST_OPEN_S
        return self._parts >= MOST or is_old or self._is_void or self._error is not None

    @contextmanager
    def part(self) -> Iterator[Connection]:
        """Let one do what stays or goes as a whole."""
        self._parts += 1
        is_first = self._parts == 1
        try:
            if not is_first:
                run(self._connection, "SAVEPOINT part")
            yield self._connection
            if not is_first:
                run(self._connection, "RELEASE part")
        except BaseException as error:
            if is_first:
                self._is_void = True
            else:
                self._take_back(error)
            raise

    def _take_back(self, error: BaseException) -> None:
        try:
            run(self._connection, "ROLLBACK TO part")
            run(self._connection, "RELEASE part")
        except Exception:  # a full disk has taken back everything, also of the others
            log.exception("what had been written together is lost")
            self._error = error

    def end(self, on_loss: Callable[[], None]) -> None:
        """Commit, or take everything back, and tell all who wait."""
        try:
            if self._error is None:
                end = self._transaction.rollback if self._is_void else self._transaction.commit
                end()
                self._is_kept = True
        except Exception as error:
            log.exception("what had been written together could not be committed")
            self._error = error
        finally:
            self._let_go(on_loss)

    def _let_go(self, on_loss: Callable[[], None]) -> None:
        try:
            if self._is_kept:
                self._connections.give_back(self._connection)
                return
            on_loss()
            self._connection.invalidate()  # whatever is left open there goes with it
            self._connection.close()
        finally:
            self._done.set()

    def wait(self) -> None:
        """Return when it is committed; refuse with ``unavailable`` when it is lost."""
        self._done.wait()
        if not self._is_kept:
            raise Unavailable from self._error
