"""The database sorts the line as the rule does, and asks only the index for it."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text

from server.db import queries
from server.db.models import Stop, Visit
from server.db.types import to_micros
from server.domain.queueing import TIE, VisitClass, next_to_call, rank
from server.domain.stops import State
from tests.parts.office import HERE, Hall
from tests.parts.statements import heard

pytestmark = pytest.mark.db

people = st.lists(
    st.tuples(
        st.integers(0, 5),  # few values, so that ties are common
        st.sampled_from(VisitClass),
        st.integers(0, 3),
        st.sampled_from(["residents", "insurance", "childcare"]),
        st.sampled_from([State.WAITING, State.WAITING, State.DONE, State.PLANNED, State.EXPIRED]),
    ),
    max_size=30,
)


def fill(hall: Hall, line) -> None:
    """Put a line into the database as it is described."""
    with hall.look() as look:
        floor = look.floor_of(HERE)
    now = hall.clock()
    with hall.city.writing() as session:
        session.execute(delete(Stop))
        session.execute(delete(Visit))
        for number, (order, visit_class, came, queue, state) in enumerate(line, start=1):
            plan = floor.queues[queue]
            service = next(one for one in floor.services.values() if one.queue is plan)
            visit = Visit(
                office=HERE, business_date=now.date(), queue_id=plan.id, number=number,
                label=f"{plan.prefix}{number:03d}", visit_class=visit_class, language="ja",
                origin="kiosk", issued_at=now,
            )  # fmt: skip
            session.add(visit)
            session.flush()
            session.execute(insert(Stop).values(
                office=HERE, visit_id=visit.id, queue_id=plan.id, service_id=service.id,
                position=0, state=state, order_time=now + timedelta(minutes=order),
                tie=TIE[visit_class], checked_in=now + timedelta(minutes=came), number=number,
                label=visit.label, since=now, version=1,
            ))  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people, st.lists(st.sampled_from(["residents", "insurance"]), min_size=1, unique=True))
def test_the_line_of_the_database_is_the_line_of_the_rule(hall, line, chosen):
    fill(hall, line)
    with hall.look() as look:
        ids = [look.floor_of(HERE).queues[code].id for code in chosen]
        everybody = look.session.query(Stop).filter(Stop.queue_id.in_(ids)).all()
        waiting = sorted((one for one in everybody if one.state == State.WAITING), key=rank)
        assert queries.in_line(look.session, ids, 100) == waiting
        assert queries.in_line(look.session, ids, 3) == waiting[:3]
        assert next_to_call(queries.in_line(look.session, ids, 1)) is next_to_call(waiting)
        assert queries.waiting_count(look.session, ids) == len(waiting)
        for place, stop in enumerate([one for one in waiting if one.queue_id == ids[0]]):
            assert queries.ahead_of(look.session, stop) == place


def test_who_is_next_is_read_from_the_index_of_those_who_wait(sqlite_hall):
    """However many visits lie behind: no scan, no sort, no temporary tree."""
    with heard(sqlite_hall.city.engine) as asked, sqlite_hall.look() as look:
        [queue] = [q.id for q in look.floor_of(HERE).queues.values() if q.code == "childcare"]
        asked.clear()
        queries.in_line(look.session, [queue], 3)
        [statement] = [one for one in asked if "FROM stop" in one]
        plan = look.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        steps = " / ".join(row[3] for row in plan)
    assert re.search(r"SEARCH stop USING INDEX ix_stop_line \(queue_id=\?\)", steps), steps
    assert "TEMP B-TREE" not in steps


def test_moments_are_stored_to_the_microsecond_and_never_without_a_zone(hall):
    exact = datetime.fromisoformat("2026-11-24T10:00:00.123457+09:00")
    hall.clock.set(exact)
    [stop] = hall.stops(hall.walk_in().ticket.label)
    assert stop.since == exact
    assert stop.since.tzinfo is not None
    with hall.city.writing() as session:
        stored = session.execute(text("SELECT since FROM stop")).scalar_one()
    assert stored == 1795482000123457
    with pytest.raises(ValueError, match="without a time zone"):
        to_micros(exact.replace(tzinfo=None))
