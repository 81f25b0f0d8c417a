"""The kiosk's words in the visitor's language."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict

#: Marks where a text may break; what stands between two marks stays together.
BREAK = "／"
DEFAULT = "ja"


class WordList(BaseModel):
    """``words.yaml``: names of languages, and each text by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: dict[str, str]
    words: dict[str, dict[str, str]]

    def complete(self) -> tuple[str, ...]:
        """Return the languages in which nothing is missing."""
        return tuple(
            code for code in self.languages if all(code in texts for texts in self.words.values())
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

    def plain(self, key: str, **values: object) -> str:
        """Return a text on one line."""
        text = self._list.words[key][self.language]
        joint = "" if self.language in {"ja", "zh_hans", "zh_hant"} else " "
        return text.replace(BREAK, joint).format(**values)

    def lines(self, key: str, **values: object) -> Markup:
        """Return a text with its line breaks, safe to put into a page."""
        text = self._list.words[key][self.language].format(**values)
        return Markup("<br>").join(escape(line) for line in text.split(BREAK))

    def name(self, names: Mapping[str, str], fallback: str) -> str:
        """Return the name of a thing in this language, else in English, else *fallback*."""
        return names.get(self.language) or names.get("en", fallback) or fallback


def phrases(text: str) -> Markup:
    """Return *text* so that it breaks after ・ and nowhere inside a word."""
    parts = text.split("・")
    return Markup("・<wbr>").join(escape(part) for part in parts)
