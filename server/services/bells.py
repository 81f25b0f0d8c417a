"""Calls for staff from machines: rung by a kiosk, shown on the consoles, answered by somebody."""

from server.db import queries
from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import Bell
from server.db.types import row_id
from server.domain.refusals import NotFound


def ring(work: Work, device_id: int | None, reason: str, label: str | None) -> Bell:
    """Call staff to a machine; the same call that nobody answered yet is not rung twice."""
    waiting = next(
        (
            bell
            for bell in queries.open_bells(work.session, work.office)
            if (bell.device_id, bell.reason, bell.label) == (device_id, reason, label)
        ),
        None,
    )
    if waiting is not None:
        return waiting
    bell = Bell(
        office=work.office, device_id=device_id, reason=reason, label=label, rung_at=work.now
    )
    work.session.add(bell)
    work.session.flush()
    work.record(Kind.BELL_RUNG, label=label, detail={"bell": bell.id, "reason": reason})
    return bell


def answer(work: Work, bell_id: str) -> None:
    """Note that somebody goes; the strip disappears from all consoles.

    Raises:
        NotFound: ``unknown_bell``.

    """
    bell = work.session.get(Bell, row_id(bell_id))
    if bell is None or bell.office != work.office:
        raise NotFound("unknown_bell", "この知らせは見つかりません。")
    if bell.answered_at is None:
        bell.answered_at = work.now
        work.record(Kind.BELL_ANSWERED, detail={"bell": bell.id})
