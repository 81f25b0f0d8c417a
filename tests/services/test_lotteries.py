"""A plan by lot: apply until a day, then everybody has the same chance."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from server.db.models import Outbox, Reservation, WaitingEntry
from server.domain.lottery import drawn_order
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.services import daily, lotteries, plan_drafts, reservations, slot_plans, waiting_list
from tests.parts.office import SERVICE

pytestmark = pytest.mark.db

DAY = date(2026, 12, 10)


@pytest.fixture
def by_lot(hall):
    """Two seats on DAY; people apply until three days before."""
    with hall.look() as look:
        plan = slot_plans.plan_of(look.floor_of(hall.office), SERVICE, "visit", "office")
    plan = plan_drafts.with_exception(plan, DAY.isoformat(), "", "", "0", "")
    plan = plan_drafts.with_exception(plan, DAY.isoformat(), "10:15", "10:45", "2", "")
    with hall.work() as work:
        slot_plans.publish(work, plan_drafts.with_shares(plan, {"lottery_days": "3"}), 0, {})
    return hall


def apply(hall, number: int) -> str:
    with hall.work() as work:
        return waiting_list.join(work, SERVICE, DAY, DAY, f"p{number}@example.jp")[1]


def states(hall, tokens):
    with hall.look() as look:
        return [waiting_list.require(look.session, token).state for token in tokens]


def test_nobody_books_before_lots_are_drawn_and_all_are_told_until_when_to_apply(by_lot):
    (slot,) = by_lot.slots(day=DAY)
    assert (slot.free, slot.apply_until.day) == (0, 8)
    for share in (Share.PUBLIC, Share.STAFF):
        with pytest.raises(Refused) as refusal:
            by_lot.book(slot.id, share=share)
        assert refusal.value.code == "by_lot"
    assert states(by_lot, [apply(by_lot, 1)]) == ["waiting"]


def test_winners_are_booked_and_told_losers_are_told_and_wait_on(by_lot):
    tokens = [apply(by_lot, number) for number in range(5)]
    by_lot.at(0, 1, date(2026, 12, 8))
    daily.tick(by_lot.city)
    assert sorted(states(by_lot, tokens)) == ["taken", "taken", "waiting", "waiting", "waiting"]
    with by_lot.look() as look:
        told = sorted(look.session.scalars(select(Outbox.letter)))
        (draw,) = [one for one in lotteries.history(look.session, by_lot.office) if one.day == DAY]
        entries = look.session.scalars(select(WaitingEntry)).all()
        won = {one.lookup_id for one in look.session.scalars(select(Reservation))}
    assert told == ["booked", "booked", "not_drawn", "not_drawn", "not_drawn"]
    assert (draw.entries, draw.winners) == (5, 2)
    first_two = drawn_order(draw.seed, [one.id for one in entries])[:2]
    assert {one.lookup_id for one in entries if one.id in first_two} == won


def test_the_log_holds_the_seed_and_lots_are_drawn_once(by_lot):
    apply(by_lot, 1)
    by_lot.at(0, 1, date(2026, 12, 8))
    daily.tick(by_lot.city)
    daily.tick(by_lot.city)
    drawn = [json.loads(one.detail) for one in by_lot.events() if one.kind == "lots_drawn"]
    (of_day,) = [one for one in drawn if one["day"] == DAY.isoformat()]
    assert len(of_day["seed"]) == 32
    assert of_day["winners"] == len(of_day["entries"]) == 1


def test_what_is_left_after_the_draw_is_booked_as_it_comes(by_lot):
    by_lot.at(0, 1, date(2026, 12, 8))
    daily.tick(by_lot.city)
    (slot,) = by_lot.slots(day=DAY)
    assert (slot.free, slot.apply_until) == (2, None)
    by_lot.book(slot.id)


def test_a_winner_who_cancels_makes_room_for_who_waits(by_lot):
    tokens = [apply(by_lot, number) for number in range(3)]
    by_lot.at(9, 0, date(2026, 12, 8))
    daily.tick(by_lot.city)
    now = dict(zip(tokens, states(by_lot, tokens), strict=True))
    winner = next(token for token, state in now.items() if state == "taken")
    with by_lot.work() as work:
        reservations.cancel(work, winner)
    loser = next(token for token, state in now.items() if state == "waiting")
    assert states(by_lot, [loser]) == ["offered"]
