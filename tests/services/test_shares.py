"""Seats that staff keep, and how many bookings a half-day takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.db.models import Reservation, Seat
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.services import holds, plan_drafts, reservations, slot_plans, waiting_list
from tests.parts.office import SERVICE, TOMORROW

pytestmark = pytest.mark.db

PLAN = (SERVICE, "visit", "office")


def publish(hall, change):
    with hall.look() as look:
        plan = change(slot_plans.plan_of(look.floor_of(hall.office), *PLAN))
        version = slot_plans.newest_version(look.session, hall.office)
    with hall.work() as work:
        slot_plans.publish(work, plan, version, {})


def keep_one_seat(hall, seats="2", internal="1"):
    publish(hall, lambda plan: plan_drafts.with_exception(
        plan, TOMORROW.isoformat(), "10:15", "10:45", seats, "", internal
    ))  # fmt: skip


def limit(hall, **shares):
    publish(hall, lambda plan: plan_drafts.with_shares(plan, shares))


def free(hall, share=Share.PUBLIC, hour=10, minute=15):
    with hall.look() as look:
        offered = reservations.offered(look, hall.office, SERVICE, TOMORROW, TOMORROW, 0, share)
    wanted = hall.slot_at(hour, minute, day=TOMORROW).start
    return next(slot.free for slot in offered if slot.start == wanted)


def code_of(run):
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code


def slot(hall, hour=10, minute=15):
    return hall.slot_at(hour, minute, day=TOMORROW).id


def test_the_public_sees_and_gets_its_share_and_staff_all_of_it(hall):
    keep_one_seat(hall)
    assert (free(hall), free(hall, Share.STAFF)) == (1, 2)
    hall.book(slot(hall))
    assert code_of(lambda: hall.book(slot(hall))) == "slot_full"
    hall.book(slot(hall), share=Share.STAFF)
    assert (free(hall), free(hall, Share.STAFF)) == (0, 0)


def test_staff_give_their_own_seat_away_first(hall):
    keep_one_seat(hall)
    hall.book(slot(hall), share=Share.STAFF)
    assert (free(hall), free(hall, Share.STAFF)) == (1, 1)


def test_holds_and_offers_and_moves_keep_to_the_share(hall):
    keep_one_seat(hall)
    with hall.work() as work:
        holds.hold(work, SERVICE, slot(hall), 0)
    elsewhere = hall.book(slot(hall, 11))

    def move():
        with hall.work() as work:
            reservations.move(work, elsewhere, slot(hall))

    assert code_of(move) == "slot_full"
    with hall.work() as work:
        holds.hold(work, SERVICE, slot(hall), 0, share=Share.STAFF)


def test_what_staff_did_not_give_away_is_the_publics_some_hours_before(hall):
    keep_one_seat(hall)
    limit(hall, release_hours="24")
    hall.book(slot(hall))
    assert free(hall) == 0
    hall.at(10, 15)
    assert free(hall) == 1
    hall.book(slot(hall))


def test_a_released_seat_is_offered_to_who_waits(hall):
    publish(hall, lambda plan: plan_drafts.with_exception(
        plan, TOMORROW.isoformat(), "", "", "0", ""
    ))  # fmt: skip
    keep_one_seat(hall, "1", "1")
    with hall.work() as work:
        _, token = waiting_list.join(work, SERVICE, TOMORROW, TOMORROW, "a@example.jp")
    limit(hall, release_hours="20")
    hall.at(15)
    with hall.work() as work:
        waiting_list.look_after(work)
        assert waiting_list.require(work.session, token).state == "offered"


def test_a_half_day_takes_so_many_bookings_and_staff_have_their_part(hall):
    limit(hall, morning="3", morning_internal="1")
    hall.book(slot(hall))
    hall.book(slot(hall, 11))
    assert free(hall) == 0
    assert code_of(lambda: hall.book(slot(hall, 9))) == "slot_full"
    assert free(hall, hour=13) > 0
    assert free(hall, Share.STAFF) == 1
    hall.book(slot(hall), share=Share.STAFF)
    assert code_of(lambda: hall.book(slot(hall, 9), share=Share.STAFF)) == "slot_full"


def test_a_held_time_counts_and_who_moves_within_a_full_half_day_may(hall):
    limit(hall, morning="2")
    token = hall.book(slot(hall))
    with hall.work() as work:
        holds.hold(work, SERVICE, slot(hall, 11), 60)
    assert free(hall) == 0
    with hall.work() as work:
        assert reservations.move(work, token, slot(hall, 9)).start.minute == 15
    hall.clock.advance(minutes=11)
    assert free(hall) == 1


def test_changed_shares_leave_bookings_where_they_are(hall):
    first, second = hall.book(slot(hall)), hall.book(slot(hall))
    keep_one_seat(hall)
    with hall.look() as look:
        live = look.session.scalars(select(Reservation)).all()
        kept = look.session.scalars(
            select(Seat.id).where(Seat.slot_id == slot(hall), Seat.internal)
        ).all()
    assert {one.seat_id for one in live} & set(kept)
    with hall.work() as work:
        for token in (first, second):
            reservations.cancel(work, token)
    assert (free(hall), free(hall, Share.STAFF)) == (1, 2)


def test_a_seat_that_staff_gave_away_still_counts_as_theirs_after_a_change(hall):
    keep_one_seat(hall)
    hall.book(slot(hall), share=Share.STAFF)
    keep_one_seat(hall, "3")
    assert (free(hall), free(hall, Share.STAFF)) == (2, 2)


def test_staff_book_after_the_public_closed_until_it_begins(hall):
    soon = hall.slot_at(10, 15)
    hall.clock.advance(minutes=10)
    assert code_of(lambda: hall.book(soon.id)) == "booking_closed"
    hall.book(soon.id, share=Share.STAFF)
    hall.clock.set(soon.start + timedelta(minutes=1))
    assert code_of(lambda: hall.book(soon.id, share=Share.STAFF)) == "slot_past"
