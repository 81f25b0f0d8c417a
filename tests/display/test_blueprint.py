"""The page before any script has run, and the clips it may fetch."""

import pytest

from display.voice.clips import Voice
from tests.display.tiny_office import TinyOffice


@pytest.fixture
def office(voice):
    return TinyOffice(voice)


@pytest.fixture
def browser_of(office):
    return office.app.test_client()


def test_the_page_shows_the_truth_before_any_script_has_run(office, browser_of):
    office.call("F024", "10", direction="right")

    page = browser_of.get("/display/27125/1F").text

    for words in (
        "住之江区役所",
        "1階 待合",
        "11月24日（火）",
        "F024、10番窓口、右へ",
        "保育の申込み",
    ):
        assert words in page


def test_an_office_without_a_named_area_has_one_board_for_all(browser_of):
    assert "全フロア" in browser_of.get("/display/27125").text


def test_the_page_has_no_inline_script_or_style(browser_of):
    page = browser_of.get("/display/27125/1F").text

    assert page.count("<script") == page.count("<script src=") + page.count("<script type=")
    assert page.count('<script type="application/json"') == 1
    assert "style=" not in page
    assert "onclick" not in page


def test_text_of_the_office_cannot_become_markup(office, browser_of):
    office.notice = "</script><script>alert(1)</script>"

    assert "<script>alert" not in browser_of.get("/display/27125/1F").text


def test_the_page_is_never_cached(browser_of):
    assert browser_of.get("/display/27125/1F").headers["Cache-Control"] == "no-store"


def test_whatever_the_office_may_call_can_be_heard(browser_of):
    for name in ("prefix/F", "prefix/-", "number/24", "counter/10", "short-number/24", "lead/long"):
        clip = browser_of.get(f"/display/voice/27125/{name}.wav")
        assert (clip.status_code, clip.mimetype) == (200, "audio/wav")
        assert clip.data.startswith(b"RIFF")


@pytest.mark.parametrize(
    "name", ["prefix/Z", "number/1000", "number/0", "counter/77", "number/３", "secret/F", "lead/x"]
)
def test_what_the_office_never_calls_is_not_said(browser_of, name):
    assert browser_of.get(f"/display/voice/27125/{name}.wav").status_code == 404


def test_a_call_is_said_in_the_language_of_its_ticket(office, browser_of):
    call = office.call("F024", "10", language="vi")

    clip = browser_of.get(f"/display/voice/27125/call/{call['seq']}.wav")

    assert clip.data.startswith(b"RIFF")


def test_a_call_that_is_not_on_the_board_is_said_in_no_language(browser_of):
    assert browser_of.get("/display/voice/27125/call/7.wav").status_code == 404


def test_the_chime_needs_no_call(browser_of):
    assert browser_of.get("/display/voice/chime.wav").data.startswith(b"RIFF")


def test_without_a_voice_the_page_says_that_there_is_only_a_chime(tmp_path):
    silent = Voice(tmp_path, {})
    page = TinyOffice(silent).app.test_client().get("/display/27125/1F").text

    assert '"languages": []' in page
    silent.close()


def test_a_board_with_a_set_clock_says_so(office, browser_of):
    assert "見本の時計" not in browser_of.get("/display/27125/1F").text

    office.app.config["CLOCK_IS_SET"] = True

    assert "見本の時計" in browser_of.get("/display/27125/1F").text
