"""Staff at the machine: the PIN, a ticket again or taken back, counts, paper."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.journal import Journal
from kiosk.pin import LOCKED_S, TRIES, BadPin, Lock, read_pin
from kiosk.screen.touches import Touches
from kiosk.steps import Screen
from kiosk.visitor import StaffView
from tests.kiosk.conftest import GOOD, PIN, Lobby, until


class Desk:
    """A member of staff before the machine."""

    def __init__(self, lobby: Lobby) -> None:
        self.lobby = lobby
        self._touches = Touches(lobby.kiosk.flow, lobby.kiosk.opinions, lobby.kiosk.staff)

    def touch(self, name: str, value: str = "") -> None:
        self._touches.touch(name, value)

    def type(self, text: str) -> None:
        for sign in text:
            self.touch("staff_key", sign)

    def open(self, pin: str = PIN) -> None:
        self.touch("staff")
        self.type(pin)
        self.touch("staff_unlock")

    def find(self, label: str) -> None:
        self.type(label)
        self.touch("staff_find")

    @property
    def view(self) -> StaffView:
        assert self.lobby.kiosk.stage.visitor.staff is not None
        return self.lobby.kiosk.stage.visitor.staff

    def wait_for(self, said: str) -> None:
        until(lambda: self.view.said == said, said)


@pytest.fixture
def desk(lobby: Lobby) -> Desk:
    lobby.office.tickets["F024"] = {
        "visit": 24, "label": "F024", "state": "waiting", "counter": None,
        "service_name": "保育の申込み", "papers": 1,
    }  # fmt: skip
    return Desk(lobby)


def test_the_pin_opens_and_the_counts_come_from_the_server(desk: Desk) -> None:
    desk.open()
    desk.lobby.wait_for(Screen.STAFF)
    until(lambda: desk.view.counts is not None, "the counts")
    assert desk.view.counts is not None
    assert (desk.view.counts.waiting, len(desk.view.counts.services)) == (44, 8)


def test_a_wrong_pin_opens_nothing_and_is_not_kept(desk: Desk) -> None:
    desk.open("0863")
    assert (desk.lobby.screen, desk.view.said, desk.view.typed) == (
        Screen.STAFF_PIN,
        "pin_wrong",
        "",
    )


def test_without_a_pin_there_is_no_such_screen(start: Callable[..., Lobby]) -> None:
    lobby = start(staff_pin=None)
    Touches(lobby.kiosk.flow, lobby.kiosk.opinions, lobby.kiosk.staff).touch("staff", "")
    assert lobby.screen is Screen.HOME


def test_it_leaves_by_itself(start: Callable[..., Lobby]) -> None:
    lobby = start(staff_s=0.4)
    Desk(lobby).open()
    lobby.wait_for(Screen.HOME)
    assert lobby.kiosk.stage.visitor.staff is None


def test_a_scan_does_nothing_while_staff_are_there(desk: Desk) -> None:
    desk.open()
    desk.lobby.scan(GOOD)
    desk.lobby.wait_for(Screen.STAFF)
    assert desk.lobby.papers() == (0, 0)


def test_a_ticket_is_printed_again_with_its_count(desk: Desk) -> None:
    desk.open()
    desk.find("F024")
    desk.lobby.wait_for(Screen.STAFF_TICKET)
    for count in (1, 2):
        desk.touch("staff_reissue")
        until(lambda count=count: desk.lobby.papers() == (count, 0), "the paper")
        until(lambda: not desk.view.busy, "the end")
    until(lambda: len(desk.lobby.office.prints) == 2, "the reports")
    assert [one["reissue"] for one in desk.lobby.office.prints] == [1, 2]
    assert desk.view.said == "reissued"


def test_taking_back_needs_two_touches_and_is_the_server_s_to_do(desk: Desk) -> None:
    desk.open()
    desk.find("F024")
    desk.lobby.wait_for(Screen.STAFF_TICKET)
    desk.touch("staff_take_back")
    assert desk.view.sure
    assert desk.lobby.office.tickets["F024"]["state"] == "waiting"
    desk.touch("staff_take_back")
    desk.wait_for("taken_back")
    desk.touch("staff_reissue")
    desk.wait_for("refused")
    assert desk.view.details == "手続きは終わっています。"


def test_a_label_that_is_not_there_is_said_in_the_server_s_words(desk: Desk) -> None:
    desk.open()
    desk.find("F099")
    desk.wait_for("refused")
    assert (desk.lobby.screen, desk.view.details) == (Screen.STAFF, "ありません。")


def test_the_number_of_a_failed_paper_is_looked_up_at_once(desk: Desk) -> None:
    for server in (desk.lobby.ticket_printer, desk.lobby.form_printer):
        server.printer.set(paper_rows=0)
    desk.lobby.scan(GOOD)
    desk.lobby.wait_for(Screen.PAPER_FAILED)
    desk.open()
    desk.lobby.wait_for(Screen.STAFF)
    assert desk.view.label == "F024"


def test_a_test_page_and_changed_paper(desk: Desk) -> None:
    desk.open()
    desk.touch("staff_test")
    desk.wait_for("tested")
    assert desk.lobby.papers() == (1, 1)
    assert desk.lobby.office.prints == []
    desk.touch("staff_paper")
    desk.wait_for("paper_changed")
    assert "paper_out" in desk.lobby.office.settled[0]["reasons"]


def test_without_the_server_printers_can_still_be_tested(desk: Desk) -> None:
    desk.lobby.office.down = True
    desk.open()
    desk.wait_for("unreachable")
    desk.touch("staff_test")
    desk.wait_for("tested")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite")


def test_five_wrong_pins_lock_it_and_a_restart_gives_no_new_tries(
    journal: Journal, tmp_path: Path
) -> None:
    now = [1000.0]
    lock = Lock(PIN, journal, lambda: now[0])
    assert not any(lock.opens("0000") for _ in range(TRIES))
    assert lock.locked_s() == LOCKED_S
    assert not lock.opens(PIN)
    again = Lock(PIN, Journal(tmp_path / "journal.sqlite"), lambda: now[0])
    assert not again.opens(PIN)
    now[0] += LOCKED_S
    assert not again.opens("0000")
    assert again.locked_s() == 2 * LOCKED_S
    now[0] += 2 * LOCKED_S
    assert again.opens(PIN)
    assert not again.opens("0000")
    assert again.locked_s() == 0


@pytest.mark.parametrize(
    "text", ["", "123", "1234", "0000", "9876", "12345678901", "12a4", "一二三四"]
)
def test_a_pin_that_anybody_would_try_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pin"
    path.write_text(text)
    with pytest.raises(BadPin):
        read_pin(path)


def test_a_pin_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "pin"
    path.write_text(f"{PIN}\n")
    assert read_pin(path) == PIN
