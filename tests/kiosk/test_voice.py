"""The screen read aloud: by the real voices, heard in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from display.voice.clips import Voice, open_voice
from kiosk.screen.speech import Speech, sayings, spoken
from kiosk.screen.words import word_list
from kiosk.stage import Pace, Stage
from kiosk.steps import Screen, Step
from tests.kiosk.conftest import GOOD, Lobby, until
from tests.kiosk.test_screen import UPRIGHT, drawn, on, stand

LANGUAGES = word_list().complete()

#: Notes what the page plays, by name; each begins when the one before has ended.
NOTE_WHAT_IS_HEARD = """
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  this.muted = true;  // a test is silent
  heard.push(this.src.split("/").pop().replace(".wav", ""));
  this.playbackRate = 16;
  return play.call(this);
};
"""

#: Keys that only audio keypads have.
PRESS = "(code) => document.dispatchEvent(new KeyboardEvent('keydown', { key: code, code }))"

WHICH_BUTTON = "[...document.querySelectorAll('main button')].indexOf(document.activeElement)"


@pytest.fixture
def show(open_page: Callable[..., Page]) -> Callable[..., Page]:
    def shown(lobby: Lobby) -> Page:
        page = open_page(*UPRIGHT)
        page.add_init_script(NOTE_WHAT_IS_HEARD)
        page.goto(f"http://127.0.0.1:{lobby.kiosk.port}/")
        on(page, Screen.HOME)
        return page

    return shown


@pytest.mark.slow
def test_a_screen_is_heard_from_its_top_to_its_last_button(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(confirm_s=60.0, done_s=1e6)
    page = show(lobby)
    page.keyboard.press("F2")
    page.wait_for_selector('[data-touch="speak"][aria-pressed="true"]')
    lobby.scan(GOOD)
    on(page, Screen.CONFIRM)
    drawing = drawn(lobby)
    said = [clip["name"] for clip in drawing["says"]]
    assert "髙橋" in page.inner_text("main")
    assert not [one.text for one in sayings(drawing["html"]) if "髙橋" in one.text]

    page.wait_for_function(
        "(said) => `${heard.slice(-said.length)}` === `${said}`", arg=said, timeout=60_000
    )


@pytest.mark.slow
def test_the_button_that_the_keypad_reaches_is_said(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start()
    page = show(lobby)
    page.click("text=English")
    page.wait_for_selector("text=No QR code?")
    page.evaluate(PRESS, "F15")  # headphones are plugged in
    page.wait_for_selector("text=Stop reading")
    until(lambda: lobby.kiosk.stage.visitor.voice == "headphones", "the headphones")
    page.keyboard.press("ArrowRight")

    focused = page.evaluate(WHICH_BUTTON)
    [name, *_] = [one["name"] for one in drawn(lobby)["says"] if one["button"] == focused]
    page.wait_for_function("(name) => heard.includes(name)", arg=name, timeout=60_000)

    page.evaluate(PRESS, "F16")
    page.wait_for_selector('[data-touch="speak"][aria-pressed="false"]')
    assert drawn(lobby)["says"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_something_to_say_and_every_language_a_voice(
    lobby: Lobby, language: str
) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    for screen in sorted(Screen):
        stand(lobby, screen, language, 0)
        lobby.kiosk.stage.visitor.voice = "speaker"
        names = [clip["name"] for clip in drawn(lobby)["says"]]
        assert names, screen
    stand(lobby, Screen.DONE, language, 0)
    for clip in drawn(lobby)["says"][:2]:
        wav = lobby.kiosk.speech.wav(clip["name"])
        assert wav is not None
        assert wav.startswith(b"RIFF")
        assert len(wav) > 10_000


def test_a_language_without_a_voice_is_said_in_text_and_a_machine_without_any_has_no_button(
    tmp_path: Path,
) -> None:
    japanese = Speech(Voice(tmp_path, {"ja": lambda _: b"RIFF"}))
    silent = Speech(Voice(tmp_path, {}))
    try:
        assert japanese.button("easy_ja", "speaker") == "speak_headphones"
        assert japanese.button("ko", "") == "speak"
        assert japanese.button("ko", "speaker") == "no_voice"
        assert silent.button("ja", "") is None
        assert Speech(None).button("ja", "") is None
    finally:
        japanese.close()
        silent.close()


def test_what_was_said_is_kept_over_a_restart(tmp_path: Path) -> None:
    for speaks in (True, False):
        voice = open_voice(tmp_path)
        wav = voice.saying("en", spoken("Your number F024", "en"), make=speaks)
        voice.close()
        assert wav


def test_who_listens_has_more_time() -> None:
    now = 0.0
    stage = Stage(Pace(confirm_s=5.0, idle_s=60.0), now=lambda: now)
    with stage.changed:
        stage.go(Step.SCAN)
        stage.go(Step.FOUND)
        assert stage.seconds_left() == 5.0
        stage.visitor.voice = "speaker"
        assert stage.seconds_left() == 20.0
        now = 61.0
        assert not stage.idle
