"""A manager changes slot plans: nothing is orphaned, everything can be brought back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from server.db.models import Outbox, Reservation, Seat, Slot
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import plan_drafts, reservations, slot_plans
from tests.parts.office import SERVICE, TOMORROW

pytestmark = pytest.mark.db

PLAN = (SERVICE, "visit", "office")


def plan_now(hall):
    with hall.look() as look:
        return slot_plans.plan_of(look.floor_of(hall.office), *PLAN)


def closing(hall, day: date = TOMORROW, from_="", to="", seats="0"):
    return plan_drafts.with_exception(plan_now(hall), day.isoformat(), from_, to, seats, "")


def outside(hall, plan):
    with hall.look() as look:
        return slot_plans.outside(look, look.floor_of(hall.office), plan)


def publish(hall, plan, version=0, decisions=None):
    with hall.work() as work:
        return slot_plans.publish(work, plan, version, decisions or {})


def starts(hall, day=TOMORROW):
    return [slot.start for slot in hall.slots(day=day) if slot.free]


def test_a_closed_day_has_no_slots_and_coming_back_brings_them_back(hall):
    before = starts(hall)
    publish(hall, closing(hall))
    assert starts(hall) == []
    with hall.work() as work:
        slot_plans.bring_back(work, 0, 1, {})
    assert starts(hall) == before
    with hall.look() as look:
        told = [(one.version, one.brings_back) for one in slot_plans.history(look.session, "27125")]
    assert told == [(2, 0), (1, None)]


def test_a_booking_outside_is_named_and_nothing_is_published_before_somebody_decides(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW)
    hall.book(slot.id)
    plan = closing(hall)
    (one,) = outside(hall, plan)
    assert one.start == slot.start
    assert one.nearest is not None
    with pytest.raises(Refused) as refusal:
        publish(hall, plan)
    assert refusal.value.code == "undecided"
    assert starts(hall)


def test_who_stays_keeps_the_seat_and_nobody_else_gets_it(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW)
    token = hall.book(slot.id)
    plan = closing(hall)
    publish(hall, plan, decisions={one.reservation: "keep" for one in outside(hall, plan)})
    with hall.look() as look:
        assert reservations.require(look.session, token).start == slot.start
    with pytest.raises(Refused), hall.work() as work:
        reservations.book(work, SERVICE, slot.id)
    with hall.work() as work:
        reservations.cancel(work, token)
    assert starts(hall) == []


def test_who_is_moved_gets_the_nearest_free_time_and_a_mail(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW)
    token = hall.book(slot.id, email="sakura@example.jp")
    plan = closing(hall, from_="10:15", to="10:45")
    (one,) = outside(hall, plan)
    publish(hall, plan, decisions={one.reservation: "move"})
    with hall.look() as look:
        assert reservations.require(look.session, token).start == one.nearest
        assert "moved" in look.session.scalars(select(Outbox.letter)).all()


def test_who_is_moved_still_comes_in_person(hall):
    hall.book(hall.slot_at(10, 15, day=TOMORROW).id, email="sakura@example.jp")
    plan = closing(hall, from_="10:15", to="10:45")
    (one,) = outside(hall, plan)
    with hall.work() as work:
        service = work.floor.service(SERVICE)
        online = Slot(
            id=0, office=hall.office, service_id=service.id, day=TOMORROW, start=one.nearest,
            minutes=30, method="web", venue="at_home",
        )  # fmt: skip
        work.session.add(online)
        work.session.flush()
        work.session.add(Seat(slot_id=online.id, position=0))
    publish(hall, plan, decisions={one.reservation: "move"})
    with hall.look() as look:
        moved = look.session.scalars(select(Slot).join(Reservation)).one()
        assert (moved.start, moved.method) == (one.nearest, "visit")


def test_somebody_without_mail_is_never_moved(hall):
    hall.book(hall.slot_at(10, 15, day=TOMORROW).id)
    plan = closing(hall)
    (one,) = outside(hall, plan)
    with pytest.raises(Refused) as refusal:
        publish(hall, plan, decisions={one.reservation: "move"})
    assert refusal.value.code == "cannot_move"
    with hall.look() as look:
        assert slot_plans.newest_version(look.session, hall.office) == 0
        assert look.session.scalars(select(Reservation)).one().day == TOMORROW


def test_fewer_seats_put_only_those_outside_who_booked_last(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW)
    first, second = hall.book(slot.id), hall.book(slot.id)
    plan = closing(hall, from_="10:15", to="10:45", seats="1")
    (one,) = outside(hall, plan)
    with hall.look() as look:
        assert reservations.require(look.session, second).id == one.reservation
        assert reservations.require(look.session, first).id != one.reservation


def test_more_seats_can_be_booked_at_once(hall):
    slot = hall.slot_at(10, 15, day=TOMORROW)
    publish(hall, closing(hall, from_="10:15", to="10:45", seats="5"))
    assert hall.slot_at(10, 15, day=TOMORROW).free == 5
    for _ in range(5):
        hall.book(slot.id)
    with pytest.raises(Refused):
        hall.book(slot.id)


def test_two_managers_do_not_overwrite_each_other(hall):
    publish(hall, closing(hall))
    with pytest.raises(Refused) as refusal:
        publish(hall, closing(hall, seats="1"))
    assert refusal.value.code == "changed_meanwhile"


def test_a_pattern_that_makes_no_sense_is_told_with_its_place(hall):
    pattern = {"days": ["mon"], "from": "17:00", "to": "09:00", "capacity": 2}
    with pytest.raises(Misfit) as misfit:
        plan_drafts.with_pattern(plan_now(hall), pattern)
    assert misfit.value.errors[0].field.startswith("patterns.")


def test_a_season_is_a_layer_over_the_week(hall):
    season = {"from": "11-25", "to": "11-25"}
    layer = {"days": ["wed"], "from": "10:15", "to": "10:45", "capacity": 7, "season": season}
    publish(hall, plan_drafts.with_pattern(plan_now(hall), layer))
    assert hall.slot_at(10, 15, day=TOMORROW).free == 7


def test_the_week_before_is_copied(hall):
    monday = date(2026, 12, 7)
    plan = closing(hall, date(2026, 12, 2), from_="10:15", to="10:45", seats="6")
    with hall.look() as look:
        copied = plan_drafts.with_week_copied(look.floor_of(hall.office), plan, monday)
    publish(hall, copied)
    assert hall.slot_at(10, 15, day=date(2026, 12, 9)).free == 6


def phone_plan(minutes: str = "30"):
    facts = {"service": SERVICE, "method": "phone", "venue": "phone", "minutes": minutes}
    return plan_drafts.beginning(facts)


def by_phone(hall):
    return [slot for slot in hall.slots(day=TOMORROW) if slot.method == "phone" and slot.free]


def test_a_plan_for_another_way_makes_its_times_at_once(hall):
    assert by_phone(hall) == []
    publish(hall, phone_plan())
    assert [slot.minutes for slot in by_phone(hall)] == [30] * 12
    assert starts(hall)


def test_a_plan_that_goes_with_an_older_version_takes_nobody_s_booking_along(hall):
    publish(hall, phone_plan())
    first, second, *_ = by_phone(hall)
    token = hall.book(first.id)
    with pytest.raises(Refused) as refusal, hall.work() as work:
        slot_plans.bring_back(work, 0, 1, {})
    assert refusal.value.code == "undecided"
    with hall.work() as work:
        staying = slot_plans.outside_of_version(work, 0)
        slot_plans.bring_back(work, 0, 1, {one.reservation: "keep" for one in staying})
    assert by_phone(hall) == []
    with pytest.raises(Refused), hall.work() as work:
        reservations.book(work, SERVICE, second.id)
    with hall.look() as look:
        assert reservations.require(look.session, token).start == first.start


def test_a_plan_for_a_place_that_is_none_is_refused(hall):
    plan = phone_plan().model_copy(update={"venue": "moon"})
    with pytest.raises(NotFound) as refusal:
        publish(hall, plan)
    assert refusal.value.code == "unknown_venue"


def test_an_office_without_plans_has_one_to_begin_with_unless_nothing_can_be_booked(sqlite_hall):
    with sqlite_hall.look() as look:
        floor = look.floor_of(sqlite_hall.office)
    assert plan_drafts.first_of(floor) == floor.setup.slot_plans[0]
    bare = replace(floor, setup=floor.setup.model_copy(update={"slot_plans": ()}))
    begun = plan_drafts.first_of(bare)
    assert floor.service(begun.service).setup.bookable
    assert begun.venue in floor.setup.venues
    shut = replace(bare, setup=bare.setup.model_copy(update={"services": ()}))
    with pytest.raises(NotFound, match="まだ登録されていません"):
        plan_drafts.first_of(shut)
