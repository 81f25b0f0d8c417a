"""What the office does by itself each minute: absences, yesterday's end, slots, old data."""

from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, or_, select, update
from sqlalchemy.orm import Session

from server.db.city import City
from server.db.leader import leading
from server.db.models import (
    Attachment,
    BookingNotice,
    CheckTick,
    Correction,
    Draft,
    Feedback,
    Idempotency,
    KeptSeat,
    OfficeRow,
    Outbox,
    PreApplication,
    Reservation,
    SearchMiss,
    SectionTask,
    Stop,
    Task,
    Visit,
    WaitingEntry,
)
from server.domain.business_day import business_date
from server.services import (
    absences,
    day_end,
    edition_dates,
    letters,
    lotteries,
    notices,
    phones,
    searching,
    seats,
    slot_making,
    waiting_list,
)


def tick(city: City) -> None:
    """Bring every office to this minute, and delete what is kept no longer.

    Of several processes on one database one leads, and the others find nothing to do.
    """
    with leading(city.engine) as leads:
        if leads:
            _tick(city)


def _tick(city: City) -> None:
    with city.reading() as look:
        offices = list(look.session.scalars(select(OfficeRow.code).order_by(OfficeRow.position)))
    for office in offices:
        with city.transaction(office, actor="system") as work:
            day_end.close_past_days(work)
            absences.look_after(work)
            slot_making.keep_made(work.session, work.floor, work.day)
            edition_dates.publish_due(work)
            letters.remind(work)
            lotteries.draw_due(work)
            waiting_list.look_after(work)
    purge(city)


def purge(city: City) -> int:
    """Delete what is kept no longer, and return how many rows that were.

    The event log stays: it holds nobody's data.
    """
    today = business_date(city.clock())
    with city.writing() as session:
        _forget_notes(session, today)
        _forget_people(session, today)
        seats.forget_expired(session, city.clock())
        gone = _purge_booked(session, today) + _purge_answers(session, today)
        gone += notices.forget(session, today)
        gone += _purge_drafts(session, today)
        gone += _deleted(session, delete(Outbox).where(Outbox.purge_after < today))
        return gone + _purge_searches(session, today) + _purge_feedback(session, today)


def _forget_notes(session: Session, today: date) -> None:
    """Forget what desks wrote to each other on earlier days; the rows themselves stay."""
    earlier = select(Visit.id).where(Visit.business_date < today)
    for notes, visit in ((Stop.note, Stop.visit_id), (Task.note, Task.visit_id)):
        table = notes.class_
        session.execute(
            update(table).where(notes.is_not(None), visit.in_(earlier)).values(note=None)
        )


def _forget_people(session: Session, today: date) -> None:
    """Forget what was noted of the visitors of earlier days, and why they had priority."""
    for column in (Visit.note, Visit.priority_reason):
        session.execute(
            update(Visit)
            .where(column.is_not(None), Visit.business_date < today)
            .values({column: None})
        )


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
    for of_applications in (Attachment, CheckTick, Correction, SectionTask):
        where = of_applications.pre_application_id.in_(applications)
        session.execute(delete(of_applications).where(where))
    session.execute(delete(BookingNotice).where(BookingNotice.reservation_id.in_(reservations)))
    session.execute(delete(KeptSeat).where(KeptSeat.reservation_id.in_(reservations)))
    gone = _deleted(session, delete(WaitingEntry).where(WaitingEntry.purge_after < today))
    gone += _deleted(session, delete(Reservation).where(over))
    return gone + _deleted(
        session, delete(PreApplication).where(PreApplication.purge_after < today)
    )


def _purge_drafts(session: Session, today: date) -> int:
    drafts = select(Draft.lookup_id).where(Draft.purge_after < today)
    session.execute(delete(Attachment).where(Attachment.draft_id.in_(drafts)))
    return _deleted(session, delete(Draft).where(Draft.purge_after < today))


def _purge_answers(session: Session, today: date) -> int:
    return _deleted(session, delete(Idempotency).where(Idempotency.purge_after <= today))


def _purge_feedback(session: Session, today: date) -> int:
    return _deleted(session, delete(Feedback).where(Feedback.day < today - phones.KEPT_FOR))


def _purge_searches(session: Session, today: date) -> int:
    return _deleted(session, delete(SearchMiss).where(SearchMiss.day < today - searching.KEPT_FOR))


def _deleted(session: Session, statement: Delete) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
