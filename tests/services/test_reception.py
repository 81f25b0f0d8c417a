"""Staff at the machine in the lobby."""

import pytest

from server.domain.refusals import NotFound, Refused
from server.domain.stops import State
from server.services import bells, machines, reception
from tests.parts.office import COUNTER, HERE, NEIGHBOUR, SERVICE

pytestmark = pytest.mark.db


def found(hall, label: str, office: str = HERE):
    with hall.look() as look:
        return reception.ticket_with(look, office, label)


def report(hall, visit: int, attempt: int, state: str, reissue: int = 0) -> None:
    with hall.work() as work:
        machines.report_print(work, str(visit), "ticket", attempt, state, reissue)


def reissued(hall, visit: int) -> int:
    with hall.work() as work:
        return reception.reissue(work, str(visit)).document.reissue


def take_back(hall, visit: int) -> int:
    with hall.work() as work:
        return reception.take_back(work, str(visit))


def test_a_ticket_is_found_by_its_label(hall):
    arrival = hall.walk_in()
    ticket = found(hall, "F001")
    assert (ticket["visit"], ticket["state"], ticket["service"]) == (
        arrival.visit,
        State.WAITING,
        SERVICE,
    )


def test_a_label_of_another_office_or_day_is_unknown(hall):
    hall.walk_in()
    for label, office in (("F002", HERE), ("F001", NEIGHBOUR)):
        with pytest.raises(NotFound):
            found(hall, label, office)
    hall.clock.advance(minutes=24 * 60)
    with pytest.raises(NotFound):
        found(hall, "F001")


def test_a_reissue_counts_the_papers_that_may_be_out(hall):
    visit = hall.walk_in().visit
    assert reissued(hall, visit) == 1  # even if nobody told of the first
    report(hall, visit, 1, "not_printed")
    report(hall, visit, 2, "printed")
    assert reissued(hall, visit) == 1
    report(hall, visit, 3, "printed", reissue=1)
    assert reissued(hall, visit) == 2
    assert hall.kinds()[-1] == "reprinted"


def test_a_ticket_is_taken_back_with_everything_that_was_planned(hall):
    visit = hall.walk_in().visit
    assert take_back(hall, visit) == 1
    assert hall.states("F001") == [State.WITHDRAWN]
    assert hall.kinds()[-1] == "withdrawn"
    assert '"reason":"at_kiosk"' in hall.events()[-1].detail
    hall.open(COUNTER)
    assert hall.call_next() is None


def test_what_is_over_or_being_served_is_not_taken_back(hall):
    visit = hall.walk_in().visit
    hall.open(COUNTER)
    hall.call_next()
    hall.do("start")
    with pytest.raises(Refused) as refusal:
        take_back(hall, visit)
    assert refusal.value.code == "step_not_allowed"
    hall.do("finish")
    for act in (take_back, reissued):
        with pytest.raises(Refused) as refusal:
            act(hall, visit)
        assert refusal.value.code == "visit_over"


def test_the_counts_are_the_day_s(hall):
    hall.labels(3)
    hall.walk_in("moving")
    hall.open(COUNTER)
    hall.call_next()
    with hall.look() as look:
        counts = reception.today(look, HERE)
    by_service = {one["id"]: (one["issued"], one["waiting"]) for one in counts["services"]}
    assert (counts["issued"], counts["waiting"]) == (4, 3)
    assert (by_service[SERVICE], by_service["moving"]) == ((3, 2), (1, 1))


def test_who_has_put_it_right_settles_only_this_machine_s_calls(hall):
    with hall.work() as work:
        for device, reason in ((None, "paper_out"), (None, "help")):
            bells.ring(work, device, reason, None)
        bells.settle(work, None, ["paper_out"])
    with hall.look() as look:
        from server.db import queries

        assert [bell.reason for bell in queries.open_bells(look.session, HERE)] == ["help"]
