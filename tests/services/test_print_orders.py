import pytest

from server.db.models import DeviceKind
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import devices, machines, print_orders
from server.services.print_orders import Outcome
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import Hall

pytestmark = pytest.mark.db

PAPER = f"form:{FORM}"


@pytest.fixture
def family(hall: Hall):
    """A family with a filled form; its ticket and its form were printed at the kiosk."""
    arrival = hall.check_in(hall.apply([PROCEDURE], {FORM: APPLICATION}))
    with hall.work() as work:
        for document in ("ticket", PAPER):
            machines.report_print(work, str(arrival.visit), document, 1, "printed", 0)
    return arrival.visit


@pytest.fixture
def kiosk(hall: Hall) -> int:
    return machine(hall, "発券機1")


def machine(hall: Hall, name: str) -> int:
    """Give the office a machine that has just been heard and return its number."""
    with hall.city.writing() as session:
        devices.create_key(session, DeviceKind.KIOSK, hall.office, name, hall.clock())
    with hall.look() as look:
        known = devices.find(look.session, DeviceKind.KIOSK, hall.office, name)
    with hall.work() as work:
        machines.note_health(work.session, known.id, {}, work.now)
    return known.id


def order(hall: Hall, visit: int, kiosk: int, *documents: str) -> int:
    with hall.work() as work:
        return print_orders.order(work, str(visit), documents, kiosk).id


def take(hall: Hall, number: int, kiosk: int):
    with hall.work() as work:
        return print_orders.take(work, str(number), kiosk)


def settle(hall: Hall, number: int, kiosk: int, *outcomes: Outcome) -> None:
    with hall.work() as work:
        print_orders.settle(work, str(number), kiosk, outcomes)


def told(hall: Hall, visit: int) -> list[str]:
    with hall.look() as look:
        return [one["state"] for one in print_orders.of_visit(look, visit)]


def waiting(hall: Hall, kiosk: int) -> list[int]:
    with hall.look() as look:
        return print_orders.waiting_for(look, kiosk)


def test_an_order_goes_to_its_machine_and_comes_out_marked(hall, family, kiosk):
    number = order(hall, family, kiosk, PAPER)
    assert waiting(hall, kiosk) == [number]

    handed = take(hall, number, kiosk)
    [paper] = handed.documents

    assert (handed.visit, paper.kind, paper.form, paper.reissue) == (family, "form", FORM, 1)
    assert waiting(hall, kiosk) == []
    assert told(hall, family) == ["taken"]
    settle(hall, number, kiosk, Outcome(PAPER, "printed", paper.reissue))
    assert told(hall, family) == ["printed"]
    assert "reprinted" in hall.kinds()


def test_the_third_paper_is_the_second_reissue(hall, family, kiosk):
    for copy in (1, 2):
        number = order(hall, family, kiosk, "ticket")
        [paper] = take(hall, number, kiosk).documents
        assert paper.reissue == copy
        settle(hall, number, kiosk, Outcome("ticket", "printed", paper.reissue))


def test_an_order_is_taken_once_and_by_its_own_machine(hall, family, kiosk):
    other = machine(hall, "発券機2")
    number = order(hall, family, kiosk, "ticket")
    with pytest.raises(NotFound):
        take(hall, number, other)
    take(hall, number, kiosk)
    with pytest.raises(Refused) as refusal:
        take(hall, number, kiosk)
    assert refusal.value.code == "already_taken"


def test_what_did_not_come_out_is_told(hall, family, kiosk):
    number = order(hall, family, kiosk, "ticket")
    take(hall, number, kiosk)
    settle(hall, number, kiosk, Outcome("ticket", "not_printed", 1))
    assert told(hall, family) == ["failed"]
    settle(hall, number, kiosk, Outcome("ticket", "printed", 1))
    assert told(hall, family) == ["failed"]


def test_a_machine_that_took_it_and_fell_silent_is_told(hall, family, kiosk):
    take(hall, order(hall, family, kiosk, "ticket"), kiosk)
    hall.clock.advance(minutes=2)
    assert told(hall, family) == ["late"]


def test_nothing_is_ordered_from_a_machine_that_is_away(hall, family, kiosk):
    hall.clock.advance(minutes=2)
    with pytest.raises(Refused) as refusal:
        order(hall, family, kiosk, "ticket")
    assert refusal.value.code == "device_away"


def test_a_paper_that_the_visit_does_not_have_is_refused_with_its_place(hall, family, kiosk):
    with pytest.raises(Misfit) as refusal:
        order(hall, family, kiosk, "ticket", "form:nothing")
    assert [error.field for error in refusal.value.errors] == ["documents.1"]


def test_nothing_personal_of_an_order_is_in_the_log(hall, family, kiosk):
    before = hall.seq()
    take(hall, order(hall, family, kiosk, PAPER), kiosk)
    log = " ".join(event.detail for event in hall.events(before))
    assert "𠮷田" not in log
