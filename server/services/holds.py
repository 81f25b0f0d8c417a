"""Holds: a chosen time stays free for one person while the rest is filled in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from printer_drivers.sealing import lookup_id
from printer_drivers.token import new_token
from server.db.city import Work
from server.db.models import Keeping, KeptSeat, Seat, Slot
from server.domain.refusals import NotFound
from server.domain.shares import Share
from server.services import booking_window, reservations, seats


@dataclass(frozen=True)
class Hold:
    """A time that is kept for whoever has its secret."""

    secret: str
    slot: Slot
    until: datetime


def hold(
    work: Work, service: str, slot_id: int, minutes: int, before: str | None = None,
    share: Share = Share.PUBLIC,
) -> Hold:  # fmt: skip
    """Keep the seats that a visit needs for ``hold_min`` minutes.

    Args:
        minutes: how long the visit takes; 0 means one slot.
        before: the hold that this one replaces: each person keeps one time.

    Raises:
        Refused: ``slot_full`` with ``alternatives``, and when the slot may not be booked.

    """
    plan, slot = reservations.open_slot(work, service, slot_id, share)
    if before is not None:
        seats.release(work.session, lookup_id(before))
    taken = seats.take(work, plan, slot, max(minutes, slot.minutes), share)
    secret = new_token()
    until = work.now + timedelta(minutes=booking_window.rule_of(plan).hold_min)
    seats.keep(work, taken, Keeping.HELD, owner=lookup_id(secret), until=until)
    return Hold(secret, slot, until)


def let_go(work: Work, secret: str) -> None:
    """Give a held time back before it ends; nothing happens if it has ended."""
    seats.release(work.session, lookup_id(secret))


def office_of(session: Session, secret: str) -> str:
    """Return where a hold is, or refuse with ``unknown_hold``."""
    office = session.scalar(
        select(Slot.office)
        .join(Seat, Seat.slot_id == Slot.id)
        .join(KeptSeat, KeptSeat.seat_id == Seat.id)
        .where(KeptSeat.owner == lookup_id(secret))
        .limit(1)
    )
    if office is None:
        raise NotFound("unknown_hold", "この時間の取り置きは、もうありません。")
    return office
