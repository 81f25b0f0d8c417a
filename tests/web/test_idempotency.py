import pytest
from sqlalchemy import select, text

from server.db.models import Idempotency
from server.services import daily
from server.services.access import Who
from tests.parts.office import COUNTER, SERVICE, TOMORROW

pytestmark = pytest.mark.db

KEY = "a-key-of-the-kiosk"


@pytest.fixture
def web(office_web):
    office_web.hall.open(COUNTER)
    return office_web


def take(web, key: str | None = KEY, who: Who = Who.KIOSK, **body):
    return web.post(web.at("/visits"), {"service": SERVICE} | body, who, key)


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def rows(web) -> list[Idempotency]:
    with web.hall.look() as look:
        return list(look.session.scalars(select(Idempotency)))


def test_the_same_key_and_body_gives_the_same_answer_and_one_ticket(web):
    first = take(web)
    web.hall.clock.advance(minutes=5)
    again = take(web)
    assert first.status_code == again.status_code == 201
    assert first.data == again.data
    assert take(web, key=None).json["ticket"]["label"] == "F002"


def test_nobody_waiting_is_an_answer_that_is_kept_too(web):
    path = web.at(f"/counters/{COUNTER}/call-next")
    assert web.post(path, {}, Who.COUNTER, KEY).status_code == 204
    take(web)
    assert web.post(path, {}, Who.COUNTER, KEY).status_code == 204
    assert web.post(path, {}, Who.COUNTER).json["call"]["label"] == "F001"


def test_the_same_key_with_another_body_is_a_mistake(web):
    take(web)
    assert code_of(take(web, service="moving")) == (422, "idempotency_mismatch")
    assert code_of(take(web, priority=True)) == (422, "idempotency_mismatch")


def test_a_key_belongs_to_its_caller_method_and_path(web):
    first = take(web).json["ticket"]["label"]
    other_caller = take(web, who=Who.COUNTER).json["ticket"]["label"]
    assert (first, other_caller) == ("F001", "F002")
    path = web.at(f"/counters/{COUNTER}/call-next")
    assert web.post(path, {}, Who.COUNTER, KEY).json["call"]["label"] == "F001"


def test_a_refusal_is_not_kept_but_asked_again(web):
    path = web.at("/counters/11/call-next")
    take(web)
    assert code_of(web.post(path, {}, Who.COUNTER, KEY)) == (409, "counter_closed")
    web.hall.open("11")
    assert web.post(path, {}, Who.COUNTER, KEY).json["call"]["label"] == "F001"


def test_a_misfit_is_not_kept_either(web):
    assert code_of(take(web, service="nothing")) == (404, "unknown_service")
    assert code_of(take(web, colour="red")) == (400, "misfit")
    assert rows(web) == []
    assert take(web).status_code == 201


@pytest.mark.parametrize("key", ["x" * 129, "two words", "ｋｅｙ".encode().decode("latin-1"), ""])
def test_a_key_is_at_most_128_visible_ascii_characters(web, key):
    answer = web.client.post(
        f"/api/v1{web.at('/visits')}",
        json={"service": SERVICE},
        headers=web.people[Who.KIOSK] | {"Idempotency-Key": key},
    )
    assert code_of(answer) == (400, "misfit")
    [misfit] = answer.json["error"]["fields"]
    assert (misfit["field"], misfit["code"]) == ("Idempotency-Key", "bad_idempotency_key")


def test_the_longest_key_and_every_visible_sign_are_taken(web):
    visible = "".join(chr(code) for code in range(0x21, 0x7F))
    assert take(web, key=visible).status_code == 201
    assert take(web, key="~" * 128).status_code == 201


def test_without_a_key_every_request_counts(web):
    send = {"service": SERVICE}
    for label in ("F001", "F002"):
        answer = web.client.post(
            f"/api/v1{web.at('/visits')}", json=send, headers=web.people[Who.KIOSK]
        )
        assert answer.json["ticket"]["label"] == label


def test_neither_the_key_nor_the_answer_stands_in_the_database(web):
    slot = web.hall.slot_at(11, 15).id
    booked = web.post(web.at("/reservations"), {"service": SERVICE, "slot": slot}, key=KEY)
    assert booked.status_code == 201
    [row] = rows(web)
    stored = f"{row.scope}{row.request_hash}".encode() + row.answer
    for secret in (KEY, booked.json["token"], "ticket", "token", "qr_svg"):
        assert secret.encode() not in stored
    assert row.status == 201


def test_a_changed_answer_is_not_given(web):
    take(web)
    with web.hall.city.writing() as session:
        session.execute(text("UPDATE idempotency SET answer = :junk"), {"junk": b"0" * 60})
    assert take(web).status_code == 500


def test_answers_are_deleted_on_the_next_business_day(web):
    take(web)
    daily.tick(web.hall.city)
    assert len(rows(web)) == 1
    web.hall.at(4, day=TOMORROW)
    daily.tick(web.hall.city)
    assert rows(web) == []
