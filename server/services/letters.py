"""Which letters residents get about a reservation, and what stands in them."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, or_, select

from config.schema.shapes import Language, language_of
from printer_drivers.sealing import decrypt
from server.db.city import Work
from server.db.floor import Floor, ServicePlan
from server.db.models import BookingNotice, Reservation, Slot, WaitingEntry
from server.db.queries import SlotRow
from server.domain.business_day import JST, on_the_clock
from server.domain.channels import Channel
from server.domain.checkin import ReservationState, day_name
from server.domain.why import clock_time
from server.services import booking_notices, outbox, ways

#: Of these there is a letter for those who stay at home.
REMOTE = frozenset({"booked", "moved", "reminder"})
#: From this hour of the day before, reminders go out.
REMINDED_FROM_HOUR = 10


def tell(
    work: Work, letter: str, reservation: Reservation, token: str | None, occasion: str = ""
) -> None:
    """Write the letter about *reservation* to the address and the browsers of its holder.

    Args:
        token: the holder's code, for the link that opens the booking at once.
        occasion: tells letters apart that may go out several times for one booking.

    """
    plan = work.floor.services_by_id[reservation.service_id]
    language = language_of(reservation.language)
    link = f"{work.public_url}/booking" + (f"#{token}" if token and letter != "cancelled" else "")
    if letter == "cancelled":
        link = f"{work.public_url}/o/{work.office}"
    once = f"{letter}:{reservation.id}:{reservation.start.isoformat()}{occasion}"
    way = work.session.get_one(Slot, reservation.slot_id).method
    if letter in REMOTE and way in ways.REMOTE:
        letter += "_remote"
    if reservation.contact is not None:
        about = f"contact:{reservation.lookup_id}"
        to = decrypt(work.secrets.office_key, reservation.contact, about).decode()
        told = facts(work.floor, plan, reservation.start, language, link, way)
        outbox.put(work, letter, language, to, told, once)
    for number, browser, spoken in booking_notices.of_booking(work, reservation):
        told = facts(work.floor, plan, reservation.start, spoken, "", way)
        outbox.put(
            work, letter, spoken, browser, told, f"{once}:push:{number}", channel=Channel.PUSH
        )


def offer(
    work: Work, plan: ServicePlan, entry: WaitingEntry, slot: SlotRow, to: str, token: str
) -> None:
    """Write to somebody on the waiting list what is offered, and until when."""
    language = language_of(entry.language)
    link = f"{work.public_url}/wait#{token}"
    told = facts(work.floor, plan, slot.start, language, link, slot.method)
    if entry.offer_until is not None:
        told["until"] = " ".join(day_and_time(entry.offer_until, language))
    once = f"offered:{entry.id}:{slot.start.isoformat()}"
    outbox.put(work, "offered", language, to, told, once)


def not_drawn(
    work: Work, plan: ServicePlan, entry: WaitingEntry, day: date, to: str, token: str
) -> None:  # fmt: skip
    """Write to somebody whose lot was not drawn for *day*, and who waits on."""
    language = language_of(entry.language)
    link = f"{work.public_url}/wait#{token}"
    told = facts(work.floor, plan, on_the_clock(day, time.min), language, link)
    outbox.put(work, "not_drawn", language, to, told, f"not_drawn:{entry.id}:{day.isoformat()}")


def remind(work: Work) -> None:
    """Write the reminders of tomorrow's reservations, each once."""
    if work.now.astimezone(JST).hour < REMINDED_FROM_HOUR:
        return
    tomorrow = select(Reservation).where(
        Reservation.office == work.office,
        Reservation.day == work.day + timedelta(days=1),
        Reservation.state == ReservationState.CONFIRMED,
        or_(
            Reservation.contact.is_not(None),
            exists().where(BookingNotice.reservation_id == Reservation.id),
        ),
    )
    for reservation in work.session.scalars(tomorrow):
        if reservation.created_at < work.now - timedelta(hours=12):
            tell(work, "reminder", reservation, None)


def facts(
    floor: Floor,
    plan: ServicePlan,
    start: datetime,
    language: Language,
    link: str,
    way: str | None = None,
) -> dict[str, str]:
    """Return what a letter about a booking of *plan* can tell.

    Args:
        link: where the letter leads.
        way: how the booking is kept; None where only the service is known.

    """
    day, time = day_and_time(start, language)
    meeting = ways.meeting_url(floor, plan.code, way)
    where = ways.where(floor, plan, way, language)
    return {
        "office": floor.setup.names.in_language(language),
        "service": plan.setup.names.in_language(language),
        "day": day,
        "time": time,
        "where": f"{where} {meeting}" if meeting else where,
        "link": link,
    }


def day_and_time(moment: datetime, language: Language) -> tuple[str, str]:
    """Return the day and the time of *moment* as a letter in *language* says them."""
    local = moment.astimezone(JST)
    japanese = language in ("ja", "easy_ja")
    return day_name(local.date()) if japanese else f"{local:%d %B %Y}", clock_time(moment)
