"""Arrivals: somebody shows a code or takes a ticket, and a visit begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from config.schema.shapes import Language
from printer_drivers.documents import Document
from printer_drivers.sealing import lookup_id
from server.db import queries, rows
from server.db.city import Work
from server.db.floor import Floor, ServicePlan
from server.db.ledger import Kind
from server.db.models import OfficeRow, PreApplication, Reservation, Stop, Visit
from server.db.types import to_micros
from server.domain.business_day import business_date
from server.domain.checkin import Booked, Here, ReservationState, require_check_in
from server.domain.numbers import label
from server.domain.queueing import VisitClass, is_late, order_time
from server.domain.refusals import NotFound, Refused
from server.domain.stops import CLOSED, State
from server.services import catalogue, opening_hours, papers, walk_ins
from server.services.steps import record
from server.services.takers import service_for
from server.services.tickets import Ticket, next_number, ticket_of


@dataclass(frozen=True)
class Issue:
    """How a number was given: now by the office, or before by a kiosk that could not ask it."""

    at: datetime
    #: None: the next one of the queue's own series.
    number: int | None = None

    @property
    def offline(self) -> bool:
        """Whether a kiosk gave the number by itself."""
        return self.number is not None


@dataclass(frozen=True)
class Arrival:
    """A visit that has just begun, or had begun already when the code was shown again."""

    visit: int
    visit_code: str
    ticket: Ticket
    documents: Sequence[Document]
    #: Came later than the grace period of the reservation.
    late: bool = False
    #: The same code was shown before; nothing has changed.
    again: bool = False


def walk_in(
    work: Work, service_code: str, origin: str, *, priority: bool = False, language: Language = "ja"
) -> Arrival:
    """Give a ticket to somebody without a reservation.

    Raises:
        Refused: ``reception_closed``, ``contingent_spent``, ``reservation_only``,
            ``numbers_exhausted``.

    """
    service = work.floor.service(service_code)
    if not service.setup.walk_in:
        raise Refused("reservation_only", "この用件は予約制です。職員にお声がけください。")
    walk_ins.require_ticket(work.session, work.floor, service, work.now)
    visit_class = VisitClass.PRIORITY if priority else VisitClass.WALK_IN
    return begin_walk_in(work, service, visit_class, origin, language, Issue(work.now))


def begin_walk_in(
    work: Work,
    service: ServicePlan,
    visit_class: VisitClass,
    origin: str,
    language: str,
    issue: Issue,
) -> Arrival:
    """Begin a visit without a code; whether it may begin has been decided."""
    visit = _begin(work, service, visit_class, origin, language, issue)
    return arrival_of(work, visit, _line_up(work, visit, service, position=0))


def check_in(work: Work, token: str, origin: str) -> Arrival:
    """Begin the visit of a reservation or pre-application; the same code gives the same visit.

    Raises:
        NotFound: ``unknown_token``.
        Refused: a rule of `server.domain.checkin`.

    """
    found_by = lookup_id(token)
    reservation = queries.reservation_by_lookup(work.session, found_by)
    applied = queries.pre_application_by_lookup(work.session, found_by)
    if reservation is not None:
        return receive(work, reservation, applied, origin, token)
    if applied is not None:
        return _check_in_applied(work, token, applied, origin)
    raise NotFound(
        "unknown_token", "この番号の予約・申請は見つかりません。番号札をお取りいただけます。"
    )


def receive(
    work: Work,
    reservation: Reservation,
    applied: PreApplication | None,
    origin: str,
    token: str | None = None,
) -> Arrival:
    """Check in the holder of a reservation; without *token* staff know who it is.

    The filled forms come only with the token; staff order them from a machine.
    """
    visit = queries.visit_of(work.session, reservation.id, None)
    if visit is not None and (visit.office, visit.business_date) == (work.office, work.day):
        return _again(work, token, visit, applied)
    service_here = work.floor.services_by_id.get(reservation.service_id)
    require_check_in(_booked(work, reservation), _here(work, service_here, reservation))
    service = work.floor.services_by_id[reservation.service_id]
    issue = Issue(work.now)
    return begin_reserved(work, service, reservation, applied, origin, issue, token)


def begin_reserved(
    work: Work,
    service: ServicePlan,
    reservation: Reservation,
    applied: PreApplication | None,
    origin: str,
    issue: Issue,
    token: str | None = None,
) -> Arrival:
    """Begin the visit of a reservation; whether it may begin has been decided."""
    late = is_late(issue.at, reservation.start, service.setup)
    reservation.state = ReservationState.CHECKED_IN
    visit = _begin(
        work, service, VisitClass.RESERVED, origin, reservation.language, issue,
        reservation=reservation, applied=applied,
    )  # fmt: skip
    stop = _line_up_all(work, visit, service, applied)
    return _with(arrival_of(work, visit, stop, applied, token), late=late)


def _check_in_applied(work: Work, token: str, applied: PreApplication, origin: str) -> Arrival:
    if applied.office != work.office:
        name = _office_name(work, applied.office)
        raise Refused(
            "other_office",
            f"この申請は{name}のものです。受付は{name}でお願いします。",
            office=applied.office,
            office_name=name,
        )
    visit = queries.visit_of(work.session, None, applied.id)
    if visit is not None:
        return _again(work, token, visit, applied)
    services = services_of(work.session, work.floor, applied)
    if not services:
        raise Refused("no_service_here", "この手続きを受け付ける窓口がありません。")
    opening_hours.require_reception(work.floor, services[0], work.now)
    return begin_applied(work, services[0], applied, origin, Issue(work.now), token)


def begin_applied(
    work: Work,
    service: ServicePlan,
    applied: PreApplication,
    origin: str,
    issue: Issue,
    token: str | None = None,
) -> Arrival:
    """Begin the visit of a pre-application; whether it may begin has been decided."""
    visit = _begin(
        work, service, VisitClass.WALK_IN, origin, applied.language, issue, applied=applied
    )
    stop = _line_up_all(work, visit, service, applied)
    return arrival_of(work, visit, stop, applied, token)


def _again(work: Work, token: str | None, visit: Visit, applied: PreApplication | None) -> Arrival:
    if visit.business_date != work.day:
        raise Refused("already_used", "このQRコードは受付ずみです。職員にお声がけください。")
    stops = queries.stops_of(work.session, visit.id)
    if all(stop.state in CLOSED for stop in stops):
        raise Refused("already_used", "この受付の手続きは終わっています。")
    stop = next((s for s in stops if s.state in {State.WAITING, State.CALLED}), stops[0])
    return _with(arrival_of(work, visit, stop, applied, token), again=True)


def _booked(work: Work, reservation: Reservation) -> Booked:
    return Booked(
        office=reservation.office,
        office_name=_office_name(work, reservation.office),
        state=ReservationState(reservation.state),
        day=reservation.day,
        start=reservation.start,
    )


def _office_name(work: Work, office: str) -> str:
    name: str = work.session.get_one(OfficeRow, office).setting["names"]["ja"]
    return name


def _here(work: Work, service: ServicePlan | None, reservation: Reservation) -> Here:
    ends = None
    if service is not None and reservation.day == work.day:
        ends = opening_hours.reception_ends(work.floor, service, work.now)
    return Here(
        office=work.office,
        day=work.day,
        now=work.now,
        reception_ends=ends,
        early_min=service.setup.early_min if service else None,
    )


def services_of(session: Session, floor: Floor, applied: PreApplication) -> list[ServicePlan]:
    """Return the services that take the procedures of a pre-application, one of a queue."""
    by_queue: dict[str, ServicePlan] = {}
    for procedure in applied.procedures:
        entry = catalogue.procedure(session, floor.setup.code, procedure)
        service = service_for(floor, entry)
        if service is not None:
            by_queue.setdefault(service.queue.code, service)
    return list(by_queue.values())


def _begin(
    work: Work,
    service: ServicePlan,
    visit_class: VisitClass,
    origin: str,
    language: str,
    issue: Issue,
    *,
    reservation: Reservation | None = None,
    applied: PreApplication | None = None,
) -> Visit:
    number = next_number(work, service.queue) if issue.number is None else issue.number
    visit = Visit(
        office=work.office,
        business_date=business_date(issue.at),
        queue_id=service.queue.id,
        number=number,
        label=label(service.queue.prefix, number),
        visit_class=visit_class,
        language=language,
        origin=origin,
        offline=issue.offline,
        issued_at=issue.at,
        reserved_for=reservation.start if reservation else None,
        reservation_id=reservation.id if reservation else None,
        pre_application_id=applied.id if applied else None,
    )
    visit.visit_code_hash = work.secrets.visit_code_hash(work.secrets.visit_code(visit))
    rows.insert(work.session, visit)
    return visit


def _line_up_all(
    work: Work, visit: Visit, first: ServicePlan, applied: PreApplication | None
) -> Stop:
    stop = _line_up(work, visit, first, position=0)
    others = [] if applied is None else services_of(work.session, work.floor, applied)
    further = [service for service in others if service.queue.id != first.queue.id]
    for position, service in enumerate(further, start=1):
        _line_up(work, visit, service, position, after=stop)
    return stop


def _line_up(
    work: Work, visit: Visit, service: ServicePlan, position: int, after: Stop | None = None
) -> Stop:
    """Add a stop: in line, or planned after another, whose order time it keeps."""
    own_time = order_time(
        VisitClass(visit.visit_class), visit.issued_at, visit.reserved_for, service.setup
    )
    stop = Stop(
        office=work.office,
        visit_id=visit.id,
        queue_id=service.queue.id,
        service_id=service.id,
        position=position,
        state=State.PLANNED if after else State.WAITING,
        order_time=after.order_time if after else own_time,
        tie=Stop.tie_of(visit.visit_class),
        checked_in=visit.issued_at,
        number=visit.number,
        label=visit.label,
        since=work.now,
    )
    rows.insert(work.session, stop)
    detail: dict[str, Any] = {"service": service.code, "visit_class": visit.visit_class}
    if after:
        detail["planned"] = True
    if visit.offline:
        detail["issued_at"] = to_micros(visit.issued_at)
    record(work, stop, Kind.ARRIVED, origin=visit.origin, language=visit.language, **detail)
    return stop


def arrival_of(
    work: Work,
    visit: Visit,
    stop: Stop,
    applied: PreApplication | None = None,
    token: str | None = None,
) -> Arrival:
    """Return a visit as its ticket and papers say it now."""
    ticket = ticket_of(work, visit, stop)
    documents = papers.of_visit(work, visit, stop, ticket, applied, token)
    return Arrival(visit.id, work.secrets.visit_code(visit), ticket, documents)


def _with(arrival: Arrival, *, late: bool = False, again: bool = False) -> Arrival:
    return Arrival(
        arrival.visit, arrival.visit_code, arrival.ticket, arrival.documents, late, again
    )
