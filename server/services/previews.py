"""What a check-in would bring, for the kiosk's confirm screen.

The check-in itself is carried out and rolled back: the preview cannot say anything else
than the check-in will, and no rule is written twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import select

from printer_drivers.documents import Document, FieldRow, FormDocument
from server.db.city import City, Work
from server.db.models import Reservation, Slot, Stop, Visit
from server.services.arrivals import Arrival, check_in


@dataclass(frozen=True)
class Preview:
    """The content of the confirm screen."""

    service: str
    service_name: str
    reserved_for: datetime | None
    minutes: int | None
    #: As it stands on the form; a kiosk shows the family name alone.
    name: str | None
    papers: tuple[tuple[str, str], ...]
    late: bool
    #: The number, if this code has checked in before.
    label: str | None
    language: str


class _LookedOnly(Exception):
    """Ends the transaction so that nothing of it stays."""


def preview(city: City, office: str, token: str, origin: str) -> Preview:
    """Return what a check-in with *token* would bring now.

    Raises:
        Refused: as the check-in would.

    """
    seen: list[Preview] = []
    try:
        with city.transaction(office) as work:
            seen.append(_preview(work, check_in(work, token, origin)))
            _roll_back()
    except _LookedOnly:
        pass
    return seen[0]


def _roll_back() -> NoReturn:
    raise _LookedOnly


def _preview(work: Work, arrival: Arrival) -> Preview:
    visit = work.session.get_one(Visit, arrival.visit)
    first = work.session.scalars(
        select(Stop).where(Stop.visit_id == visit.id).order_by(Stop.position).limit(1)
    ).one()
    service = work.floor.services_by_id[first.service_id]
    return Preview(
        service=service.code,
        service_name=service.setup.names.ja,
        reserved_for=visit.reserved_for,
        minutes=_minutes(work, visit),
        name=_applicant(arrival.documents),
        papers=tuple((one.kind, one.title) for one in arrival.documents if one.kind != "sheet"),
        late=arrival.late,
        label=visit.label if arrival.again else None,
        language=visit.language,
    )


def _minutes(work: Work, visit: Visit) -> int | None:
    return work.session.scalar(
        select(Slot.minutes)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(Reservation.id == visit.reservation_id)
    )


def _applicant(documents: Sequence[Document]) -> str | None:
    names = (
        row.value
        for paper in documents
        if isinstance(paper, FormDocument)
        for section in paper.sections
        for row in section.rows
        if isinstance(row, FieldRow) and row.is_name and row.value.strip()
    )
    return next(names, None)
