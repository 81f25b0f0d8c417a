"""Residents who read no Japanese read every form and every answer of the finder all the same."""

from collections.abc import Iterator

import pytest

from config import load_pack
from config.schema import shown
from config.schema.shapes import Words
from server.domain import headings

PACK = load_pack("osaka-demo")


def texts() -> Iterator[tuple[str, Words]]:
    """Yield every text of the catalogue that residents read, with the place where it stands."""
    for entry in (*PACK.forms, *PACK.procedures, *PACK.questionnaire.questions):
        for place, words in shown.of(entry):
            yield f"{entry.id}: {'.'.join(map(str, place))}: {words.ja}", words
    for section in (*PACK.sections, *PACK.external_sections):
        yield f"{section.role}: {section.names.ja}", section.names


def test_every_text_has_its_english():
    assert [place for place, words in texts() if words.en is None] == []


def test_no_english_is_left_in_japanese():
    kana = [place for place, words in texts() if any("ぁ" <= sign <= "ヺ" for sign in words.en)]
    assert kana == []


def shortened() -> Iterator[str]:
    """Yield headings and labels as the pages of a phone say them."""
    for form in PACK.forms:
        for group in form.groups:
            for part in headings.parts(group.title_ja, group.fields):
                yield part.title
                labels = headings.short_labels(part.fields)
                yield from (labels[one.key] for one in part.fields if not one.is_blank)


#: Whoever reads these reads no Japanese; やさしい日本語 has what is hard in Japanese.
FOREIGN = ("zh_hans", "zh_hant", "ko", "vi")


def needed_to_finish() -> set[str]:
    """Return what somebody has to read to find a procedure, to bring what it needs, to apply."""
    asked = [*PACK.forms, *PACK.questionnaire.questions, *PACK.procedures]
    return {words.ja for one in asked for _, words in shown.of(one)} | {*shortened()}


@pytest.mark.parametrize("language", FOREIGN)
def test_whoever_finds_and_applies_reads_their_own_language(language):
    assert needed_to_finish() - set(PACK.translations[language].texts) == set()


@pytest.mark.parametrize("language", sorted(PACK.translations))
def test_a_translation_is_of_something_that_is_said(language):
    said = {words.ja for _, words in texts()} | {*shortened()} | needed_to_finish()
    paper = {one.label.ja for form in PACK.forms for one in form.fields if one.is_blank}
    assert set(PACK.translations[language].texts) - said - paper == set()


@pytest.mark.parametrize("language", ["zh_hans", "zh_hant", "ko", "vi"])
def test_no_japanese_is_left_in_a_translation(language):
    table = PACK.translations[language].texts
    assert [text for text in table.values() if any("ぁ" <= sign <= "ヺ" for sign in text)] == []
