"""The review inbox: applications of a period, what is missing in each, and one of them in full."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from config.schema.forms import BUSINESS_NAME, Applicant
from printer_drivers.documents import FormDocument
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.models import PreApplication, Reservation, Visit
from server.domain.checkin import ReservationState
from server.domain.refusals import NotFound
from server.domain.review import ReviewState
from server.services import (
    assigning,
    attachments,
    catalogue,
    checklists,
    corrections,
    papers,
    pre_applications,
    review_history,
    section_tasks,
)
from server.services.checklists import Ticked
from server.services.review_points import Point, points_of
from server.services.review_sheets import Sheet, sheets_of
from server.services.takers import service_for
from server.services.tongues import JAPANESE

PERIODS = ("today", "tomorrow", "week", "unbooked")
#: Tomorrow is what is looked over today; without anybody then, whoever comes soonest.
_OPENS_WITH = ("tomorrow", "today", "week", "unbooked")
#: An application without a booking is listed until it is accepted, and at least so long.
UNBOOKED_FOR = timedelta(days=14)
#: A list of what nobody looks after.
NOBODY = "nobody"
#: What waits for the office comes first, what is done last.
_URGENCY = {
    ReviewState.CORRECTED: 0,
    ReviewState.SUBMITTED: 1,
    ReviewState.HELD: 2,
    ReviewState.ASKED: 3,
    ReviewState.ACCEPTED: 4,
}


@dataclass(frozen=True)
class Item:
    """One application in the list."""

    id: int
    version: int
    state: str
    channel: str
    language: str
    created_at: datetime
    purge_after: date
    start: datetime | None
    service: str | None
    service_name: str
    procedures: tuple[str, ...]
    name: str
    kana: str
    #: "person", or "business" for who writes as one.
    applicant: str
    points: tuple[Point, ...]
    #: Sections that answered, sections that were asked.
    answered: int
    asked: int
    #: Who looks after it, as the log names people, and their name; empty: nobody.
    assignee: str
    assignee_name: str


@dataclass(frozen=True)
class Around:
    """What an office's list says of its applications, read once for all of them."""

    #: Application -> sections that answered, sections that were asked.
    sections: Mapping[int, tuple[int, int]]
    assignees: Mapping[str, str]
    #: Application -> the ticks that hold.
    ticked: Mapping[int, Ticked]
    #: Application -> form and attachment of its files.
    files: Mapping[int, Collection[tuple[str, str]]]


@dataclass(frozen=True)
class Opened:
    """One application in full."""

    item: Item
    sheets: tuple[Sheet, ...]
    checks: tuple[checklists.Line, ...]
    history: tuple[review_history.Entry, ...]
    sections: tuple[section_tasks.Asked, ...]
    #: Sections that could be asked: role, name, whether the application concerns them.
    askable: tuple[tuple[str, str, bool], ...]
    bring: tuple[str, ...]
    message: str
    asked: tuple[str, ...]


def listed(look: Look, office: str, period: str, by: str = "missing") -> list[Item]:
    """Return the applications of a period, those with most missing first or, by ``time``, earliest.

    A `period` is one of `PERIODS`; what nobody booked a time for is ``unbooked``.
    """
    floor = look.floor_of(office)
    about = around(look, office)
    rows = look.session.execute(of_period(look, office, period))
    items = (item(look, floor, row, booked, about) for row, booked in rows)
    return sorted(items, key=order(by))


def numbers(look: Look, office: str) -> dict[str, int]:
    """Return how many applications each period has."""
    count = func.count(PreApplication.id)
    return {
        period: look.session.scalar(
            of_period(look, office, period).with_only_columns(count, maintain_column_froms=True)
        )
        or 0
        for period in PERIODS
    }


def first_period(counted: Mapping[str, int]) -> str:
    """Return the period with which a list opens, by how many applications each has."""
    return next((one for one in _OPENS_WITH if counted[one]), _OPENS_WITH[0])


def opened(look: Look, office: str, application: str) -> Opened:
    """Return an application with forms, history and sections."""
    row = corrections.of_office(look, office, application)
    floor = look.floor_of(office)
    shown = item(look, floor, row, _booking(look, row), around(look, office))
    content = pre_applications.opened_by_office(row, look.secrets.office_key)
    history = review_history.of(look, row)
    message, asked = corrections.asked_of(look, row)
    names = {section.role: section.names.ja for section in floor.setup.sections}
    concerns = section_tasks.concerned(look, row)
    return Opened(
        item=shown,
        sheets=tuple(sheets_of(look, floor, row, content, shown.points, history)),
        checks=tuple(checklists.lines(look, row, content)),
        history=tuple(history),
        sections=tuple(section_tasks.of(look, row, names)),
        askable=tuple((role, name, role in concerns) for role, name in names.items()),
        bring=(
            *papers.bring_list(look.session, office, row.procedures, JAPANESE),
            *section_tasks.to_bring(look, row),
        ),
        message=message,
        asked=tuple(one["label"] for one in asked),
    )


def paper(look: Look, office: str, application: str, form: str) -> FormDocument:
    """Return a form of an application as it will be printed, or refuse with ``unknown_form``."""
    row = corrections.of_office(look, office, application)
    content = pre_applications.opened_by_office(row, look.secrets.office_key)
    booked = _booking(look, row)
    day = booked.day if booked else look.day
    documents = papers.form_documents(look.session, look.floor_of(office), content, day)
    for one in documents:
        if one.form == form:
            return one
    raise NotFound("unknown_form", "この申請に、印刷する様式はありません。")


def of_period(look: Look, office: str, period: str) -> Select[PreApplication, Reservation]:
    """Return the query of a period's applications, each with its live booking or None."""
    live = (Reservation.pre_application_id == PreApplication.id) & (
        Reservation.state != ReservationState.CANCELLED
    )
    first, last = _days(look.day, period)
    query = (
        select(PreApplication, Reservation)
        .outerjoin(Reservation, live)
        .where(PreApplication.office == office)
    )
    if period == "unbooked":
        since = look.now - UNBOOKED_FOR
        came = exists().where(Visit.pre_application_id == PreApplication.id)
        query = query.where(
            Reservation.id.is_(None),
            or_(PreApplication.created_at >= since, PreApplication.state != ReviewState.ACCEPTED),
            ~came,
        )
    else:
        query = query.where(Reservation.day >= first, Reservation.day <= last)
    return query


def _days(today: date, period: str) -> tuple[date, date]:
    first = today + timedelta(days=1) if period == "tomorrow" else today
    return first, today + timedelta(days=6) if period == "week" else first


def _booking(look: Look, row: PreApplication) -> Reservation | None:
    return look.session.scalar(
        select(Reservation).where(
            Reservation.pre_application_id == row.id,
            Reservation.state != ReservationState.CANCELLED,
        )
    )


def service_of(
    look: Look, floor: Floor, row: PreApplication, booked: Reservation | None
) -> ServicePlan | None:
    """Return the service that is booked, else the first that takes what is applied for."""
    if booked and (plan := floor.services_by_id.get(booked.service_id)):
        return plan
    wanted = (catalogue.procedure(look.session, row.office, one) for one in row.procedures)
    coming = (one for one in wanted if not one.no_visit)
    return next((plan for one in coming if (plan := service_for(floor, one))), None)


def around(look: Look, office: str) -> Around:
    """Return what is read once for the whole list of *office*."""
    return Around(
        section_tasks.counts(look, office),
        assigning.assignees(look, office),
        checklists.ticked_at(look, office),
        attachments.there_at(look.session, office),
    )


def item(
    look: Look, floor: Floor, row: PreApplication, booked: Reservation | None, about: Around
) -> Item:
    """Return an application as a list shows it."""
    content = pre_applications.opened_by_office(row, look.secrets.office_key)
    plan = service_of(look, floor, row, booked)
    wanted = [catalogue.procedure(look.session, row.office, one) for one in row.procedures]
    name, kana, applicant = _applicant(look, row.office, content)
    answered, asked = about.sections.get(row.id, (0, 0))
    return Item(
        id=row.id,
        version=row.version,
        state=row.state,
        channel=row.channel,
        language=row.language,
        created_at=row.created_at,
        purge_after=row.purge_after,
        start=booked.start if booked else None,
        service=plan.code if plan else None,
        service_name=plan.setup.names.ja if plan else "",
        procedures=tuple(one.name.ja for one in wanted),
        name=name or "（名前の欄なし）",
        kana=kana,
        applicant=applicant,
        points=tuple(
            points_of(
                look, floor, row, content, about.ticked.get(row.id, ()), about.files.get(row.id, ())
            )
        ),
        answered=answered,
        asked=asked,
        assignee=row.assignee or "",
        assignee_name=about.assignees.get(row.assignee or "", ""),
    )


def applicant_of(look: Look, row: PreApplication) -> Applicant:
    """Return whether a person or a business applies; the answers say it, so they are unsealed."""
    content = pre_applications.opened_by_office(row, look.secrets.office_key)
    return _applicant(look, row.office, content)[2]


def is_had(assignee: str | None, by: str) -> bool:
    """Tell whether a list of what *by* has shows an application.

    >>> is_had("staff:3", "staff:3"), is_had(None, "nobody"), is_had(None, "staff:3")
    (True, True, False)
    """
    return by in ("", assignee or NOBODY)


def _applicant(look: Look, office: str, content: Mapping[str, Any]) -> tuple[str, str, Applicant]:
    """Return the first name and its reading in the application, and what the applicant is.

    The name is of who comes or fills it in; of a business, what it is called.
    """
    found = {"name": "", "kana": ""}
    applicant: Applicant = "person"
    for code, values in content["forms"].items():
        form = catalogue.filled_form(look.session, office, content, code)
        if form.applicant(values) == "business":
            applicant = "business"
        for field in form.fields:
            value = values.get(field.key)
            if field.bind == BUSINESS_NAME and isinstance(value, str):
                return value, "", "business"
            if field.type in found and not found[field.type] and isinstance(value, str):
                found[field.type] = value
    return found["name"], found["kana"], applicant


def order(by: str) -> Callable[[Item], Any]:
    """Return the key that sorts a list by what is ``missing``, or by ``time``."""
    return _by_missing if by == "missing" else _by_time


def urgency(row: PreApplication) -> int:
    """Return how soon the office has to look at an application; 0 is first."""
    return _URGENCY[ReviewState(row.state)]


def _by_missing(one: Item) -> tuple[int, int, float, int]:
    return _URGENCY[ReviewState(one.state)], -len(one.points), *_by_time(one)


def _by_time(one: Item) -> tuple[float, int]:
    return (one.start or one.created_at).timestamp(), one.id
