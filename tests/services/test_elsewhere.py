"""When all times are taken, the nearest offices with a free one are named."""

import pytest

from server.domain.refusals import NotFound
from server.services import elsewhere, pre_applications, reservations
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import NEIGHBOUR, SERVICE, TOMORROW

pytestmark = pytest.mark.db


def found(hall, service=SERVICE, minutes=0):
    with hall.look() as look:
        return elsewhere.free_elsewhere(look, hall.office, service, TOMORROW, TOMORROW, minutes)


def slot_there(hall, service=SERVICE):
    with hall.look() as look:
        offered = reservations.offered(look, NEIGHBOUR, service, TOMORROW, TOMORROW)
    return next(slot for slot in offered if slot.free)


def test_the_neighbour_is_named_with_its_earliest_time_and_its_distance(hall):
    (one,) = found(hall)
    assert (one.office, one.names.ja) == (NEIGHBOUR, "平野区役所")
    assert one.start == slot_there(hall).start
    assert 5 < one.km < 7
    assert one.serves == "ask_first"


def test_the_earliest_time_is_one_that_is_long_enough_and_free(hall):
    with hall.work(NEIGHBOUR) as work:
        first = slot_there(hall)
        for _ in range(first.free):
            reservations.book(work, SERVICE, first.id)
    (one,) = found(hall, minutes=60)
    assert one.start > first.start


def test_what_only_the_own_ward_takes_sends_nobody_elsewhere(hall):
    assert found(hall, "moving") == []


def test_the_forms_that_were_sent_go_along(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    with hall.work(NEIGHBOUR) as work:
        booked = reservations.book(work, SERVICE, slot_there(hall).id, pre_application=token)
        assert booked.token == token
    with hall.look() as look:
        assert pre_applications.find(look.session, token).office == NEIGHBOUR
    hall.at(9, 30, TOMORROW)
    assert hall.check_in(token, NEIGHBOUR).ticket.label


def test_forms_that_an_office_works_on_stay_there(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    with hall.work() as work:
        pre_applications.find(work.session, token).state = "accepted"
    with pytest.raises(NotFound), hall.work(NEIGHBOUR) as work:
        reservations.book(work, SERVICE, slot_there(hall).id, pre_application=token)
