"""Seats: found free, taken for as long as a visit lasts, kept for a while, given back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor, ServicePlan
from server.db.models import Keeping, KeptSeat, Reservation, Seat, Slot
from server.db.queries import Free, SlotRow
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.domain.slots import in_a_row
from server.services import booking_window
from server.services.shares import Most, Part
from server.services.ways import Way

ALTERNATIVES = 6
#: The nearest days are searched for another slot when one is full.
ALTERNATIVE_DAYS = timedelta(days=14)


@dataclass(frozen=True)
class OfferedSlot:
    """A slot and how many visits of these minutes can begin with it."""

    id: int
    start: datetime
    minutes: int
    method: str
    venue: str
    free: int
    #: Lots are drawn for it, and people apply until then.
    apply_until: datetime | None = None


def offered(
    look: Look | Work, floor: Floor, plan: ServicePlan, first: date, last: date, minutes: int = 0,
    share: Share = Share.PUBLIC,
) -> list[OfferedSlot]:  # fmt: skip
    """Return the slots that can still be booked, full ones included with ``free`` 0.

    Args:
        minutes: how long the visit takes; what is longer than a slot needs the next ones too.

    """
    rows = queries.slots_between(look.session, plan.id, first, last, look.now)
    part = Part(look, floor, plan, share)
    most = part.most(first, last)
    is_open = booking_window.open_slots(floor, plan, rows, look.now, share)
    lines: dict[tuple[date, str, str], list[Free]] = defaultdict(list)
    for row in rows:
        lines[row.slot.day, row.slot.venue, row.slot.method].append(row)
    found = [
        one
        for line in lines.values()
        for one in _lengths(line, minutes, part, most)
        if one.id in is_open
    ]
    return sorted(found, key=attrgetter("start", "venue", "method"))


def _lengths(line: Sequence[Free], minutes: int, part: Part, most: Most) -> Iterable[OfferedSlot]:
    """Yield the slots of one day and place, earliest first, as a visit of *minutes* finds them."""
    slots = [row.slot for row in line]
    free_of = {row.slot.id: part.free(row) for row in line}
    for at, slot in enumerate(slots):
        if minutes <= slot.minutes:
            free = free_of[slot.id]
        else:
            row = in_a_row(slots[at:], minutes)
            free = min((free_of[one.id] for one in row), default=0)
        limit = most.at(slot)
        length = max(slot.minutes, minutes)
        yield OfferedSlot(
            slot.id, slot.start, length, slot.method, slot.venue,
            free if limit is None else min(free, limit), part.apply_until(slot),
        )  # fmt: skip


def take(
    work: Work, plan: ServicePlan, first: Slot, minutes: int, share: Share, *,
    mine: int | None = None,
) -> list[int]:  # fmt: skip
    """Return a free seat in each slot that a visit of *minutes* from *first* needs.

    Args:
        mine: a reservation whose own seats count as free.

    Raises:
        Refused: ``slot_full`` with ``alternatives``, ``by_lot`` before lots are drawn.

    """
    if Part(work, work.floor, plan, share).is_locked(first):
        raise Refused("by_lot", "この日は抽選です。抽選に申し込んでください。")
    ids = find(work, plan, first, minutes, share, mine=mine)
    if not ids:
        raise Refused(
            "slot_full",
            "この時間は、いま満席になりました。ほかの時間をお選びください。",
            alternatives=_alternatives(work, plan, first, minutes, share),
        )
    return ids


def find(
    work: Work, plan: ServicePlan, first: Slot | SlotRow, minutes: int, share: Share, *,
    mine: int | None = None, even_resting: bool = False,
) -> list[int]:  # fmt: skip
    """Return a free seat in each slot that the visit needs, or nothing.

    Args:
        even_resting: whether seats that rest count as free: for the waiting list.

    """
    part = Part(work, work.floor, plan, share)
    if part.is_locked(first) or part.most(first.day, first.day, mine).at(first) == 0:
        return []
    needed = in_a_row(_from(work.session, plan, first), minutes)
    found = [
        queries.free_seat(
            work.session, slot.id, work.now, mine,
            even_resting=even_resting, even_internal=part.has_internal(slot),
        )
        for slot in needed
    ]  # fmt: skip
    ids = [seat.id for seat in found if seat is not None]
    if len(ids) < len(needed):
        return []
    _forget(work.session, ids)  # what was kept of them is over
    return ids


def keep(
    work: Work, seats: Iterable[int], kind: Keeping, *,
    owner: str | None = None, reservation: int | None = None, until: datetime | None = None,
) -> None:  # fmt: skip
    """Keep *seats*, which are free, for one purpose."""
    work.session.add_all(
        KeptSeat(seat_id=seat, kind=kind, owner=owner, reservation_id=reservation, until=until)
        for seat in seats
    )
    work.session.flush()


def release(session: Session, owner: str) -> bool:
    """Let go what is kept for *owner*, and tell whether it was anything."""
    kept = session.scalars(select(KeptSeat.seat_id).where(KeptSeat.owner == owner)).all()
    _forget(session, kept)
    return bool(kept)


def give_back(
    work: Work, reservation: Reservation, rest: timedelta, but: Sequence[int] = ()
) -> None:
    """Give back the seats of a cancelled or moved *reservation*; they rest for a while.

    Args:
        but: those that it takes again.

    """
    more = select(KeptSeat.seat_id).where(KeptSeat.reservation_id == reservation.id)
    ids = [*work.session.scalars(more), reservation.seat_id]
    _forget(work.session, ids)
    if rest:
        free = [seat for seat in ids if seat not in but]
        keep(work, free, Keeping.RESTING, until=work.now + rest)


def forget_expired(session: Session, now: datetime) -> None:
    """Delete what is kept no longer."""
    session.execute(delete(KeptSeat).where(KeptSeat.until <= now))


def _forget(session: Session, seats: Sequence[int]) -> None:
    if seats:
        session.execute(delete(KeptSeat).where(KeptSeat.seat_id.in_(seats)))


def _from(session: Session, plan: ServicePlan, first: Slot | SlotRow) -> list[Slot]:
    rows = session.scalars(
        select(Slot)
        .where(
            Slot.service_id == plan.id, Slot.day == first.day,
            Slot.venue == first.venue, Slot.method == first.method, Slot.start >= first.start,
            select(Seat.id).where(Seat.slot_id == Slot.id).exists(),
        )
        .order_by(Slot.start)
    )  # fmt: skip
    return [*rows]


def _alternatives(
    work: Work, plan: ServicePlan, full: Slot, minutes: int, share: Share
) -> Sequence[OfferedSlot]:
    """Return free slots that are kept the same way, the nearest in time first."""
    first, last = max(work.day, full.day - ALTERNATIVE_DAYS), full.day + ALTERNATIVE_DAYS
    found = offered(work, work.floor, plan, first, last, minutes, share)
    way = Way(full.method, full.venue)
    free = [slot for slot in found if slot.free and slot.id != full.id and way.fits(slot)]
    return sorted(free, key=lambda slot: abs(slot.start - full.start))[:ALTERNATIVES]
