"""Words of the office are explained where residents meet them, and no explanation is dead."""

import re
from itertools import chain

import pytest

from config import load_pack
from config.schema import shown
from server.domain.explaining import words_in
from tests.parts.packs import SHIPPED, problems_with

PACK = load_pack("osaka-demo")
WORDS = PACK.explanations.explanations


def test_every_word_stands_in_something_that_residents_read():
    read = chain.from_iterable(
        shown.of(entry) for entry in (*PACK.forms, *PACK.procedures, *PACK.questionnaire.questions)
    )
    known = [one.word.ja for one in WORDS]
    found = {word for _, words in read for word in words_in(words.ja, known)}
    assert set(known) - found == set()


@pytest.mark.parametrize("one", WORDS, ids=lambda one: one.word.ja)
def test_every_word_has_its_reading_and_is_told_in_plain_and_easy_japanese_and_in_english(one):
    assert re.fullmatch(r"[ぁ-ゖァ-ヺー・]+", one.kana)
    assert None not in (one.meaning.easy_ja, one.word.en, one.meaning.en)
    assert one.meaning.ja.endswith("。")


@pytest.mark.parametrize("one", WORDS, ids=lambda one: one.word.ja)
def test_a_kanji_of_easy_japanese_has_its_reading(one):
    unread = r"[一-龠々]+(?![一-龠々ぁ-ゖー]*\([ぁ-ゖァ-ヺー]+\))"
    assert re.findall(unread, one.meaning.easy_ja) == []


@pytest.mark.parametrize("one", WORDS, ids=lambda one: one.word.ja)
def test_name_and_meaning_are_in_the_same_languages(one):
    for language in ("en", "zh_hans", "zh_hant", "ko", "vi"):
        assert bool(getattr(one.word, language)) == bool(getattr(one.meaning, language)), language


def test_a_word_that_is_explained_twice_is_told():
    path = SHIPPED / "explanations.yaml"
    again = path.read_text("utf-8").replace("ja: 喪主", "ja: 相続人", 1)
    [problem] = problems_with("explanations.yaml", again)
    assert "同じことばが2つあります: 相続人" in problem.message
