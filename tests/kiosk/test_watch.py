"""Staff hear of a printer before a resident does."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from kiosk.watch import Watch
from printer_drivers.conversation import Patience
from printer_drivers.printer import Printer
from printer_drivers.profiles import profile
from printer_drivers.transport import wire_to
from printer_drivers.virtual import TcpServer, serve_tcp
from tests.kiosk.conftest import GOOD, Lobby, until


@dataclass
class Lookout:
    """A watch over two virtual printers and a scanner, and who was called."""

    ticket: TcpServer
    form: TcpServer
    scanner: str = "ok"
    open_now: bool = True
    heard: bool = True
    bells: list[str] = field(default_factory=list)
    news: int = 0

    def __post_init__(self) -> None:
        hasty = Patience(answer_s=0.3)
        printers = {
            name: Printer(wire_to(server.url), profile("epson-tm-m30"), patience=hasty)
            for name, server in (("ticket", self.ticket), ("form", self.form))
        }
        self.watch = Watch(
            printers, lambda: self.scanner, self._ring, lambda: self.open_now, self._hear
        )

    def _hear(self) -> None:
        self.news += 1

    def _ring(self, reason: str) -> bool:
        if self.heard:
            self.bells.append(reason)
        return self.heard

    def looks(self, times: int = 1) -> dict[str, object]:
        for _ in range(times):
            self.watch.look()
        return self.watch.report()


@pytest.fixture
def lookout() -> Iterator[Lookout]:
    servers = serve_tcp(), serve_tcp()
    yield Lookout(*servers)
    for server in servers:
        server.close()


def test_before_the_first_look_nothing_is_known(lookout: Lookout) -> None:
    assert lookout.watch.report()["printer"] == "unknown"


def test_paper_near_its_end_calls_staff_once_and_nothing_else_is_wrong(lookout: Lookout) -> None:
    lookout.form.printer.set(near_end=True)

    report = lookout.looks(3)

    assert report["printer"] == "paper_near_end"
    assert report["printers"]["form"]["paper_near_end"] is True  # type: ignore[index]
    assert report["printers"]["ticket"]["state"] == "ok"  # type: ignore[index]
    assert lookout.bells == ["paper_near_end"]


def test_it_is_told_again_when_it_comes_again(lookout: Lookout) -> None:
    for near_end in (True, False, True):
        lookout.ticket.printer.set(near_end=near_end)
        lookout.looks()

    assert lookout.bells == ["paper_near_end"] * 2


def test_near_end_that_becomes_the_end_is_news(lookout: Lookout) -> None:
    lookout.ticket.printer.set(near_end=True)
    lookout.looks()
    lookout.ticket.printer.set(paper_rows=0)

    assert lookout.looks()["printer"] == "paper_out"
    assert lookout.bells == ["paper_near_end", "paper_out"]


def test_what_has_changed_is_told_at_once_and_what_has_not_is_not(lookout: Lookout) -> None:
    lookout.looks(2)
    assert lookout.news == 0
    for cover_open in (True, False):
        lookout.ticket.printer.set(cover_open=cover_open)
        lookout.looks(2)
    assert lookout.news == 2


def test_a_cover_that_is_opened_for_a_moment_calls_nobody(lookout: Lookout) -> None:
    lookout.ticket.printer.set(cover_open=True)
    assert lookout.looks()["printer"] == "cover_open"
    assert lookout.bells == []

    lookout.looks()
    assert lookout.bells == ["printer"]


def test_a_printer_that_says_nothing_is_not_called_fine(lookout: Lookout) -> None:
    lookout.form.printer.set(mute=True)

    assert lookout.looks(2)["printer"] == "no_answer"
    assert lookout.bells == ["printer"]


def test_a_scanner_that_is_gone_calls_staff(lookout: Lookout) -> None:
    lookout.scanner = "gone"
    lookout.looks(2)

    assert lookout.bells == ["scanner"]


def test_nobody_is_called_while_the_office_is_closed_but_when_it_opens(lookout: Lookout) -> None:
    lookout.open_now = False
    lookout.ticket.printer.set(paper_rows=0)
    lookout.looks(3)
    assert lookout.bells == []

    lookout.open_now = True
    lookout.looks()
    assert lookout.bells == ["paper_out"]


def test_a_call_that_did_not_get_through_is_tried_again(lookout: Lookout) -> None:
    lookout.heard = False
    lookout.ticket.printer.set(near_end=True)
    lookout.looks(2)

    lookout.heard = True
    lookout.looks(2)
    assert lookout.bells == ["paper_near_end"]


def test_a_busy_printer_is_not_waited_for(lobby: Lobby) -> None:
    until(lambda: lobby.kiosk.health()["printer"] == "ok", "the first look")
    lobby.ticket_printer.printer.set(paper_rows=300)
    lobby.scan(GOOD)
    until(lambda: lobby.kiosk.health()["printer"] == "paper_out", "the news in the middle of a job")

    lobby.ticket_printer.printer.set(paper_rows=None)
    until(lambda: lobby.kiosk.health()["printer"] == "ok", "the end of the trouble")
