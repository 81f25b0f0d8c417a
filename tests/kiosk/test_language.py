"""The kiosk speaks the language of the booking, unless another was chosen before it."""

from collections.abc import Callable

from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, Lobby


def test_the_screen_goes_on_in_the_language_of_the_booking(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=30)
    lobby.office.language = "vi"
    lobby.scan(GOOD)
    lobby.wait_for(Screen.CONFIRM)
    assert lobby.kiosk.stage.visitor.language == "vi"


def test_who_has_chosen_a_language_keeps_it(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=30)
    lobby.office.language = "vi"
    lobby.kiosk.stage.visitor.language = "en"
    lobby.scan(GOOD)
    lobby.wait_for(Screen.CONFIRM)
    assert lobby.kiosk.stage.visitor.language == "en"
