"""Today's tickets by label and by purpose, for staff at a kiosk and for contingents."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.models import PrintJob, Stop, Visit
from server.domain.queueing import VisitClass
from server.domain.stops import State


def walk_ins_since(
    session: Session, queue_id: int, service_id: int, day: date, since: datetime
) -> int:
    """Return how many walk-in tickets a service has given since a moment of *day*."""
    count = session.scalar(
        select(func.count())
        .select_from(Visit)
        .join(Stop, (Stop.visit_id == Visit.id) & (Stop.position == 0))
        .where(
            Visit.queue_id == queue_id,
            Visit.business_date == day,
            Visit.visit_class != VisitClass.RESERVED,
            Visit.pre_application_id.is_(None),
            Visit.issued_at >= since,
            Stop.service_id == service_id,
            Stop.state != State.WITHDRAWN,
        )
    )
    return int(count or 0)


def visit_by_label(
    session: Session, office: str, queue_ids: list[int], day: date, label: str
) -> Visit | None:
    """Return the newest visit of *day* with a label."""
    return session.scalar(
        select(Visit)
        .where(
            Visit.queue_id.in_(queue_ids),
            Visit.business_date == day,
            Visit.office == office,
            Visit.label == label,
        )
        .order_by(Visit.id.desc())
        .limit(1)
    )


def issued_by_service(session: Session, queue_ids: list[int], day: date) -> dict[int, int]:
    """Return how many tickets of *day* each service has, by the service's id."""
    rows = session.execute(
        select(Stop.service_id, func.count())
        .join(Visit, Stop.visit_id == Visit.id)
        .where(Visit.queue_id.in_(queue_ids), Visit.business_date == day, Stop.position == 0)
        .group_by(Stop.service_id)
    )
    return {row[0]: row[1] for row in rows}


def waiting_by_service(session: Session, queue_ids: list[int]) -> dict[int, int]:
    """Return how many wait for each service, by the service's id."""
    rows = session.execute(
        select(Stop.service_id, func.count())
        .where(Stop.queue_id.in_(queue_ids), Stop.state == State.WAITING)
        .group_by(Stop.service_id)
    )
    return {row[0]: row[1] for row in rows}


def papers_out(session: Session, visit_id: int, document: str) -> int:
    """Return how many papers of a document may be in somebody's hand."""
    count = session.scalar(
        select(func.count())
        .select_from(PrintJob)
        .where(
            PrintJob.visit_id == visit_id,
            PrintJob.document == document,
            PrintJob.state != "not_printed",
        )
    )
    return int(count or 0)
