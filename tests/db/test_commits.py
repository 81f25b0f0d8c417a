"""What is written together stays or goes one by one until the commit, and then all of it."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from server.db.city import City
from server.db.commits import MOST, SharedCommits
from server.db.driver import run
from server.db.engine import open_engine
from server.db.models import Head
from server.domain.refusals import Refused, Unavailable
from tests.parts.office import HERE

WRITERS = 6


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/shared.db")
    with engine.begin() as connection:
        run(connection, "CREATE TABLE kept (number INTEGER PRIMARY KEY)")
    yield engine
    engine.dispose()


class Writers:
    """Threads that all wait while the first has its turn."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.lost: list[str] = []
        self.shared = SharedCommits(engine, lambda: self.lost.append("lost"))
        self.commits = 0
        event.listen(engine, "commit", self._count)
        self.fail = False

    def _count(self, _connection: object) -> None:
        self.commits += 1
        if self.fail:
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    def write(self, number: int, error: Exception | None = None) -> None:
        with self.shared.writing() as connection:
            run(connection, "INSERT INTO kept VALUES (?)", number)
            if error:
                raise error

    def all_at_once(self, count: int, **errors: Exception) -> list[BaseException | None]:
        """Let *count* write while one more, number 0, has its turn; return what each met."""
        with ThreadPoolExecutor(count) as pool, ExitStack() as turn:
            connection = turn.enter_context(self.shared.writing())
            run(connection, "INSERT INTO kept VALUES (0)")
            others = [
                pool.submit(self.write, number, errors.get(f"of_{number}"))
                for number in range(1, count + 1)
            ]
            until(lambda: self.shared._waiting == count)  # noqa: SLF001 - nobody else can tell
            first = raised_by(turn.close)
            return [first, *(one.exception() for one in others)]

    def kept(self) -> list[int]:
        with self.engine.connect() as connection:
            return [row[0] for row in run(connection, "SELECT number FROM kept ORDER BY number")]


@pytest.fixture
def writers(engine: Engine) -> Writers:
    return Writers(engine)


def until(true) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def raised_by(act) -> BaseException | None:
    done: Future[None] = Future()
    try:
        done.set_result(act())
    except BaseException as error:
        done.set_exception(error)
    return done.exception()


def test_those_who_wait_share_a_commit(writers):
    assert writers.all_at_once(WRITERS) == [None] * (WRITERS + 1)
    assert writers.kept() == list(range(WRITERS + 1))
    assert writers.commits < WRITERS


def test_who_writes_alone_commits_alone(writers):
    for number in range(3):
        writers.write(number)
    assert (writers.kept(), writers.commits) == ([0, 1, 2], 3)


def test_nobody_waits_for_more_than_so_many(writers):
    writers.all_at_once(2 * MOST)
    assert writers.kept() == list(range(2 * MOST + 1))
    assert writers.commits >= 3


def test_who_is_refused_takes_back_their_own_and_nothing_else(writers):
    refused = Refused("full", "満席です。")
    met = writers.all_at_once(WRITERS, of_2=refused, of_6=refused)
    assert met == [None, None, refused, None, None, None, refused]
    assert writers.kept() == [0, 1, 3, 4, 5]
    assert writers.lost == []


def test_a_first_one_that_is_refused_leaves_nothing_and_holds_up_nobody(writers):
    with ThreadPoolExecutor(2) as pool:
        with pytest.raises(Refused), writers.shared.writing() as connection:
            run(connection, "INSERT INTO kept VALUES (0)")
            others = [pool.submit(writers.write, number) for number in (1, 2)]
            until(lambda: writers.shared._waiting == 2)  # noqa: SLF001 - as above
            raise Refused("full", "満席です。")
        assert [one.exception() for one in others] == [None, None]
    assert (writers.kept(), writers.lost) == ([1, 2], [])


def test_a_commit_that_fails_is_told_to_all_who_shared_it_and_leaves_nothing(writers):
    writers.fail = True
    met = writers.all_at_once(WRITERS)
    assert all(isinstance(one, Unavailable) for one in met)
    assert (writers.kept(), bool(writers.lost)) == ([], True)

    writers.fail = False
    writers.write(7)
    assert writers.kept() == [7]


def test_when_the_database_has_taken_back_everything_nobody_is_told_that_it_is_there(writers):
    """As SQLite does by itself when the disk is full in the middle of a statement."""
    with ThreadPoolExecutor(2) as pool, ExitStack() as turn:
        connection = turn.enter_context(writers.shared.writing())
        run(connection, "INSERT INTO kept VALUES (0)")
        second = pool.submit(lose_everything, writers)
        third = pool.submit(writers.write, 3)
        until(lambda: writers.shared._waiting == 2)  # noqa: SLF001 - as above
        assert isinstance(raised_by(turn.close), Unavailable)
        assert isinstance(second.exception(), OSError)
        assert third.exception() is None or isinstance(third.exception(), Unavailable)
    assert 0 not in writers.kept()
    assert (3 in writers.kept()) is (third.exception() is None)


def lose_everything(writers: Writers) -> None:
    with writers.shared.writing() as connection:
        run(connection, "ROLLBACK")
        raise OSError("disk full")


def test_what_a_session_fails_to_write_takes_nothing_of_the_others_with_it(sqlite_hall):
    """The ORM takes back its transaction when a row is refused by the database."""
    city, met = sqlite_hall.city, []

    def fail() -> None:
        with city.writing() as session:
            session.add(Head(office=HERE, seq=0, hash="", floor_version=1))  # there is one
            met.append(raised_by(session.flush))
            raise Refused("taken", "すでにあります。")

    with city.writing() as session:
        session.execute(text("UPDATE head SET floor_version = 77"))
        other = threading.Thread(target=raised_by, args=(fail,))
        other.start()
        until(lambda: waiting(city) == 1)
    other.join()

    assert isinstance(met[0], IntegrityError)
    with sqlite_hall.look() as look:
        assert look.session.scalar(text("SELECT floor_version FROM head")) == 77


def test_what_was_read_from_a_lost_transaction_is_read_anew(sqlite_hall):
    city = sqlite_hall.city
    with sqlite_hall.work() as work:
        before = work.floor
    event.listen(city.engine, "commit", fail_once())

    with pytest.raises(Unavailable), sqlite_hall.work():
        pass
    with sqlite_hall.work() as work:
        assert work.floor == before
        assert work.floor is not before


def fail_once():
    failures = [OperationalError("COMMIT", {}, Exception("disk I/O error"))]

    def commit(_connection: object) -> None:
        if failures:
            raise failures.pop()

    return commit


def waiting(city: City) -> int:
    shared: SharedCommits = city._write.__self__  # noqa: SLF001 - as above
    return shared._waiting  # noqa: SLF001
