"""The door to the database: one transaction for one command.

``with city.transaction(office) as work`` locks the office's log, freezes the time and
hands over what a use case works with. Events get their numbers at once, for a call's
number is its event's; they are written with the state they tell of, or not at all.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode

from server.db import ledger
from server.db.commits import SharedCommits
from server.db.driver import run
from server.db.engine import READING, is_sqlite
from server.db.floor import Floor, read_floor
from server.db.kept import KeptConnections
from server.db.ledger import Event, HeadState, Kind
from server.db.published import Drafts, Published, session_facts
from server.db.secrets import Secrets
from server.db.types import to_micros
from server.domain.business_day import business_date
from server.domain.refusals import NotFound, Refused, Unavailable

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Begin = Callable[[], AbstractContextManager[Connection]]


@dataclass
class Work:
    """What a use case works with. `now` does not move while it runs."""

    session: Session
    now: datetime
    office: str
    floor: Floor
    secrets: Secrets
    #: The address at which residents' phones reach this server.
    public_url: str
    #: Who does it, as the event log names them.
    actor: str | None
    _head: HeadState
    _kept: dict[Any, tuple[Any, Any]]
    command: str = field(default_factory=lambda: uuid.uuid4().hex)
    events: list[Event] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """The number of the newest event, recorded or just about to be."""
        return self._head.seq + len(self.events)

    @property
    def day(self) -> date:
        """The business date of `now`."""
        return business_date(self.now)

    def kept_while(self, what: Any, holds: Callable[[Any], bool], make: Callable[[], Any]) -> Any:
        """Return the same as `Look.kept_while`, which readers have kept, or keep it for them."""
        return _kept_while(self._kept, (self.office, what), holds, make)

    def record(
        self,
        kind: Kind,
        *,
        visit: int | None = None,
        stop: int | None = None,
        counter: str | None = None,
        area: str | None = None,
        label: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> Event:
        """Return the event that says so; it is written when the transaction commits."""
        event = Event(
            office=self.office,
            seq=self.seq + 1,
            at=to_micros(self.now),
            kind=kind.value,
            command=self.command,
            visit=visit,
            stop=stop,
            counter=counter,
            area=area,
            label=label,
            staff=self.actor,
            detail=ledger.canonical(detail or {}),
        )
        self.events.append(event)
        return event


@dataclass
class Look:
    """What a query works with: a consistent view that waits for nobody."""

    connection: Connection
    now: datetime
    secrets: Secrets
    _floor_at: Callable[[Callable[[], Session], str, int], Floor]
    _facts: dict[str, object]
    _kept: dict[Any, tuple[Any, Any]]

    @cached_property
    def session(self) -> Session:
        """The ORM's view of `connection`; opened by the first who asks, for many never do."""
        return _session_on(self.connection, self._facts)

    def floor_of(self, office: str) -> Floor:
        """Return the floor of *office*, or refuse with ``unknown_office``."""
        head = _head(self.connection, office)
        if head is None:
            raise _unknown(office)
        return self._floor_at(lambda: self.session, office, head[1])

    def close(self) -> None:
        """Let go of the rows that were read."""
        if "session" in vars(self):
            self.session.close()

    def kept(self, office: str, what: Any, make: Callable[[], Any]) -> Any:
        """Return what *make* returned at the office's newest event; it is made once for each.

        For what many ask for and only events, settings and the day change.
        """
        as_of = (*(_head(self.connection, office) or ()), self.day)
        known, made = self._kept.get((office, what), (None, None))
        if known != as_of:
            made = make()
            self._kept[office, what] = (as_of, made)
        return made

    def kept_while(
        self, office: str, what: Any, holds: Callable[[Any], bool], make: Callable[[], Any]
    ) -> Any:
        """Return what *make* returned before, while it *holds*; whatever else has happened."""
        return _kept_while(self._kept, (office, what), holds, make)

    @property
    def day(self) -> date:
        """The business date of `now`."""
        return business_date(self.now)


class City:
    """All offices of one installation."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        secrets: Secrets,
        public_url: str = "http://127.0.0.1:8000",
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.secrets = secrets
        self.public_url = public_url.rstrip("/")
        #: Told after each commit that wrote events; they only wake somebody.
        self.listeners: list[Callable[[], None]] = []
        self._floors: dict[str, Floor] = {}
        self._kept: dict[Any, tuple[Any, Any]] = {}
        self._published = Published()
        self._facts = session_facts(self._published, {})
        # SQLite has one writer: waiting here is fair, waiting in SQLite is not.
        self._read: Begin = engine.begin
        self._write: Begin = engine.begin
        self._joins: JoinTransactionMode = "rollback_only"
        if is_sqlite(engine):
            self._read = KeptConnections(engine, READING).begin
            self._write = SharedCommits(engine, self._forget).writing
            self._joins = "create_savepoint"  # what one session takes back is not the others'

    @contextmanager
    def transaction(self, office: str, actor: str | None = None) -> Iterator[Work]:
        """Run one use case: commit on success, then wake the listeners; roll back on error.

        Raises:
            NotFound: ``unknown_office``.
            Unavailable: ``unavailable``, while the database cannot be used.

        """
        with self.writing() as session:
            head = ledger.lock_head(session, office)
            if head is None:
                raise _unknown(office)
            now = self.clock()
            floor = self._floor(lambda: session, office, head.floor_version)
            work = Work(
                session, now, office, floor, self.secrets, self.public_url, actor, head, self._kept
            )
            yield work
            session.flush()
            if work.events:
                ledger.append(session, head, work.events)
        if work.events:
            self._wake()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Write what has no place in an office's log: logins, devices' last signs."""
        with (
            _connected(self.engine, self._write) as connection,
            _session_on(connection, self._facts, self._joins) as session,
        ):
            yield session
            session.flush()
            if session.in_transaction():  # its own; the connection's belongs to its opener
                session.commit()

    @contextmanager
    def reading(self) -> Iterator[Look]:
        """Look without locking."""
        with (
            _connected(self.engine, self._read) as connection,
            closing(
                Look(connection, self.clock(), self.secrets, self._floor, self._facts, self._kept)
            ) as look,
        ):
            yield look

    def on_trial(self, drafts: Drafts) -> "City":
        """Return this city as it would be with *drafts* of the catalogue; it keeps nothing.

        A transaction of it ends with the refusal ``only_on_trial`` where it would commit.
        """
        return _OnTrial(self, drafts)

    def _floor(self, session: Callable[[], Session], office: str, version: int) -> Floor:
        known = self._floors.get(office)
        if known is None or known.version != version:
            known = self._floors[office] = read_floor(session(), office, version)
        return known

    def _forget(self) -> None:
        """Read anew what was read from a transaction that is lost."""
        self._floors.clear()
        self._kept.clear()
        self._published.forget()

    def _wake(self) -> None:
        for listener in self.listeners:
            listener()


class _OnTrial(City):
    """A city in which drafts of the catalogue are in force, and nothing that is done stays."""

    def __init__(self, real: City, drafts: Drafts) -> None:
        vars(self).update(vars(real))
        self._kept = {}
        self._facts = session_facts(self._published, drafts)

    @contextmanager
    def transaction(self, office: str, actor: str | None = None) -> Iterator[Work]:
        with super().transaction(office, actor) as work:
            yield work
            work.session.flush()
            raise Refused(
                "only_on_trial",
                "ここまで正しく動きました。試しなので、送信はしていません。",
            )


def _head(connection: Connection, office: str) -> tuple[int, int] | None:
    """Return the number of the office's newest event and the version of its floor."""
    sql = "SELECT seq, floor_version FROM head WHERE office = ?"
    found: tuple[int, int] | None = run(connection, sql, office).fetchone()
    return found


def _kept_while(
    kept: dict[Any, tuple[Any, Any]],
    key: Any,
    holds: Callable[[Any], bool],
    make: Callable[[], Any],
) -> Any:
    known = kept.get(key)
    if known is None or not holds(known[1]):
        known = kept[key] = (None, make())
    return known[1]


def _session_on(
    connection: Connection, facts: dict[str, object], joins: JoinTransactionMode = "rollback_only"
) -> Session:
    """Return a session that is bound to one connection.

    So driver SQL finds it without asking the session to take part: half of what a short command
    would otherwise cost.
    """
    return Session(connection, expire_on_commit=False, info=facts, join_transaction_mode=joins)


@contextmanager
def _connected(engine: Engine, begin: Begin) -> Iterator[Connection]:
    """Open a connection and its transaction with *begin*; it commits in the end.

    Raises:
        Unavailable: ``unavailable``, when the database is away, full, locked or cut off. What was
            being committed may then be there or not; the Idempotency-Key tells.

    """
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with begin() as connection:
            yield connection
    except (OperationalError, driver.OperationalError) as error:
        log.exception("the database could not be used")
        raise Unavailable from error


def _unknown(office: str) -> NotFound:
    return NotFound(
        "unknown_office",
        f"「{office[:40]}」という区役所は登録されていません。"
        "区のコード（例 27125）を確かめてください。",
    )
