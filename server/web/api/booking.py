"""Before the visit: slots, pre-applications, reservations."""

from printer_drivers.token import in_fours
from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import pre_applications, reservations
from server.services.access import ALL
from server.services.pre_applications import token_in
from server.services.reservations import OfferedSlot
from server.web import qr
from server.web.booking_shapes import (
    Between,
    MoveTo,
    NewPreApplication,
    NewReservation,
    PreApplied,
    ReservationShape,
    Reserved,
    Slots,
    SlotShape,
)
from server.web.endpoint import get, post
from server.web.shapes import Token


@get("/offices/{office}/slots", who=ALL, takes=Between, answers={200: Slots})
def list_slots(look: Look, query: Between, office: str) -> Slots:
    """Slots of a service that can be booked, with their free seats."""
    offered = reservations.offered(look, office, query.service, query.from_, query.to)
    return Slots(slots=[slot_shape(slot) for slot in offered])


@post("/offices/{office}/pre-applications", who=ALL, takes=NewPreApplication,
      answers={201: PreApplied})  # fmt: skip
def submit_pre_application(work: Work, body: NewPreApplication) -> PreApplied:
    """Send filled forms before the visit; the answer's code opens them."""
    submitted = pre_applications.submit(
        work, body.procedures, body.answers, body.forms, body.language
    )
    return PreApplied(
        code=in_fours(submitted.token),
        token=submitted.token,
        qr_png=qr.png_base64(submitted.token),
        qr_svg=qr.svg(submitted.token),
        state=submitted.pre_application.state,
    )


@post("/offices/{office}/reservations", who=ALL, takes=NewReservation, answers={201: Reserved})
def book_slot(work: Work, body: NewReservation) -> Reserved:
    """Book a slot; with a pre-application the same code opens both."""
    code = body.pre_application
    booked = reservations.book(
        work,
        body.service,
        body.slot,
        pre_application=None if code is None else token_in(code, "pre_application"),
        form=body.form,
        email=body.contact.email if body.contact else None,
        language=body.language,
    )
    return Reserved(
        reservation=booked.reservation.id,
        token=booked.token,
        code=in_fours(booked.token),
        qr_png=qr.png_base64(booked.token),
        qr_svg=qr.svg(booked.token),
        start=iso(booked.reservation.start),
    )


def office_of_reservation(look: Look, body: Token) -> str:
    """Return the office that a token's reservation belongs to."""
    return reservations.require(look.session, token_in(body.token)).office


@post("/reservations/move", who=ALL, takes=MoveTo, answers={200: ReservationShape},
      office_of=office_of_reservation)  # fmt: skip
def move_reservation(work: Work, body: MoveTo) -> ReservationShape:
    """Give a reservation another slot; the code stays."""
    moved = reservations.move(work, token_in(body.token), body.slot)
    return ReservationShape(reservation=moved.id, state=moved.state, start=iso(moved.start))


@post("/reservations/cancel", who=ALL, takes=Token, answers={200: ReservationShape},
      office_of=office_of_reservation)  # fmt: skip
def cancel_reservation(work: Work, body: Token) -> ReservationShape:
    """Give the seat back."""
    gone = reservations.cancel(work, token_in(body.token))
    return ReservationShape(reservation=gone.id, state=gone.state, start=iso(gone.start))


def slot_shape(slot: OfferedSlot) -> SlotShape:
    """Return a slot as JSON."""
    return SlotShape(
        id=slot.id,
        start=iso(slot.start),
        minutes=slot.minutes,
        method=slot.method,
        venue=slot.venue,
        free=slot.free,
    )
