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


def test_a_number_on_the_board_can_be_heard(office, browser_of):
    office.call("F024", "10")

    for name in ("ticket-F024", "counter-10", "short-ticket-F024", "short-counter-10"):
        clip = browser_of.get(f"/display/voice/27125/{name}.wav")
        assert (clip.status_code, clip.mimetype) == (200, "audio/wav")
        assert clip.data.startswith(b"RIFF")


@pytest.mark.parametrize("name", ["ticket-A999", "counter-77", "ticket-", "F024", "secret-F024"])
def test_what_is_not_on_the_board_is_not_said(office, browser_of, name):
    office.call("F024", "10")

    assert browser_of.get(f"/display/voice/27125/{name}.wav").status_code == 404


def test_a_label_that_cannot_be_read_is_no_server_error(office, browser_of):
    office.call("花1", "10")

    assert browser_of.get("/display/voice/27125/ticket-花1.wav").status_code == 404


def test_the_chime_needs_no_call(browser_of):
    assert browser_of.get("/display/voice/chime.wav").data.startswith(b"RIFF")


def test_without_a_voice_the_page_says_that_there_is_only_a_chime(tmp_path):
    silent = Voice(tmp_path, speaker=None)
    page = TinyOffice(silent).app.test_client().get("/display/27125/1F").text

    assert '"speaks": false' in page
    silent.close()


def test_a_board_with_a_set_clock_says_so(office, browser_of):
    assert "見本の時計" not in browser_of.get("/display/27125/1F").text

    office.app.config["CLOCK_IS_SET"] = True

    assert "見本の時計" in browser_of.get("/display/27125/1F").text
