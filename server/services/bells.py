"""Calls for staff from machines: rung by a kiosk, shown on the consoles, answered by somebody."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Bell, Device
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.fleet import LOST_AFTER, is_over, printers_with
from server.domain.refusals import NotFound
from server.services.console_log import staff_names

#: A counter calls for help at once; the public hears nothing of it.
EMERGENCY = "emergency"
#: A machine looks at its printers and says how they are within so long; what it said before it
#: called is no word on the call.
HEARD_AFTER = timedelta(seconds=15)
#: How the log names what answers a call without anybody saying that they go.
_MACHINES = ("kiosk:", "system")


def call_for_help(work: Work, number: str) -> Bell:
    """Call the colleagues to a counter; called twice it is one call."""
    counter = work.floor.counter(number)
    for bell in queries.open_bells(work.session, work.office):
        if bell.reason == EMERGENCY and bell.counter == counter.number:
            return bell
    bell = Bell(office=work.office, counter=counter.number, reason=EMERGENCY, rung_at=work.now)
    work.session.add(bell)
    work.session.flush()
    work.record(
        Kind.BELL_RUNG, detail={"bell": bell.id, "reason": EMERGENCY, "counter": counter.number}
    )
    return bell


def ring(work: Work, device_id: int | None, reason: str, label: str | None) -> Bell:
    """Call staff to a machine; the same call that nobody answered yet is not rung twice.

    A machine without paper calls once, whether it was asked for a number or only looked.
    """
    for bell in queries.open_bells(work.session, work.office):
        is_same = (bell.device_id, bell.reason) == (device_id, reason)
        if is_same and (bell.label == label or None in (bell.label, label)):
            return bell
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
        _close(work, bell)


def settle(work: Work, device_id: int | None, reasons: Collection[str]) -> None:
    """Answer a machine's own calls for *reasons*: staff have put it right before it."""
    for bell in queries.open_bells(work.session, work.office):
        if bell.device_id == device_id and bell.reason in reasons:
            _close(work, bell)


def over(look: Look | Work, office: str) -> list[Bell]:
    """Return the open calls whose machine says by now that all is well: paper was put in."""
    return [
        bell
        for bell in queries.open_bells(look.session, office)
        if look.now - bell.rung_at > HEARD_AFTER
        and (device := _device(look.session, bell)) is not None
        and device.last_seen is not None
        and look.now - device.last_seen <= LOST_AFTER
        and is_over(bell.reason, device.health or {})
    ]


def take_back(work: Work) -> None:
    """Answer the calls that are over; the log says that the machine did."""
    for bell in over(work, work.office):
        _close(work, bell)


def _close(work: Work, bell: Bell) -> None:
    bell.answered_at, bell.answered_by = work.now, work.actor
    work.record(Kind.BELL_ANSWERED, detail={"bell": bell.id})


def told(
    session: Session, office: str, answered_since: datetime | None = None
) -> list[dict[str, Any]]:
    """Return the calls for staff, the worst first, as every screen of the staff shows them.

    Args:
        answered_since: those answered after it as well, with who goes.

    """
    waiting = queries.open_bells(session, office)
    answered = _answered_since(session, office, answered_since) if answered_since else []
    bells = sorted([*waiting, *answered], key=lambda bell: bell.reason != EMERGENCY)
    names = staff_names(session, {bell.answered_by for bell in bells})
    return [_told(session, bell, names) for bell in bells]


def _told(session: Session, bell: Bell, names: Mapping[str, str]) -> dict[str, Any]:
    device = _device(session, bell)
    return {
        "bell": bell.id,
        "reason": bell.reason,
        "label": bell.label,
        "device": device.name if device else None,
        "printers": printers_with(device.health or {}, bell.reason) if device else [],
        "counter": bell.counter,
        "at": iso(bell.rung_at),
        "goes": names.get(bell.answered_by or ""),
        # the machine was put right, and nobody had to say so
        "over": (bell.answered_by or "").startswith(_MACHINES),
    }


def _answered_since(session: Session, office: str, since: datetime) -> list[Bell]:
    rows = select(Bell).where(Bell.office == office, Bell.answered_at > since)
    return list(session.scalars(rows.order_by(Bell.rung_at)))


def _device(session: Session, bell: Bell) -> Device | None:
    return None if bell.device_id is None else session.get(Device, bell.device_id)
