"""A console is locked and opened with a PIN; never in the middle of a visit."""

import pytest

from server.services import holding
from server.services.access import Who
from tests.parts.callers import Web
from tests.parts.office import COUNTER, HERE

PIN = "4071"


def send(web: Web, path: str, **form: str):
    headers = {**web.people[Who.CLERK], "Sec-Fetch-Site": "same-origin"}
    return web.client.post(f"/staff/{path}", data=form, headers=headers)


def console_of(web: Web):
    return web.get(web.at(f"/counters/{COUNTER}"), Who.CLERK)


def page(web: Web):
    headers = web.people[Who.CLERK] | {"Sec-Fetch-Mode": "navigate"}
    return web.client.get(f"/staff/counter/{HERE}/{COUNTER}", headers=headers)


@pytest.fixture
def seat(sqlite_web: Web) -> Web:
    """A clerk at an open counter who has chosen a PIN."""
    sqlite_web.hall.open(COUNTER)
    assert send(sqlite_web, "pin", pin=PIN).location == "/staff?pin=kept"
    assert page(sqlite_web).status_code == 200
    return sqlite_web


def test_a_locked_login_sees_and_does_nothing_until_the_pin_is_given(seat):
    assert send(seat, "lock").status_code == 204

    assert console_of(seat).status_code == 403
    assert seat.post(seat.at(f"/counters/{COUNTER}/call-next"), {}, Who.CLERK).status_code == 403
    assert page(seat).location == f"/staff/locked?next=/staff/counter/{HERE}/{COUNTER}"

    assert send(seat, "unlock?next=/staff/counter/27125/10", pin=PIN).location.endswith("/10")
    assert console_of(seat).status_code == 200


def test_it_is_never_locked_while_somebody_is_called_or_served(seat):
    seat.hall.walk_in()
    seat.hall.call_next()
    refused = send(seat, "lock")
    assert (refused.status_code, console_of(seat).status_code) == (409, 200)

    seat.hall.do("start")
    seat.hall.clock.advance(minutes=30)
    assert page(seat).status_code == 200


def test_a_console_that_is_opened_after_a_long_silence_is_locked(seat):
    seat.hall.clock.advance(minutes=11)
    assert page(seat).location.startswith("/staff/locked")


def test_the_counter_stays_with_who_locked_it(seat):
    send(seat, "lock")
    with seat.hall.look() as look:
        counter = look.floor_of(HERE).counter(COUNTER)
        held = holding.holder(look.session, counter.id, None, look.now)
    assert held["name"] == Who.CLERK


def test_five_wrong_pins_end_the_login(seat):
    send(seat, "lock")
    for left in (4, 3, 2, 1):
        answer = send(seat, "unlock", pin="0000")
        assert answer.status_code == 401
        assert f"あと{left}回" in answer.text
    assert send(seat, "unlock", pin="0000").location == "/staff/login"
    assert send(seat, "unlock", pin=PIN).location.startswith("/staff/login")
    assert console_of(seat).status_code == 401


def test_a_right_pin_forgives_the_wrong_ones(seat):
    for _ in range(3):
        send(seat, "lock")
        for _ in range(4):
            send(seat, "unlock", pin="0000")
        assert send(seat, "unlock", pin=PIN).status_code == 303


@pytest.mark.parametrize("pin", ["123", "123456789", "1111", "12a4", "", "１２３４"])
def test_a_pin_is_four_to_eight_digits_that_differ(sqlite_web, pin):
    assert send(sqlite_web, "pin", pin=pin).location == "/staff?pin=pin"


def test_somebody_without_a_pin_is_asked_for_the_password(sqlite_web):
    page(sqlite_web)
    send(sqlite_web, "lock")
    locked = sqlite_web.client.get("/staff/locked", headers=sqlite_web.people[Who.CLERK])
    assert "パスワード" in locked.text
