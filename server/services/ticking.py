"""Ticking a check of an application off, and back. Doing either twice changes nothing."""

from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import CheckTick, PreApplication
from server.domain import review
from server.domain.refusals import NotFound
from server.domain.review import ReviewStep
from server.services import checklists, corrections, review_history
from server.services.checklists import Asked


def tick(work: Work, application: str, version: int, place: str) -> None:
    """Note that somebody looked at a check and found it so.

    Args:
        version: of the application as it was on the screen: nobody vouches for what they
            have not seen.
        place: ``form:code``.

    Raises:
        Refused: ``changed_meanwhile``; ``unknown_check``.

    """
    applied = corrections.current(work, application, version)
    one = _asked(work, applied, place)
    row = checklists.ticks(work, applied).get(one.key)
    if row is not None and row.version == applied.version:
        return
    if row is None:
        form, code = one.key
        row = CheckTick(pre_application_id=applied.id, form=form, code=code)
        work.session.add(row)
    row.staff, row.at, row.version = work.actor, work.now, applied.version
    _note(work, applied, one, ReviewStep.TICK)


def untick(work: Work, application: str, version: int, place: str) -> None:
    """Take a tick back; the arguments and refusals are those of `tick`."""
    applied = corrections.current(work, application, version)
    one = _asked(work, applied, place)
    row = checklists.ticks(work, applied).get(one.key)
    if row is None or row.version != applied.version:
        return
    work.session.delete(row)
    _note(work, applied, one, ReviewStep.UNTICK)


def _asked(work: Work, applied: PreApplication, place: str) -> Asked:
    content = corrections.content_of(work, applied)
    for one in checklists.asked(work, applied.office, content):
        if one.place == place:
            return one
    raise NotFound("unknown_check", "この確認項目は、この申請にはありません。")


def _note(work: Work, applied: PreApplication, one: Asked, step: ReviewStep) -> None:
    applied.state = review.after(applied.state, step)
    review_history.note(work, applied, step, checks=[one.check.text_ja])
    detail = {"pre_application": applied.id, "form": one.form, "check": one.check.code}
    work.record(_KINDS[step], detail=detail)


_KINDS = {ReviewStep.TICK: Kind.CHECK_TICKED, ReviewStep.UNTICK: Kind.CHECK_UNTICKED}
