"""Residents find procedures by the words they have."""

import pytest

from config import load_pack
from server.domain.searching import Entry, folded, search

PACK = load_pack("osaka-demo")


def entries() -> list[Entry]:
    said: dict[str, set[str]] = {}
    for group in PACK.search_words.groups:
        for code in group.procedures:
            said.setdefault(code, set()).update(map(folded, group.words))
    return [
        Entry(
            one.id,
            [folded(name) for name in (one.name.ja, one.name.kana, one.name.en)],
            said.get(one.id, set()),
            folded(one.summary_ja),
        )
        for one in PACK.procedures
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("転入届", "tennyu_todoke"),
        ("てんにゅうとどけ", "tennyu_todoke"),
        ("ﾃﾝﾆｭｳﾄﾄﾞｹ", "tennyu_todoke"),
        ("ひっこし", "tennyu_todoke"),
        ("はんこ", "inkan_toroku"),
        ("バイク", "gentsuki_move"),
        ("国保をやめたい", "kokuho_tennyu"),
        ("moving IN", "tennyu_todoke"),
        ("母子手帳", "ninshin_todoke"),
    ],
)
def test_kanji_kana_width_and_everyday_words_find_it(text, first):
    assert first in search(text, entries())[:4]


def test_every_word_must_fit_before_any_will_do():
    both = search("児童手当　転出", entries())

    assert both[0] == "jidoteate_tenshutsu"
    assert search("児童手当 ぞうきん", entries())


@pytest.mark.parametrize("text", ["", "　", "ぞうきん", "xyzzy"])
def test_what_is_nothing_finds_nothing(text):
    assert search(text, entries()) == []


def test_everybody_can_be_found_by_name_reading_and_english():
    found_by = [("ja", 0), ("kana", 0), ("en", 0)]
    for one in PACK.procedures:
        for language, _ in found_by:
            assert one.id in search(getattr(one.name, language), entries()), (one.id, language)
