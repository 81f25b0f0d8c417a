"""What kiosks did without the office becomes one visit with the number on the paper."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from printer_drivers.sealing import lookup_id
from server.db.models import LinkedNumber, Visit
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services import consoles, counters, offline_reports, reservations
from server.services.arrivals import Arrival
from server.services.offline_reports import Report
from tests.parts.office import COUNTER, HERE, SERVICE, TOMORROW
from tests.services.test_number_blocks import a_kiosk, lend

pytestmark = pytest.mark.db


@pytest.fixture
def kiosk(hall) -> int:
    """A kiosk with a block of F and one of A, lent at ten o'clock."""
    device = a_kiosk(hall)
    lend(hall, device)
    lend(hall, device, "for A", "residents")
    return device


def first_of(hall, kiosk: int) -> int:
    return lend(hall, kiosk).first


def tell_walk_in(hall, kiosk: int, number: int, at: datetime, **more) -> Arrival:
    with hall.work() as work:
        report = Report(kiosk, SERVICE, number, at, more.pop("begun", None))
        return offline_reports.walk_in(work, report, "ja", **more)


def tell_check_in(hall, kiosk: int, token: str, number: int, at: datetime, **more) -> Arrival:
    with hall.work() as work:
        report = Report(kiosk, more.get("service", SERVICE), number, at, more.get("begun"))
        return offline_reports.check_in(work, report, lookup_id(token), "ja")


def visits(hall) -> list[Visit]:
    with hall.look() as look:
        return list(look.session.scalars(select(Visit).order_by(Visit.id)))


def test_a_walk_in_keeps_its_number_and_the_time_at_which_it_was_given(hall, kiosk):
    at = hall.at(10, 5)
    number = first_of(hall, kiosk)
    hall.at(10, 40)
    arrival = tell_walk_in(hall, kiosk, number, at)
    [visit] = visits(hall)
    assert (visit.number, visit.issued_at, visit.offline) == (number, at, True)
    assert arrival.ticket.offline
    assert arrival.ticket.order_time == at


def test_who_came_offline_is_called_where_they_came(hall, kiosk):
    """Order merges by the rule: 10:05 online, 10:10 offline, 10:20 online."""
    hall.at(10, 5)
    first = hall.walk_in().ticket.label
    at, number = hall.at(10, 10), first_of(hall, kiosk)
    hall.at(10, 20)
    last = hall.walk_in().ticket.label
    hall.at(10, 30)
    offline = tell_walk_in(hall, kiosk, number, at).ticket.label
    hall.open(COUNTER)
    assert [hall.called(finish=True) for _ in range(3)] == [first, offline, last]


def test_a_report_told_twice_is_one_visit(hall, kiosk):
    number = first_of(hall, kiosk)
    one = tell_walk_in(hall, kiosk, number, hall.clock.now)
    assert tell_walk_in(hall, kiosk, number, hall.clock.now).visit == one.visit
    assert len(visits(hall)) == 1


@pytest.mark.parametrize("wrong_by", [timedelta(hours=-9), timedelta(hours=3), timedelta(days=-9)])
def test_a_clock_that_is_wrong_is_clamped_between_the_lease_and_the_report(hall, kiosk, wrong_by):
    number = first_of(hall, kiosk)
    leased_at = hall.clock.now
    now = hall.at(10, 30)
    arrival = tell_walk_in(hall, kiosk, number, now + wrong_by)
    assert leased_at <= arrival.ticket.order_time <= now
    assert leased_at <= arrival.ticket.issued_at <= now


def test_a_kiosk_cannot_tell_of_a_number_that_is_not_its_own(hall, kiosk):
    other = a_kiosk(hall, "2階")
    for device, number in ((other, first_of(hall, kiosk)), (kiosk, 17)):
        with pytest.raises(Refused) as refusal:
            tell_walk_in(hall, device, number, hall.clock.now)
        assert refusal.value.code == "number_not_lent"
    assert visits(hall) == []


def test_a_reservation_checks_in_with_its_number_and_its_head_start(hall, kiosk):
    slot = hall.slot_at(10, 45)
    token = hall.book(slot.id)
    at = hall.at(10, 20)
    hall.at(11, 15)
    arrival = tell_check_in(hall, kiosk, token, first_of(hall, kiosk), at)
    assert arrival.ticket.order_time == slot.start - timedelta(minutes=30)
    assert not arrival.late
    assert hall.check_in(token).again


def test_the_same_code_at_two_offline_kiosks_is_one_visit_and_staff_are_told(hall, kiosk):
    other = a_kiosk(hall, "2階")
    there = lend(hall, other).first
    token = hall.book(hall.slot_at(10, 45).id)
    here = first_of(hall, kiosk)
    first = tell_check_in(hall, kiosk, token, here, hall.at(10, 20))
    second = tell_check_in(hall, other, token, there, hall.at(10, 22))
    again = tell_check_in(hall, other, token, there, hall.at(10, 22))
    assert first.visit == second.visit == again.visit
    assert len(visits(hall)) == 1
    assert hall.kinds()[-1] == "linked"

    with hall.look() as look:
        [waiting] = consoles.snapshot(look, HERE, COUNTER)["waiting"]
    assert waiting["label"] == f"F{here}"
    assert waiting["further_labels"] == [f"F{there}"]

    hall.open(COUNTER)
    with hall.work() as work:
        call = counters.call(work, COUNTER, label=f"f{there}", stop_id=None)
    assert call.label == f"F{here}"


def test_the_earlier_of_two_papers_keeps_the_place(hall, kiosk):
    token = hall.apply(["hoiku_midyear"])
    at = hall.at(10, 5)
    hall.at(10, 30)
    hall.check_in(token)
    hall.at(10, 40)
    arrival = tell_check_in(hall, kiosk, token, first_of(hall, kiosk), at)
    assert arrival.ticket.label == "F001"
    assert arrival.ticket.order_time == at


def test_a_visit_whose_answer_was_lost_carries_the_number_on_the_paper(hall, kiosk):
    """The office had begun F001; the kiosk never heard it and printed another number."""
    lost = hall.walk_in()
    number = first_of(hall, kiosk)
    arrival = tell_walk_in(hall, kiosk, number, hall.clock.now, begun=lost.visit)
    assert (arrival.visit, arrival.ticket.label) == (lost.visit, f"F{number}")
    assert tell_walk_in(hall, kiosk, number, hall.clock.now, begun=lost.visit).visit == lost.visit
    assert len(visits(hall)) == 1
    hall.open(COUNTER)
    assert hall.called() == f"F{number}"
    assert hall.walk_in().ticket.label == "F002"
    with hall.look() as look:
        assert look.session.scalars(select(LinkedNumber.label)).all() == ["F001"]


def test_a_request_that_arrived_late_keeps_the_time_on_the_paper(hall, kiosk):
    """Silence swallowed the request; it came out of the cable long after the ticket."""
    at, number = hall.at(10, 5), first_of(hall, kiosk)
    hall.at(10, 30)
    begun = hall.walk_in().visit
    arrival = tell_walk_in(hall, kiosk, number, at, begun=begun)
    assert (arrival.visit, arrival.ticket.order_time, arrival.ticket.issued_at) == (begun, at, at)


def test_a_reservation_that_was_cancelled_meanwhile_waits_as_a_walk_in_with_a_note(hall, kiosk):
    token = hall.book(hall.slot_at(10, 45).id)
    with hall.work() as work:
        reservations.cancel(work, token)
    at = hall.at(10, 20)
    arrival = tell_check_in(hall, kiosk, token, first_of(hall, kiosk), at)
    [visit] = visits(hall)
    assert (visit.visit_class, visit.reservation_id) == ("walk_in", None)
    assert "取り消され" in (visit.note or "")
    assert arrival.ticket.order_time == at


def test_a_code_that_the_office_does_not_know_waits_all_the_same(hall, kiosk):
    arrival = tell_check_in(
        hall, kiosk, "WQ1XK5W0Q9YT3HNB7VG2", first_of(hall, kiosk), hall.clock.now
    )
    [visit] = visits(hall)
    assert visit.id == arrival.visit
    assert "見つかりません" in (visit.note or "")


def test_an_application_for_two_sections_makes_its_two_stops(hall, kiosk):
    token = hall.apply(["juminhyo_koufu", "hoiku_midyear"])
    number = lend(hall, kiosk, "for A", "residents").first
    arrival = tell_check_in(hall, kiosk, token, number, hall.clock.now, service="certificates")
    assert hall.states(arrival.ticket.label) == [State.WAITING, State.PLANNED]


def test_what_is_told_the_next_day_is_in_the_log_and_waits_no_more(hall, kiosk):
    at, number = hall.at(16, 50), first_of(hall, kiosk)
    hall.at(9, day=TOMORROW)
    arrival = tell_walk_in(hall, kiosk, number, at)
    [visit] = visits(hall)
    assert visit.business_date == at.date()
    assert hall.states(arrival.ticket.label) == [State.EXPIRED]
    assert hall.kinds()[-2:] == ["arrived", "expired"]
