"""A service by web meeting, on the phone and at the counter: each way has its own times."""

import pytest

from server.domain.channels import Channel
from server.domain.refusals import Refused
from server.services import (
    durations,
    elsewhere,
    keepsakes,
    outbox,
    reservations,
    waiting_list,
    ways,
)
from server.services.ways import Way
from tests.parts.office import TOMORROW

pytestmark = pytest.mark.db

CONSULTATION = "childcare_consult"
PHONE, WEB = Way("phone", "phone"), Way("web", "online")
WISH = {
    "topic": ["nursery"], "method": "phone", "name": "はな", "phone": "06-6000-0012",
    "email": "hana@example.jp",
}  # fmt: skip


def times(hall, way: Way):
    with hall.look() as look:
        return reservations.offered(look, hall.office, CONSULTATION, TOMORROW, TOMORROW, way=way)


def fill(hall, way: Way) -> list[str]:
    return [hall.book(one.id, CONSULTATION) for one in times(hall, way) for _ in range(one.free)]


def wait(hall, way: Way) -> str:
    with hall.work() as work:
        return waiting_list.join(
            work, CONSULTATION, TOMORROW, TOMORROW, "hana@example.jp", way=way
        )[1]


def test_the_ways_of_a_service_are_named_in_the_order_of_its_plans(hall):
    with hall.look() as look:
        floor = look.floor_of(hall.office)
        found = ways.offered(floor, floor.service(CONSULTATION), "ja")
    assert [(one.method, one.venue) for one in found] == [
        ("web", "online"), ("phone", "phone"), ("visit", "office"),
    ]  # fmt: skip
    assert [one.where for one in found][:2] == ["オンライン(Web会議)", "電話"]
    assert {one.venue_name for one in found} == {""}


def test_each_way_has_its_own_times(hall):
    assert {one.method for one in times(hall, PHONE)} == {"phone"}
    assert {one.venue for one in times(hall, Way("visit"))} == {"office"}
    assert {one.method for one in times(hall, ways.ANY)} == {"web", "phone", "visit"}


def test_instead_of_a_full_time_others_of_the_same_way_are_named(hall):
    first = times(hall, PHONE)[0]
    hall.book(first.id, CONSULTATION)
    with pytest.raises(Refused) as refusal:
        hall.book(first.id, CONSULTATION)
    offered = refusal.value.details["alternatives"]
    assert {one.method for one in offered} == {"phone"}


def test_whoever_waits_for_a_call_is_not_offered_a_meeting(hall):
    calls, meetings = fill(hall, PHONE), fill(hall, WEB)
    token = wait(hall, PHONE)
    with hall.work() as work:
        reservations.cancel(work, meetings[0])
        assert waiting_list.require(work.session, token).state == "waiting"
        reservations.cancel(work, calls[0])
        assert waiting_list.require(work.session, token).state == "offered"
    sent = []
    outbox.deliver(hall.city, sent.append, Channel.MAIL)
    assert "住之江区役所 電話" in sent[-1].body


def test_another_office_counts_only_with_the_wanted_way(hall):
    def found(method):
        with hall.look() as look:
            return elsewhere.free_elsewhere(
                look, hall.office, CONSULTATION, TOMORROW, TOMORROW, 0, method
            )

    (phone,), (web,) = found("phone"), found("web")
    assert phone.start > web.start


def test_the_forms_say_which_way_somebody_would_like(hall):
    token = hall.apply([CONSULTATION], {"soudan_yoyaku": WISH})
    with hall.look() as look:
        kept = keepsakes.applied(look, token, "ja")
        floor = look.floor_of(hall.office)
        plan = floor.service(CONSULTATION)
        longest = [durations.slot_min(floor, plan, one) for one in (WEB, Way("visit"))]
    assert kept.wished == "phone"
    assert longest == [30, 60]
