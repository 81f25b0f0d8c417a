from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from printer_drivers.sealing import CannotOpen, decrypt
from server.db.models import PreApplication, Reservation, Seat, Visit
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import daily, reservations, seats
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import NEIGHBOUR, OFFICE_KEY, SERVICE, TOMORROW

pytestmark = pytest.mark.db

UNKNOWN = "WQ17A3F9K2Z8M4PR6T0J"


def code_of(run) -> str:
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code


def do(hall, verb, *arguments):
    with hall.work() as work:
        return verb(work, *arguments)


def free_at(hall, slot: int, day: date = date(2026, 11, 24)) -> int:
    return next(one.free for one in hall.slots(day=day) if one.id == slot)


def test_slots_are_offered_until_ten_minutes_before_they_begin(hall):
    assert hall.slots()[0].start.isoformat() == "2026-11-24T01:15:00+00:00"
    assert [slot.free for slot in hall.slots()[:3]] == [2, 2, 2]
    hall.clock.advance(minutes=4, seconds=59)
    assert hall.slots()[0].start.minute == 15
    hall.clock.advance(seconds=1)
    assert hall.slots()[0].start.minute == 45


def test_three_places_are_free_within_the_next_two_hours_of_the_demo(hall):
    soon = [slot for slot in hall.slots() if slot.start < hall.clock() + timedelta(hours=2)]
    assert sum(slot.free for slot in soon) >= 3


def test_a_booking_takes_one_place_and_a_cancellation_gives_it_back(hall):
    slot = hall.slot_at(11, 15).id
    token = hall.book(slot)
    assert free_at(hall, slot) == 1
    assert do(hall, reservations.cancel, token).state == "cancelled"
    assert free_at(hall, slot) == 2


def test_cancelling_twice_changes_nothing(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    do(hall, reservations.cancel, token)
    seq = hall.seq()
    do(hall, reservations.cancel, token)
    assert hall.seq() == seq


def test_a_full_slot_is_refused_with_the_nearest_free_ones(hall):
    slot = hall.slot_at(11, 15)
    for _ in range(slot.free):
        hall.book(slot.id)
    with pytest.raises(Refused) as refusal:
        hall.book(slot.id)
    assert refusal.value.code == "slot_full"
    offered = refusal.value.details["alternatives"]
    distances = [abs(other.start - slot.start) for other in offered]
    assert len(offered) == seats.ALTERNATIVES
    assert distances == sorted(distances)
    assert distances[0] == timedelta(minutes=30)
    assert slot.id not in {other.id for other in offered}
    assert all(other.free for other in offered)


def test_moving_keeps_the_token_and_frees_the_old_place(hall):
    old, new = hall.slot_at(11, 15), hall.slot_at(13, 15, day=TOMORROW)
    token = hall.book(old.id)
    moved = do(hall, reservations.move, token, new.id)
    assert (moved.start, moved.day) == (new.start, TOMORROW)
    assert (free_at(hall, old.id), free_at(hall, new.id, TOMORROW)) == (2, new.free - 1)
    hall.at(13, day=TOMORROW)
    assert hall.check_in(token).ticket.label == "F001"


def test_moving_into_a_full_slot_changes_nothing(hall):
    full, mine = hall.slot_at(11, 15), hall.slot_at(13, 15)
    for _ in range(full.free):
        hall.book(full.id)
    token = hall.book(mine.id)
    assert code_of(lambda: do(hall, reservations.move, token, full.id)) == "slot_full"
    assert free_at(hall, mine.id) == mine.free - 1


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_has_checked_in_is_neither_moved_nor_cancelled(hall, verb):
    token = hall.book(hall.slot_at(11, 15).id)
    hall.check_in(token)
    arguments = [hall.slot_at(13, 15).id] if verb == "move" else []
    refused = code_of(lambda: do(hall, getattr(reservations, verb), token, *arguments))
    assert refused == "already_checked_in"


def test_what_is_cancelled_is_not_moved(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    do(hall, reservations.cancel, token)
    slot = hall.slot_at(13, 15).id
    assert code_of(lambda: do(hall, reservations.move, token, slot)) == "cancelled"


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_a_token_that_opens_nothing_changes_nothing(hall, verb):
    arguments = [1] if verb == "move" else []
    with pytest.raises(NotFound) as refusal:
        do(hall, getattr(reservations, verb), UNKNOWN, *arguments)
    assert refusal.value.code == "unknown_token"


def test_slots_of_another_service_office_or_none_are_unknown(hall):
    other_service = hall.slot_at(11, 0, "moving").id
    hall.office = NEIGHBOUR
    other_office = hall.slot_at(11, 15).id
    hall.office = "27125"
    for slot in (other_service, other_office, 0, 2**62):
        assert code_of(lambda slot=slot: hall.book(slot)) == "unknown_slot"


def test_a_slot_that_has_passed_or_is_closed_is_refused(hall):
    slot = hall.slot_at(11, 15).id
    hall.at(11, 6)
    assert code_of(lambda: hall.book(slot)) == "booking_closed"
    hall.at(11, 15)
    assert code_of(lambda: hall.book(slot)) == "slot_past"


def test_a_service_without_booking_is_refused(hall):
    assert code_of(lambda: hall.book(1, "certificates")) == "not_bookable"
    assert code_of(lambda: hall.slots("certificates")) == "not_bookable"


def test_a_pre_application_is_booked_once_until_it_is_cancelled(hall):
    token = hall.apply([PROCEDURE])
    slot = hall.slot_at(11, 15).id
    hall.book(slot, pre_application=token)
    assert code_of(lambda: hall.book(slot, pre_application=token)) == "already_booked"
    do(hall, reservations.cancel, token)
    assert hall.book(slot, pre_application=token) == token
    assert hall.check_in(token).ticket.label == "F001"


def test_a_pre_application_that_has_checked_in_is_not_booked(hall):
    token = hall.apply([PROCEDURE])
    hall.check_in(token)
    slot = hall.slot_at(11, 15).id
    assert code_of(lambda: hall.book(slot, pre_application=token)) == "already_checked_in"


def test_a_pre_application_that_nobody_sent_is_unknown(hall):
    slot = hall.slot_at(11, 15).id
    with pytest.raises(NotFound):
        hall.book(slot, pre_application=UNKNOWN)


def test_a_contact_address_is_sealed_by_the_office_key(hall):
    hall.book(hall.slot_at(11, 15).id, email="sakura@example.jp")
    with hall.look() as look:
        row = look.session.scalars(select(Reservation)).one()
    about = f"contact:{row.lookup_id}"
    assert decrypt(OFFICE_KEY, row.contact, about) == b"sakura@example.jp"
    with pytest.raises(CannotOpen):
        decrypt(bytes(32), row.contact, about)


def test_a_booking_form_is_checked_where_it_was_filled(hall):
    slot = hall.slot_at(11, 0, "moving").id
    with pytest.raises((Misfit, Refused)):
        hall.book(slot, "moving", form={"no_such_field": "x"})
    with hall.look() as look:
        assert look.session.scalar(select(func.count()).select_from(Reservation)) == 0


def test_the_last_place_is_given_to_one_of_a_hundred(hall):
    slot = hall.slot_at(11, 15)
    for _ in range(slot.free - 1):
        hall.book(slot.id)
    together = Barrier(100)

    def try_to_book(_number: int) -> str:
        together.wait()
        try:
            hall.book(slot.id)
        except Refused as refusal:
            return f"{refusal.code}, {len(refusal.details['alternatives'])} others"
        return "booked"

    with ThreadPoolExecutor(100) as residents:
        answers = list(residents.map(try_to_book, range(100)))
    assert sorted(set(answers)) == ["booked", "slot_full, 6 others"]
    assert answers.count("booked") == 1
    assert free_at(hall, slot.id) == 0


def test_what_is_over_is_deleted_with_its_forms_and_the_log_stays(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    later = hall.slot_at(11, 15, day=date(2026, 12, 1)).id
    hall.book(later, pre_application=token)
    do(hall, reservations.cancel, token)
    hall.book(hall.slot_at(11, 15).id, pre_application=token)
    visit = hall.check_in(token).visit
    log = hall.kinds()

    hall.at(9, day=TOMORROW)
    daily.tick(hall.city)
    assert counts(hall) == (2, 1)
    hall.at(9, day=TOMORROW + timedelta(days=1))
    daily.tick(hall.city)
    assert counts(hall) == (0, 0)
    assert hall.kinds()[: len(log)] == log
    with hall.look() as look:
        row = look.session.get_one(Visit, visit)
        assert (row.reservation_id, row.pre_application_id, row.note) == (None, None, None)


def test_an_application_nobody_came_for_is_deleted_in_the_end(hall):
    hall.apply([PROCEDURE])
    hall.at(9, day=date(2026, 11, 24) + timedelta(days=90))
    daily.purge(hall.city)
    assert counts(hall) == (0, 1)
    hall.clock.advance(days=1)
    daily.purge(hall.city)
    assert counts(hall) == (0, 0)


def counts(hall) -> tuple[int, int]:
    with hall.look() as look:
        reserved, applied = (
            look.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Reservation, PreApplication)
        )
    return reserved, applied


def test_slots_are_made_ahead_every_day_and_never_twice(hall):
    def seats() -> int:
        with hall.look() as look:
            return look.session.scalar(select(func.count()).select_from(Seat)) or 0

    before = seats()
    daily.tick(hall.city)
    assert seats() == before
    hall.at(9, day=TOMORROW)
    daily.tick(hall.city)
    assert seats() > before
    assert hall.slots(SERVICE, date(2027, 1, 22))
