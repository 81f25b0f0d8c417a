"""The catalogue in the language of a page: its own words, a translation, English, Japanese."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from config.schema.shapes import Language, Words
from server.services import catalogue


@dataclass(frozen=True)
class Said:
    """A text, and the language that it is written in."""

    text: str
    language: Language


@dataclass(frozen=True)
class Tongue:
    """One language, and what the catalogue's Japanese texts are in it."""

    language: Language
    texts: Mapping[str, str]

    @property
    def is_japanese(self) -> bool:
        """Tell whether its readers read Japanese."""
        return self.language in ("ja", "easy_ja")

    def said(self, words: Words) -> Said:
        """Return *words* in this language, or in the one that comes nearest.

        やさしい日本語 falls back to Japanese, every other language to English first.
        """
        own: str | None = getattr(words, self.language) or self.texts.get(words.ja)
        if own is not None:
            return Said(own, self.language)
        if words.en is not None and not self.is_japanese:
            return Said(words.en, "en")
        return Said(words.ja, "ja")

    def say(self, words: Words) -> str:
        """Return *words* as `said`, the text alone."""
        return self.said(words).text


#: What staff and papers for the office read.
JAPANESE = Tongue("ja", {})


def speaking(session: Session, language: Language) -> Tongue:
    """Return the tongue of *language* with the translations that are in force."""
    return Tongue(language, catalogue.translations(session, language))
