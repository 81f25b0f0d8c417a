"""Days end and numbers run out while people are there; clocks step. Counts are printed."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from server.db.city import City
from server.db.clock import STEP_BACK, steady
from server.db.models import Head, OfficeRow, Visit
from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import boards, daily, duty, visits
from server.services.rounds import NextStop
from tests.parts.clock import TEN_OCLOCK, Clock
from tests.parts.office import COUNTER, HERE, OTHER_COUNTER, TOMORROW, Hall

pytestmark = [pytest.mark.db, pytest.mark.slow]

QUEUE = "childcare"


def limit(hall: Hall, last: int, on_overflow: str) -> None:
    """Publish a setting in which the queue ends at *last*."""
    with hall.city.writing() as session:
        row = session.get_one(OfficeRow, HERE)
        setting = json.loads(json.dumps(row.setting))
        for queue in setting["queues"]:
            if queue["code"] == QUEUE:
                queue |= {"last_number": last, "on_overflow": on_overflow}
        row.setting = setting
        session.get_one(Head, HERE).floor_version += 1


@pytest.mark.parametrize("on_overflow", ["widen", "refuse"])
def test_r20_a_series_past_its_last_number_never_collides(hall, rounds, scorecard, on_overflow):
    last, hands = rounds(20, 200), rounds(8, 16)
    wanted = last + 4 * hands
    limit(hall, last, on_overflow)

    def take(_: int) -> str:
        try:
            return hall.walk_in().ticket.label
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(hands) as people:
        given = Counter(people.map(take, range(wanted)))
    refused = given.pop("numbers_exhausted", 0)
    assert set(given.values()) == {1}
    assert len(given) == (wanted if on_overflow == "widen" else last)
    assert refused == wanted - len(given)
    scorecard(
        "R20 a series past its last number", database=hall.backend, on_overflow=on_overflow,
        last_number=last, wanted=wanted, given=len(given), refused=refused, given_twice=0,
    )  # fmt: skip


def test_r19_the_day_changes_while_people_wait_and_everything_switches_by_itself(hall, scorecard):
    hall.open(COUNTER, OTHER_COUNTER, "5")
    hall.at(16, 50)
    labels = hall.labels(6)
    hall.call_next(COUNTER)
    hall.do("miss")
    hall.call_next(COUNTER)
    hall.do("start")
    hall.do("finish", next_stops=[NextStop("insurance"), NextStop("handover", preparing=True)])
    hall.call_next(COUNTER)
    hall.do("start")
    hall.call_next(OTHER_COUNTER)
    code = hall.walk_in("moving").visit_code
    hall.clock.set(datetime.fromisoformat("2026-11-24T23:59:59.900000+09:00"))
    token = hall.book(hall.slots(day=TOMORROW)[0].id)
    hall.clock.set(datetime.fromisoformat("2026-11-25T03:59:59.900000+09:00"))
    daily.tick(hall.city)
    assert State.EXPIRED not in {state for label in labels for state in hall.states(label)}

    hall.clock.advance(milliseconds=100)
    since = hall.seq()
    daily.tick(hall.city)
    events = hall.events(since)
    expired = [event for event in events if event.kind == "expired"]
    assert {json.loads(event.detail)["reason"] for event in expired} == {"day_closed"}
    left = {state for label in labels for state in hall.states(label)}
    assert left <= {State.EXPIRED, State.DONE}
    assert [event.kind for event in events].count("counter_closed") == 3
    with hall.look() as look:
        shown = boards.board(look, HERE, "1F")
        assert (shown["calls"], shown["absent"]) == ([], [])
        assert {queue["count"] for queue in shown["waiting"]} == {0}
        with pytest.raises(NotFound):
            visits.my_turn(look, code)

    hall.at(9, 30, day=TOMORROW)
    assert hall.walk_in().ticket.label == "F001"
    assert hall.check_in(token).ticket.label == "F002"
    hall.open(COUNTER)
    assert hall.called() is not None
    scorecard(
        "R19 the day changes while people wait", database=hall.backend,
        closed_with_a_reason=len(expired), counters_off_duty=3, new_series_from="F001",
    )  # fmt: skip


@pytest.mark.parametrize("step", [timedelta(days=2), timedelta(hours=-3), timedelta(seconds=-7)])
def test_r18_a_step_of_the_clock_gives_no_number_twice_and_keeps_the_order(
    engine, hall, scorecard, step
):
    raw = Clock(TEN_OCLOCK)
    city = City(engine, steady(raw), hall.city.secrets)
    hall = Hall(city, city.clock)
    with hall.work() as work:
        duty.open_counter(work, COUNTER)
    before = hall_labels(hall, raw, 5)
    raw.now += step
    after = hall_labels(hall, raw, 5)
    called = [hall.called(finish=True) for _ in range(10)]
    assert called == [*before, *after]
    with hall.look() as look:
        given = [(v.business_date, v.number) for v in look.session.scalars(select(Visit))]
    assert len(set(given)) == 10
    moments = [event.at for event in hall.events()]
    assert moments == sorted(moments)
    scorecard(
        "R18 the clock steps", database=hall.backend, step_s=round(step.total_seconds()),
        tickets=len(given), numbers_twice=len(given) - len(set(given)), out_of_order=0,
    )  # fmt: skip


def hall_labels(hall: Hall, clock: Clock, count: int) -> list[str]:
    given = []
    for _ in range(count):
        given.append(hall.walk_in().ticket.label)
        clock.advance(minutes=1)
    return given


def test_a_clock_that_was_far_ahead_is_believed_when_it_is_mended():
    raw = Clock(TEN_OCLOCK + timedelta(days=2))
    told = steady(raw)
    told()
    raw.set(TEN_OCLOCK)
    assert told() == TEN_OCLOCK
    raw.advance(hours=-1)
    assert told() == TEN_OCLOCK
    raw.set(TEN_OCLOCK - STEP_BACK - timedelta(seconds=1))
    assert told() == raw.now
