"""Before the visit: slots, pre-applications, reservations."""

from config.schema.shapes import Language
from printer_drivers.token import in_fours
from server.db.city import Look, Work
from server.domain.business_day import iso
from server.domain.review import Channel
from server.domain.shares import Share
from server.services import holds, pre_applications, remote, reservations
from server.services.access import ALL, DESK, REVIEWERS, require
from server.services.elsewhere import FreeElsewhere, free_elsewhere
from server.services.pre_applications import token_in
from server.services.reservations import Booked
from server.services.seats import OfferedSlot
from server.services.ways import Way
from server.web import qr
from server.web.arrival_shapes import VisitCode
from server.web.booking_shapes import (
    AssistedApplication,
    Between,
    FreeElsewhereShape,
    HoldShape,
    MoveTo,
    NewHold,
    NewPreApplication,
    NewReservation,
    OfHold,
    PreApplied,
    ReservationShape,
    Reserved,
    Slots,
    SlotShape,
)
from server.web.current import caller
from server.web.endpoint import get, post
from server.web.shapes import Done, Token


@get("/offices/{office}/slots", who=ALL, takes=Between, answers={200: Slots})
def list_slots(look: Look, query: Between, office: str) -> Slots:
    """Slots of a service that can be booked; when none is free, the nearest offices with one."""
    asked = (query.service, query.from_, query.to, query.minutes)
    share = share_of(office, asked=query.staff_share)
    way = Way(query.method, query.venue)
    offered = reservations.offered(look, office, *asked, share, way)
    is_full = not any(one.free for one in offered)
    others = free_elsewhere(look, office, *asked, query.method) if is_full else []
    return Slots(
        slots=[slot_shape(slot) for slot in offered],
        elsewhere=[elsewhere_shape(one, query.language) for one in others],
    )


@post("/offices/{office}/pre-applications", who=ALL, takes=NewPreApplication,
      answers={201: PreApplied})  # fmt: skip
def submit_pre_application(work: Work, body: NewPreApplication) -> PreApplied:
    """Send filled forms before the visit; the answer's code opens them."""
    return _submitted(work, body, Channel.WEB)


@post("/offices/{office}/assisted-applications", who=REVIEWERS, takes=AssistedApplication,
      answers={201: PreApplied})  # fmt: skip
def submit_for_somebody(work: Work, body: AssistedApplication) -> PreApplied:
    """Staff send filled forms for somebody on the phone, at the desk, by fax or postcard."""
    return _submitted(work, body, Channel(body.channel))


def _submitted(work: Work, body: NewPreApplication, channel: Channel) -> PreApplied:
    draft = token_in(body.draft, "draft") if body.draft else None
    given = (body.procedures, body.answers, body.forms, body.language)
    submitted = pre_applications.submit(work, *given, channel, draft)
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
        hold=token_in(body.hold, "hold") if body.hold else None,
        share=share_of(work.office, asked=body.staff_share or body.channel is not None),
        channel=Channel(body.channel or Channel.WEB),
    )
    return reserved_shape(booked)


@post("/offices/{office}/holds", who=ALL, takes=NewHold, answers={201: HoldShape})
def hold_slot(work: Work, body: NewHold) -> HoldShape:
    """Keep a time for some minutes while the rest is filled in."""
    before = token_in(body.hold, "hold") if body.hold else None
    share = share_of(work.office, asked=body.staff_share)
    kept = holds.hold(work, body.service, body.slot, body.minutes, before, share)
    return HoldShape(
        hold=kept.secret, start=iso(kept.slot.start), until=iso(kept.until), now=iso(work.now)
    )


def share_of(office: str, *, asked: bool) -> Share:
    """Return which seats are meant.

    Raises:
        NotAllowed: for the share of staff, to anybody else.

    """
    if not asked:
        return Share.PUBLIC
    require(caller(), office, DESK)
    return Share.STAFF


def office_of_hold(look: Look, body: OfHold) -> str:
    """Return the office at which a time is held."""
    return holds.office_of(look.session, token_in(body.hold, "hold"))


@post("/holds/release", who=ALL, takes=OfHold, answers={200: Done}, office_of=office_of_hold)
def release_hold(work: Work, body: OfHold) -> Done:
    """Give a held time back before it ends."""
    holds.let_go(work, token_in(body.hold, "hold"))
    return Done()


def reserved_shape(booked: Booked) -> Reserved:
    """Return a new booking with its code."""
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
    share = share_of(work.office, asked=body.staff_share)
    moved = reservations.move(work, token_in(body.token), body.slot, share)
    return ReservationShape(reservation=moved.id, state=moved.state, start=iso(moved.start))


@post("/reservations/cancel", who=ALL, takes=Token, answers={200: ReservationShape},
      office_of=office_of_reservation)  # fmt: skip
def cancel_reservation(work: Work, body: Token) -> ReservationShape:
    """Give the seat back."""
    gone = reservations.cancel(work, token_in(body.token))
    return ReservationShape(reservation=gone.id, state=gone.state, start=iso(gone.start))


@post("/reservations/check-in", who=ALL, takes=Token, answers={200: VisitCode},
      office_of=office_of_reservation)  # fmt: skip
def check_in_from_home(work: Work, body: Token) -> VisitCode:
    """Begin a consultation by web meeting or on the phone: the phone checks in, nobody comes."""
    return VisitCode(visit_code=remote.check_in(work, token_in(body.token)).visit_code)


def elsewhere_shape(other: FreeElsewhere, language: Language) -> FreeElsewhereShape:
    """Return another office with a free time as JSON."""
    return FreeElsewhereShape(
        office=other.office,
        office_name=other.names.in_language(language),
        start=iso(other.start),
        km=None if other.km is None else round(other.km, 1),
        serves=other.serves,
    )


def slot_shape(slot: OfferedSlot) -> SlotShape:
    """Return a slot as JSON."""
    return SlotShape(
        id=slot.id,
        start=iso(slot.start),
        minutes=slot.minutes,
        method=slot.method,
        venue=slot.venue,
        free=slot.free,
        apply_until=iso(slot.apply_until) if slot.apply_until else None,
    )
