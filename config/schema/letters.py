"""Mails to residents: subject and text by occasion and language."""

import string
from typing import Self

from pydantic import model_validator

from config.schema.shapes import Language, Shape, Text

#: What a letter may speak of; nobody's name is among it.
PLACEHOLDERS = frozenset(
    {"office", "service", "day", "time", "where", "link", "until", "label", "ahead", "counter"}
)


class Letter(Shape):
    """One letter in one language; ``{day}`` and the like become facts."""

    subject: Text
    body: Text

    @model_validator(mode="after")
    def _knows_its_placeholders(self) -> Self:
        for text in (self.subject, self.body):
            used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            if unknown := used - PLACEHOLDERS:
                raise ValueError(f"使えない項目です: {{{'}, {'.join(sorted(unknown))}}}")
        return self


class LetterWords(Shape):
    """A letter in several languages. Japanese is always there."""

    ja: Letter
    easy_ja: Letter | None = None
    en: Letter | None = None
    zh_hans: Letter | None = None
    zh_hant: Letter | None = None
    ko: Letter | None = None
    vi: Letter | None = None

    def in_language(self, language: Language) -> Letter:
        """Return the letter in *language*, or in what comes nearest, as `Words` does."""
        own: Letter | None = getattr(self, language)
        english = None if language in ("ja", "easy_ja") else self.en
        return own or english or self.ja


class Letters(Shape):
    """The file ``letters.yaml``."""

    booked: LetterWords
    moved: LetterWords
    cancelled: LetterWords
    reminder: LetterWords
    booked_remote: LetterWords
    moved_remote: LetterWords
    reminder_remote: LetterWords
    offered: LetterWords
    not_drawn: LetterWords
    asked: LetterWords
    near: LetterWords
    called: LetterWords
