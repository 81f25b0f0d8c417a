"""How it was: one tap, a few words, and nothing of the person."""

import json
from collections.abc import Callable

import pytest

from kiosk.opinions import LONGEST, TURN
from kiosk.screen.words import word_list
from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, Lobby, until


@pytest.fixture
def lobby(start: Callable[..., Lobby]) -> Lobby:
    return start()


def press(lobby: Lobby, *touches: tuple[str, str]) -> None:
    opinions = lobby.kiosk.opinions
    acts = {
        "ask": lambda _: opinions.ask(),
        "score": opinions.rate,
        "comment": lambda _: opinions.write(),
        "sign": lambda sign: opinions.type(sign, word_list().signs),
        "erase": lambda _: opinions.erase(),
        "say": lambda _: opinions.say(),
    }
    for name, value in touches:
        acts[name](value)


def write(lobby: Lobby, text: str) -> None:
    press(lobby, *(("sign", sign) for sign in text))


def told(lobby: Lobby) -> list[dict]:
    return lobby.office.feedback


def test_one_tap_is_told_and_thanked_for(lobby):
    press(lobby, ("ask", ""), ("score", "4"))

    assert lobby.screen is Screen.THANKS
    until(lambda: len(told(lobby)) == 1, "the answer")
    assert told(lobby)[0]["score"] == 4
    assert set(told(lobby)[0]) == {"score", "rating"}


def test_words_follow_under_the_same_mark_and_turn_as_japanese_does(lobby):
    press(lobby, ("ask", ""), ("score", "2"), ("comment", ""))
    write(lobby, f"はやか{TURN}つた{TURN}")
    assert lobby.kiosk.stage.visitor.opinion.typed == "はやがつだ"
    press(lobby, ("erase", ""))
    write(lobby, f"{TURN}{TURN}")
    press(lobby, ("say", ""))

    until(lambda: len(told(lobby)) == 2, "the words")
    first, second = told(lobby)
    assert second["comment"] == "はやがっ"
    assert (first["score"], first["rating"]) == (second["score"], second["rating"])
    assert lobby.screen is Screen.THANKS


def test_no_figure_can_be_written_and_no_endless_text(lobby):
    press(lobby, ("ask", ""), ("score", "1"), ("comment", ""))
    write(lobby, "09０９ ; <あ")
    assert lobby.kiosk.stage.visitor.opinion.typed == "  あ"
    write(lobby, "あ" * 2 * LONGEST)
    assert len(lobby.kiosk.stage.visitor.opinion.typed) == LONGEST


def test_a_second_tap_is_no_second_answer(lobby):
    press(lobby, ("ask", ""), ("score", "4"), ("score", "1"), ("score", "nine"))
    until(lambda: len(told(lobby)) >= 1, "the answer")
    assert [one["score"] for one in told(lobby)] == [4]


def test_without_the_office_it_is_told_afterwards(lobby):
    lobby.office.down = True
    press(lobby, ("ask", ""), ("score", "3"))
    assert lobby.screen is Screen.THANKS
    lobby.office.down = False
    until(lambda: [one["score"] for one in told(lobby)] == [3], "the answer")


def test_the_next_person_finds_nothing_of_it(lobby):
    press(lobby, ("ask", ""), ("score", "3"), ("comment", ""))
    write(lobby, "ありがとう")
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    assert lobby.kiosk.stage.visitor.opinion is None
    until(lambda: len(told(lobby)) == 1, "the tap")
    assert "ありがとう" not in json.dumps(told(lobby))


def test_the_thanks_go_by_themselves(start):
    lobby = start(done_s=0.3)
    press(lobby, ("ask", ""), ("score", "4"))
    lobby.wait_for(Screen.HOME)
    assert lobby.kiosk.stage.visitor.opinion is None


def test_every_language_has_keys_and_every_row_is_ten_wide():
    listed = word_list()
    assert set(listed.keyboard_of) == set(listed.complete())
    assert set(listed.keyboard_of.values()) <= set(listed.keyboards)
    assert {len(row) for rows in listed.keyboards.values() for row in rows} == {10}
    assert not any(sign.isdigit() for sign in listed.signs)
