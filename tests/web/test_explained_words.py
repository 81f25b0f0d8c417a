"""Words of the office on residents' pages: explained where they come first, and never twice."""

import json
import re

import pytest

from config import load_pack
from server.services.explaining import Explainer
from server.services.tongues import JAPANESE
from tests.parts.demo_city import OFFICE
from tests.web.test_prepare import preparable
from tests.web.test_resident_pages import client, forget_the_language

__all__ = ["client", "forget_the_language"]

PACK = load_pack("osaka-demo")
WORDS = {one.word.ja: one for one in PACK.explanations.explanations}
WORD = re.compile(r'<details class="word"><summary>.*?<span lang="ja">([^<]+)</span>')
SECTION = re.compile(r'<section class="page".*?(?=<section class="page"|</form>)', re.DOTALL)
BEGIN = r'<(?:div|fieldset) class="field"'
FIELD = re.compile(rf"{BEGIN}.*?(?={BEGIN}|\Z)", re.DOTALL)


def pages_of(client, procedure: str, language: str = "ja") -> list[str]:
    address = f"/o/{OFFICE}/prepare?for={procedure}&lang={language}"
    return SECTION.findall(client.get(address).text)


def unconditional(page: str) -> str:
    return FIELD.sub(lambda found: "" if "data-show-if" in found[0] else found[0], page)


@pytest.mark.parametrize("procedure", preparable())
def test_a_page_explains_a_word_once_outside_questions_that_may_stay_hidden(client, procedure):
    for page in pages_of(client, procedure):
        words = WORD.findall(unconditional(page))
        assert len(words) == len(set(words))


def test_what_stands_inside_a_label_is_no_button(client):
    for page in pages_of(client, "tennyu_todoke"):
        for label in re.findall(r"<(label|legend|h1)\b.*?</\1>", page, re.DOTALL):
            assert "<details" not in label
    assert WORD.findall(pages_of(client, "tennyu_todoke")[0])


def test_the_longest_word_is_explained_and_none_inside_it(client):
    """The title is 印鑑登録証明書交付申請書."""
    title = pages_of(client, "inkan_shomei")[0].partition('class="field"')[0]
    assert WORD.findall(title) == ["印鑑登録証明書"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", WORDS["続柄"].meaning.ja),
        ("easy_ja", WORDS["続柄"].meaning.easy_ja),
        ("en", WORDS["続柄"].meaning.en),
    ],
)
def test_an_explanation_speaks_the_language_of_the_page(client, language, told):
    assert told in "".join(pages_of(client, "tennyu_todoke", language))


def test_what_the_finder_asks_comes_with_its_words(client):
    page = client.get(f"/o/{OFFICE}/finder?lang=en").text
    questions = json.loads(re.search(r'id="questions">(.*?)</script>', page, re.DOTALL)[1])
    asked = {one["id"]: one for one in questions}
    [word] = [one for one in asked["mv_nenkin1"]["explained"] if "被保険者" in one["word"]]
    assert word["name"] == "category 1 insured person"


def test_a_result_explains_its_own_words_in_the_language_asked_for(client):
    answers = {"event": "moving", "mv_type": "in_from_other_city", "mv_date": "2026-11-15"}
    body = {"answers": answers, "office": OFFICE, "language": "en"}
    found = client.post("/api/v1/procedure-finder", json=body).json["procedures"]
    tennyu = next(one for one in found if one["id"] == "tennyu_todoke")
    words = {one["word"]: one for one in tennyu["explained"]}

    assert words["転出証明書"] == {
        "word": "転出証明書",
        "kana": "てんしゅつしょうめいしょ",
        "name": "moving-out certificate",
        "meaning": WORDS["転出証明書"].meaning.en,
        "language": "en",
    }
    assert {"世帯", "代理人"} <= set(words)


def test_signs_of_html_in_an_explanation_stay_signs(client):
    """A city writes its own words; what it writes is text, whatever it writes."""
    from flask import render_template_string

    odd = WORDS["続柄"].meaning.model_copy(update={"ja": "<b>続柄</b>&です。"})
    known = {"続柄": WORDS["続柄"].model_copy(update={"meaning": odd})}
    found = Explainer(JAPANESE, known).explain([WORDS["続柄"].word])
    source = '{% from "resident/words.html" import words with context %}{{ words(found) }}'
    with client.application.test_request_context():
        drawn = render_template_string(
            source, found=found, t={"js.what_is": "{word}とは"}, lang_codes={"ja": "ja"}
        )
    assert "&lt;b&gt;続柄&lt;/b&gt;&amp;です。" in drawn
    assert "<b>" not in drawn
