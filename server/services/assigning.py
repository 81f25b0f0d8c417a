"""Who looks after an application, 担当. It shows who has it and keeps nobody else from acting."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import PreApplication, Staff, StaffRole
from server.domain.refusals import FieldError, Misfit, Refused
from server.domain.review import ReviewStep
from server.services import corrections, review_history
from server.services.access import REVIEWERS


def reviewers(look: Look | Work, office: str) -> dict[str, str]:
    """Return who may look after applications at *office*: their names by how the log has them."""
    rows = look.session.execute(
        select(Staff.id, Staff.name)
        .where(
            Staff.id.in_(
                select(StaffRole.staff_id).where(
                    StaffRole.office == office, StaffRole.role.in_(sorted(REVIEWERS))
                )
            )
        )
        .order_by(Staff.name, Staff.id)
    )
    return {f"staff:{row.id}": row.name for row in rows}


def assignees(look: Look, office: str) -> Mapping[str, str]:
    """Return the names of all who look after an application at *office*, in whatever role now."""
    found = look.session.scalars(
        select(PreApplication.assignee)
        .where(PreApplication.office == office, PreApplication.assignee.is_not(None))
        .distinct()
    )
    return review_history.names_of(look.session, {one for one in found if one})


def assign(work: Work, applications: Sequence[str], to: str, seen: str | None = None) -> None:
    """Give applications to a reviewer of the office, or to nobody; who has one keeps it.

    Args:
        to: as the log names people; empty lets the applications go.
        seen: who had them on the screen, empty for nobody; None where it does not matter.

    Raises:
        Misfit: ``unknown_reviewer``.
        Refused: ``changed_meanwhile``: somebody else has one by now.

    """
    if to and to not in reviewers(work, work.office):
        text = "この区役所で事前申請を確認する人から選んでください。"
        raise Misfit([FieldError("to", "unknown_reviewer", text)])
    for applied in [corrections.of_office(work, work.office, one) for one in applications]:
        has = applied.assignee or ""
        if has == to:
            continue
        if seen is not None and has != seen:
            raise Refused("changed_meanwhile", "ほかの人が先に担当を変えました。")
        _hand(work, applied, to)


def _hand(work: Work, applied: PreApplication, to: str) -> None:
    step, kind = _STEPS[bool(to)]
    review_history.note(work, applied, step, person=to or applied.assignee)
    applied.assignee = to or None
    work.record(kind, detail={"pre_application": applied.id, "to": to or None})


#: Whether somebody has it afterwards -> the step and the event.
_STEPS = {
    True: (ReviewStep.ASSIGN, Kind.ASSIGNED),
    False: (ReviewStep.RELEASE, Kind.RELEASED),
}
