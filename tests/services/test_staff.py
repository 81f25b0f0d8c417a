from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache

import pytest
from sqlalchemy import select

from server.db.city import City
from server.db.models import Device, DeviceKind, Role, Staff, StaffSession
from server.domain.refusals import Misfit, Refused
from server.services import arrivals, counters, devices, duty, holding, staff
from server.services.callers import Caller, Kind, caller_for_key, caller_for_session, fingerprint
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.db

PASSWORD = "a password of twenty"
WRONG = "not the password"


@cache
def hash_of_password() -> str:
    """A hash takes a tenth of a second: it is made once for all tests."""
    return staff.hashed(PASSWORD)


@pytest.fixture
def yumi(city: City) -> int:
    """Yumi Sato, a clerk and the manager of the office."""
    with city.writing() as session:
        person = staff.create(
            session, "yumi", hash_of_password(), "佐藤 由美", {OFFICE: Role.CLERK}
        )
        staff.create(session, "yumi", person.password_hash, "佐藤 由美", {OFFICE: Role.MANAGER})
        return person.id


def who(city: City, cookie: str) -> Caller | None:
    with city.reading() as look:
        return caller_for_session(look.session, cookie, look.now)


def try_to_log_in(city: City, login: str, password: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        staff.log_in(city, login, password)
    return refusal.value


def test_the_right_password_opens_a_session_with_the_roles_of_the_office(city, yumi):
    caller = who(city, staff.log_in(city, "yumi", PASSWORD))

    assert caller is not None
    assert (caller.kind, caller.staff_id, caller.name) == (Kind.STAFF, yumi, "佐藤 由美")
    assert caller.roles == {OFFICE: {Role.CLERK, Role.MANAGER}}
    assert caller.roles_at("27127") == frozenset()


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(city, yumi):
    wrong = try_to_log_in(city, "yumi", WRONG)
    unknown = try_to_log_in(city, "nobody", WRONG)

    assert (wrong.code, wrong.message) == (unknown.code, unknown.message)


def test_five_wrong_passwords_lock_the_login_for_a_quarter_of_an_hour(city, yumi, clock):
    answers = {try_to_log_in(city, "yumi", WRONG).message for _ in range(5)}

    locked = try_to_log_in(city, "yumi", PASSWORD)
    clock.advance(minutes=15)
    cookie = staff.log_in(city, "yumi", PASSWORD)

    assert answers == {locked.message}
    assert who(city, cookie) is not None


def test_many_tries_at_once_count_one_by_one(city, yumi):
    with ThreadPoolExecutor(max_workers=8) as burglars:
        list(burglars.map(lambda _: try_to_log_in(city, "yumi", WRONG), range(8)))

    assert try_to_log_in(city, "yumi", PASSWORD).code == "login_failed"


def test_a_right_password_forgives_the_wrong_ones(city, yumi):
    for _ in range(4):
        try_to_log_in(city, "yumi", WRONG)
    staff.log_in(city, "yumi", PASSWORD)
    for _ in range(4):
        try_to_log_in(city, "yumi", WRONG)

    assert staff.log_in(city, "yumi", PASSWORD)


def test_the_database_holds_neither_cookie_nor_password(city, yumi):
    cookie = staff.log_in(city, "yumi", PASSWORD)

    with city.reading() as look:
        session = look.session.scalars(select(StaffSession)).one()
        person = look.session.get_one(Staff, yumi)

    assert session.id_hash == fingerprint(cookie) != cookie
    assert person.password_hash.startswith("$argon2id$")


def test_after_ten_quiet_minutes_only_the_counter_is_left(city, yumi, clock):
    cookie = staff.log_in(city, "yumi", PASSWORD)

    clock.advance(minutes=9)
    awake = who(city, cookie)
    clock.advance(minutes=1)
    quiet = who(city, cookie)

    assert awake.roles_at(OFFICE) == {Role.CLERK, Role.MANAGER}
    assert awake.note_use
    assert quiet.roles_at(OFFICE) == {Role.CLERK}
    assert quiet.idle


def test_whoever_presses_something_stays_awake(city, yumi, clock):
    cookie = staff.log_in(city, "yumi", PASSWORD)

    clock.advance(minutes=9)
    with city.writing() as session:
        staff.note_use(session, cookie, clock())
    clock.advance(minutes=9)

    assert who(city, cookie).roles_at(OFFICE) == {Role.CLERK, Role.MANAGER}


def test_a_session_ends_after_twelve_hours(city, yumi, clock):
    cookie = staff.log_in(city, "yumi", PASSWORD)

    clock.advance(hours=12)

    assert who(city, cookie) is None


def test_nobody_is_logged_out_while_somebody_is_served(city, yumi, clock):
    cookie = staff.log_in(city, "yumi", PASSWORD)
    with city.transaction(OFFICE) as work:
        counter = work.floor.counter("10")
        holding.take_over(work, "10", fingerprint(cookie))
        duty.open_counter(work, "10")
        arrivals.walk_in(work, "childcare", "kiosk")
        counters.call_next(work, "10")

    clock.advance(hours=13)
    during = who(city, cookie)
    with city.transaction(OFFICE) as work:
        counters.start(work, counter.number)
        counters.finish(work, counter.number)
    after = who(city, cookie)

    assert during is not None
    assert after is None


def test_a_logged_out_cookie_is_nobody(city, yumi):
    cookie = staff.log_in(city, "yumi", PASSWORD)

    with city.writing() as session:
        staff.close_session(session, cookie)

    assert who(city, cookie) is None


@pytest.mark.parametrize("password", ["", "short"])
def test_a_short_password_is_refused(password):
    with pytest.raises(Misfit, match="1か所"):
        staff.hashed(password)


@pytest.mark.parametrize("login", ["", "由美", "a b", "x" * 65])
def test_a_login_of_other_signs_is_refused(city, login):
    with pytest.raises(Misfit), city.writing() as session:
        staff.create(session, login, "hash", "名前", {})


def test_a_key_is_good_until_it_is_taken_away(city, clock):
    with city.writing() as session:
        key = devices.create_key(session, DeviceKind.KIOSK, OFFICE, "kiosk_9", clock())
    with city.reading() as look:
        before = caller_for_key(look.session, key)
    with city.writing() as session:
        devices.revoke_key(session, DeviceKind.KIOSK, OFFICE, "kiosk_9", clock())
    with city.reading() as look:
        after = caller_for_key(look.session, key)

    assert (before.kind, before.offices, before.name) == (Kind.KIOSK, {OFFICE}, "kiosk_9")
    assert after is None


def test_a_second_key_under_a_name_in_use_is_refused(city, clock):
    with pytest.raises(Misfit), city.writing() as session:
        devices.create_key(session, DeviceKind.DISPLAY, OFFICE, "wall", clock())
        devices.create_key(session, DeviceKind.DISPLAY, OFFICE, "wall", clock())


def test_a_replaced_key_is_no_longer_good(city, clock):
    with city.writing() as session:
        old = devices.create_key(session, DeviceKind.DISPLAY, OFFICE, "wall", clock())
        new = devices.replace_key(session, DeviceKind.DISPLAY, OFFICE, "wall", clock())

    with city.reading() as look:
        assert caller_for_key(look.session, old) is None
        assert caller_for_key(look.session, new) is not None
        assert look.session.scalar(select(Device.key_hash).where(Device.name == "wall")) != new


def test_a_machine_that_was_not_heard_lately_is_taken_for_off(city, clock):
    with city.writing() as session:
        devices.create_key(session, DeviceKind.KIOSK, OFFICE, "kiosk_9", clock())
        device = session.scalars(select(Device).where(Device.name == "kiosk_9")).one()
        device.last_seen, device.health = clock(), {"printers": {"ticket": "ready"}}

    with city.reading() as look:
        now = devices.newest_sign(look, OFFICE, DeviceKind.KIOSK)
    clock.now += timedelta(minutes=1)
    with city.reading() as look:
        later = devices.newest_sign(look, OFFICE, DeviceKind.KIOSK)

    assert now == {"printers": {"ticket": "ready"}}
    assert later is None
