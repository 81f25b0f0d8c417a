"""The kiosk's words in the visitor's language.

やさしい日本語 is written with its readings, 「受付(うけつけ)」: they stand as ruby over the
characters, and are what the voice says.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict

#: Marks where a text may break; what stands between two marks stays together.
BREAK = "／"
DEFAULT = "ja"
_NO_SPACES = {"ja", "easy_ja", "zh_hans", "zh_hant"}
_DOT = re.compile("([・·])")
_READING = re.compile(r"([一-鿿々〆ヶ]+)\(([ぁ-ゖー]+)\)")


class WordList(BaseModel):
    """``words.yaml``: names of languages, days and months, and each text by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: dict[str, str]
    #: From Monday on.
    weekdays: dict[str, tuple[str, str, str, str, str, str, str]]
    words: dict[str, dict[str, str]]
    #: Rows of signs, by the name of the keyboard; and the one that each language begins with.
    keyboards: dict[str, tuple[str, ...]]
    keyboard_of: dict[str, str]
    #: What staff read at the kiosk, in Japanese.
    staff: dict[str, str]

    @property
    def signs(self) -> str:
        """Every sign that a visitor can write."""
        return " " + "".join(row for rows in self.keyboards.values() for row in rows)

    def complete(self) -> tuple[str, ...]:
        """Return the languages in which nothing is missing."""
        return tuple(
            code
            for code in self.languages
            if code in self.weekdays and all(code in texts for texts in self.words.values())
        )


@cache
def word_list() -> WordList:
    """Return the words that come with the kiosk."""
    text = (files("kiosk.screen") / "words.yaml").read_text("utf-8")
    return WordList.model_validate(yaml.safe_load(text))


class Words:
    """Every text of the kiosk in one language."""

    def __init__(self, language: str, listed: WordList | None = None) -> None:
        self._list = listed or word_list()
        self.language = language if language in self._list.complete() else DEFAULT

    def plain(self, key: str, **values: object) -> Markup:
        """Return a text on one line, safe to put into a page."""
        return with_readings(self._text(key, values).replace(BREAK, self._joint))

    def bare(self, key: str, **values: object) -> str:
        """Return a text on one line as it is, without readings: where no markup can stand."""
        text = self._text(key, values).replace(BREAK, self._joint)
        return _READING.sub(r"\1", text)

    def raw(self, key: str, **values: object) -> str:
        """Return a text with its marks, to be put into another text."""
        return self._text(key, values)

    def lines(self, key: str, **values: object) -> Markup:
        """Return a text with its line breaks, safe to put into a page."""
        text = self._text(key, values)
        return Markup("<br>").join(with_readings(line) for line in text.split(BREAK))

    def name(self, names: Mapping[str, str], fallback: str) -> str:
        """Return the name of a thing in this language, else in what is nearest, else *fallback*."""
        second = "ja" if self.language == "easy_ja" else "en"
        return names.get(self.language) or names.get(second, fallback) or fallback

    def weekday(self, weekday: int) -> str:
        """Return the name of a day of the week; 0 is Monday."""
        return self._list.weekdays[self.language][weekday]

    @property
    def _joint(self) -> str:
        return "" if self.language in _NO_SPACES else " "

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        return self._list.words[key][self.language].format(**values)


def with_readings(text: str | Markup) -> Markup:
    """Return *text* with the readings in brackets as ruby, safe to put into a page."""
    return Markup(_READING.sub(r"<ruby>\1<rt>\2</rt></ruby>", str(escape(text))))  # noqa: S704 - escaped


def phrases(text: str) -> Markup:
    """Return *text* so that it breaks after a dot and nowhere inside a word."""
    return Markup(_DOT.sub(r"\1<wbr>", str(with_readings(text))))  # noqa: S704 - escaped
