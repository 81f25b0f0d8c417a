"""Accepting applications, 確認済み: one or many, and never past an unticked check unseen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from server.db.city import Work
from server.db.models import PreApplication
from server.domain import review
from server.domain.refusals import Refused
from server.domain.review import ReviewStep
from server.services import checklists, corrections
from server.services.checklists import Asked


def accept(
    work: Work, application: str, version: int | None = None, despite_checks: Collection[str] = ()
) -> None:
    """Note that the application is in order.

    Args:
        despite_checks: the unticked checks (``form:code``) that somebody was told of and leaves
            so on purpose; the history keeps which.

    Raises:
        Refused: ``checks_open``, naming every unticked check in words and in ``checks``.

    """
    applied = corrections.current(work, application, version)
    review.after(applied.state, ReviewStep.ACCEPT)
    left = checklists.open_of(work, applied, corrections.content_of(work, applied))
    if {one.place for one in left} - set(despite_checks):
        raise _checks_open(left)
    _accept(work, applied, left)


@dataclass(frozen=True)
class Accepted:
    """What came of accepting several."""

    accepted: int
    #: The applications that stay as they were, for a check of theirs is unticked.
    left_out: tuple[int, ...]


def accept_all(work: Work, applications: Sequence[str]) -> Accepted:
    """Accept several but those with an unticked check; what is accepted already stays so."""
    rows = [corrections.of_office(work, work.office, one) for one in applications]
    waiting = [row for row in rows if row.state != review.ReviewState.ACCEPTED]
    left_out = [
        row for row in waiting if checklists.open_of(work, row, corrections.content_of(work, row))
    ]
    for row in waiting:
        if row not in left_out:
            _accept(work, row, ())
    return Accepted(len(waiting) - len(left_out), tuple(row.id for row in left_out))


def _accept(work: Work, applied: PreApplication, left: Sequence[Asked]) -> None:
    corrections.take(
        work, applied, ReviewStep.ACCEPT,
        checks=[one.check.text_ja for one in left], despite=[one.place for one in left],
    )  # fmt: skip


def _checks_open(left: Sequence[Asked]) -> Refused:
    words = "、".join(f"「{one.check.text_ja}」" for one in left)
    return Refused(
        "checks_open",
        f"まだ確かめていない項目があります：{words}。確かめて印をつけるか、"
        "残したまま確認済みにすることを選んでください。",
        checks=[{"place": one.place, "text": one.check.text_ja} for one in left],
    )
