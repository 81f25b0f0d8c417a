import json
from hashlib import sha256
from itertools import pairwise

import pytest
from sqlalchemy import text

from server.db.ledger import Event, Kind, canonical, chain_hash
from server.domain.refusals import NotFound, Refused
from server.services import duty, log
from server.services.log import Break
from tests.parts.office import BOTH_QUEUES, COUNTER, HERE, NEIGHBOUR

pytestmark = pytest.mark.db


@pytest.fixture
def told(hall):
    """An office with a log of some events."""
    hall.open(COUNTER)
    hall.labels(3)
    hall.call_next()
    hall.call_next(finish=True)
    return hall


def breaks(hall) -> list[Break]:
    with hall.look() as look:
        return log.verify(look.session)


def change(hall, sql: str, **values) -> None:
    with hall.city.writing() as session:
        session.execute(text(sql), values | {"office": HERE})


def test_numbers_follow_each_other_without_a_gap_even_after_refusals(told):
    with pytest.raises(Refused, match="終了してから"):
        told.call_next()
    told.walk_in()
    assert [event.seq for event in told.events()] == list(range(1, told.seq() + 1))


def test_each_event_carries_the_hash_of_the_one_before(told):
    events = told.events()
    assert events[0].prev_hash == ""
    assert all(later.prev_hash == sooner.hash for sooner, later in pairwise(events))
    assert breaks(told) == []


def test_offices_have_logs_of_their_own(told):
    with told.work(NEIGHBOUR) as work:
        duty.open_counter(work, BOTH_QUEUES)
    with told.look() as look:
        [event] = log.events(look, NEIGHBOUR, 0, 10)
    assert (event["seq"], event["kind"]) == (1, "counter_opened")
    assert breaks(told) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("label", "'F999'"), ("detail", "'{}'"), ("staff", "'somebody'"), ("at", "at + 1"),
        ("kind", "'missed'"), ("stop", "stop + 1"), ("hash", "'00'"),
    ],
)  # fmt: skip
def test_a_changed_column_is_found(told, column, value):
    change(told, f"UPDATE event SET {column} = {value} WHERE office = :office AND seq = 3")  # noqa: S608
    assert breaks(told) == [Break(HERE, 3, "changed")]


def test_one_changed_byte_in_the_detail_is_found(told):
    change(
        told,
        "UPDATE event SET detail = replace(detail, 'walk_in', 'walk_im')"
        " WHERE office = :office AND seq = 2",
    )
    assert breaks(told) == [Break(HERE, 2, "changed")]


def test_a_dropped_row_is_found(told):
    change(told, "DELETE FROM event WHERE office = :office AND seq = 4")
    assert breaks(told) == [Break(HERE, 4, "missing")]


def test_two_swapped_rows_are_found(told):
    for seq, to in ((2, -1), (3, 2), (-1, 3)):
        change(
            told, "UPDATE event SET seq = :to WHERE office = :office AND seq = :seq", seq=seq, to=to
        )
    assert breaks(told) == [Break(HERE, 2, "changed")]


def test_a_cut_tail_is_found(told):
    last = told.seq()
    change(told, "DELETE FROM event WHERE office = :office AND seq = :seq", seq=last)
    assert breaks(told) == [Break(HERE, last, "cut_off")]


def test_a_forged_tail_is_found(told):
    last = told.events()[-1]
    columns = [column.key for column in type(last).__table__.columns]
    forged = {name: getattr(last, name) for name in columns} | {"seq": last.seq + 1}
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    with told.city.writing() as session:
        session.execute(text(f"INSERT INTO event ({names}) VALUES ({marks})"), forged)  # noqa: S608
    assert breaks(told) == [Break(HERE, last.seq + 1, "changed")]


def test_every_event_of_a_command_names_the_command_and_who_did_it(told):
    started, finished, called = told.events()[-3:]
    assert (started.kind, finished.kind, called.kind) == ("started", "finished", "called")
    assert started.command == finished.command == called.command
    assert {event.staff for event in told.events()} == {"test"}


def test_what_happened_is_written_in_codes_and_numbers_alone(told):
    for event in told.events():
        assert event.detail == canonical(json.loads(event.detail))
        assert event.detail.isascii()
        assert event.kind in set(Kind)


def test_an_office_that_is_not_there_is_refused(hall):
    with pytest.raises(NotFound, match="99999"), hall.work("99999"):
        pass


def test_the_hash_covers_the_hash_before_and_every_column():
    event = Event("27125", 1, 5, "called", "c0", visit=1, stop=2, counter="3", label="A001")
    written = (
        '[1,"before",{"area":null,"at":5,"command":"c0","counter":"3","detail":"{}",'
        '"kind":"called","label":"A001","office":"27125","seq":1,"staff":null,"stop":2,"visit":1}]'
    )
    assert chain_hash(event, "before") == sha256(written.encode()).hexdigest()
