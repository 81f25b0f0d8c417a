"""Holds, long bookings, seats that rest, limits and the waiting list."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from printer_drivers.sealing import decrypt
from server.db.models import KeptSeat, Outbox, WaitingEntry
from server.domain.refusals import NotFound, Refused
from server.services import daily, holds, reservations, waiting_list
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import OFFICE_KEY, SERVICE, TOMORROW

pytestmark = pytest.mark.db

MAIL = "hanako@example.jp"
BEREAVED = "okuyami"


def refused(run) -> str:
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code


def do(hall, verb, *arguments, **more):
    with hall.work() as work:
        return verb(work, *arguments, **more)


def hold(hall, slot: int, minutes: int = 0, before: str | None = None) -> str:
    return do(hall, holds.hold, SERVICE, slot, minutes, before).secret


def free(hall, slot: int, service: str = SERVICE, day=TOMORROW) -> int:
    return next(one.free for one in hall.slots(service, day) if one.id == slot)


def fill(hall, slot) -> list[str]:
    return [hall.book(slot.id) for _ in range(slot.free)]


def waits(hall, mail: str = MAIL, service: str = SERVICE, last=TOMORROW) -> str:
    return do(hall, waiting_list.join, service, TOMORROW, last, mail)[1]


def state(hall, token: str) -> str:
    with hall.look() as look:
        return waiting_list.require(look.session, token).state


def full_day(hall, service: str = SERVICE) -> dict[int, list[str]]:
    """Book everything of tomorrow and return the tokens by slot."""
    return {
        slot.id: [hall.book(slot.id, service) for _ in range(slot.free)]
        for slot in hall.slots(service, TOMORROW)
    }


# Holds


def test_a_held_time_is_nobody_elses_until_it_is_booked_or_ten_minutes_are_over(hall):
    slot = hall.slot_at(11, 15, day=TOMORROW)
    secrets = [hold(hall, slot.id) for _ in range(slot.free)]
    assert free(hall, slot.id) == 0
    assert refused(lambda: hall.book(slot.id)) == "slot_full"
    assert refused(lambda: hold(hall, slot.id)) == "slot_full"

    hall.book(slot.id, hold=secrets[0])
    assert free(hall, slot.id) == 0
    hall.clock.advance(minutes=10)
    assert free(hall, slot.id) == slot.free - 1
    hall.book(slot.id)


def test_who_chooses_another_time_keeps_only_that_one(hall):
    one, other = hall.slot_at(11, 15, day=TOMORROW), hall.slot_at(13, 15, day=TOMORROW)
    first = hold(hall, one.id)
    hold(hall, other.id, before=first)
    assert (free(hall, one.id), free(hall, other.id)) == (one.free, other.free - 1)


def test_a_hold_that_is_over_books_like_anybody_if_there_is_room(hall):
    slot = hall.slot_at(11, 15, day=TOMORROW)
    secret = hold(hall, slot.id)
    hall.clock.advance(minutes=11)
    others = [hall.book(slot.id) for _ in range(slot.free)]
    assert len(others) == slot.free
    assert refused(lambda: hall.book(slot.id, hold=secret)) == "slot_full"


def test_a_hold_can_be_given_back(hall):
    slot = hall.slot_at(11, 15, day=TOMORROW)
    secret = hold(hall, slot.id)
    do(hall, holds.let_go, secret)
    assert free(hall, slot.id) == slot.free
    with hall.look() as look, pytest.raises(NotFound):
        holds.office_of(look.session, secret)


# What takes longer than a slot


def test_a_long_visit_needs_a_seat_in_every_slot_it_lasts(hall):
    first, second = hall.slot_at(10, 15, day=TOMORROW), hall.slot_at(10, 45, day=TOMORROW)
    fill(hall, second)
    with hall.look() as look:
        offered = {
            s.id: s for s in reservations.offered(look, "27125", SERVICE, TOMORROW, TOMORROW, 60)
        }
    assert offered[first.id].free == 0
    assert offered[hall.slot_at(11, 15, day=TOMORROW).id].free == 2
    assert offered[hall.slot_at(16, 45, day=TOMORROW).id].free == 0
    assert refused(lambda: hold(hall, first.id, 60)) == "slot_full"


def test_several_procedures_of_one_desk_are_one_longer_booking(hall):
    token = hall.apply([PROCEDURE, "hoiku_move"], {FORM: APPLICATION})
    first = hall.slot_at(10, 15, day=TOMORROW)
    before = {slot.id: slot.free for slot in hall.slots(day=TOMORROW)}
    hall.book(first.id, pre_application=token)
    after = {slot.id: slot.free for slot in hall.slots(day=TOMORROW)}
    fewer = [slot for slot in hall.slots(day=TOMORROW) if after[slot.id] < before[slot.id]]
    assert len(fewer) > 1
    assert fewer[0].id == first.id

    later = hall.slot_at(10, 45, day=TOMORROW)
    do(hall, reservations.move, token, later.id)
    assert free(hall, first.id) == before[first.id]
    do(hall, reservations.cancel, token)
    assert {slot.id: slot.free for slot in hall.slots(day=TOMORROW)} == before


def test_a_long_booking_moves_into_its_own_seats(hall):
    token = hall.apply([PROCEDURE, "hoiku_move"], {FORM: APPLICATION})
    slot = hall.slot_at(10, 15, day=TOMORROW)
    hall.book(slot.id, pre_application=token)
    while any(one.free for one in hall.slots(day=TOMORROW)):
        for one in hall.slots(day=TOMORROW):
            fill(hall, one)
    assert do(hall, reservations.move, token, slot.id).slot_id == slot.id


# Limits and rest


def test_one_address_has_two_bookings_of_the_bereavement_desk_and_not_three(hall):
    slots = [slot for slot in hall.slots(BEREAVED, TOMORROW) if slot.free]
    for slot in slots[:2]:
        hall.book(slot.id, BEREAVED, email=MAIL)
    third = lambda: hall.book(slots[2].id, BEREAVED, email=" Hanako@Example.JP")  # noqa: E731
    assert refused(third) == "too_many_bookings"
    hall.book(slots[2].id, BEREAVED, email="taro@example.jp")


def test_a_seat_that_was_given_back_rests_before_the_public_sees_it(hall):
    slot = next(one for one in hall.slots(BEREAVED, TOMORROW) if one.free)
    token = hall.book(slot.id, BEREAVED)
    do(hall, reservations.cancel, token)
    assert free(hall, slot.id, BEREAVED) == 0
    hall.clock.advance(minutes=30)
    assert free(hall, slot.id, BEREAVED) == 1


# The waiting list


def test_a_freed_seat_is_offered_to_the_first_who_waits_and_to_nobody_else(hall):
    booked = full_day(hall)
    first, second = waits(hall), waits(hall, "taro@example.jp")
    slot, [token, *_] = next(iter(booked.items()))
    do(hall, reservations.cancel, token)

    assert (state(hall, first), state(hall, second)) == ("offered", "waiting")
    assert free(hall, slot) == 0
    taken = do(hall, reservations.take_offer, first)
    assert (taken.token, taken.reservation.slot_id) == (first, slot)
    assert state(hall, first) == "taken"
    assert refused(lambda: do(hall, reservations.take_offer, first)) == "nothing_offered"
    assert refused(lambda: do(hall, reservations.take_offer, second)) == "nothing_offered"


def test_the_offer_is_written_with_a_link_and_a_limit(hall):
    booked = full_day(hall)
    token = waits(hall)
    do(hall, reservations.cancel, next(iter(booked.values()))[0])
    with hall.look() as look:
        [row] = look.session.scalars(select(Outbox).where(Outbox.letter == "offered"))
        plain = decrypt(OFFICE_KEY, row.sealed, f"outbox:{row.once}").decode()
    assert f"/wait#{token}" in plain
    assert MAIL in plain
    assert "14:00" in plain  # four hours from now


def test_who_does_not_answer_is_passed_over_and_the_next_is_asked(hall):
    booked = full_day(hall)
    first, second = waits(hall), waits(hall, "taro@example.jp")
    do(hall, reservations.cancel, next(iter(booked.values()))[0])
    hall.clock.advance(hours=4)
    assert refused(lambda: do(hall, reservations.take_offer, first)) == "offer_over"
    daily.tick(hall.city)
    assert (state(hall, first), state(hall, second)) == ("over", "offered")


def test_who_leaves_makes_room_for_the_next(hall):
    booked = full_day(hall)
    first, second = waits(hall), waits(hall, "taro@example.jp")
    do(hall, reservations.cancel, next(iter(booked.values()))[0])
    do(hall, waiting_list.leave, first)
    do(hall, waiting_list.leave, first)
    assert (state(hall, first), state(hall, second)) == ("left", "offered")


def test_nobody_waits_twice_with_one_address_nor_for_days_gone(hall):
    full_day(hall)
    waits(hall)
    assert refused(lambda: waits(hall, "HANAKO@example.jp")) == "already_waiting"
    yesterday = TOMORROW - timedelta(days=3)
    gone = lambda: do(hall, waiting_list.join, SERVICE, yesterday, yesterday, "a@example.jp")  # noqa: E731
    assert refused(gone) == "no_day_left"


def test_a_seat_that_rests_goes_to_the_waiting_list_at_once(hall):
    booked = full_day(hall, BEREAVED)
    token = waits(hall, service=BEREAVED)
    do(hall, reservations.cancel, next(tokens[0] for tokens in booked.values() if tokens))
    assert state(hall, token) == "offered"


def test_the_address_is_nowhere_to_be_read_and_goes_with_the_entry(hall):
    full_day(hall)
    token = waits(hall)
    with hall.look() as look:
        row = waiting_list.require(look.session, token)
        assert MAIL.encode() not in row.sealed
        assert MAIL not in row.contact_mark
    hall.clock.advance(days=4)
    daily.tick(hall.city)
    with hall.look() as look:
        assert look.session.scalars(select(WaitingEntry)).all() == []
        assert look.session.scalars(select(KeptSeat)).all() == []
