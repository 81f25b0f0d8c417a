"""News of a booking on the phone that made it: which browsers asked, and where they are.

Addresses are sealed by the office key and deleted with the booking; a push holds the
letter's subject, which names the office and the time and nobody.
"""

from collections.abc import Collection

from sqlalchemy import delete, func, select

from config.schema.shapes import Language, language_of
from printer_drivers.sealing import decrypt, encrypt, lookup_id
from server.db import queries
from server.db.city import Work
from server.db.models import BookingNotice, Reservation
from server.domain.channels import Channel
from server.domain.checkin import ReservationState
from server.domain.refusals import Refused
from server.services.pre_applications import unknown_token

#: A family; more would make the office a sender of messages to strangers.
MOST_OF_A_BOOKING = 3


def ask(work: Work, token: str, to: str, language: str, offered: Collection[str]) -> None:
    """Note that a browser wants to hear of changes and be reminded; twice counts once.

    Args:
        to: a push subscription as JSON.
        offered: the channels that this installation sends by.

    Raises:
        NotFound: ``unknown_token``.
        Refused: ``channel_not_offered``, ``booking_over``, ``too_many_notices``.

    """
    if Channel.PUSH not in offered:
        raise Refused("channel_not_offered", "この方法でのお知らせは、行っていません。")
    reservation = _reservation(work, token)
    if reservation.state != ReservationState.CONFIRMED:
        raise Refused("booking_over", "この予約のお知らせは、もうありません。")
    mark = work.secrets.contact_mark(f"{reservation.id} {to}")
    of_booking = BookingNotice.reservation_id == reservation.id
    if work.session.scalar(select(BookingNotice.id).where(BookingNotice.mark == mark)):
        return
    count = select(func.count()).select_from(BookingNotice).where(of_booking)
    if (work.session.scalar(count) or 0) >= MOST_OF_A_BOOKING:
        raise Refused(
            "too_many_notices", f"お知らせは、予約1件につき{MOST_OF_A_BOOKING}台までです。"
        )
    work.session.add(
        BookingNotice(
            office=work.office,
            reservation_id=reservation.id,
            language=language_of(language),
            sealed=encrypt(work.secrets.office_key, to.encode(), _about(mark)),
            mark=mark,
            asked_at=work.now,
        )
    )


def stop(work: Work, token: str) -> None:
    """Tell the browsers of a booking nothing more, and forget where they are.

    Raises:
        NotFound: ``unknown_token``.

    """
    reservation = _reservation(work, token)
    of_booking = BookingNotice.reservation_id == reservation.id
    work.session.execute(delete(BookingNotice).where(of_booking))


def of_booking(work: Work, reservation: Reservation) -> list[tuple[int, str, Language]]:
    """Return the browsers that asked: a number for each, its subscription, its language."""
    rows = work.session.scalars(
        select(BookingNotice).where(BookingNotice.reservation_id == reservation.id)
    )
    return [
        (
            row.id,
            decrypt(work.secrets.office_key, row.sealed, _about(row.mark)).decode(),
            language_of(row.language),
        )
        for row in rows
    ]


def _reservation(work: Work, token: str) -> Reservation:
    found = queries.reservation_by_lookup(work.session, lookup_id(token))
    if found is None:
        raise unknown_token()
    return found


def _about(mark: str) -> str:
    return f"booking_notice:{mark}"
