"""Rules that are new from a day on: approved before, published by themselves that morning."""

from datetime import date

from sqlalchemy import select

from server.db.city import Work
from server.db.models import CatalogueDraft
from server.db.published import CITY
from server.domain.editions import EditionState, EditionStep
from server.domain.refusals import Refused
from server.services import editions


def schedule(work: Work, draft: str, revision: int, day: date) -> CatalogueDraft:
    """Let an approved draft be in force from the morning of *day*.

    Whoever writes in it again, or sends it back, has to name the day anew.

    Raises:
        Refused: ``day_is_over``; ``step_not_allowed`` before it is approved.

    """
    row = editions.current(work, draft, revision)
    if day <= work.day:
        raise Refused("day_is_over", "あすより後の日を選んでください。きょうからなら、空にします。")
    editions.step(work, row, EditionStep.SCHEDULE)
    row.publish_on, row.published_by = day, work.actor
    return row


def publish_due(work: Work) -> int:
    """Publish what was to be in force by today, and return how much that was.

    What cannot be published any more, for something else was meanwhile, goes back to its
    writers with the reason.
    """
    rows = work.session.scalars(
        select(CatalogueDraft).where(
            CatalogueDraft.office.in_((CITY, work.office)),
            CatalogueDraft.state == EditionState.APPROVED,
            CatalogueDraft.publish_on <= work.day,
        )
    ).all()
    return sum(_publish(work, row) for row in rows)


def _publish(work: Work, row: CatalogueDraft) -> bool:
    by = row.published_by
    try:
        editions.publish(work, str(row.id), row.revision)
    except Refused as refusal:
        editions.send_back(work, str(row.id), row.revision, f"公開できません。{refusal.message}")
        return False
    row.published_by = by
    return True
