"""Who asked is told once when near and once when called, through real servers of each kind."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import parse_qs

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from sqlalchemy import select

from config.problems import BadSetting
from config.settings import sms_gateway
from server.db.models import Notice, Outbox, Sending
from server.db.secrets import Secrets
from server.domain.channels import Channel
from server.domain.refusals import Refused
from server.services import couriers, daily, notices, outbox, phones
from server.services.messengers import Line, Sms
from server.services.outbox import CannotSend, Letter
from server.services.web_push import WebPush
from tests.parts.office import COUNTER, OFFICE_KEY, OTHER_COUNTER
from tests.parts.post_box import PostBox, post_box

ADDRESS = "hanako@example.jp"
KEY = Secrets(OFFICE_KEY).push_key
NO_SETTINGS = dict.fromkeys(("mail_url", "mail_from", "push_contact", "line_token", "sms_url"))


@pytest.fixture
def box() -> Iterator[PostBox]:
    with post_box() as one:
        yield one


def ask(hall, code: str, to: str = ADDRESS, channel: Channel = Channel.MAIL, lang: str = "ja"):
    with hall.work() as work:
        notices.ask(work, code, channel, to, lang, set(Channel))


def told(hall) -> list[str]:
    """Look after the notices and return which were written, by letter, in order."""
    notices.look_after(hall.city)
    with hall.look() as look:
        return list(look.session.scalars(select(Outbox.letter).order_by(Outbox.id)))


def rows(hall) -> list[Notice]:
    with hall.look() as look:
        return list(look.session.scalars(select(Notice)))


def line_of(hall, count: int) -> list[str]:
    hall.open(COUNTER)
    codes = []
    for _ in range(count):
        codes.append(hall.walk_in().visit_code)
        hall.clock.advance(minutes=1)
    return codes


def next_please(hall) -> None:
    hall.call_next()
    hall.do("start")
    hall.do("finish")


@pytest.mark.db
def test_one_who_asked_is_told_with_two_before_and_at_the_call_each_once(hall):
    last = line_of(hall, 4)[-1]
    ask(hall, last)
    assert told(hall) == []
    next_please(hall)
    assert told(hall) == ["near"]
    next_please(hall)
    assert told(hall) == ["near"]
    next_please(hall)
    hall.call_next()
    assert told(hall) == ["near", "called"]
    assert told(hall) == ["near", "called"]
    hall.clock.advance(minutes=1)
    hall.do("recall")
    assert told(hall) == ["near", "called", "called"]


@pytest.mark.db
def test_the_letter_says_number_place_and_way_back_in_the_phones_language(hall):
    [code] = line_of(hall, 1)
    ask(hall, code, lang="vi")
    told(hall)
    sent: list[Letter] = []
    assert outbox.deliver(hall.city, sent.append, Channel.PUSH) == 0
    assert outbox.deliver(hall.city, sent.append, Channel.MAIL) == 1
    [letter] = sent
    assert letter.to == ADDRESS
    assert "sắp đến lượt" in letter.subject
    assert f"/turn#{code}" in letter.body


@pytest.mark.db
def test_the_address_is_sealed_and_gone_when_the_visit_is_over(hall):
    [code] = line_of(hall, 1)
    ask(hall, code)
    assert ADDRESS.encode() not in rows(hall)[0].sealed
    daily.purge(hall.city)
    assert len(rows(hall)) == 1
    next_please(hall)
    daily.purge(hall.city)
    assert rows(hall) == []


@pytest.mark.db
def test_asking_twice_counts_once_and_a_visit_asks_for_three(hall):
    [code] = line_of(hall, 1)
    for to in (ADDRESS, ADDRESS, "b@example.jp", "c@example.jp"):
        ask(hall, code, to)
    with pytest.raises(Refused, match="3件"):
        ask(hall, code, "d@example.jp")
    assert len(rows(hall)) == 3
    with hall.work() as work:
        notices.stop(work, code)
    assert rows(hall) == []
    assert told(hall) == []


def test_what_is_not_offered_and_what_is_over_is_refused(hall):
    [code] = line_of(hall, 1)
    with pytest.raises(Refused, match="行っていません") as refused, hall.work() as work:
        notices.ask(work, code, Channel.LINE, "U1", "ja", {Channel.MAIL})
    assert refused.value.code == "channel_not_offered"
    with hall.work() as work:
        phones.give_up(work, code)
    with pytest.raises(Refused) as refused:
        ask(hall, code)
    assert refused.value.code == "visit_over"


def test_news_of_a_turn_are_not_sent_when_they_are_old(hall):
    [code] = line_of(hall, 1)
    ask(hall, code)
    told(hall)
    hall.clock.advance(minutes=11)
    assert outbox.deliver(hall.city, lambda _: None) == 0
    with hall.look() as look:
        assert look.session.scalar(select(Outbox.state)) == Sending.FAILED


def subscription(url: str, phone: ec.EllipticCurvePrivateKey, auth: bytes) -> str:
    point = phone.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": urlsafe_b64encode(point), "auth": urlsafe_b64encode(auth)}
    told = {name: value.rstrip(b"=").decode() for name, value in keys.items()}
    return json.dumps({"endpoint": f"{url}/send/1", **told})


def test_a_push_is_sealed_for_the_browser_and_signed_by_the_office(hall, box):
    phone, auth = ec.generate_private_key(ec.SECP256R1()), bytes(range(16))
    code = line_of(hall, 1)[0]
    ask(hall, code, subscription(box.url, phone, auth), Channel.PUSH)
    told(hall)
    push = WebPush(KEY, "mailto:madoguchi@example.lg.jp", (box.url,))
    assert outbox.deliver(hall.city, push, Channel.PUSH) == 1

    [posted] = box.posted
    assert posted.path == "/send/1"
    assert posted.headers["Content-Encoding"] == "aes128gcm"
    assert 0 < int(posted.headers["TTL"]) <= 600
    opened = json.loads(http_ece.decrypt(posted.body, private_key=phone, auth_secret=auth))
    assert "まもなくお呼びします" in opened["title"]
    assert code not in str(opened)
    assert Vapid02.verify(posted.headers["Authorization"])
    assert posted.headers["Authorization"].endswith(f"k={push.public_key}")


@pytest.mark.parametrize(
    ("answer", "lasting"), [(404, True), (410, True), (302, True), (429, False), (503, False)]
)
def test_a_phone_that_is_gone_is_not_tried_again_and_a_busy_service_is(box, answer, lasting):
    box.answer = answer
    phone = ec.generate_private_key(ec.SECP256R1())
    letter = Letter(subscription(box.url, phone, bytes(16)), "A001", "")
    with pytest.raises(CannotSend) as failed:
        WebPush(KEY, "mailto:a@example.jp", (box.url,))(letter)
    assert failed.value.lasting is lasting
    assert len(box.posted) == 1


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1", "https://10.0.0.1", "http://fcm.googleapis.com", "https://xpush.apple.com.example.jp"],
)  # fmt: skip
def test_nobody_can_let_the_office_post_to_any_address(url):
    phone = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(CannotSend, match="not a push service") as failed:
        WebPush(KEY, "mailto:a@example.jp")(Letter(subscription(url, phone, bytes(16)), "A", ""))
    assert failed.value.lasting


def test_a_line_message_goes_to_one_user_of_the_account(box):
    Line(box.url, "secret")(Letter("U" + "0" * 32, "A001 まもなく", "1階"))
    [posted] = box.posted
    assert posted.path == "/v2/bot/message/push"
    assert posted.headers["Authorization"] == "Bearer secret"
    assert json.loads(posted.body) == {
        "to": "U" + "0" * 32,
        "messages": [{"type": "text", "text": "A001 まもなく\n\n1階"}],
    }


def test_an_sms_says_the_subject(box):
    place = box.url.removeprefix("http://")
    sms = Sms(sms_gateway(f"http://AC1:s%40cret@{place}?from=+815012345678"))
    sms(Letter("+819012345678", "A001 まもなく", "…"))
    [posted] = box.posted
    assert posted.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert b64decode(posted.headers["Authorization"].removeprefix("Basic ")) == b"AC1:s@cret"
    assert parse_qs(posted.body.decode()) == {
        "To": ["+819012345678"],
        "From": ["+815012345678"],
        "Body": ["A001 まもなく"],
    }
    assert "s@cret" not in repr(sms)


def test_a_server_that_is_away_is_tried_again():
    with pytest.raises(CannotSend) as failed:
        Line("http://127.0.0.1:9", "secret")(Letter("U", "", ""))
    assert not failed.value.lasting


def test_nothing_is_open_unless_it_is_set():
    assert not couriers.of_settings(Secrets(OFFICE_KEY), NO_SETTINGS).channels
    given = NO_SETTINGS | {"push_contact": "mailto:a@example.jp", "line_token": "t"}
    opened = couriers.of_settings(Secrets(OFFICE_KEY), given)
    assert set(opened.channels) == {Channel.PUSH, Channel.LINE}
    assert opened.push_key == WebPush(KEY, "").public_key
    for wrong in (
        {"mail_url": "smtp://a@b.example"},
        {"push_contact": "a@example.jp"},
        {"sms_url": "http://a:b@sms.example.jp?from=+81"},
        {"sms_url": "https://api.twilio.com?from=+81"},
    ):
        with pytest.raises(BadSetting):
            couriers.of_settings(Secrets(OFFICE_KEY), NO_SETTINGS | wrong)


def test_a_counter_that_helps_is_told_of_as_the_one_to_go_to(hall):
    [code] = line_of(hall, 1)
    hall.open(OTHER_COUNTER)
    ask(hall, code)
    hall.call_next(OTHER_COUNTER)
    assert told(hall) == ["called"]
    sent: list[Letter] = []
    outbox.deliver(hall.city, sent.append)
    assert f"{OTHER_COUNTER}番窓口" in sent[0].subject
