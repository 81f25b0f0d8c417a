"""Who works at a counter: the screen that opened it last, until another one takes over.

A second screen asks once before it takes over; the first one is told by whom and when.
The visit and its time go on, for they belong to the counter and not to a screen.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import Staff, StaffSession
from server.domain.business_day import iso
from server.services.callers import ABSOLUTE


def hold(session: Session, mark: str, counter_id: int, now: datetime) -> None:
    """Let the login *mark* hold the counter from now on."""
    row = session.get(StaffSession, mark)
    if row is not None:
        row.counter_id, row.counter_since = counter_id, now


def hold_if_free(session: Session, mark: str, counter_id: int, now: datetime) -> None:
    """Let the login *mark* hold the counter, unless somebody else does."""
    if _holding(session, counter_id, now) is None:
        hold(session, mark, counter_id, now)


def take_over(work: Work, number: str, mark: str | None) -> None:
    """Let the login *mark* hold the counter from now on, and tell the other screens.

    A machine with a key has no login and holds nothing; it may work at the counter anyway.
    """
    counter = work.floor.counter(number)
    if mark is not None:
        hold(work.session, mark, counter.id, work.now)
        # Not an event *of* the counter: there is nothing in it to take back.
        work.record(Kind.COUNTER_TAKEN_OVER, detail={"counter": number})


def holder(
    session: Session, counter_id: int, viewer: str | None, now: datetime
) -> dict[str, Any] | None:
    """Return who holds the counter, since when, and whether that is the *viewer*'s login."""
    row = _holding(session, counter_id, now)
    if row is None or row.counter_since is None:
        return None
    return {
        "name": session.get_one(Staff, row.staff_id).name,
        "since": iso(row.counter_since),
        "mine": row.id_hash == viewer,
    }


def _holding(session: Session, counter_id: int, now: datetime) -> StaffSession | None:
    return session.scalar(
        select(StaffSession)
        .where(StaffSession.counter_id == counter_id, StaffSession.created_at > now - ABSOLUTE)
        .order_by(StaffSession.counter_since.desc())
        .limit(1)
    )
