"""Letters about reservations through a real mail server."""

import socket
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from itertools import pairwise

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from config.settings import MailServer
from server.db.models import Outbox, Sending
from server.services import letters, outbox, reservations
from server.services.mail import Mailer
from server.services.outbox import CannotSend
from tests.parts.office import TOMORROW

ADDRESS = "hanako@example.jp"
SENDER = "窓口 <madoguchi@example.lg.jp>"


class Postman:
    """A mail server that keeps what it takes and can be told what to answer."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.answer.startswith("2"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.letters.append(envelope.content or b"")
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[Postman]:
    handler = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.port = port
    yield handler
    controller.stop()


@pytest.fixture
def mailer(postman: Postman) -> Mailer:
    return Mailer(MailServer("127.0.0.1", postman.port, "plain"), SENDER)


def book(hall, day: date = date(2026, 11, 24)) -> str:
    return str(hall.book(hall.slots(day=day)[0].id, email=ADDRESS))


def remind(hall) -> None:
    with hall.work() as work:
        letters.remind(work)


def rows(hall) -> list[Outbox]:
    with hall.look() as look:
        return list(look.session.scalars(select(Outbox).order_by(Outbox.id)))


@pytest.mark.db
def test_a_booking_is_confirmed_by_mail_and_the_letter_is_forgotten(hall, mailer, postman):
    token = book(hall)
    [row] = rows(hall)
    assert ADDRESS.encode() not in (row.sealed or b"")

    assert outbox.deliver(hall.city, mailer) == 1

    message = message_from_bytes(postman.letters[0], policy=default)
    assert message["To"] == ADDRESS
    assert "ご予約" in message["Subject"]
    assert f"/booking#{token}" in message.get_content()
    [row] = rows(hall)
    assert (row.state, row.sealed) == (Sending.SENT, None)
    assert outbox.deliver(hall.city, mailer) == 0


@pytest.mark.db
def test_moving_and_cancelling_are_told(hall, mailer, postman):
    token = book(hall)
    other = hall.slots()[1].id
    with hall.work() as work:
        reservations.move(work, token, other)
    with hall.work() as work:
        reservations.cancel(work, token)
    outbox.deliver(hall.city, mailer)
    subjects = [message_from_bytes(one, policy=default)["Subject"] for one in postman.letters]
    assert [("変更" in one, "取消" in one) for one in subjects] == [
        (False, False), (True, False), (False, True)
    ]  # fmt: skip


@pytest.mark.db
def test_the_day_before_one_reminder_goes_out(hall, mailer, postman):
    book(hall, TOMORROW)
    outbox.deliver(hall.city, mailer)
    postman.letters.clear()
    hall.clock.advance(minutes=6 * 60)
    remind(hall)
    assert outbox.deliver(hall.city, mailer) == 0  # whoever booked this morning knows
    hall.clock.advance(minutes=7 * 60)
    remind(hall)
    remind(hall)

    assert outbox.deliver(hall.city, mailer) == 1
    assert "明日" in message_from_bytes(postman.letters[0], policy=default)["Subject"]


def test_what_does_not_go_is_tried_again_later_and_left_in_the_end(hall):
    book(hall)
    tries = []

    def away(letter: outbox.Letter) -> None:
        tries.append(hall.city.clock())
        raise CannotSend("away")

    for _ in range(30):
        outbox.deliver(hall.city, away)
        hall.clock.advance(minutes=60)
    gaps = [later - before for before, later in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert len(tries) <= len(outbox.AGAIN) + 1
    assert [row.state for row in rows(hall)] == [Sending.FAILED]


def test_an_address_that_does_not_exist_is_not_tried_again(hall, mailer, postman):
    book(hall)
    postman.answer = "550 no such person"
    outbox.deliver(hall.city, mailer)
    assert [row.state for row in rows(hall)] == [Sending.FAILED]


def test_a_full_mail_server_is_tried_again(hall, mailer, postman):
    book(hall)
    postman.answer = "452 try later"
    outbox.deliver(hall.city, mailer)
    assert [row.state for row in rows(hall)] == [Sending.WAITING]
    postman.answer = "250 OK"
    hall.clock.advance(minutes=2)
    assert outbox.deliver(hall.city, mailer) == 1


def test_without_an_address_nothing_is_written(hall):
    hall.book(hall.slots()[0].id)
    assert rows(hall) == []
