"""News of a booking on the phone that made it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.db.models import BookingNotice, Outbox
from server.domain.channels import Channel
from server.domain.refusals import NotFound, Refused
from server.services import booking_notices, daily, letters, outbox, reservations
from tests.parts.office import TOMORROW

pytestmark = pytest.mark.db

PHONE = '{"auth": "a", "endpoint": "https://fcm.googleapis.com/x", "p256dh": "b"}'
OFFERED = {Channel.PUSH}


def asked(hall, to=PHONE, language="ja", offered=OFFERED, **more) -> str:
    token = hall.book(hall.slot_at(10, 15, day=TOMORROW).id, **more)
    ask(hall, token, to, language, offered)
    return token


def ask(hall, token, to=PHONE, language="ja", offered=OFFERED):
    with hall.work() as work:
        booking_notices.ask(work, token, to, language, offered)


def told(hall) -> list[tuple[str, str]]:
    with hall.look() as look:
        rows = look.session.execute(select(Outbox.letter, Outbox.channel).order_by(Outbox.id))
        return [tuple(row) for row in rows]


def test_a_phone_without_a_mail_address_hears_of_changes_and_is_reminded(hall):
    token = asked(hall)
    with hall.work() as work:
        reservations.move(work, token, hall.slot_at(11, 15, day=TOMORROW).id)
        reservations.cancel(work, token)
    assert told(hall) == [("moved", "push"), ("cancelled", "push")]


def test_the_reminder_goes_to_the_phone_once(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW + timedelta(days=1))
    token = hall.book(slot.id)
    ask(hall, token)
    hall.at(11, 0, TOMORROW)
    for _ in range(2):
        with hall.work() as work:
            letters.remind(work)
    assert told(hall) == [("reminder", "push")]


def test_what_is_sent_speaks_the_phones_language_and_stays_fresh_for_a_day(hall):
    token = asked(hall, language="en")
    with hall.work() as work:
        reservations.move(work, token, hall.slot_at(11, 15, day=TOMORROW).id)
    sent = []
    assert outbox.deliver(hall.city, sent.append, Channel.PUSH) == 1
    assert sent[0].to == PHONE
    assert "Your booking is now on" in sent[0].subject
    assert token not in sent[0].subject + sent[0].body
    assert sent[0].fresh_for == timedelta(days=1)


def test_mail_and_phone_both_hear(hall):
    token = asked(hall, email="sakura@example.jp")
    with hall.work() as work:
        reservations.cancel(work, token)
    assert sorted(told(hall)) == [("booked", "mail"), ("cancelled", "mail"), ("cancelled", "push")]


def test_who_asks_twice_is_told_once_and_who_stops_is_forgotten(hall):
    token = asked(hall)
    ask(hall, token)
    with hall.look() as look:
        assert len(look.session.scalars(select(BookingNotice)).all()) == 1
    with hall.work() as work:
        booking_notices.stop(work, token)
        reservations.cancel(work, token)
    assert told(hall) == []


def test_a_booking_has_three_phones_at_most_and_only_while_it_stands(hall):
    token = asked(hall)
    for number in (2, 3):
        ask(hall, token, PHONE.replace("/x", f"/{number}"))
    assert code_of(lambda: ask(hall, token, "{}")) == "too_many_notices"
    with hall.work() as work:
        reservations.cancel(work, token)
    assert code_of(lambda: ask(hall, token)) == "booking_over"


def test_without_web_push_or_a_booking_there_is_nothing_to_ask_for(hall):
    assert code_of(lambda: asked(hall, offered=())) == "channel_not_offered"
    with pytest.raises(NotFound):
        ask(hall, "WQ100000000000000000")


def test_the_phones_are_deleted_with_the_booking(hall):
    asked(hall)
    hall.at(9, 0, TOMORROW + timedelta(days=3))
    daily.purge(hall.city)
    with hall.look() as look:
        assert look.session.scalars(select(BookingNotice)).all() == []


def code_of(run):
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code
