"""What kiosks did while the office could not be reached, told afterwards.

The person has the paper, so a report is never a question whether: it says what is so. It
becomes one visit with the number on the paper, whatever the office has learnt meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from server.db import queries
from server.db.city import Work
from server.db.floor import QueuePlan, ServicePlan
from server.db.models import PreApplication, Reservation, Visit
from server.domain.business_day import business_date, ends_at, starts_at
from server.domain.checkin import ReservationState
from server.domain.queueing import VisitClass
from server.domain.refusals import Refused
from server.services import day_end, linking
from server.services.answers_by_time import MOMENT
from server.services.arrivals import (
    Arrival,
    Issue,
    begin_applied,
    begin_reserved,
    begin_walk_in,
    services_of,
)
from server.services.pre_applications import unknown_token

#: What staff read of a visit that was begun on what the kiosk had last heard.
CANCELLED_NOTE = "予約は取り消されていました（オフライン受付）"
MOVED_NOTE = "予約は別の日に変わっていました（オフライン受付）"
UNKNOWN_NOTE = "予約・申請がサーバーに見つかりません（オフライン受付）"

Mine = TypeVar("Mine", Visit, Reservation, PreApplication)


@dataclass(frozen=True)
class Report:
    """A number that a kiosk has given out by itself."""

    device_id: int
    #: None: that of what the code is for.
    service: str | None
    number: int
    issued_at: datetime
    #: The visit that an earlier request of the kiosk began, whose answer never came back.
    begun: int | None = None


def walk_in(work: Work, report: Report, language: str, *, priority: bool = False) -> Arrival:
    """Begin the visit of a walk-in; told twice it is the same visit.

    Raises:
        NotFound: ``unknown_service``.
        Refused: ``number_not_lent``, when no block of this kiosk has the number.

    """
    service = work.floor.service(report.service or "")
    issue = _issue(work, report, service.queue)
    known = _told_or_begun(work, report, service.queue, issue.at)
    if known is not None:
        return linking.carry(work, known, service.queue, report.number, issue.at)
    visit_class = VisitClass.PRIORITY if priority else VisitClass.WALK_IN
    return _closed_if_past(
        work, begin_walk_in(work, service, visit_class, "kiosk", language, issue)
    )


def check_in(work: Work, report: Report, found_by: str, language: str) -> Arrival:
    """Begin the visit of who showed a code, or link the number to the visit there is.

    Raises:
        Refused: as `walk_in` does.
        NotFound: ``unknown_token``, when neither the code nor the report says for what.

    """
    reservation = _of_here(work, queries.reservation_by_lookup(work.session, found_by))
    applied = _of_here(work, queries.pre_application_by_lookup(work.session, found_by))
    service = _service(work, report, reservation, applied)
    issue = _issue(work, report, service.queue)
    known = _told_or_begun(work, report, service.queue, issue.at)
    if known is not None:
        return linking.carry(work, known, service.queue, report.number, issue.at)
    known = _of_code(work, reservation, applied, issue.at)
    if known is not None:
        return linking.link(work, known, service.queue, report.number, issue.at)
    return _closed_if_past(work, _begin(work, service, reservation, applied, issue, language))


def _service(
    work: Work,
    report: Report,
    reservation: Reservation | None,
    applied: PreApplication | None,
) -> ServicePlan:
    """Return what the number was given for."""
    if report.service is not None:
        return work.floor.service(report.service)
    if reservation is not None and reservation.service_id in work.floor.services_by_id:
        return work.floor.services_by_id[reservation.service_id]
    services = services_of(work.session, work.floor, applied) if applied is not None else []
    if not services:
        raise unknown_token()
    return services[0]


def _begin(
    work: Work,
    service: ServicePlan,
    reservation: Reservation | None,
    applied: PreApplication | None,
    issue: Issue,
    language: str,
) -> Arrival:
    """Begin the visit as what the code still is, in the queue whose number was given."""
    note = _why_not(reservation, issue) if reservation is not None else UNKNOWN_NOTE
    if reservation is not None and note is None:
        return begin_reserved(work, service, reservation, applied, "kiosk", issue)
    if applied is not None and not _has_visit(work, applied):
        arrival = begin_applied(work, service, applied, "kiosk", issue)
        return _noted(work, arrival, note if reservation else None)
    arrival = begin_walk_in(work, service, VisitClass.WALK_IN, "kiosk", language, issue)
    return _noted(work, arrival, note)


def _why_not(reservation: Reservation, issue: Issue) -> str | None:
    """Return what has become of the reservation since the kiosk heard of it; None: nothing."""
    if reservation.state == ReservationState.CANCELLED:
        return CANCELLED_NOTE
    if reservation.day != business_date(issue.at):
        return MOVED_NOTE
    return None if reservation.state == ReservationState.CONFIRMED else UNKNOWN_NOTE


def _has_visit(work: Work, applied: PreApplication) -> bool:
    return queries.visit_of(work.session, None, applied.id) is not None


def _issue(work: Work, report: Report, queue: QueuePlan) -> Issue:
    """Return when the number was given: after its block was lent, and not after now (I11)."""
    block = queries.block_with(
        work.session, queue.id, business_date(report.issued_at), report.number
    ) or queries.block_with(work.session, queue.id, work.day, report.number)
    if block is None or block.device_id != report.device_id:
        raise Refused("number_not_lent", "この番号は、この機器に渡されたものではありません。")
    begins = max(block.leased_at, starts_at(block.business_date))
    ends = min(work.now, ends_at(block.business_date) - MOMENT)
    return Issue(min(max(report.issued_at, begins), ends), report.number)


def _told_or_begun(work: Work, report: Report, queue: QueuePlan, at: datetime) -> Visit | None:
    """Return the visit that this report, or the request before it, has become already."""
    told = queries.visit_with_number(work.session, queue.id, business_date(at), report.number)
    if told is not None or report.begun is None:
        return told
    return _of_here(work, work.session.get(Visit, report.begun))


def _of_here(work: Work, row: Mine | None) -> Mine | None:
    return row if row is not None and row.office == work.office else None


def _of_code(
    work: Work,
    reservation: Reservation | None,
    applied: PreApplication | None,
    at: datetime,
) -> Visit | None:
    """Return today's visit of a code that was shown before, here or at another kiosk."""
    for visit in (
        queries.visit_of(work.session, reservation.id, None) if reservation else None,
        queries.visit_of(work.session, None, applied.id) if applied else None,
    ):
        if visit is not None and visit.business_date == business_date(at):
            return visit
    return None


def _noted(work: Work, arrival: Arrival, note: str | None) -> Arrival:
    if note is not None:
        queries.visit_by_id(work.session, arrival.visit).note = note
    return arrival


def _closed_if_past(work: Work, arrival: Arrival) -> Arrival:
    """Close the visit of a day that is over: it is in the log, and nobody waits any more."""
    if queries.visit_by_id(work.session, arrival.visit).business_date != work.day:
        day_end.close_past_days(work)
    return arrival
