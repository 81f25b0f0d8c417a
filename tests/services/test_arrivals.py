from datetime import date, datetime, timedelta

import pytest

from printer_drivers.documents import FormDocument, TicketDocument
from server.db.models import NumberSeries
from server.domain.business_day import JST
from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import daily, reservations
from server.services.tickets import next_number
from server.services.visits import my_turn, visit_code
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import COUNTER, HERE, NEIGHBOUR, SERVICE, TOMORROW

pytestmark = pytest.mark.db


def code_of(run) -> str:
    with pytest.raises(Refused) as refusal:
        run()
    return refusal.value.code


def cancel(hall, token: str) -> None:
    with hall.work() as work:
        reservations.cancel(work, token)


def test_walk_ins_get_the_numbers_of_their_queue_one_after_the_other(hall):
    given = [hall.walk_in(service).ticket for service in (SERVICE, "moving", SERVICE)]
    assert [ticket.label for ticket in given] == ["F001", "A001", "F002"]
    assert [ticket.number for ticket in given] == [1, 1, 2]


def test_a_ticket_says_how_many_are_before_it_and_since_when_it_counts(hall):
    hall.labels(2)
    ticket = hall.walk_in().ticket
    assert (ticket.ahead, ticket.queue) == (2, "childcare")
    assert ticket.issued_at == ticket.order_time == hall.clock()
    assert ticket.wait.state == "unknown"  # no counter is open


def test_a_priority_person_stands_before_who_came_a_little_sooner(hall):
    hall.walk_in()
    hall.clock.advance(minutes=14)
    ticket = hall.walk_in(priority=True).ticket
    assert ticket.ahead == 0
    assert hall.clock() - ticket.order_time == timedelta(minutes=15)


def test_what_is_by_reservation_only_gives_no_walk_in_ticket(hall):
    assert code_of(lambda: hall.walk_in("childcare_consult")) == "reservation_only"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [((8, 59), False), ((9, 0), True), ((17, 14), True), ((17, 15), False), ((20, 0), False)],
)
def test_tickets_are_given_while_reception_is_open(hall, moment, is_open):
    hall.at(*moment)
    if is_open:
        assert hall.walk_in().ticket.label == "F001"
    else:
        assert code_of(hall.walk_in) == "reception_closed"


def test_who_comes_at_night_is_told_when_the_office_opens(hall):
    hall.at(20)
    with pytest.raises(Refused, match="11月25日9:00から"):
        hall.walk_in()


def test_a_service_that_is_not_there_is_unknown(hall):
    with pytest.raises(NotFound):
        hall.walk_in("no_such_service")


def test_a_reservation_becomes_a_visit_with_its_order_time(hall):
    arrival = hall.check_in(hall.book(hall.slot_at(11, 15).id))
    assert (arrival.late, arrival.again) == (False, False)
    assert arrival.ticket.order_time == datetime(2026, 11, 24, 10, 45, tzinfo=JST)
    [paper] = arrival.documents
    assert isinstance(paper, TicketDocument)
    assert (paper.label, paper.head_start_min) == ("F001", 30)


@pytest.mark.parametrize(("minute", "late"), [(25, False), (26, True)])
def test_coming_more_than_ten_minutes_late_costs_the_place_but_not_the_visit(hall, minute, late):
    token = hall.book(hall.slot_at(11, 15).id)
    hall.at(11, minute)
    arrival = hall.check_in(token)
    assert arrival.late is late
    expected = hall.clock() if late else datetime(2026, 11, 24, 10, 45, tzinfo=JST)
    assert arrival.ticket.order_time == expected


def test_the_same_code_again_gives_the_same_ticket_and_changes_nothing(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    first = hall.check_in(token)
    seq = hall.seq()
    hall.clock.advance(minutes=3)
    again = hall.check_in(token)
    assert again.again
    assert (again.visit, again.visit_code, again.ticket.label) == (
        first.visit, first.visit_code, first.ticket.label,
    )  # fmt: skip
    assert again.ticket.issued_at == first.ticket.issued_at
    assert hall.seq() == seq


def test_the_same_code_after_reception_has_closed_still_gives_the_same_ticket(hall):
    token = hall.book(hall.slot_at(16, 45).id)
    hall.at(17, 10)
    first = hall.check_in(token)
    hall.at(17, 20)
    again = hall.check_in(token)
    assert (again.again, again.visit) == (True, first.visit)


def test_the_same_code_tells_of_the_desk_where_the_visit_is_now(hall):
    hall.open(COUNTER)
    token = hall.apply(["juminhyo_koufu", PROCEDURE])
    first = hall.check_in(token)
    hall.open("1")
    hall.call_next("1")
    hall.do("start", "1")
    hall.do("finish", "1")
    again = hall.check_in(token)
    assert again.ticket.label == first.ticket.label
    assert hall.states(first.ticket.label) == [State.DONE, State.WAITING]


def test_the_code_of_a_visit_that_is_over_is_refused(hall):
    hall.open(COUNTER)
    token = hall.book(hall.slot_at(11, 15).id)
    hall.check_in(token)
    hall.call_next()
    for step in ("start", "finish"):
        assert hall.check_in(token).again
        hall.do(step)
    assert code_of(lambda: hall.check_in(token)) == "already_used"


def test_a_reservation_of_another_day_is_refused_with_its_day(hall):
    token = hall.book(hall.slot_at(11, 15, day=TOMORROW).id)
    with pytest.raises(Refused, match="11月25日（水）11:15") as refusal:
        hall.check_in(token)
    assert (refusal.value.code, refusal.value.details["day"]) == ("other_day", "2026-11-25")


def test_a_code_of_yesterday_is_refused_with_its_day(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    hall.check_in(token)
    hall.at(10, day=TOMORROW)
    assert code_of(lambda: hall.check_in(token)) == "other_day"


@pytest.mark.parametrize("applied", [False, True])
def test_a_code_of_another_office_is_refused_with_its_name(hall, applied):
    token = hall.apply([PROCEDURE]) if applied else hall.book(hall.slot_at(11, 15).id)
    with pytest.raises(Refused, match="住之江区役所") as refusal:
        hall.check_in(token, NEIGHBOUR)
    assert (refusal.value.code, refusal.value.details["office"]) == ("other_office", HERE)
    hall.check_in(token)
    assert code_of(lambda: hall.check_in(token, NEIGHBOUR)) == "other_office"


def test_a_cancelled_reservation_is_refused(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    cancel(hall, token)
    assert code_of(lambda: hall.check_in(token)) == "cancelled"


def test_after_reception_has_closed_it_is_too_late(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    hall.at(17, 14)
    hall.check_in(token)
    other = hall.book(hall.slot_at(11, 45, day=TOMORROW).id)
    hall.at(17, 15, day=TOMORROW)
    assert code_of(lambda: hall.check_in(other)) == "too_late"


def test_a_code_that_opens_nothing_is_unknown(hall):
    assert code_of(lambda: hall.check_in("WQ17A3F9K2Z8M4PR6T0J")) == "unknown_token"


def test_a_pre_application_joins_as_a_walk_in_with_its_forms(hall):
    arrival = hall.check_in(hall.apply([PROCEDURE], {FORM: APPLICATION}))
    assert arrival.ticket.order_time == hall.clock()
    ticket, form = arrival.documents
    assert isinstance(ticket, TicketDocument)
    assert isinstance(form, FormDocument)
    assert (ticket.label, form.form, form.label) == ("F001", FORM, "F001")
    assert "𠮷田" in form.model_dump_json()
    assert ticket.bring


def test_a_pre_application_outside_the_hours_is_refused(hall):
    token = hall.apply([PROCEDURE])
    hall.at(20)
    assert code_of(lambda: hall.check_in(token)) == "reception_closed"


def test_a_pre_application_for_several_sections_makes_one_stop_each(hall):
    procedures = ["juminhyo_koufu", "inkan_shomei", PROCEDURE]
    arrival = hall.check_in(hall.apply(procedures))
    assert arrival.ticket.label == "A001"
    with hall.look() as look:
        queues = look.floor_of(HERE).queues_by_id
        stops = hall.stops("A001")
        assert [queues[stop.queue_id].code for stop in stops] == ["residents", "childcare"]
    assert [stop.state for stop in stops] == [State.WAITING, State.PLANNED]
    assert {stop.order_time for stop in stops} == {hall.clock()}


def test_a_reservation_with_a_pre_application_is_one_code_one_visit_and_the_forms(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    assert hall.book(hall.slot_at(11, 15).id, pre_application=token) == token
    arrival = hall.check_in(token)
    assert [paper.kind for paper in arrival.documents] == ["ticket", "form"]
    assert arrival.ticket.order_time < hall.clock() + timedelta(hours=1)
    assert hall.check_in(token).visit == arrival.visit


def test_an_application_that_no_desk_of_the_ward_takes_does_not_stop_its_reservation(hall):
    token = hall.apply(["water_move"])
    hall.book(hall.slot_at(11, 0, "moving").id, "moving", pre_application=token)
    assert hall.check_in(token).ticket.label == "A001"


def test_an_application_that_no_desk_of_the_ward_takes_is_refused_without_one(hall):
    token = hall.apply(["water_move"])
    assert code_of(lambda: hall.check_in(token)) == "no_service_here"


def test_whoever_holds_the_token_finds_the_visit_and_nobody_sees_more_than_the_turn(hall):
    token = hall.book(hall.slot_at(11, 15).id)
    with hall.look() as look:
        assert code_of(lambda: visit_code(look, token)) == "not_arrived"
        assert code_of(lambda: visit_code(look, "WQ17A3F9K2Z8M4PR6T0J")) == "unknown_token"
    arrival = hall.check_in(token)
    with hall.look() as look:
        assert visit_code(look, token) == arrival.visit_code
        turn = my_turn(look, arrival.visit_code)
    assert (turn["label"], turn["state"], turn["ahead"]) == ("F001", "waiting", 0)
    assert not {"visit", "stop", "name", "why", "reservation"} & set(turn)


def test_a_wrong_visit_code_and_one_of_yesterday_are_answered_alike(hall):
    code = hall.walk_in().visit_code
    assert len(code) * 5 >= 128  # bits, in base32
    with hall.look() as look:
        assert code_of(lambda: my_turn(look, "A" * 32)) == "unknown_visit"
    hall.at(10, day=TOMORROW)
    with hall.look() as look:
        assert code_of(lambda: my_turn(look, code)) == "unknown_visit"


def test_numbers_begin_anew_at_the_cut_over_and_not_at_midnight(hall):
    """No service is open at night; the numbers themselves know nothing of opening hours."""

    def number() -> int:
        with hall.work() as work:
            return next_number(work, work.floor.queue("childcare"))

    hall.at(23, 59)
    assert [number(), number()] == [1, 2]
    hall.at(3, 59, day=TOMORROW)
    assert number() == 3
    hall.at(4, 0, day=TOMORROW)
    assert number() == 1


def test_yesterday_is_closed_at_the_cut_over(hall):
    hall.open(COUNTER)
    hall.labels(3)
    hall.check_in(hall.apply(["juminhyo_koufu", PROCEDURE]))
    hall.call_next()
    hall.do("start")
    hall.at(3, 59, day=TOMORROW)
    daily.tick(hall.city)
    assert hall.states("F001") == [State.SERVING]

    hall.at(4, 0, day=TOMORROW)
    since = hall.seq()
    daily.tick(hall.city)
    assert hall.states("F001") == hall.states("F002") == [State.EXPIRED]
    assert hall.states("A001") == [State.EXPIRED] * 2
    events = hall.events(since)
    assert [event.kind for event in events] == ["expired"] * 5 + ["counter_closed"]
    assert all('"reason":"day_closed"' in event.detail for event in events[:5])
    assert {event.staff for event in events} == {"system"}
    daily.tick(hall.city)
    assert hall.seq() == since + 6

    hall.at(9, day=TOMORROW)
    hall.open(COUNTER)
    hall.walk_in()
    assert hall.called() == "F001"


def test_past_the_last_number_a_queue_widens(hall):
    with hall.city.writing() as session:
        with hall.look() as look:
            queue = look.floor_of(HERE).queue("childcare").id
        day = date(2026, 11, 24)
        session.add(NumberSeries(queue_id=queue, business_date=day, last_issued=998))
    assert hall.labels(3) == ["F999", "F1000", "F1001"]
    hall.open(COUNTER)
    assert [hall.called(finish=True) for _ in range(3)] == ["F999", "F1000", "F1001"]
