import pytest

from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import appointments, front_desk, lines, monitor
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import COUNTER, NEIGHBOUR, QUEUE, SERVICE, Hall

pytestmark = pytest.mark.db


def booked(hall: Hall, hour: int = 10, minute: int = 45) -> int:
    """Let the family book and return the booking's number."""
    hall.book(
        hall.slot_at(hour, minute).id, pre_application=hall.apply([PROCEDURE], {FORM: APPLICATION})
    )
    return today(hall)[-1]["reservation"]


def today(hall: Hall) -> list[dict]:
    with hall.look() as look:
        return appointments.today(look, hall.office)


def do(hall: Hall, verb, reservation: int):
    with hall.work() as work:
        return verb(work, str(reservation))


def refused(hall: Hall, verb, reservation: int) -> str:
    before = hall.seq()
    with pytest.raises(Refused) as refusal:
        do(hall, verb, reservation)
    assert hall.seq() == before
    return refusal.value.code


def test_a_booking_is_shown_with_the_family_name_alone(hall):
    booked(hall)
    [row] = today(hall)

    assert (row["family_name"], row["has_phone"], row["state"]) == ("𠮷田", True, "later")
    assert not {"さくら", APPLICATION["applicant_phone"]} & set(map(str, row.values()))


@pytest.mark.parametrize(
    ("at", "state"),
    [((10, 5), "later"), ((10, 20), "soon"), ((10, 46), "late"), ((11, 30), "late")],
)
def test_who_is_not_here_is_told_by_the_clock(hall, at, state):
    booked(hall)
    hall.at(*at)
    assert today(hall)[0]["state"] == state


@pytest.mark.parametrize(
    ("at", "state", "order"), [((10, 20), "early", "10:15"), ((10, 50), "arrived", "10:15"),
                               ((10, 56), "arrived", "10:56")],
)  # fmt: skip
def test_staff_receive_who_has_no_code_and_a_late_one_is_told_the_new_order_time(
    hall, at, state, order
):
    number = booked(hall)
    hall.at(*at)
    told = today(hall)[0]["order_time"]

    arrival = do(hall, appointments.receive, number)

    [row] = today(hall)
    assert (row["state"], row["label"]) == (state, arrival.ticket.label)
    assert told[11:16] == order == row["order_time"][11:16]


def test_received_twice_is_one_ticket(hall):
    number = booked(hall)
    first = do(hall, appointments.receive, number)
    again = do(hall, appointments.receive, number)
    assert (first.ticket.label, again.again) == (again.ticket.label, True)


def test_who_does_not_come_is_noted_after_the_time_only_and_may_come_all_the_same(hall):
    number = booked(hall)
    assert refused(hall, appointments.note_no_show, number) == "not_due"
    hall.at(11, 0)
    do(hall, appointments.note_no_show, number)
    assert today(hall)[0]["state"] == "no_show"

    do(hall, appointments.expect_again, number)
    assert today(hall)[0]["state"] == "late"
    do(hall, appointments.note_no_show, number)
    do(hall, appointments.receive, number)

    assert today(hall)[0]["state"] == "arrived"
    assert refused(hall, appointments.note_no_show, number) == "already_checked_in"


def test_a_booking_of_another_office_is_nobody_here(hall):
    number = booked(hall)
    with pytest.raises(NotFound), hall.work(NEIGHBOUR) as work:
        appointments.receive(work, str(number))


def test_a_ticket_from_the_desk_has_its_reason_in_the_log_and_its_note_nowhere_else(hall):
    before = hall.seq()
    with hall.work() as work:
        given = front_desk.issue(work, SERVICE, reason="pregnant", note="座って待ちたい")

    assert given.ticket.order_time < given.ticket.issued_at
    [found] = look_for(hall, given.ticket.label)
    assert found["note"] == "座って待ちたい"
    log = " ".join(event.detail for event in hall.events(before))
    assert "pregnant" in log
    assert "座" not in log


def look_for(hall: Hall, wanted: str) -> list[dict]:
    with hall.look() as look:
        return front_desk.search(look, hall.office, wanted)


def test_people_are_found_by_label_by_number_and_by_the_end_of_the_telephone_number(hall):
    booked(hall)
    label = hall.walk_in().ticket.label

    assert [one["label"] for one in look_for(hall, label)] == [label]
    assert [one["label"] for one in look_for(hall, label[1:])] == [label]
    assert [one["family_name"] for one in look_for(hall, "0012")] == ["𠮷田"]
    assert look_for(hall, "0000") == []
    assert look_for(hall, "さくら") == []


def line_of(hall: Hall) -> dict:
    with hall.look() as look:
        return next(one for one in lines.lines(look, hall.office) if one["queue"] == QUEUE)


def test_the_lamp_follows_the_told_wait(hall):
    hall.open(COUNTER)
    shown = []
    for _ in range(4):
        shown.append(line_of(hall)["lamp"])
        hall.walk_in()
    assert shown[0] == "free"
    assert shown[-1] == "crowded"


def test_a_line_without_an_open_counter_has_an_unknown_lamp(hall):
    hall.walk_in()
    assert line_of(hall)["lamp"] == "unknown"


def test_the_counters_of_a_line_say_what_they_do(hall):
    hall.open(COUNTER)
    hall.walk_in()
    hall.call_next()
    states = {one["number"]: one["state"] for one in line_of(hall)["counters"]}
    assert states[COUNTER] == "serving"
    assert set(states.values()) == {"serving", "closed"}


def watched(hall: Hall) -> dict:
    with hall.look() as look:
        return monitor.snapshot(look, hall.office)


def test_the_monitor_draws_the_last_hour_and_counts_the_day(hall):
    hall.open(COUNTER)
    hall.labels(3)
    hall.clock.advance(minutes=20)
    hall.call_next()

    shown = watched(hall)
    line = next(one for one in shown["lines"] if one["queue"] == QUEUE)

    assert line["history"][0] == 0
    assert max(line["history"]) == 3
    assert line["history"][-1] == line["waiting"] == 2
    assert shown["today"]["received"] == 3
    assert (shown["today"]["called"], shown["today"]["kept_percent"]) == (1, 0)


def test_the_monitor_tells_the_end_of_the_day_as_an_interval_and_what_a_counter_more_brings(hall):
    hall.at(16, 30)
    hall.open(COUNTER)
    for _ in range(12):
        hall.walk_in()

    forecast = watched(hall)["forecast"]

    assert forecast["end"]["likely"] < forecast["end"]["latest"]
    assert forecast["with_one_more"]["likely"] < forecast["end"]["likely"]
    assert forecast["last_ticket"][11:16] >= "17:00"


def test_the_monitor_says_which_line_stands_still(hall):
    hall.walk_in()
    forecast = watched(hall)["forecast"]
    assert forecast["end"] is None
    assert len(forecast["standing"]) == 1


def test_nobody_s_name_is_on_the_wall(hall):
    booked(hall)
    assert "𠮷田" not in str(watched(hall))
    hall.at(10, 30)
    assert watched(hall)["bookings"][0]["state"] == "soon"


def test_a_desk_sees_everything_in_one_look(hall):
    booked(hall)
    with hall.look() as look:
        shown = front_desk.snapshot(look, hall.office)
    assert {"services", "lines", "appointments", "bells", "machines"} < set(shown)
    assert all(one["priority_order_time"] <= one["order_time"] for one in shown["services"])


def test_the_state_of_a_ticket_follows_it(hall):
    hall.open(COUNTER)
    label = hall.walk_in().ticket.label
    hall.call_next()
    [found] = look_for(hall, label)
    assert (found["state"], found["counter"]) == (State.CALLED, COUNTER)
