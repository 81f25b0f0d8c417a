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
from server.domain.refusals import Refused
from server.domain.why import clock_time
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


def let_go(session: Session, mark: str) -> None:
    """Let the login *mark* hold no counter any more, so that the next one need not ask."""
    row = session.get(StaffSession, mark)
    if row is not None:
        row.counter_id = row.counter_since = None


def require_not_taken_over(work: Work, number: str, mark: str | None) -> None:
    """Return unless the login *mark* worked at the counter and another one took it over.

    Raises:
        Refused: ``taken_over``, naming who works there since when.

    """
    own = None if mark is None else work.session.get(StaffSession, mark)
    if own is None or own.counter_id != work.floor.counter(number).id:
        return
    row = _holding(work.session, own.counter_id, work.now)
    if row is None or row.id_hash == mark or row.counter_since is None:
        return
    name = work.session.get_one(Staff, row.staff_id).name
    raise Refused(
        "taken_over",
        f"{number}番窓口は{clock_time(row.counter_since)}に{name}さんが引き継ぎました。"
        "この画面から続けるときは「引き継ぎ返す」を押してください。",
        name=name,
        since=iso(row.counter_since),
    )


def holder(
    session: Session, counter_id: int, viewer: str | None, now: datetime
) -> dict[str, Any] | None:
    """Return who holds the counter and since when, as the login *viewer* is told.

    ``mine``: that is the viewer. ``lost``: the viewer held it before, and was taken over.
    """
    row = _holding(session, counter_id, now)
    if row is None or row.counter_since is None:
        return None
    own = None if viewer is None else session.get(StaffSession, viewer)
    mine = row.id_hash == viewer
    return {
        "name": session.get_one(Staff, row.staff_id).name,
        "since": iso(row.counter_since),
        "mine": mine,
        "lost": not mine and own is not None and own.counter_id == counter_id,
    }


def person(session: Session, mark: str | None) -> int | None:
    """Return whose login *mark* is."""
    own = None if mark is None else session.get(StaffSession, mark)
    return None if own is None else own.staff_id


def _holding(session: Session, counter_id: int, now: datetime) -> StaffSession | None:
    return session.scalar(
        select(StaffSession)
        .where(StaffSession.counter_id == counter_id, StaffSession.created_at > now - ABSOLUTE)
        .order_by(StaffSession.counter_since.desc())
        .limit(1)
    )
