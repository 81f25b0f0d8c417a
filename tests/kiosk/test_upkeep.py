"""What staff want of a kiosk from the fleet page, without walking to it."""

from kiosk.steps import Screen
from tests.kiosk.conftest import Lobby, until


def test_a_test_page_is_ordered_printed_and_told(lobby: Lobby) -> None:
    lobby.office.errand = "test_print"
    until(lambda: lobby.papers() == (1, 1), "a page on each printer")
    until(lambda: lobby.office.health.get("test_printed") is True, "the news of it")

    assert lobby.office.health["tested"].startswith("2026-11-24T")
    assert lobby.screen is Screen.HOME, "whoever stands there is not disturbed"


def test_a_test_page_that_did_not_come_out_is_told_too(lobby: Lobby) -> None:
    lobby.form_printer.printer.set(cover_open=True)
    lobby.office.errand = "test_print"
    until(lambda: lobby.office.health.get("test_printed") is False, "the news of it")

    assert lobby.papers() == (1, 0)


def test_new_paper_is_looked_at_and_its_calls_taken_back(lobby: Lobby) -> None:
    lobby.office.errand = "paper_changed"
    until(lambda: bool(lobby.office.settled), "the call taken back")

    assert "paper_out" in lobby.office.settled[0]["reasons"]


def test_what_a_newer_server_wants_is_let_be(lobby: Lobby) -> None:
    lobby.office.errand = "make_coffee"
    until(lambda: lobby.office.errand is None, "the errand heard")
    lobby.office.errand = "test_print"
    until(lambda: lobby.papers() == (1, 1), "a page on each printer")
