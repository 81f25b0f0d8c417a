"""What is special about a visit's papers: missing characters, the resident's copy."""

from collections.abc import Callable

from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, Lobby, until


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
