"""What is special about a visit's papers: missing characters, the resident's copy, drawn ahead."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from kiosk.journal import Journal, Outcome
from kiosk.office_clock import OfficeClock
from kiosk.printing import Paper, Press, Printers
from kiosk.steps import Screen
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.drawing import Drawing
from printer_drivers.printer import Printed, Printer
from printer_drivers.profiles import profile
from printer_drivers.transport import wire_to
from tests.kiosk.conftest import GOOD, Lobby, until
from tests.printer_drivers.papers import a_form, a_ticket


def test_a_character_that_no_font_has_is_told_on_the_ticket_and_to_the_office(lobby: Lobby) -> None:
    lobby.office.name = "\ue000田 美咲"
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    until(lambda: len(lobby.office.prints) == 2, "the reports")
    ticket, form = lobby.office.prints
    assert "unprintable" not in ticket
    assert form["unprintable"] == 1
    assert "\ue000" not in str(lobby.office.prints)
    papers = lobby.kiosk.stage.visitor.papers
    assert papers[0].document.unprintable


def test_a_resident_gets_a_copy_of_the_form_where_the_office_gives_one(
    start: Callable[..., Lobby],
) -> None:
    lobby = start(form_copy=True)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    assert lobby.papers() == (1, 2)
    until(lambda: len(lobby.office.prints) == 3, "the reports")
    assert lobby.office.prints[2]["document"] == "form:hoiku_riyou_moushikomi:copy"


class Slow(Printer):
    """A printer whose tickets come out when the form after them is being drawn."""

    def __init__(self) -> None:
        self.form_begun = Event()
        self.came_out: list[str] = []
        super().__init__(wire_to("tcp://127.0.0.1:9"), profile("epson-tm-m30"))

    def drawing(self, document: TicketDocument | FormDocument) -> Drawing:
        return Noted(document, self)

    def print(
        self, document: TicketDocument | FormDocument, *, drawing: Drawing | None = None, **_: Any
    ) -> Printed:
        if document.kind == "ticket":
            assert not self.form_begun.is_set(), "it would hold up the number"
            for _piece in drawing or ():
                pass  # the wire takes it
            assert self.form_begun.wait(60), "nothing is drawn while a ticket comes out"
        self.came_out.append(document.kind)
        return Printed("process_id")


class Noted(Drawing):
    def __init__(self, document: TicketDocument | FormDocument, printer: Slow) -> None:
        super().__init__(document, printer.profile)
        self._begun = printer.form_begun if document.kind == "form" else Event()

    def begin(self) -> None:
        super().begin()
        self._begun.set()


def test_a_form_is_drawn_while_its_ticket_is_printed(tmp_path: Path) -> None:
    printer, journal = Slow(), Journal(tmp_path / "journal.sqlite")
    press = Press(Printers(printer, printer), journal, OfficeClock(journal), lambda *_: None)
    papers = [Paper("ticket", a_ticket()), Paper("form:x", a_form())]

    press.print_ordered("7", papers)

    assert printer.came_out == ["ticket", "form"]
    assert [paper.outcome for paper in papers] == [Outcome.PRINTED] * 2


def test_papers_come_out_while_the_machine_warms_up(
    monkeypatch: pytest.MonkeyPatch, start: Callable[..., Lobby]
) -> None:
    warm = Event()
    monkeypatch.setattr("kiosk.machine.warm_up", warm.wait)
    lobby = start()
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    assert lobby.papers() == (1, 1)
    warm.set()
