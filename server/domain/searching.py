"""Finding a procedure by whatever somebody calls it: kanji, kana, letters, everyday words."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

#: Katakana letters that have a hiragana of their own.
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_BREAK = re.compile(r"[\s、。,，・/／()（）「」]+")

#: Where a word was found: a name counts more than a sentence.
NAME, SAID, MENTIONED = 3, 2, 1
#: A shorter word inside a longer one says nothing.
SHORTEST_INSIDE = 2


@dataclass(frozen=True)
class Entry:
    """What can be found, its texts folded."""

    code: str
    names: Sequence[str]
    words: Collection[str]
    text: str


def folded(text: str) -> str:
    """Return *text* as it is compared: full and half width, kana and capitals alike.

    >>> folded("ﾃﾝﾆｭｳ トドケ"), folded("Moving　In")
    ('てんにゅう とどけ', 'moving in')
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_TO_HIRAGANA)
    return " ".join(plain.split())


def search(text: str, entries: Iterable[Entry]) -> list[str]:
    """Return the codes of what *text* may mean, the likeliest first.

    Every word must be found; where no entry has them all, any of them will do.
    """
    words = [word for word in _BREAK.split(folded(text)) if word]
    if not words:
        return []
    scored = [(entry.code, [_score(word, entry) for word in words]) for entry in entries]
    whole = [(code, sum(scores)) for code, scores in scored if all(scores)]
    found = whole or [(code, sum(scores)) for code, scores in scored if any(scores)]
    return [code for code, _ in sorted(found, key=lambda one: -one[1])]


def _score(word: str, entry: Entry) -> int:
    if any(word in name for name in entry.names):
        return NAME
    if any(_means(word, said) for said in entry.words):
        return SAID
    return MENTIONED if len(word) >= SHORTEST_INSIDE and word in entry.text else 0


def _means(word: str, said: str) -> bool:
    """Tell whether somebody who typed *word* says *said*: 「国保をやめたい」 says 「国保」."""
    if len(word) < SHORTEST_INSIDE or len(said) < SHORTEST_INSIDE:
        return word == said
    return word in said or said in word
