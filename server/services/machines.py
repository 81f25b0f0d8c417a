"""Machines: what they printed, and how they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.city import City, Work
from server.db.ledger import Kind
from server.db.models import Device, Head, PrintJob, Visit
from server.db.types import row_id
from server.domain.refusals import NotFound, Refused


def report_print(
    work: Work, visit_id: str, document: str, attempt: int, state: str, reissue: int,
    unprintable: int = 0,
) -> None:  # fmt: skip
    """Note what became of a paper; the same attempt told twice changes nothing.

    *unprintable* is how many characters no font of the machine has; never which, they are
    parts of names.

    Raises:
        NotFound: ``unknown_visit``.
        Refused: ``needs_reissue``, when a second paper lacks its 再発行 mark (I8).

    """
    visit = work.session.get(Visit, row_id(visit_id))
    if visit is None or visit.office != work.office:
        raise NotFound("unknown_visit", "この来庁はこの区役所にありません。")
    known = work.session.scalar(
        select(PrintJob).where(
            PrintJob.visit_id == visit.id,
            PrintJob.document == document,
            PrintJob.attempt == attempt,
        )
    )
    if known is not None and known.state == state:
        return
    _require_reissue_mark(work, visit.id, document, state, known.reissue if known else reissue)
    if known is None:
        known = PrintJob(
            office=work.office,
            visit_id=visit.id,
            document=document,
            attempt=attempt,
            reissue=reissue,
            state=state,
            at=work.now,
        )
        work.session.add(known)
    known.state, known.at = state, work.now
    visit.unprintable = visit.unprintable or unprintable > 0
    work.session.flush()
    kind = Kind.PRINT_FAILED if state != "printed" else Kind.PRINTED
    if state == "printed" and reissue:
        kind = Kind.REPRINTED
    detail: dict[str, Any] = {
        "document": document,
        "attempt": attempt,
        "state": state,
        "reissue": reissue,
    }
    if unprintable:
        detail["unprintable"] = unprintable
    work.record(kind, visit=visit.id, label=visit.label, detail=detail)


def beat(city: City, office: str, device_id: int, health: dict[str, Any]) -> tuple[int, str | None]:
    """Keep a machine's last sign of life; return the newest event's number and an errand for it.

    It is no business of the office's, so it waits for no command of the office.
    """
    with city.writing() as session:
        note_health(session, device_id, health, city.clock())
        seq = session.scalar(select(Head.seq).where(Head.office == office)) or 0
        return seq, _errand(session, device_id)


def _errand(session: Session, device_id: int) -> str | None:
    """Hand an errand over. A lost answer loses it: two test prints are worse than none."""
    device = session.get(Device, device_id)
    if device is None or device.errand is None:
        return None
    errand, device.errand = device.errand, None
    return errand


def note_health(
    session: Session, device_id: int | None, health: dict[str, Any], now: datetime
) -> None:
    """Keep a machine's last sign of life."""
    device = session.get(Device, device_id) if device_id is not None else None
    if device is not None:
        device.last_seen, device.health = now, health


def _require_reissue_mark(
    work: Work, visit_id: int, document: str, state: str, reissue: int
) -> None:
    if reissue or state != "printed":
        return
    printed = work.session.scalar(
        select(PrintJob.id).where(
            PrintJob.visit_id == visit_id,
            PrintJob.document == document,
            PrintJob.reissue == 0,
            PrintJob.state == "printed",
        )
    )
    if printed is not None:
        raise Refused("needs_reissue", "2枚目の紙には「再発行」の印が必要です。")
