"""Calls in the languages of tickets, spelled so that a synthesiser says them right.

The sentence is the city's own (`phrases.yaml`); only the number in it is spelled here:
letters by their names, figures one by one where people say them so.
"""

import re
from collections.abc import Callable, Mapping

#: The languages of tickets and the voice of the synthesiser that says each.
VOICES = {"en": "en-us", "zh_hans": "cmn", "zh_hant": "cmn", "ko": "ko", "vi": "vi"}

_HAN = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_LABEL = re.compile(r"([A-Z]{0,2})([0-9]{1,4})")


def call_text(language: str, phrase: str, label: str, counter: str) -> str | None:
    """Return the call as *language* says it; None for what is no ticket or no language here.

    >>> call_text("en", "Number {number}, please come to counter {counter}.", "A018", "3")
    'Number A, 0 1 8, please come to counter 3.'
    """
    spell, match = _SPELLINGS.get(language), _LABEL.fullmatch(label)
    if spell is None or match is None or not re.fullmatch("[0-9]{1,3}", counter):
        return None
    number = spell(match[1], match[2])
    return phrase.replace("{number}", number).replace("{counter}", counter)


def _english(letters: str, figures: str) -> str:
    # With the comma it is the letter's name; without, "A" is the article.
    return "".join(f"{letter}, " for letter in letters) + " ".join(figures)


def _chinese(letters: str, figures: str) -> str:
    return letters + "".join(_HAN[figure] for figure in figures)


def _korean(letters: str, figures: str) -> str:
    return f"{letters} {int(figures)}".strip()


def _vietnamese(letters: str, figures: str) -> str:
    return f"{' '.join(letters)} {' '.join(figures)}".strip()


_SPELLINGS: Mapping[str, Callable[[str, str], str]] = {
    "en": _english,
    "zh_hans": _chinese,
    "zh_hant": _chinese,
    "ko": _korean,
    "vi": _vietnamese,
}
