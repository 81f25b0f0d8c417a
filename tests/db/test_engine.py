import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from server.db.clock import clock_for
from server.db.engine import SOUND_SQLITE, open_engine
from server.db.models import Visit
from server.db.secrets import new_office_key, read_office_key
from server.domain.refusals import Unavailable
from server.services import arrivals
from tests.parts.office import HERE
from tests.parts.statements import heard


def pragma(engine, name: str):
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_sqlite_keeps_what_was_acknowledged_and_checks_what_refers_to_what(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/office.db")
    assert pragma(engine, "journal_mode") == "wal"
    assert pragma(engine, "synchronous") == 2  # FULL
    assert pragma(engine, "foreign_keys") == 1
    assert pragma(engine, "busy_timeout") >= 5000
    engine.dispose()


def test_sqlite_has_no_known_way_to_corrupt_the_file():
    assert sqlite.sqlite_version_info >= SOUND_SQLITE


def test_a_writing_transaction_takes_the_lock_when_it_begins_and_a_reading_one_does_not(
    sqlite_hall,
):
    with heard(sqlite_hall.city.engine) as begun:
        with sqlite_hall.city.writing() as session:
            session.execute(select(Visit.id))
        with sqlite_hall.look() as look:
            look.session.execute(select(Visit.id))
    assert [one for one in begun if one.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


@pytest.mark.db
def test_readers_wait_for_no_writer_and_see_nothing_half_done(hall):
    with hall.work() as work:
        work.session.execute(text("UPDATE counter SET state = 'open'"))
        seen: list[set[str]] = []

        def read() -> None:
            with hall.look() as look:
                seen.append(set(look.session.scalars(text("SELECT DISTINCT state FROM counter"))))

        reader = threading.Thread(target=read)
        reader.start()
        reader.join(5)
        assert seen == [{"closed"}]


@pytest.mark.db
def test_what_breaks_in_the_middle_leaves_nothing(hall):
    hall.walk_in()
    before = hall.seq()

    def rows() -> list[int]:
        with hall.look() as look:
            return list(look.session.scalars(select(Visit.id)))

    known = rows()
    with pytest.raises((SQLAlchemyError, Unavailable)), hall.work() as work:
        arrivals.walk_in(work, "childcare", "kiosk")
        work.session.execute(text("SELECT * FROM no_such_table"))
    assert (rows(), hall.seq()) == (known, before)


@pytest.mark.db
def test_listeners_hear_of_a_commit_and_not_of_a_rollback_or_a_look(hall):
    heard: list[int] = []
    hall.city.listeners.append(lambda: heard.append(1))
    hall.walk_in()
    assert heard == [1]
    with pytest.raises(ZeroDivisionError), hall.work():
        _ = 1 / 0
    with hall.work() as work:
        assert work.office == HERE
    with hall.look():
        pass
    assert heard == [1]


@pytest.mark.db
def test_a_restarted_clock_never_goes_back_behind_the_log(hall):
    hall.at(15, 30)
    hall.walk_in()
    earlier = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    later = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert clock_for(hall.city.engine, earlier)() >= hall.clock.now
    assert clock_for(hall.city.engine, later)() >= later
    assert abs(clock_for(hall.city.engine, None)() - datetime.now(UTC)).total_seconds() < 5


def test_an_office_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "office.key"
    new_office_key(file)
    first = file.read_bytes()
    new_office_key(file)
    assert file.read_bytes() == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(read_office_key(file).office_key) == 32


@pytest.mark.parametrize("content", [b"", b"not base64 !", b"c2hvcnQ="])
def test_a_file_that_holds_no_office_key_is_refused_by_name(tmp_path: Path, content):
    file = tmp_path / "office.key"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"office\.key"):
        read_office_key(file)


def test_a_missing_office_key_says_what_to_do(tmp_path):
    with pytest.raises(ValueError, match="madoguchi init"):
        read_office_key(tmp_path / "office.key")
