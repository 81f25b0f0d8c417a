"""The waiting list, キャンセル待ち: who wants a time that is full is offered the next free one.

A freed seat is offered to one person at a time, in the order in which they came, before
the public sees it. Whoever does not answer in time has been passed over; the next is asked.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from printer_drivers.sealing import decrypt, encrypt, lookup_id
from printer_drivers.token import new_token
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import ServicePlan
from server.db.ledger import Kind, canonical
from server.db.models import Keeping, KeptSeat, Seat, Slot, Waiting, WaitingEntry
from server.db.queries import SlotRow
from server.domain.refusals import NotFound, Refused
from server.domain.shares import Share
from server.services import booking_window, durations, letters, pre_applications, seats
from server.services.shares import Part
from server.services.ways import ANY, Way

#: Entries are deleted when their last day is over.
KEPT_AFTER = timedelta(days=1)
_OPEN = (Waiting.WAITING, Waiting.OFFERED)


def join(
    work: Work, service: str, first: date, last: date, email: str, *,
    pre_application: str | None = None, language: str = "ja", way: Way = ANY,
) -> tuple[WaitingEntry, str]:  # fmt: skip
    """Wait for a free time between two days; the token is that of the booking to come.

    Args:
        way: how and where the time is to be kept.

    Raises:
        Refused: ``already_waiting`` for the same address and service, ``no_day_left``.

    """
    plan = work.floor.service(service)
    booking_window.rule_of(plan)
    first = max(first, work.day)
    if last < first:
        raise Refused("no_day_left", "この日は過ぎました。ほかの日をお選びください。")
    mark = work.secrets.contact_mark(email)
    if _with_mark(work, plan, mark) is not None:
        raise Refused("already_waiting", "このメールアドレスで、もうお待ちいただいています。")
    token, minutes = pre_application or new_token(), 0
    if pre_application is not None:
        minutes = _minutes(work, plan, pre_application, way)
    entry = WaitingEntry(
        office=work.office, service_id=plan.id, lookup_id=lookup_id(token),
        state=Waiting.WAITING, first_day=first, last_day=last, minutes=minutes,
        method=way.method, venue=way.venue, language=language, contact_mark=mark,
        created_at=work.now, purge_after=last + KEPT_AFTER, sealed=b"",
    )  # fmt: skip
    content = canonical({"token": token, "email": email}).encode()
    entry.sealed = encrypt(work.secrets.office_key, content, _about(entry))
    work.session.add(entry)
    work.session.flush()
    work.record(Kind.WAITLISTED, detail={"service": plan.code, "entry": entry.id})
    offer(work, plan)
    return entry, token


def offer(work: Work, plan: ServicePlan) -> int:
    """Offer what is free to those who wait, first come first served; return how many were asked."""
    waiting = work.session.scalars(
        select(WaitingEntry)
        .where(
            WaitingEntry.office == work.office, WaitingEntry.service_id == plan.id,
            WaitingEntry.state == Waiting.WAITING,
        )
        .order_by(WaitingEntry.id)
    )  # fmt: skip
    return sum(_offer_one(work, plan, entry) for entry in waiting.all())


def look_after(work: Work) -> None:
    """Pass over who did not answer, and offer what is free now."""
    rows = work.session.scalars(
        select(WaitingEntry).where(
            WaitingEntry.office == work.office, WaitingEntry.state.in_(_OPEN)
        )
    ).all()
    for entry in rows:
        _pass_over(work, entry)
    for service_id in {entry.service_id for entry in rows}:
        offer(work, work.floor.services_by_id[service_id])


def take_back_closed(work: Work, plan: ServicePlan) -> None:
    """Let wait on who was offered a seat that a changed plan has no room for."""
    entries = work.session.scalars(
        select(WaitingEntry)
        .join(KeptSeat, KeptSeat.owner == WaitingEntry.lookup_id)
        .join(Seat, Seat.id == KeptSeat.seat_id)
        .where(
            WaitingEntry.office == work.office, WaitingEntry.service_id == plan.id,
            WaitingEntry.state == Waiting.OFFERED, Seat.closed,
        )
        .distinct()
    )  # fmt: skip
    for entry in entries.all():
        seats.release(work.session, entry.lookup_id)
        entry.state, entry.slot_id, entry.offer_until = Waiting.WAITING, None, None
    work.session.flush()


def accept(work: Work, token: str) -> tuple[WaitingEntry, Slot, str]:
    """Return what is offered and the address, its seats free for the booking that follows.

    Raises:
        Refused: ``nothing_offered``, ``offer_over``.

    """
    entry = require(work.session, token)
    if entry.state != Waiting.OFFERED or entry.slot_id is None or entry.offer_until is None:
        raise Refused("nothing_offered", "いま、ご案内できる時間はありません。お待ちください。")
    if work.now >= entry.offer_until:
        raise Refused("offer_over", "お返事の期限が過ぎたため、次の方にご案内しました。")
    slot = work.session.get_one(Slot, entry.slot_id)
    seats.release(work.session, entry.lookup_id)
    entry.state = Waiting.TAKEN
    return entry, slot, _content(work, entry)["email"]


def contact_of(work: Work, entry: WaitingEntry) -> tuple[str, str]:
    """Return the address of who waits, and the token of the booking to come."""
    content = _content(work, entry)
    return content["email"], content["token"]


def leave(work: Work, token: str) -> WaitingEntry:
    """Wait no longer; what was offered goes to the next. Leaving twice changes nothing."""
    entry = require(work.session, token)
    if entry.state in _OPEN:
        seats.release(work.session, entry.lookup_id)
        entry.state, entry.slot_id = Waiting.LEFT, None
        work.session.flush()
        offer(work, work.floor.services_by_id[entry.service_id])
    return entry


def require(session: Session, token: str) -> WaitingEntry:
    """Return the entry of a token, or refuse with ``unknown_token``."""
    found = select(WaitingEntry).where(WaitingEntry.lookup_id == lookup_id(token))
    entry = session.scalar(found)
    if entry is None:
        raise NotFound("unknown_token", "この番号のキャンセル待ちは見つかりません。")
    return entry


def _offer_one(work: Work, plan: ServicePlan, entry: WaitingEntry) -> bool:
    found = _free_slot(work, plan, entry)
    if found is None:
        return False
    slot, taken = found
    rule = booking_window.rule_of(plan)
    entry.offer_until = min(work.now + timedelta(minutes=rule.offer_min), slot.start)
    entry.state, entry.slot_id = Waiting.OFFERED, slot.id
    seats.keep(work, taken, Keeping.OFFERED, owner=entry.lookup_id, until=entry.offer_until)
    work.record(Kind.OFFERED, detail={"service": plan.code, "entry": entry.id, "slot": slot.id})
    content = _content(work, entry)
    letters.offer(work, plan, entry, slot, content["email"], content["token"])
    return True


def _free_slot(
    work: Work, plan: ServicePlan, entry: WaitingEntry
) -> tuple[SlotRow, list[int]] | None:
    first, last = max(entry.first_day, work.day), entry.last_day
    part = Part(work, work.floor, plan, Share.PUBLIC)
    way = Way(entry.method, entry.venue)
    for row in queries.slots_between(
        work.session, plan.id, first, last, work.now, even_resting=True
    ):
        slot = row.slot
        if not way.fits(slot) or not part.free(row):
            continue
        if not booking_window.is_open(work.floor, plan, slot.start, work.now):
            continue
        minutes = max(entry.minutes, slot.minutes)
        taken = seats.find(work, plan, slot, minutes, Share.PUBLIC, even_resting=True)
        if taken:
            return slot, taken
    return None


def _pass_over(work: Work, entry: WaitingEntry) -> None:
    missed = entry.offer_until is not None and work.now >= entry.offer_until
    if entry.state == Waiting.OFFERED and missed:
        seats.release(work.session, entry.lookup_id)
        entry.state = Waiting.OVER
    elif entry.state == Waiting.WAITING and entry.last_day < work.day:
        entry.state = Waiting.OVER
    work.session.flush()


def _with_mark(work: Work, plan: ServicePlan, mark: str) -> WaitingEntry | None:
    return work.session.scalar(
        select(WaitingEntry).where(
            WaitingEntry.office == work.office, WaitingEntry.service_id == plan.id,
            WaitingEntry.contact_mark == mark, WaitingEntry.state.in_(_OPEN),
        )
    )  # fmt: skip


def _minutes(work: Work, plan: ServicePlan, token: str, way: Way) -> int:
    applied = pre_applications.find(work.session, token)
    if applied is None or applied.office != work.office:
        raise pre_applications.unknown_token()
    return durations.of_application(
        work, plan, durations.slot_min(work.floor, plan, way), applied, token
    )


def _content(work: Work, entry: WaitingEntry) -> dict[str, Any]:
    plain = decrypt(work.secrets.office_key, entry.sealed, _about(entry))
    content: dict[str, Any] = json.loads(plain)
    return content


def _about(entry: WaitingEntry) -> str:
    return f"waiting:{entry.lookup_id}"


def offered_now(look: Look, entry: WaitingEntry) -> tuple[datetime, datetime] | None:
    """Return the time that is offered and until when the offer stands, if it does."""
    if entry.state != Waiting.OFFERED or entry.slot_id is None or entry.offer_until is None:
        return None
    if look.now >= entry.offer_until:
        return None
    return look.session.get_one(Slot, entry.slot_id).start, entry.offer_until
