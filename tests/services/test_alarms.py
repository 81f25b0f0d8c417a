"""What a machine calls staff for: which of its printers, and over when it says that all is well."""

from datetime import timedelta

import pytest

from server.services import bells, consoles, fleet, machines
from tests.parts.office import COUNTER, HERE
from tests.services.test_fleet import beat
from tests.services.test_number_blocks import a_kiosk

pytestmark = pytest.mark.db


@pytest.fixture
def kiosk(hall) -> int:
    device = a_kiosk(hall, "発券機1")
    says(hall, device)
    return device


def says(hall, device: int, ticket: str = "ok", form: str = "ok", **said: object) -> None:
    printers = {"ticket": {"state": ticket}, "form": {"state": form}}
    beat(hall, device, printers=printers, **said)


def ring(hall, device: int, reason: str) -> None:
    with hall.work() as work:
        bells.ring(work, device, reason, None)


def shown(hall, what: str = "bells") -> list[dict]:
    with hall.look() as look:
        return list(consoles.snapshot(look, HERE, COUNTER)[what])


def later(hall, device: int, *said: str, **more: object) -> None:
    """Let the machine look at its printers, say how they are, and the office look at that."""
    hall.clock.advance(seconds=20)
    says(hall, device, *said, **more)
    fleet.watch(hall.city)


def test_the_call_and_the_alert_name_the_machine_and_the_printer_without_paper(hall, kiosk):
    ring(hall, kiosk, "paper_out")
    later(hall, kiosk, "ok", "paper_out")

    [bell], [alert] = shown(hall), shown(hall, "alerts")
    assert (bell["device"], bell["printers"]) == ("発券機1", ["form"])
    assert (alert["machine"], alert["printers"]) == ("発券機1", ["form"])


def test_paper_put_in_ends_the_call_and_the_log_says_that_nobody_went(hall, kiosk):
    ring(hall, kiosk, "paper_out")
    later(hall, kiosk, "paper_out")
    assert len(shown(hall)) == 1

    hall.clock.advance(seconds=5)
    says(hall, kiosk, "paper_near_end")
    fleet.watch(hall.city)

    assert shown(hall) == []
    assert "bell_answered" in hall.kinds()
    with hall.look() as look:
        [answered] = bells.told(
            look.session, HERE, answered_since=hall.clock.now - timedelta(hours=1)
        )
    assert (answered["over"], answered["goes"]) == (True, None)


@pytest.mark.parametrize("state", ["unknown", "cover_open", "paper_out", "unreachable"])
def test_a_printer_that_does_not_say_that_it_is_well_still_needs_somebody(hall, kiosk, state):
    ring(hall, kiosk, "paper_out")
    later(hall, kiosk, state)
    assert len(shown(hall)) == 1


def test_a_machine_that_fell_silent_has_not_been_put_right(hall, kiosk):
    ring(hall, kiosk, "paper_out")
    hall.clock.advance(seconds=60)
    fleet.watch(hall.city)
    assert len(shown(hall)) == 1


def test_what_a_machine_said_just_before_it_called_is_no_word_on_the_call(hall, kiosk):
    ring(hall, kiosk, "paper_out")
    hall.clock.advance(seconds=1)
    says(hall, kiosk)
    fleet.watch(hall.city)
    assert len(shown(hall)) == 1


def test_whoever_waits_for_a_paper_or_for_help_waits_until_somebody_comes(hall, kiosk):
    ring(hall, kiosk, "paper_failed")
    ring(hall, kiosk, "help")
    later(hall, kiosk)
    assert {bell["reason"] for bell in shown(hall)} == {"paper_failed", "help"}


def test_a_reader_that_is_plugged_in_again_ends_its_call(hall, kiosk):
    ring(hall, kiosk, "scanner")
    later(hall, kiosk, scanner="gone")
    assert len(shown(hall)) == 1
    later(hall, kiosk, scanner="ok")
    assert shown(hall) == []


def test_a_call_settled_at_the_machine_is_over_too(hall, kiosk):
    ring(hall, kiosk, "paper_out")
    with hall.city.transaction(HERE, actor=f"kiosk:{kiosk}") as work:
        bells.settle(work, kiosk, ["paper_out"])
    with hall.look() as look:
        [answered] = bells.told(
            look.session, HERE, answered_since=hall.clock.now - timedelta(hours=1)
        )
    assert answered["over"] is True


def test_a_new_kiosk_gets_a_key_that_is_said_once_and_logged_without_its_name(hall):
    with hall.work() as work:
        key = fleet.add(work, "発券機9")
    assert hall.kinds()[-1] == "machine_added"
    assert key not in hall.events()[-1].detail
    assert "発券機9" not in hall.events()[-1].detail
    with hall.look() as look:
        added = [one for one in fleet.overview(look, HERE)["machines"] if one["name"] == "発券機9"]
    assert [one["troubles"] for one in added] == [["never_seen"]]
    device = int(added[0]["machine"].split(":")[1])
    assert machines.beat(hall.city, HERE, device, {})[1] is None
