"""Every screen can be drawn in every language that is offered."""

import re
from collections.abc import Callable
from datetime import datetime
from string import Formatter

import pytest

from kiosk.answers import ComingPaper, Preview, RefusalBody
from kiosk.journal import Outcome
from kiosk.masking import masked
from kiosk.problem import Problem
from kiosk.screen.problems import WAYS
from kiosk.screen.times import opens_again
from kiosk.screen.view import View
from kiosk.screen.words import Words, with_readings, word_list
from kiosk.steps import STAFF_SCREENS, Screen
from tests.kiosk.conftest import GOOD, Lobby

LANGUAGES = word_list().complete()


@pytest.fixture
def draw(lobby: Lobby) -> Callable[..., str]:
    """Return ``draw(screen, language, problem)``: the page after a full check-in."""
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    kiosk = lobby.kiosk
    view = View(kiosk.stage, kiosk.lobby, kiosk.journal, kiosk.clock)

    def drawn(
        screen: Screen,
        language: str = "ja",
        problem: Problem | None = None,
        *,
        called: bool | None = True,
    ) -> str:
        with kiosk.stage.changed:
            kiosk.stage.screen = screen
            visitor = kiosk.stage.visitor
            visitor.language, visitor.problem = language, problem
            visitor.staff_called = called
            visitor.preview = Preview(
                service="childcare",
                service_name="保育の申込み",
                reserved_for="2026-11-24T10:45:00+09:00",
                minutes=30,
                name="髙橋　美咲",
                papers=(ComingPaper(kind="ticket"), ComingPaper(kind="form")),
                late=True,
            )
            return view.draw().html

    return drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_drawn(draw: Callable[..., str], language: str) -> None:
    for screen in Screen:
        html = draw(screen, language)
        assert "<section" in html, screen


@pytest.mark.parametrize("screen", sorted(set(Screen) - STAFF_SCREENS))
def test_staff_can_be_called_from_every_screen_which_then_says_so(
    draw: Callable[..., str], screen: Screen
) -> None:
    assert 'data-touch="help"' in draw(screen, called=None)
    assert Words("ja").plain("staff_told") in draw(screen, called=True)


def test_who_held_no_code_is_not_told_that_one_was_read(
    draw: Callable[..., str], lobby: Lobby
) -> None:
    steps = Words("ja").plain("step_read")
    assert steps in draw(Screen.PRINTING)
    kiosk = lobby.kiosk
    with kiosk.stage.changed:
        kiosk.stage.visitor.preview = None
        view = View(kiosk.stage, kiosk.lobby, kiosk.journal, kiosk.clock)
        assert steps not in view.draw().html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printer_that_stopped_in_the_middle_is_told(
    draw: Callable[..., str], lobby: Lobby, language: str
) -> None:
    words = Words(language)
    assert words.plain("printing_note") in draw(Screen.PRINTING, language)
    paper = lobby.kiosk.stage.visitor.papers[-1]
    paper.outcome, paper.why = Outcome.PRINTING, "paper_out"
    html = draw(Screen.PRINTING, language)
    assert "bar held" in html
    assert words.plain("printing_held_note") in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words_and_at_most_three_ways_on(
    draw: Callable[..., str], language: str
) -> None:
    for code in [*WAYS, "key_refused", "http_500"]:
        for start in ("2026-11-26T14:00:00+09:00", "2026-11-20T14:00:00+09:00", None):
            body = RefusalBody.model_validate({"code": code, "message": "職員へ", "start": start})
            html = draw(Screen.PROBLEM, language, Problem(code, body))
            assert 1 <= html.count(' way"') <= 3
            assert html.count('"filled way"') == 1
            assert "{" not in html


def test_another_day_names_the_day(draw: Callable[..., str]) -> None:
    body = RefusalBody.model_validate({"code": "other_day", "start": "2026-11-26T14:00:00+09:00"})
    html = draw(Screen.PROBLEM, "ja", Problem("other_day", body))

    assert "あさってです" in html
    assert "11月・木曜日 14:00" in html


def test_a_name_is_never_shown_whole(draw: Callable[..., str]) -> None:
    for screen in Screen:
        assert "美咲" not in draw(screen)
    assert "髙橋 ＊＊ 様" in draw(Screen.CONFIRM)


def test_a_variant_of_a_character_keeps_its_selector() -> None:
    assert masked("辻\U000e0100太郎") == "辻\U000e0100 ＊＊"


def test_all_seven_languages_are_complete() -> None:
    assert set(LANGUAGES) == {"ja", "easy_ja", "en", "zh_hans", "zh_hant", "ko", "vi"}


def test_no_text_is_empty_but_the_end_of_a_sentence_that_has_none() -> None:
    empty = {key for key, texts in word_list().words.items() if not all(texts.values())}
    assert empty == {"hurry_end"}


def test_plain_japanese_gives_every_kanji_its_reading() -> None:
    for key, texts in word_list().words.items():
        assert not re.search(
            "[一-龯]", re.sub(r"[一-龯々]+\([ぁ-ゖー]+\)", "", texts["easy_ja"])
        ), key


def test_readings_stand_over_the_characters_and_what_is_shown_stays_escaped() -> None:
    assert with_readings("受付(うけつけ)で") == "<ruby>受付<rt>うけつけ</rt></ruby>で"
    assert with_readings("<b>相談(オンライン)") == "&lt;b&gt;相談(オンライン)"
    assert Words("easy_ja").bare("strip_paper") == "紙が 出る ところ"


@pytest.mark.parametrize(
    ("opens", "said"),
    [
        ("2026-11-24T13:00:00+09:00", "次の受付 13:00から"),
        ("2026-11-25T09:00:00+09:00", "あした 9:00から"),
        ("2026-11-30T09:00:00+09:00", "11月30日（月）9:00から"),
    ],
)
def test_a_closed_purpose_says_when_it_opens_again(opens: str, said: str) -> None:
    now = datetime.fromisoformat("2026-11-24T10:38:00+09:00")
    assert opens_again(datetime.fromisoformat(opens), now, Words("ja")) == said


def test_a_text_asks_for_the_same_facts_in_every_language() -> None:
    allowed = {"office_en": "office", "weekday": "", "month_name": "", "month": "", "count": ""}
    for key, texts in word_list().words.items():
        asked = {
            frozenset(allowed.get(name, name) for _, name, _, _ in Formatter().parse(text) if name)
            - {""}
            for text in texts.values()
        }
        assert len(asked) == 1, key


def test_a_language_that_is_not_complete_is_not_offered() -> None:
    assert Words("xx").language == "ja"
