"""The day itself: stops by id and label, visits, counters on duty."""

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.db.driver import day_of, run
from server.db.models import Bell, Counter, CounterState, Stop, Visit
from server.db.queries.line import state_in
from server.domain.stops import CLOSED, OPEN, State


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
    return list(
        session.scalars(select(Stop).where(Stop.visit_id == visit_id).order_by(Stop.position))
    )


def counter_states(session: Session, office: str) -> dict[int, CounterState]:
    """Return whether each counter is on duty, by its id."""
    rows = session.execute(select(Counter.id, Counter.state).where(Counter.office == office))
    return {counter_id: CounterState(state) for counter_id, state in rows}


def last_number(session: Session, queue_id: int, day: date) -> int | None:
    """Return the last number a queue gave on a day."""
    connection = session.connection()
    row = run(
        connection,
        "SELECT last_issued FROM number_series WHERE queue_id = ? AND business_date = ?",
        queue_id, day_of(connection, day),
    ).fetchone()  # fmt: skip
    return None if row is None else int(row[0])


def keep_last_number(session: Session, queue_id: int, day: date, number: int) -> None:
    """Note that *number* is the last one a queue gave on a day."""
    connection = session.connection()
    run(
        connection,
        "INSERT INTO number_series (queue_id, business_date, last_issued) VALUES (?, ?, ?)"
        " ON CONFLICT (queue_id, business_date) DO UPDATE SET last_issued = excluded.last_issued",
        queue_id, day_of(connection, day), number,
    )  # fmt: skip


def visit_by_code(session: Session, code_hash: str) -> Visit | None:
    """Return the visit that a visit code opens."""
    return session.scalar(select(Visit).where(Visit.visit_code_hash == code_hash))


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
