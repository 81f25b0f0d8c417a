"""Remote consultation: a web meeting is booked, checked in at home and called on the phone."""

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from config import load_pack
from config.schema.slot_plans import SlotPlan
from server.db.models import Visit
from server.domain.channels import Channel
from server.domain.refusals import NotFound, Refused
from server.services import (
    consoles,
    keepsakes,
    outbox,
    remote,
    reservations,
    reviewing,
    visits,
    ways,
)
from tests.parts.office import COUNTER, HERE

pytestmark = pytest.mark.db

CONSULTATION = "childcare_consult"
MEETING = f"https://kaigi.example.jp/{HERE}"


@pytest.fixture
def booked(hall) -> str:
    """The code of a web meeting at 10:30; it is ten o'clock."""
    return hall.book(hall.slot_at(10, 30, CONSULTATION).id, CONSULTATION)


def check_in(hall, token: str):
    with hall.work() as work:
        return remote.check_in(work, token)


def test_a_web_meeting_is_called_on_the_phone_and_on_no_board(hall, booked):
    hall.open(COUNTER)
    arrival = check_in(hall, booked)
    with hall.look() as look:
        turn = visits.my_turn(look, arrival.visit_code)
    assert (turn["state"], turn["remote"], turn["meeting_url"]) == ("waiting", "web", MEETING)

    since = hall.seq()
    assert hall.called() == arrival.ticket.label
    call = next(event for event in hall.events(since) if event.kind == "called")
    assert call.area is None  # boards hear of calls by their area
    with hall.look() as look:
        current = consoles.snapshot(look, hall.office, COUNTER)["current"]
    assert current["room"] == {"room": "web", "name": "Web会議", "area": None, "url": MEETING}


def test_the_desk_reads_what_was_told_for_the_booking_and_prints_none_of_it(hall):
    told = {
        "topic": ["nursery"], "method": "remote", "accommodation": ["sign"], "name": "はな",
        "phone": "06-6000-0012", "email": "hana@example.jp", "question": "お昼寝の時間に",
    }  # fmt: skip
    token = hall.apply([CONSULTATION], {"soudan_yoyaku": told})
    slot = hall.slot_at(10, 30, CONSULTATION).id
    with hall.work() as work:
        reservations.book(work, CONSULTATION, slot, pre_application=token)
    arrival = check_in(hall, token)
    with hall.look() as look:
        [stop] = hall.stops(arrival.ticket.label)
        opened = reviewing.opened_for_counter(look, hall.office, str(stop.id))
    values = {
        row["label"]: row.get("value")
        for form in opened["forms"] for section in form["sections"] for row in section["rows"]
    }  # fmt: skip
    assert values["相談内容"] == "保育所等"
    assert values["配慮が必要なこと"] == "手話・筆談"
    assert values["相談したいこと"] == "お昼寝の時間に"
    assert opened["only_read"] == ["soudan_yoyaku"]


def test_it_stands_in_the_same_line_as_those_who_came(hall, booked):
    hall.open(COUNTER)
    hall.clock.advance(minutes=1)
    walk_in = hall.walk_in().ticket.label
    hall.clock.advance(minutes=1)
    remote_label = check_in(hall, booked).ticket.label
    assert hall.called() == remote_label  # its order time is half an hour before the reserved one
    hall.do("start")
    hall.do("finish")
    assert hall.called() == walk_in


def test_the_same_code_gives_the_same_visit(hall, booked):
    first = check_in(hall, booked)
    seq = hall.seq()
    again = check_in(hall, booked)
    assert (again.visit, again.again) == (first.visit, True)
    assert hall.seq() == seq
    with hall.look() as look:
        assert len(look.session.scalars(select(Visit)).all()) == 1


def test_a_visit_to_the_office_is_not_checked_in_at_home(hall):
    token = hall.book(hall.slot_at(10, 15).id)
    with pytest.raises(Refused) as refusal:
        check_in(hall, token)
    assert refusal.value.code == "not_remote"
    assert "arrived" not in hall.kinds()


def test_an_unknown_code_and_a_wrong_day_are_refused(hall, booked):
    with pytest.raises(NotFound) as unknown:
        check_in(hall, "WQ17A3F9K2Z8M4PR6T0J")
    assert unknown.value.code == "unknown_token"
    hall.at(10, 30, hall.clock().date().replace(day=25))
    with pytest.raises(Refused) as other_day:
        check_in(hall, booked)
    assert other_day.value.code == "other_day"


def test_the_booking_says_where_it_is_held(hall, booked):
    with hall.look() as look:
        kept = keepsakes.reserved(look, booked, "ja")
        floor = look.floor_of(hall.office)
    assert kept.meeting_url == MEETING
    assert kept.where == "オンライン(Web会議)"
    assert ways.where(floor, floor.service("childcare"), None, "ja").endswith("番窓口の前")


def test_the_letter_says_that_nobody_needs_to_come(hall):
    hall.book(hall.slot_at(10, 30, CONSULTATION).id, CONSULTATION, email="hanako@example.jp")
    sent = []
    outbox.deliver(hall.city, sent.append, Channel.MAIL)
    [letter] = sent
    assert "お越しはいりません" in letter.body
    assert MEETING in letter.body
    assert "発券機" not in letter.body


@pytest.mark.parametrize(
    "url",
    [None, "http://kaigi.example.jp/", "https://", "https://kaigi.example.jp/{ward}", "kaigi"],
)
def test_a_web_plan_without_a_sound_address_is_refused(url):
    with pytest.raises(ValidationError):
        SlotPlan.model_validate(web_plan() | {"meeting_url": url})


def test_a_plan_of_visits_takes_no_address():
    with pytest.raises(ValidationError):
        SlotPlan.model_validate(web_plan() | {"method": "visit"})


def web_plan() -> dict[str, object]:
    office = load_pack("osaka-demo").offices[0]
    plan = next(one for one in office.slot_plans if one.method == "web")
    return plan.model_dump(mode="json", by_alias=True)
