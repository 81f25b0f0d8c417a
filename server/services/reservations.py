"""Reservations: a seat in a slot, held for someone; moved and cancelled with the token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from printer_drivers.sealing import encrypt, lookup_id
from printer_drivers.token import new_token
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import ServicePlan
from server.db.ledger import Kind
from server.db.models import PreApplication, Reservation, Slot
from server.domain.business_day import business_date
from server.domain.checkin import ReservationState
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.services import booking_window, pre_applications

ALTERNATIVES = 6
#: The nearest days are searched for another slot when one is full.
ALTERNATIVE_DAYS = timedelta(days=14)
#: Data of a reservation is deleted when this has passed since its day.
KEPT_AFTER_VISIT = timedelta(days=1)


@dataclass(frozen=True)
class OfferedSlot:
    """A slot and how many of its seats are free."""

    id: int
    start: datetime
    minutes: int
    method: str
    venue: str
    free: int


@dataclass(frozen=True)
class Booked:
    """A reservation that was made; the token is stored nowhere."""

    reservation: Reservation
    token: str


def offered(look: Look, office: str, service: str, first: date, last: date) -> list[OfferedSlot]:
    """Return the slots that can still be booked, full ones included with ``free`` 0.

    Raises:
        NotFound: ``unknown_office``, ``unknown_service``.
        Refused: ``not_bookable``.

    """
    floor = look.floor_of(office)
    plan = _bookable(floor.service(service))
    rows = queries.slots_between(look.session, plan.id, max(first, look.day), last)
    return [
        OfferedSlot(slot.id, slot.start, slot.minutes, slot.method, slot.venue, free)
        for slot, free in rows
        if booking_window.is_open(floor, plan, slot.start, look.now)
    ]


def book(
    work: Work,
    service: str,
    slot_id: int,
    *,
    pre_application: str | None = None,
    form: Mapping[str, Any] | None = None,
    email: str | None = None,
    language: str = "ja",
) -> Booked:
    """Hold a seat for someone.

    Args:
        pre_application: the token of a pre-application that the visit is for; it then
            opens the reservation too, one QR for both.
        form: the values of the service's booking form, sealed like a pre-application.

    Raises:
        Refused: ``slot_full`` with ``alternatives``, ``slot_closed``, ``already_booked``.
        Misfit: the form's misfits, at ``form.FIELD``.

    """
    plan = _bookable(work.floor.service(service))
    slot = _slot(work, plan, slot_id)
    token, applied = _application(work, pre_application, plan, form, language)
    seat_id = _free_seat(work, plan, slot)
    reservation = Reservation(
        office=work.office,
        service_id=plan.id,
        slot_id=slot.id,
        seat_id=seat_id,
        day=slot.day,
        start=slot.start,
        state=ReservationState.CONFIRMED,
        lookup_id=lookup_id(token),
        pre_application_id=applied.id if applied else None,
        language=language,
        created_at=work.now,
        purge_after=slot.day + KEPT_AFTER_VISIT,
    )
    if email:
        about = f"contact:{reservation.lookup_id}"
        reservation.contact = encrypt(work.secrets.office_key, email.encode(), about)
    if applied:
        applied.purge_after = reservation.purge_after
    work.session.add(reservation)
    work.session.flush()
    work.record(Kind.BOOKED, detail=_facts(plan, slot, reservation))
    return Booked(reservation, token)


def move(work: Work, token: str, slot_id: int) -> Reservation:
    """Give a reservation another slot of the same service; the token stays.

    Raises:
        Refused: ``slot_full``, ``slot_closed``, ``cancelled``, ``already_checked_in``.

    """
    reservation = _changeable(work, token)
    plan = work.floor.services_by_id[reservation.service_id]
    slot = _slot(work, plan, slot_id)
    reservation.seat_id = _free_seat(work, plan, slot)
    reservation.slot_id, reservation.day, reservation.start = slot.id, slot.day, slot.start
    reservation.purge_after = slot.day + KEPT_AFTER_VISIT
    _prolong(work, reservation)
    work.session.flush()
    work.record(Kind.MOVED, detail=_facts(plan, slot, reservation))
    return reservation


def cancel(work: Work, token: str) -> Reservation:
    """Give the seat back. Cancelling twice changes nothing."""
    reservation = require(work.session, token)
    if reservation.state == ReservationState.CANCELLED:
        return reservation
    if reservation.state != ReservationState.CONFIRMED:
        raise _checked_in()
    reservation.state = ReservationState.CANCELLED
    plan = work.floor.services_by_id[reservation.service_id]
    work.record(Kind.CANCELLED, detail={"reservation": reservation.id, "service": plan.code})
    return reservation


def require(session: Any, token: str) -> Reservation:
    """Return the reservation of a token, or refuse with ``unknown_token``."""
    reservation = queries.reservation_by_lookup(session, lookup_id(token))
    if reservation is None:
        raise pre_applications.unknown_token()
    return reservation


def _bookable(plan: ServicePlan) -> ServicePlan:
    if not plan.setup.bookable:
        raise Refused("not_bookable", "この用件は予約できません。番号札をお取りください。")
    return plan


def _slot(work: Work, plan: ServicePlan, slot_id: int) -> Slot:
    slot = work.session.get(Slot, slot_id)
    if slot is None or slot.service_id != plan.id:
        raise NotFound("unknown_slot", "この予約枠はありません。日時を選びなおしてください。")
    booking_window.require_open(work.floor, plan, slot.start, work.now)
    return slot


def _application(
    work: Work,
    token: str | None,
    plan: ServicePlan,
    form: Mapping[str, Any] | None,
    language: str,
) -> tuple[str, PreApplication | None]:
    if token is not None:
        applied = pre_applications.find(work.session, token)
        if applied is None or applied.office != work.office:
            raise pre_applications.unknown_token()
        if _is_booked(work, token):
            raise Refused("already_booked", "この申請は、もう予約されています。")
        if queries.visit_of(work.session, None, applied.id) is not None:
            raise _checked_in()
        return token, applied
    if form is None:
        return new_token(), None
    return _seal_booking_form(work, plan, form, language)


def _seal_booking_form(
    work: Work, plan: ServicePlan, form: Mapping[str, Any], language: str
) -> tuple[str, PreApplication]:
    procedures = plan.setup.procedures[:1]
    code = pre_applications.booking_form(work, procedures)
    try:
        submitted = pre_applications.submit(work, procedures, {}, {code: form}, language)
    except Misfit as misfit:
        prefix = f"forms.{code}."
        raise Misfit(
            [
                FieldError(f"form.{error.field.removeprefix(prefix)}", error.code, error.message)
                for error in misfit.errors
            ]
        ) from None
    return submitted.token, submitted.pre_application


def _is_booked(work: Work, token: str) -> bool:
    known = queries.reservation_by_lookup(work.session, lookup_id(token))
    return known is not None and known.state != ReservationState.CANCELLED


def _free_seat(work: Work, plan: ServicePlan, slot: Slot) -> int:
    seat = queries.free_seat(work.session, slot.id)
    if seat is not None:
        return seat.id
    raise Refused(
        "slot_full",
        "この時間は、いま満席になりました。ほかの時間をお選びください。",
        alternatives=_alternatives(work, plan, slot),
    )


def _alternatives(work: Work, plan: ServicePlan, full: Slot) -> Sequence[OfferedSlot]:
    """Return free slots, the nearest in time first."""
    today = business_date(work.now)
    rows = queries.slots_between(
        work.session, plan.id, max(today, full.day - ALTERNATIVE_DAYS), full.day + ALTERNATIVE_DAYS
    )
    free = [
        OfferedSlot(slot.id, slot.start, slot.minutes, slot.method, slot.venue, count)
        for slot, count in rows
        if count and booking_window.is_open(work.floor, plan, slot.start, work.now)
    ]
    return sorted(free, key=lambda slot: abs(slot.start - full.start))[:ALTERNATIVES]


def _changeable(work: Work, token: str) -> Reservation:
    reservation = require(work.session, token)
    if reservation.state == ReservationState.CANCELLED:
        raise Refused("cancelled", "この予約は取り消されています。")
    if reservation.state != ReservationState.CONFIRMED:
        raise _checked_in()
    return reservation


def _checked_in() -> Refused:
    return Refused("already_checked_in", "受付がすんだ予約は、変更や取消ができません。")


def _prolong(work: Work, reservation: Reservation) -> None:
    if reservation.pre_application_id is not None:
        applied = work.session.get_one(PreApplication, reservation.pre_application_id)
        applied.purge_after = reservation.purge_after


def _facts(plan: ServicePlan, slot: Slot, reservation: Reservation) -> dict[str, Any]:
    return {
        "reservation": reservation.id,
        "service": plan.code,
        "slot": slot.id,
        "start": slot.start.isoformat(),
    }
