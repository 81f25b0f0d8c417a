from typing import Any

import pytest

from server.db.city import City
from server.db.models import Role
from server.domain.refusals import NotFound, Refused
from server.services import (
    arrivals,
    bells,
    consoles,
    counters,
    duty,
    holding,
    pre_applications,
    reviewing,
    staff,
    undo,
)
from server.services.callers import fingerprint
from server.web.console_shapes import Console
from tests.parts.demo_city import OFFICE
from tests.parts.family import APPLICATION, FORM, PROCEDURE

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def two_open_counters(city: City) -> None:
    with city.transaction(OFFICE) as work:
        duty.open_counter(work, "1")
        duty.open_counter(work, "2")


def take_number(city: City, service: str = "moving", **options: Any) -> str:
    with city.transaction(OFFICE) as work:
        arrival = arrivals.walk_in(work, service, "kiosk", **options)
    return arrival.ticket.label


def look_at(city: City, counter: str = "1", viewer: str | None = None) -> dict[str, Any]:
    with city.reading() as look:
        shown = consoles.snapshot(look, OFFICE, counter, viewer)
    Console.model_validate(shown)
    return shown


def labels(stops: list[dict[str, Any]]) -> list[str]:
    return [stop["label"] for stop in stops]


def test_an_empty_floor_shows_nobody(city):
    shown = look_at(city)

    assert shown["current"] is None
    assert shown["next"] == []
    assert (shown["waiting_count"], shown["longest_min"], shown["finished"]) == (0, 0, 0)
    assert shown["counter"]["state"] == "open"


def test_the_line_stands_in_the_order_of_the_order_times_and_says_why(city, clock):
    first = take_number(city)
    clock.advance(minutes=10)
    priority = take_number(city, priority=True)
    last = take_number(city)

    shown = look_at(city)

    assert labels(shown["next"]) == [priority, first, last]
    assert [stop["why"] for stop in shown["next"]] == [
        "9:55　優先：受付10:10の15分前。この窓口で扱える3人の中でいちばん早い",
        "10:00　受付の時刻",
        "10:10　受付の時刻",
    ]
    assert shown["longest_min"] == 10


def test_a_counter_sees_only_the_queues_it_serves(city):
    take_number(city, "insurance")

    assert look_at(city)["waiting_count"] == 0


def test_the_visit_at_the_counter_has_its_usual_time_and_its_stations(city):
    label = take_number(city)
    with city.transaction(OFFICE) as work:
        counters.call_next(work, "1")
        counters.start(work, "1")

    current = look_at(city)["current"]

    assert (current["label"], current["state"], current["counter"]) == (label, "serving", "1")
    assert 0 < current["usual"]["from"] < current["usual"]["to"]
    assert [station["state"] for station in current["journey"]] == ["serving"]


def test_the_last_command_is_offered_for_undo_during_ten_seconds(city, clock):
    label = take_number(city)
    with city.transaction(OFFICE) as work:
        counters.call_next(work, "1")

    clock.advance(seconds=10)
    offer = look_at(city)["undo"]
    clock.advance(seconds=1)

    assert offer["done"] == [{"kind": "called", "label": label}]
    assert look_at(city)["undo"] is None


def test_what_was_undone_is_not_offered_again_and_not_counted_as_finished(city):
    take_number(city)
    with city.transaction(OFFICE) as work:
        counters.call_next(work, "1")
    with city.transaction(OFFICE) as work:
        counters.start(work, "1")
    with city.transaction(OFFICE) as work:
        counters.finish(work, "1")
    finished = look_at(city)
    with city.transaction(OFFICE) as work:
        undo.undo(work, "1")
    undone = look_at(city)

    assert (finished["finished"], undone["finished"]) == (1, 0)
    assert finished["last"] is not None
    assert (undone["undo"], undone["last"]) == (None, None)
    assert undone["current"]["state"] == "serving"


def test_the_last_visit_tells_how_long_it_was_served(city, clock):
    label = take_number(city)
    with city.transaction(OFFICE) as work:
        counters.call_next(work, "1")
        counters.start(work, "1")
    clock.advance(minutes=22, seconds=40)
    with city.transaction(OFFICE) as work:
        counters.finish(work, "1")

    last = look_at(city)["last"]

    assert (last["label"], last["served_s"]) == (label, 1360)


def test_held_and_absent_people_are_listed_apart(city):
    held, absent = take_number(city), take_number(city)
    for step in (counters.start, counters.hold):
        with city.transaction(OFFICE) as work:
            if step is counters.start:
                counters.call_next(work, "1")
            step(work, "1")
    with city.transaction(OFFICE) as work:
        counters.call_next(work, "1")
        counters.miss(work, "1")

    shown = look_at(city)

    assert (labels(shown["held"]), labels(shown["absent"])) == ([held], [absent])
    assert shown["waiting"] == []


def test_a_bell_rings_on_every_console_until_somebody_goes(city):
    with city.transaction(OFFICE) as work:
        bell = bells.ring(work, None, "paper_out", "A001")
        bells.ring(work, None, "paper_out", None)
    ringing = look_at(city, "2")["bells"]
    with city.transaction(OFFICE) as work:
        bells.answer(work, str(bell.id))

    assert [one["reason"] for one in ringing] == ["paper_out"]
    assert look_at(city, "2")["bells"] == []


def log_in(city: City, login: str) -> str:
    with city.writing() as session:
        person = staff.create(session, login, "no password", login, {OFFICE: Role.CLERK})
        return fingerprint(staff.open_session(session, person.id, city.clock()))


def test_the_first_screen_holds_the_counter_until_another_takes_over(city, clock):
    yumi, ken = log_in(city, "yumi"), log_in(city, "ken")
    counter = look_at(city)["counter"]["number"]
    with city.reading() as look:
        counter_id = look.floor_of(OFFICE).counter(counter).id
    for mark in (yumi, ken):
        with city.writing() as session:
            holding.hold_if_free(session, mark, counter_id, clock())
    before = look_at(city, viewer=ken)["holder"]
    clock.advance(minutes=1)
    with city.transaction(OFFICE) as work:
        holding.take_over(work, counter, ken)

    assert (before["name"], before["mine"]) == ("yumi", False)
    assert look_at(city, viewer=yumi)["holder"]["name"] == "ken"
    assert look_at(city, viewer=ken)["holder"]["mine"]


@pytest.fixture
def yumi_then_ken(city, clock) -> tuple[str, str]:
    """Two logins at counter 1: Yumi opened it and called somebody, Ken took it over."""
    yumi, ken = log_in(city, "yumi"), log_in(city, "ken")
    take_number(city)
    with city.reading() as look:
        counter_id = look.floor_of(OFFICE).counter("1").id
        actor = f"staff:{holding.person(look.session, yumi)}"
    with city.writing() as session:
        holding.hold_if_free(session, yumi, counter_id, clock())
    with city.transaction(OFFICE, actor) as work:
        counters.call_next(work, "1")
    clock.advance(minutes=1)
    with city.transaction(OFFICE) as work:
        holding.take_over(work, "1", ken)
    return yumi, ken


def test_who_was_taken_over_is_told_by_whom_and_what_she_did_last(city, yumi_then_ken):
    yumi, ken = yumi_then_ken
    shown = look_at(city, viewer=yumi)

    assert (shown["holder"]["name"], shown["holder"]["lost"]) == ("ken", True)
    assert [act["done"] for act in shown["own_acts"]] == [[{"kind": "called", "label": "A001"}]]
    assert look_at(city, viewer=ken)["own_acts"] == []


def test_a_screen_that_only_comes_sees_what_was_done_there_last(city, yumi_then_ken):
    shown = look_at(city, viewer=log_in(city, "late"))

    assert (shown["holder"]["mine"], shown["holder"]["lost"]) == (False, False)
    assert shown["last_act"]["done"] == [{"kind": "called", "label": "A001"}]


def test_a_screen_that_was_taken_over_can_do_nothing_until_it_takes_back(
    city, clock, yumi_then_ken
):
    yumi, ken = yumi_then_ken
    with (
        pytest.raises(Refused, match="10:01にkenさんが引き継ぎました") as refusal,
        city.transaction(OFFICE) as work,
    ):
        holding.require_not_taken_over(work, "1", yumi)
    assert refusal.value.code == "taken_over"

    clock.advance(minutes=1)
    with city.transaction(OFFICE) as work:
        holding.require_not_taken_over(work, "1", ken)
        holding.require_not_taken_over(work, "2", yumi)
        holding.take_over(work, "1", yumi)
    with city.transaction(OFFICE) as work:
        holding.require_not_taken_over(work, "1", yumi)


def test_who_leaves_the_seat_lets_the_next_one_in_without_a_question(city, clock, yumi_then_ken):
    _, ken = yumi_then_ken
    with city.writing() as session:
        holding.let_go(session, ken)
    with city.reading() as look:
        counter_id = look.floor_of(OFFICE).counter("1").id
        assert holding.holder(look.session, counter_id, ken, clock())["name"] == "yumi"


def test_held_people_are_listed_with_who_and_why(city):
    label = take_number(city)
    mai = log_in(city, "mai")
    with city.reading() as look:
        actor = f"staff:{holding.person(look.session, mai)}"
    with city.transaction(OFFICE, actor) as work:
        counters.start(work, "1", label=label)
        counters.hold(work, "1", "writing")

    [held] = look_at(city)["held"]
    assert (held["label"], held["held"]["reason"]) == (label, "writing")
    assert (held["held"]["by"], held["held"]["counter"]) == ("mai", "1")


def test_a_visit_handed_to_a_colleague_stands_in_the_colleagues_list(city):
    """Counter 7 calls other queues, and sees who is handed to it all the same."""
    label = take_number(city)
    with city.transaction(OFFICE) as work:
        duty.open_counter(work, "7")
        counters.start(work, "1", label=label)
        counters.hold(work, "1", "handed_over", colleague="7")

    assert labels(look_at(city, "7")["held"]) == [label]
    with city.transaction(OFFICE) as work:
        counters.call(work, "7", label=label, stop_id=None)
    assert look_at(city, "7")["current"]["label"] == label


def test_the_colleagues_on_duty_are_told_with_what_they_share(city):
    [other] = look_at(city, "1")["colleagues"]
    assert (other["number"], other["busy"]) == ("2", False)
    assert other["shares"] == ["residents"]


def test_an_unknown_counter_is_not_found(city):
    with pytest.raises(NotFound, match="99"):
        look_at(city, "99")


def test_the_overview_counts_who_waits_for_each_counter(city):
    take_number(city)

    with city.reading() as look:
        lines = {line["number"]: line for line in consoles.overview(look, OFFICE)}

    assert (lines["1"]["state"], lines["1"]["waiting"]) == ("open", 1)
    assert (lines["5"]["state"], lines["5"]["waiting"]) == ("closed", 0)
    assert list(lines) == sorted(lines, key=int)


def applied(city: City) -> str:
    """Let a family apply from home and check in; return its label."""
    with city.transaction(OFFICE) as work:
        made = pre_applications.submit(work, [PROCEDURE], {}, {FORM: APPLICATION}, "ja")
    with city.transaction(OFFICE) as work:
        return arrivals.check_in(work, made.token, "kiosk").ticket.label


def test_the_forms_filled_at_home_are_opened_with_what_only_the_counter_can_see(city):
    label = applied(city)
    stop = look_at(city, "10")["next"][0]

    with city.reading() as look:
        opened = reviewing.opened_for_counter(look, OFFICE, str(stop["stop"]))

    assert (stop["label"], stop["has_forms"]) == (label, True)
    assert [form["form"] for form in opened["forms"]] == [FORM]
    assert opened["forms"][0]["token"] is None
    assert any("「𠮷」" in check for check in opened["checks"])
    assert opened["bring"]


@pytest.mark.parametrize("stop", ["0", "x", "１", "9" * 40])
def test_forms_of_an_unknown_stop_are_not_found(city, stop):
    with pytest.raises(NotFound), city.reading() as look:
        reviewing.opened_for_counter(look, OFFICE, stop)


def test_a_visit_without_a_pre_application_has_no_forms_to_open(city):
    take_number(city)
    stop = look_at(city)["next"][0]["stop"]

    with pytest.raises(NotFound, match="事前申請はありません"), city.reading() as look:
        reviewing.opened_for_counter(look, OFFICE, str(stop))


def test_another_office_does_not_open_the_forms(city):
    applied(city)
    stop = look_at(city, "10")["next"][0]["stop"]

    with pytest.raises(NotFound), city.reading() as look:
        reviewing.opened_for_counter(look, "27127", str(stop))
