"""What kiosks do without the office: their numbers, and who may come today and tomorrow."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from server.db.models import LinkedNumber, NumberBlock, PreApplication, Reservation, Visit
from server.domain.checkin import ReservationState
from server.domain.numbers import Block


def blocks_of(session: Session, queue_id: int, day: date) -> list[Block]:
    """Return the numbers of a queue that kiosks hold or have used on a day."""
    rows = session.execute(
        select(NumberBlock.first_number, NumberBlock.last_number).where(
            NumberBlock.queue_id == queue_id, NumberBlock.business_date == day
        )
    )
    return [Block(*row) for row in rows if row.last_number >= row.first_number]


def lease(session: Session, device_id: int, lease_id: str) -> NumberBlock | None:
    """Return the block that a kiosk has asked for under *lease_id*."""
    return session.scalar(
        select(NumberBlock).where(NumberBlock.device_id == device_id, NumberBlock.lease == lease_id)
    )


def block_with(session: Session, queue_id: int, day: date, number: int) -> NumberBlock | None:
    """Return the block in which *number* lies."""
    return session.scalar(
        select(NumberBlock).where(
            NumberBlock.queue_id == queue_id,
            NumberBlock.business_date == day,
            NumberBlock.first_number <= number,
            NumberBlock.last_number >= number,
        )
    )


def visit_with_number(session: Session, queue_id: int, day: date, number: int) -> Visit | None:
    """Return the visit whose paper carries *number*, as its own or as a further one."""
    own = session.scalar(
        select(Visit).where(
            Visit.queue_id == queue_id, Visit.business_date == day, Visit.number == number
        )
    )
    linked = session.get(LinkedNumber, (queue_id, day, number))
    return own or (session.get_one(Visit, linked.visit_id) if linked else None)


def visit_linked_to(session: Session, office: str, day: date, label: str) -> int | None:
    """Return the id of the visit that has *label* as a further number."""
    return session.scalar(
        select(LinkedNumber.visit_id)
        .join(Visit, Visit.id == LinkedNumber.visit_id)
        .where(
            LinkedNumber.office == office,
            LinkedNumber.business_date == day,
            LinkedNumber.label == label,
        )
    )


def further_labels(session: Session, visits: Sequence[int]) -> dict[int, list[str]]:
    """Return the further labels of each visit that has any."""
    found: dict[int, list[str]] = {}
    if visits:
        rows = select(LinkedNumber.visit_id, LinkedNumber.label).where(
            LinkedNumber.visit_id.in_(visits)
        )
        for visit, label in session.execute(rows.order_by(LinkedNumber.number)):
            found.setdefault(visit, []).append(label)
    return found


def expected_reservations(session: Session, office: str, days: Sequence[date]) -> list[Reservation]:
    """Return the reservations of *days*, cancelled ones too: their holders may come."""
    return list(
        session.scalars(
            select(Reservation)
            .where(Reservation.office == office, Reservation.day.in_(days))
            .order_by(Reservation.start, Reservation.id)
        )
    )


def unbooked_pre_applications(
    session: Session, office: str, since: datetime
) -> list[PreApplication]:
    """Return the applications of the time since *since* that have no reservation, newest first.

    Those whose holder has been here are not among them.
    """
    booked = exists().where(
        Reservation.pre_application_id == PreApplication.id,
        Reservation.state != ReservationState.CANCELLED,
    )
    used = exists().where(Visit.pre_application_id == PreApplication.id)
    return list(
        session.scalars(
            select(PreApplication)
            .where(
                PreApplication.office == office,
                PreApplication.created_at >= since,
                ~or_(booked, used),
            )
            .order_by(PreApplication.created_at.desc())
        )
    )


def pre_applications_of(session: Session, lookup_ids: Sequence[str]) -> dict[str, PreApplication]:
    """Return the applications of the codes that have one, by lookup id."""
    rows = select(PreApplication).where(PreApplication.lookup_id.in_(lookup_ids))
    return {row.lookup_id: row for row in session.scalars(rows)} if lookup_ids else {}


def labels_of_reservations(session: Session, reservations: Sequence[int]) -> dict[int, str]:
    """Return the labels of the reservations whose holders have arrived."""
    if not reservations:
        return {}
    rows = select(Visit).where(Visit.reservation_id.in_(reservations))
    return {visit.reservation_id or 0: visit.label for visit in session.scalars(rows)}
