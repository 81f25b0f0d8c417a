"""What the office does by itself: yesterday is closed, slots are made, old data is deleted."""

from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, or_, select, update
from sqlalchemy.orm import Session

from server.db.city import City
from server.db.models import Idempotency, OfficeRow, PreApplication, Reservation, Visit
from server.domain.business_day import business_date
from server.services import slot_making, stops


def tick(city: City) -> None:
    """Bring every office to today, and delete what is kept no longer."""
    with city.reading() as look:
        offices = list(look.session.scalars(select(OfficeRow.code).order_by(OfficeRow.position)))
    for office in offices:
        with city.transaction(office, actor="system") as work:
            stops.close_past_days(work)
            slot_making.keep_made(work.session, work.floor, work.day)
    purge(city)


def purge(city: City) -> int:
    """Delete what is kept no longer, and return how many rows that were.

    The event log stays: it holds nobody's data.
    """
    today = business_date(city.clock())
    with city.writing() as session:
        return _purge_booked(session, today) + _purge_answers(session, today)


def _purge_booked(session: Session, today: date) -> int:
    applications = select(PreApplication.id).where(PreApplication.purge_after < today)
    # An older, cancelled booking of an application may lie on a later day than its last one.
    over = or_(Reservation.purge_after < today, Reservation.pre_application_id.in_(applications))
    reservations = select(Reservation.id).where(over)
    session.execute(
        update(Visit).where(Visit.reservation_id.in_(reservations)).values(reservation_id=None)
    )
    session.execute(
        update(Visit)
        .where(Visit.pre_application_id.in_(applications))
        .values(pre_application_id=None, note=None)
    )
    gone = _deleted(session, delete(Reservation).where(over))
    return gone + _deleted(
        session, delete(PreApplication).where(PreApplication.purge_after < today)
    )


def _purge_answers(session: Session, today: date) -> int:
    return _deleted(session, delete(Idempotency).where(Idempotency.purge_after <= today))


def _deleted(session: Session, statement: Delete) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
