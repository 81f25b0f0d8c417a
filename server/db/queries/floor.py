"""The day itself: stops by id and label, visits, counters on duty."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import Session

from server.db import rows
from server.db.driver import day_of, run
from server.db.models import Bell, Counter, CounterState, Stop, Task, Visit
from server.db.queries.line import state_in
from server.domain.stops import AT_COUNTER, CLOSED, OPEN, State


def stop_here(session: Session, office: str, stop_id: int) -> Stop | None:
    """Return a stop of the office."""
    return session.scalar(select(Stop).where(Stop.id == stop_id, Stop.office == office))


def unfinished_by_label(session: Session, office: str, label: str) -> Stop | None:
    """Return the stop that a label means now: the visit's open one, else the newest."""
    stops = session.scalars(
        select(Stop)
        .where(Stop.office == office, Stop.label == label, ~state_in(CLOSED))
        .order_by(Stop.id.desc())
    ).all()
    return next((stop for stop in stops if stop.state in OPEN), stops[0] if stops else None)


def unfinished(session: Session, office: str, *states: State) -> list[Stop]:
    """Return the office's stops in *states*, longest there first."""
    return list(
        session.scalars(
            select(Stop)
            .where(Stop.office == office, Stop.state.in_(states), ~state_in(CLOSED))
            .order_by(Stop.since, Stop.id)
        )
    )


def left_open_before(session: Session, office: str, day: date) -> list[Stop]:
    """Return the stops that visits of earlier days left unfinished."""
    return list(
        session.scalars(
            select(Stop)
            .join(Visit, Visit.id == Stop.visit_id)
            .where(Stop.office == office, ~state_in(CLOSED), Visit.business_date < day)
            .order_by(Stop.id)
        )
    )


def stops_of(session: Session, visit_id: int) -> list[Stop]:
    """Return all stops of a visit in their order."""
    return rows.load(session, Stop, "WHERE visit_id = ? ORDER BY position", visit_id)


def tasks_of(session: Session, visits: Sequence[int]) -> list[Task]:
    """Return the tasks of visits, oldest first."""
    if not visits:
        return []
    query = select(Task).where(Task.visit_id.in_(visits)).order_by(Task.id)
    return list(session.scalars(query))


def counter_states(session: Session, office: str) -> dict[int, CounterState]:
    """Return whether each counter is on duty, by its id."""
    rows = session.execute(select(Counter.id, Counter.state).where(Counter.office == office))
    return {counter_id: CounterState(state) for counter_id, state in rows}


def busy_counters(session: Session, office: str) -> set[int]:
    """Return the ids of the counters where somebody is called or served."""
    rows = session.scalars(
        select(Stop.counter_id).where(
            Stop.office == office, Stop.state.in_(AT_COUNTER), ~state_in(CLOSED)
        )
    )
    return {counter_id for counter_id in rows if counter_id is not None}


def last_number(session: Session, queue_id: int, day: date) -> int | None:
    """Return the last number a queue gave on a day."""
    row = run(
        session,
        "SELECT last_issued FROM number_series WHERE queue_id = ? AND business_date = ?",
        queue_id, day_of(session, day),
    ).fetchone()  # fmt: skip
    return None if row is None else int(row[0])


def keep_last_number(session: Session, queue_id: int, day: date, number: int) -> None:
    """Note that *number* is the last one a queue gave on a day."""
    run(
        session,
        "INSERT INTO number_series (queue_id, business_date, last_issued) VALUES (?, ?, ?)"
        " ON CONFLICT (queue_id, business_date) DO UPDATE SET last_issued = excluded.last_issued",
        queue_id, day_of(session, day), number,
    )  # fmt: skip


def visit_by_id(session: Session, visit_id: int) -> Visit:
    """Return the visit that a stop belongs to."""
    return rows.by_id(session, Visit, visit_id)


def visit_by_code(session: Session, code_hash: str) -> Visit | None:
    """Return the visit that a visit code opens."""
    found = rows.load(session, Visit, "WHERE visit_code_hash = ?", code_hash)
    return found[0] if found else None


class VisitToday(NamedTuple):
    """A visit of today, and where it is."""

    id: int
    office: str


def today_by_code(connection: Connection, day: date, code_hash: str) -> VisitToday | None:
    """Return the visit of *day* that a visit code opens."""
    return _visit_of_day(connection, "visit_code_hash", code_hash, day)


def today_by_id(connection: Connection, day: date, visit_id: int) -> VisitToday | None:
    """Return the visit with an id, if it is one of *day*."""
    return _visit_of_day(connection, "id", visit_id, day)


def _visit_of_day(
    connection: Connection, column: str, value: str | int, day: date
) -> VisitToday | None:
    sql = f"SELECT id, office FROM visit WHERE {column} = ? AND business_date = ?"  # noqa: S608 - our own names
    row = run(connection, sql, value, day_of(connection, day)).fetchone()
    return None if row is None else VisitToday(*row)


def visit_of(
    session: Session, reservation: int | None, pre_application: int | None
) -> Visit | None:
    """Return the visit that a reservation or a pre-application has become."""
    matches: ColumnElement[bool] = (
        Visit.reservation_id == reservation
        if reservation is not None
        else Visit.pre_application_id == pre_application
    )
    return session.scalar(select(Visit).where(matches))


def open_bells(session: Session, office: str) -> list[Bell]:
    """Return the calls for staff that nobody has answered, oldest first."""
    return list(
        session.scalars(
            select(Bell)
            .where(Bell.office == office, Bell.answered_at.is_(None))
            .order_by(Bell.rung_at)
        )
    )
