"""Contingents: so many tickets for a part of the day, and when there are more."""

from dataclasses import replace
from datetime import time

import pytest

from config.schema.services import Contingent
from server.domain.refusals import Refused
from server.services import offices, reception
from server.services.walk_ins import gate
from tests.parts.office import HERE, SERVICE

pytestmark = pytest.mark.db

PARTS = (
    Contingent.model_validate({"from": "09:00", "to": "12:00", "tickets": 2}),
    Contingent.model_validate({"from": "13:00", "to": "17:30", "tickets": 1}),
)


@pytest.fixture
def gated(hall, monkeypatch):
    """The hall, its childcare service with two tickets in the morning and one afterwards."""
    with hall.look() as look:
        floor = look.floor_of(HERE)
    plan = floor.services[SERVICE]
    narrow = replace(plan, setup=plan.setup.model_copy(update={"contingents": PARTS}))
    monkeypatch.setitem(floor.services, SERVICE, narrow)
    return hall


def shown(hall):
    with hall.look() as look:
        return next(one for one in offices.services(look, HERE) if one["id"] == SERVICE)


def test_the_last_ticket_of_a_part_closes_the_button_until_the_next_begins(gated):
    assert shown(gated)["tickets_left"] == 2
    gated.labels(2)
    closed = shown(gated)
    assert (closed["open"], closed["closed_why"]) == (False, "contingent_spent")
    assert closed["opens_at"] == "2026-11-24T13:00:00+09:00"
    with pytest.raises(Refused, match="すべてお渡ししました。次の受付は11月24日13:00") as refusal:
        gated.walk_in()
    assert refusal.value.code == "contingent_spent"


def test_each_part_counts_its_own_tickets(gated):
    gated.labels(2)
    gated.at(13, 0)
    assert shown(gated)["tickets_left"] == 1
    gated.walk_in()
    assert shown(gated)["opens_at"] == "2026-11-25T09:00:00+09:00"


def test_between_the_parts_no_ticket_is_given(gated):
    gated.at(12, 30)
    closed = shown(gated)
    assert (closed["open"], closed["closed_why"]) == (False, "reception_closed")
    assert closed["opens_at"] == "2026-11-24T13:00:00+09:00"


def test_reservations_and_pre_applications_take_nothing_from_the_contingent(gated):
    gated.labels(2)
    gated.at(10, 30)
    assert gated.check_in(gated.book(gated.slot_at(10, 45).id)).ticket.label == "F003"


def test_a_ticket_that_was_taken_back_is_free_again(gated):
    visit = gated.walk_in().visit
    with gated.work() as work:
        reception.take_back(work, str(visit))
    assert shown(gated)["tickets_left"] == 2


def test_a_service_without_contingent_gives_as_many_as_come(hall):
    with hall.look() as look:
        floor = look.floor_of(HERE)
        found = gate(look.session, floor, floor.services[SERVICE], look.now)
    assert (found.open, found.left, found.opens_at) == (True, None, None)


def test_parts_are_written_in_order():
    assert [part.from_ for part in PARTS] == [time(9), time(13)]
