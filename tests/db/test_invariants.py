"""What the database itself refuses, whatever a program tries."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from server.db import rows
from server.db.ledger import StoredAnswer, store_answer
from server.db.models import (
    Counter,
    EventRow,
    PrintJob,
    Reservation,
    Seat,
    Service,
    Stop,
    Visit,
)
from server.domain.stops import State
from server.services import arrivals
from tests.parts.office import COUNTER, HERE, OTHER_COUNTER

pytestmark = pytest.mark.db


def copied(row: Any, **changes: Any) -> dict[str, Any]:
    """Return the columns of a row without its id, changed."""
    columns = {column.key: getattr(row, column.key) for column in inspect(row).mapper.columns}
    return {name: value for name, value in columns.items() if name != "id"} | changes


def refuse(hall, statement, named: str | None = None, **values: Any) -> None:
    """Run a statement and see it refused by the constraint called *named*."""
    with pytest.raises(IntegrityError) as refusal, hall.city.writing() as session:
        session.execute(statement, values)
    if named and hall.city.engine.dialect.name == "postgresql":
        assert named in str(refusal.value)


def row_of(hall, table, **where):
    with hall.look() as look:
        return look.session.scalars(select(table).filter_by(**where)).first()


def test_i1_a_number_is_given_once_in_a_queue_and_day(hall):
    visit = row_of(hall, Visit, id=hall.walk_in().visit)
    again = copied(visit, visit_code_hash=None)
    refuse(hall, insert(Visit).values(again), "uq_visit_queue_id_business_date_number")
    with hall.city.writing() as session:
        session.execute(insert(Visit).values(again | {"business_date": date(2026, 11, 25)}))


def test_i2_an_idempotency_key_has_one_answer(hall):
    answer = StoredAnswer("hash", 201, b"sealed")
    with hall.city.writing() as session:
        store_answer(session.connection(), "scope", answer, date(2026, 11, 25))
    with pytest.raises(Exception, match=r"(?i)unique"), hall.city.writing() as session:
        store_answer(session.connection(), "scope", answer, date(2026, 11, 25))


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "held", "absent"])
def test_i3_a_visit_has_one_open_stop(hall, state):
    [stop] = hall.stops(hall.walk_in().ticket.label)
    second = copied(stop, position=1, state=state, counter_id=1)
    refuse(hall, insert(Stop).values(second), "uq_stop_open_visit")


@pytest.mark.parametrize("state", ["planned", "preparing", "done", "withdrawn", "expired"])
def test_i3_leaves_room_for_stops_that_are_not_open(hall, state):
    [stop] = hall.stops(hall.walk_in().ticket.label)
    with hall.city.writing() as session:
        session.execute(insert(Stop).values(copied(stop, position=1, state=state)))


@pytest.mark.parametrize("state", ["called", "serving"])
def test_i4_a_counter_has_one_called_or_served_stop(hall, state):
    hall.open(COUNTER)
    hall.walk_in()
    hall.call_next()
    [other] = hall.stops(hall.walk_in().ticket.label)
    counter = row_of(hall, Counter, office=HERE, code=COUNTER).id
    refuse(
        hall,
        update(Stop).where(Stop.id == other.id).values(state=state, counter_id=counter),
        "uq_stop_at_counter",
    )


def test_i4_a_called_stop_names_its_counter(hall):
    [stop] = hall.stops(hall.walk_in().ticket.label)
    refuse(
        hall,
        update(Stop).where(Stop.id == stop.id).values(state="called"),
        "ck_stop_counter_where_needed",
    )


def test_i5_a_seat_is_taken_once_and_again_after_a_cancellation(hall):
    slot = hall.slot_at(11, 15)
    hall.book(slot.id)
    taken = row_of(hall, Reservation)
    again = copied(taken, lookup_id="another", pre_application_id=None)
    refuse(hall, insert(Reservation).values(again), "uq_reservation_live_seat_id")
    with hall.city.writing() as session:
        session.execute(update(Reservation).values(state="cancelled"))
        session.execute(insert(Reservation).values(again))


def test_i5_a_slot_has_no_two_seats_of_the_same_place(hall):
    seat = row_of(hall, Seat)
    refuse(hall, insert(Seat).values(copied(seat)), "uq_seat_slot_id_position")


def test_i5_a_token_has_one_live_reservation(hall):
    hall.book(hall.slot_at(11, 15).id)
    taken = row_of(hall, Reservation)
    with hall.look() as look:
        free = look.session.scalars(select(Seat.id).where(Seat.id != taken.seat_id)).first()
    again = copied(taken, seat_id=free, pre_application_id=None)
    refuse(hall, insert(Reservation).values(again), "uq_reservation_live_lookup_id")


def test_i6_a_reservation_becomes_one_visit(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    visit = row_of(hall, Visit, id=hall.check_in(token).visit)
    again = copied(visit, number=99, visit_code_hash=None)
    refuse(hall, insert(Visit).values(again), "uq_visit_reservation_id")


def test_i6_a_pre_application_becomes_one_visit(hall):
    visit = row_of(hall, Visit, id=hall.check_in(hall.apply(["hoiku_midyear"])).visit)
    again = copied(visit, number=99, visit_code_hash=None)
    refuse(hall, insert(Visit).values(again), "uq_visit_pre_application_id")


def test_i7_an_event_number_is_given_once_in_an_office(hall):
    hall.walk_in()
    event = row_of(hall, EventRow, office=HERE)
    refuse(hall, insert(EventRow).values(copied(event)), "pk_event")


def test_i8_one_paper_of_a_document_lacks_the_reissue_mark(hall):
    visit = hall.walk_in().visit
    paper = {
        "office": HERE, "visit_id": visit, "document": "ticket", "attempt": 1, "reissue": 0,
        "state": "printed", "at": hall.clock(),
    }  # fmt: skip
    with hall.city.writing() as session:
        session.execute(insert(PrintJob).values(paper))
    refuse(hall, insert(PrintJob).values(paper), "uq_print_job_visit_id_document_attempt")
    refuse(hall, insert(PrintJob).values(paper | {"attempt": 2}), "uq_print_job_original")
    with hall.city.writing() as session:
        session.execute(insert(PrintJob).values(paper | {"attempt": 2, "state": "not_printed"}))
        session.execute(insert(PrintJob).values(paper | {"attempt": 3, "reissue": 1}))
        session.execute(insert(PrintJob).values(paper | {"attempt": 4, "reissue": 2}))


def test_i9_a_step_on_what_somebody_else_has_moved_is_refused(hall):
    [stop] = hall.stops(hall.walk_in().ticket.label)
    with pytest.raises(StaleDataError), hall.city.writing() as session:
        mine = session.get_one(Stop, stop.id)
        session.connection().execute(
            text("UPDATE stop SET version = version + 1 WHERE id = :id"), {"id": stop.id}
        )
        rows.update(session, mine, state=State.WITHDRAWN.value)
        session.flush()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("stop", "state", "lost"),
        ("visit", "visit_class", "vip"),
        ("reservation", "state", "maybe"),
        ("counter", "state", "ajar"),
    ],
)
def test_i9_a_state_that_the_table_does_not_know_is_refused(hall, table, column, value):
    hall.check_in(hall.book(hall.slot_at(11, 15).id))
    refuse(hall, text(f"UPDATE {table} SET {column} = :value"), value=value)  # noqa: S608


def test_i10_an_event_and_its_state_are_written_together_or_not_at_all(hall):
    hall.walk_in()
    before = hall.kinds()
    with pytest.raises(ZeroDivisionError), hall.work() as work:
        arrivals.walk_in(work, "childcare", "kiosk")
        work.session.flush()
        _ = 1 / 0
    assert hall.kinds() == before
    with hall.look() as look:
        assert len(look.session.scalars(select(Visit)).all()) == 1
        assert len(look.session.scalars(select(Stop)).all()) == 1
    assert hall.walk_in().ticket.label == "F002"


def test_every_row_of_the_floor_belongs_to_a_place_that_exists(hall):
    visit = row_of(hall, Visit, id=hall.walk_in().visit)
    refuse(hall, insert(Visit).values(copied(visit, number=50, office="99999")))
    refuse(hall, delete(Service).where(Service.office == HERE, Service.code == "childcare"))


def test_two_counters_may_each_have_somebody(hall):
    hall.open(COUNTER, OTHER_COUNTER)
    hall.labels(2)
    assert (hall.called(COUNTER), hall.called(OTHER_COUNTER)) == ("F001", "F002")
