"""Reservations: a seat in a slot, held for someone; moved and cancelled with the token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from printer_drivers.sealing import encrypt, lookup_id
from printer_drivers.token import new_token
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import ServicePlan
from server.db.ledger import Kind
from server.db.models import Keeping, PreApplication, Reservation, Slot
from server.domain.checkin import ReservationState
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.domain.review import Channel
from server.domain.shares import Share
from server.services import (
    booking_window,
    catalogue,
    durations,
    letters,
    pre_applications,
    seats,
    waiting_list,
)
from server.services.seats import OfferedSlot
from server.services.ways import ANY, Way

#: Data of a reservation is deleted when this has passed since its day.
KEPT_AFTER_VISIT = timedelta(days=1)


@dataclass(frozen=True)
class Booked:
    """A reservation that was made; the token is stored nowhere."""

    reservation: Reservation
    token: str


def offered(
    look: Look, office: str, service: str, first: date, last: date, minutes: int = 0,
    share: Share = Share.PUBLIC, way: Way = ANY,
) -> list[OfferedSlot]:  # fmt: skip
    """Return the slots that can still be booked, as `seats.offered` does, of one *way* alone.

    Raises:
        NotFound: ``unknown_office``, ``unknown_service``.
        Refused: ``not_bookable``.

    """
    floor = look.floor_of(office)
    plan = _bookable(floor.service(service))
    found = seats.offered(look, floor, plan, max(first, look.day), last, minutes, share)
    return [one for one in found if way.fits(one)]


def book(
    work: Work,
    service: str,
    slot_id: int,
    *,
    pre_application: str | None = None,
    form: Mapping[str, Any] | None = None,
    email: str | None = None,
    language: str = "ja",
    hold: str | None = None,
    offered_to: str | None = None,
    share: Share = Share.PUBLIC,
    channel: Channel = Channel.WEB,
) -> Booked:
    """Book a seat for someone, or several in a row for what takes longer than a slot.

    Args:
        pre_application: the token of a pre-application that the visit is for; it then
            opens the reservation too, one QR for both.
        form: the values of the service's booking form, sealed like a pre-application.
        hold: what `holds.hold` gave; its seats are booked, or they are let go.
        offered_to: the token of an entry of the waiting list, which opens the booking then.
        channel: how the wish reached the office; all but ``web`` are written down by staff.

    Raises:
        Refused: ``slot_full`` with ``alternatives``, ``slot_closed``, ``already_booked``,
            ``too_many_bookings``.
        Misfit: the form's misfits, at ``form.FIELD``.

    """
    plan, slot = open_slot(work, service, slot_id, share)
    token, applied = _application(work, pre_application, plan, form, language)
    token = offered_to or token
    mark = _mark(work, plan, email)
    minutes = durations.of_application(work, plan, slot.minutes, applied, token)
    if hold is not None:
        seats.release(work.session, lookup_id(hold))
    seat_id, *more = seats.take(work, plan, slot, minutes, share)
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
        minutes=minutes if more else None,
        contact_mark=mark,
        language=language,
        by_staff=share is Share.STAFF,
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
    seats.keep(work, more, Keeping.MORE, reservation=reservation.id)
    work.record(Kind.BOOKED, detail={**_facts(plan, slot, reservation), "channel": channel})
    letters.tell(work, "booked", reservation, token)
    return Booked(reservation, token)


def take_offer(work: Work, token: str) -> Booked:
    """Book what is offered to somebody on the waiting list.

    Raises:
        Refused: ``nothing_offered``, ``offer_over``, and as `book`.

    """
    entry, slot, email = waiting_list.accept(work, token)
    plan = work.floor.services_by_id[entry.service_id]
    applied = token if pre_applications.find(work.session, token) else None
    return book(
        work, plan.code, slot.id, pre_application=applied, email=email,
        language=entry.language, offered_to=token,
    )  # fmt: skip


def open_slot(
    work: Work, service: str, slot_id: int, share: Share = Share.PUBLIC
) -> tuple[ServicePlan, Slot]:
    """Return a slot that may be booked now.

    Raises:
        NotFound: ``unknown_service``, ``unknown_slot``.
        Refused: ``not_bookable``, and as `booking_window.require_open`.

    """
    plan = _bookable(work.floor.service(service))
    return plan, _slot(work, plan, slot_id, share)


def move(work: Work, token: str, slot_id: int, share: Share = Share.PUBLIC) -> Reservation:
    """Give a reservation another slot of the same service; the token stays.

    Raises:
        Refused: ``slot_full``, ``slot_closed``, ``cancelled``, ``already_checked_in``.

    """
    reservation = _changeable(work, token)
    plan = work.floor.services_by_id[reservation.service_id]
    put(work, plan, reservation, _slot(work, plan, slot_id, share), share, token)
    reservation.by_staff = share is Share.STAFF
    return reservation


def put(
    work: Work, plan: ServicePlan, reservation: Reservation, slot: Slot, share: Share,
    token: str | None = None,
) -> None:  # fmt: skip
    """Give *reservation* its seats from *slot* on instead of those it has, and tell its holder.

    Raises:
        Refused: ``slot_full``.

    """
    seat_id, *more = seats.take(
        work, plan, slot, reservation.minutes or slot.minutes, share, mine=reservation.id
    )
    seats.give_back(work, reservation, _rest(plan), but=[seat_id, *more])
    reservation.seat_id = seat_id
    seats.keep(work, more, Keeping.MORE, reservation=reservation.id)
    reservation.slot_id, reservation.day, reservation.start = slot.id, slot.day, slot.start
    reservation.purge_after = slot.day + KEPT_AFTER_VISIT
    _prolong(work, reservation)
    work.session.flush()
    work.record(Kind.MOVED, detail=_facts(plan, slot, reservation))
    letters.tell(work, "moved", reservation, token)
    waiting_list.offer(work, plan)


def cancel(work: Work, token: str) -> Reservation:
    """Give the seat back. Cancelling twice changes nothing."""
    reservation = require(work.session, token)
    if reservation.state == ReservationState.CANCELLED:
        return reservation
    if reservation.state != ReservationState.CONFIRMED:
        raise _checked_in()
    reservation.state = ReservationState.CANCELLED
    plan = work.floor.services_by_id[reservation.service_id]
    work.session.flush()
    seats.give_back(work, reservation, _rest(plan))
    work.record(Kind.CANCELLED, detail={"reservation": reservation.id, "service": plan.code})
    letters.tell(work, "cancelled", reservation, token)
    waiting_list.offer(work, plan)
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


def _slot(work: Work, plan: ServicePlan, slot_id: int, share: Share) -> Slot:
    slot = work.session.get(Slot, slot_id)
    if slot is None or slot.service_id != plan.id:
        raise NotFound("unknown_slot", "この予約枠はありません。日時を選びなおしてください。")
    booking_window.require_open(work.floor, plan, slot.start, work.now, share)
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
        if applied is None:
            raise pre_applications.unknown_token()
        if _is_booked(work, token):
            raise Refused("already_booked", "この申請は、もう予約されています。")
        if queries.visit_of(work.session, None, applied.id) is not None:
            raise _checked_in()
        pre_applications.bring_along(work, applied)
        return token, applied
    if form is None:
        return new_token(), None
    return _seal_booking_form(work, plan, form, language)


def _seal_booking_form(
    work: Work, plan: ServicePlan, form: Mapping[str, Any], language: str
) -> tuple[str, PreApplication]:
    offered = catalogue.offered_codes(work.session, work.office)
    procedures = [one for one in plan.setup.procedures if one in offered][:1]
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


def _mark(work: Work, plan: ServicePlan, email: str | None) -> str | None:
    """Return the mark of an address, unless too many bookings have it already."""
    if email is None:
        return None
    mark = work.secrets.contact_mark(email)
    most = booking_window.rule_of(plan).most_per_contact
    if most is not None and queries.bookings_to_come(work.session, mark, plan.id, work.now) >= most:
        raise Refused(
            "too_many_bookings",
            f"このメールアドレスの予約が、もう{most}件あります。"
            "いまの予約を変更するか、取り消してからお申し込みください。",
        )
    return mark


def _rest(plan: ServicePlan) -> timedelta:
    return timedelta(minutes=booking_window.rule_of(plan).rest_min)


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
