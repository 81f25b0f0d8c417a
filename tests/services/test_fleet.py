"""The watch over the machines: told once, taken back when it is over."""

import pytest
from sqlalchemy import select

from server.db.models import PageSign
from server.domain.refusals import Refused
from server.services import consoles, fleet, machines, page_signs
from tests.parts.office import COUNTER, HERE
from tests.services.test_number_blocks import a_kiosk

pytestmark = pytest.mark.db


@pytest.fixture
def kiosk(hall) -> int:
    device = a_kiosk(hall, "発券機1")
    beat(hall, device)
    return device


def beat(hall, device: int, **said: object) -> None:
    ahead_s = (hall.clock.now - fleet.real_time()).total_seconds()
    machines.beat(hall.city, HERE, device, {"clock_offset_s": ahead_s, **said})


def alerts(hall) -> list[tuple[str, str]]:
    with hall.look() as look:
        shown = consoles.snapshot(look, HERE, COUNTER)["alerts"]
    return [(one["machine"], one["what"]) for one in shown]


def test_a_machine_that_falls_silent_is_told_to_the_consoles_within_ten_seconds(hall, kiosk):
    fleet.watch(hall.city)
    assert alerts(hall) == []
    hall.clock.advance(seconds=10)
    fleet.watch(hall.city)
    assert alerts(hall) == [("発券機1", "lost")]
    assert hall.kinds()[-1] == "machine_trouble"

    since = hall.seq()
    fleet.watch(hall.city)
    assert hall.seq() == since, "told once"

    beat(hall, kiosk)
    fleet.watch(hall.city)
    assert alerts(hall) == []
    assert hall.kinds()[-1] == "machine_well"


def test_paper_and_unsent_work_are_told(hall, kiosk):
    beat(hall, kiosk, printers={"ticket": {"state": "paper_near_end"}}, unsent=30)
    fleet.watch(hall.city)
    assert {what for _, what in alerts(hall)} == {"paper_near_end", "unsent"}


def test_at_night_nobody_is_called(hall, kiosk):
    hall.at(22)
    fleet.watch(hall.city)
    assert alerts(hall) == []


def test_the_worst_stands_on_top_and_what_was_wrong_is_remembered(hall, kiosk):
    other = a_kiosk(hall, "発券機2")
    near_end = a_kiosk(hall, "表示台の発券機")
    beat(hall, other, printers={"ticket": {"state": "paper_out"}})
    beat(hall, near_end, printers={"ticket": {"state": "paper_near_end"}})
    fleet.watch(hall.city)
    with hall.look() as look:
        shown = fleet.overview(look, HERE)
    first, second, third, *_, last = shown["machines"]
    assert second["name"] == "表示台の発券機"
    assert third["troubles"] == ["never_seen"], "not installed yet is less than paper that ends"
    assert (first["name"], first["level"], first["troubles"]) == (
        "発券機2", "stopped", ["paper_out"],
    )  # fmt: skip
    assert first["since"] == shown["now"]
    assert last["name"] == "発券機1"
    past = {one["what"]: one["ended_at"] for one in shown["recent"]}
    assert past == {"paper_out": None, "paper_near_end": None}


def says(hall, place: str, page: str, **said: object) -> None:
    signs = page_signs.Signs(hall.city)
    signs.note(HERE, page * 24, place, page_signs.health_of({"seq": 7, **said}))
    signs.write()


def test_a_display_is_told_of_by_its_own_pages_or_those_of_its_area(hall):
    with hall.look() as look:
        first, second = look.floor_of(HERE).setup.displays
    says(hall, first.code, "a", version="1.4.2")
    says(hall, second.area, "b", muted=True, version={"no": "version"})
    says(hall, "9Z", "c")
    with hall.look() as look:
        machines = fleet.overview(look, HERE)["machines"]
    shown = {one["machine"]: (one["troubles"], one["version"]) for one in machines}
    assert shown == {
        f"display:{first.code}": ([], "1.4.2"), f"display:{second.code}": (["muted"], None),
    }  # fmt: skip

    hall.clock.advance(seconds=10)
    says(hall, second.area, "b")
    fleet.watch(hall.city)

    assert [what for _, what in alerts(hall)] == ["lost"]


def test_a_page_that_was_long_off_is_forgotten_when_a_new_one_comes(hall):
    says(hall, "1F", "a")
    hall.clock.advance(days=8)
    says(hall, "1F", "b")
    with hall.look() as look:
        assert [row.page[0] for row in look.session.scalars(select(PageSign))] == ["b"]


def test_staff_have_a_kiosk_print_a_test_page_and_it_hears_of_it_once(hall, kiosk):
    with hall.work() as work:
        fleet.order(work, str(kiosk), "test_print")
    assert hall.kinds()[-1] == "machine_ordered"

    assert machines.beat(hall.city, HERE, kiosk, {})[1] == "test_print"
    assert machines.beat(hall.city, HERE, kiosk, {})[1] is None


def test_a_kiosk_that_does_not_answer_gets_no_errand(hall, kiosk):
    hall.clock.advance(minutes=5)
    for machine, code in ((kiosk, "device_away"), (999_999, "unknown_device")):
        with hall.work() as work, pytest.raises(Refused) as refusal:
            fleet.order(work, str(machine), "test_print")
        assert refusal.value.code == code
    assert machines.beat(hall.city, HERE, kiosk, {})[1] is None


def test_how_sure_todays_papers_are_is_counted(hall, kiosk):
    for state in ("printed", "unknown", "not_printed"):
        visit = hall.walk_in().visit
        with hall.work() as work:
            machines.report_print(work, str(visit), "ticket", 1, state, 0, 0)
    with hall.work() as work:
        machines.report_print(work, str(visit), "ticket", 2, "printed", 1, 0)
    with hall.look() as look:
        papers = fleet.overview(look, HERE)["papers"]

    assert papers == {"sent": 3, "confirmed": 2, "reissued": 1, "not_printed": 1}
