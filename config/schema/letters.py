"""Mails to residents: subject and text by occasion and language."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import field_validator

from config.schema.shapes import Language, Shape, Text

#: What a letter may speak of; nobody's name is among it.
PLACEHOLDERS = frozenset(
    {"office", "service", "day", "time", "where", "link", "until", "label", "ahead", "counter"}
)
LetterName = Literal[
    "booked", "moved", "cancelled", "reminder", "booked_remote", "moved_remote",
    "reminder_remote", "offered", "not_drawn", "asked", "near", "called",
]  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """What one letter can speak of, and what it must: of a push and an SMS the subject is all."""

    known: frozenset[str]
    in_subject: frozenset[str]
    in_body: frozenset[str]


def _contents(known: str, in_subject: str, in_body: str) -> Contents:
    return Contents(*(frozenset(names.split()) for names in (known, in_subject, in_body)))


_BOOKING = "office service day time where link"
_BOOKED = _contents(_BOOKING, "day time", "day time link")
_REMINDER = _contents(_BOOKING, "time", "day time link")
CONTENTS: Mapping[LetterName, Contents] = {
    "booked": _BOOKED,
    "moved": _BOOKED,
    "cancelled": _contents(_BOOKING, "day time", "day time"),
    "reminder": _REMINDER,
    "booked_remote": _BOOKED,
    "moved_remote": _BOOKED,
    "reminder_remote": _REMINDER,
    "offered": _contents(f"{_BOOKING} until", "", "day time until link"),
    "not_drawn": _contents("office service day link", "", "day link"),
    "asked": _contents(_BOOKING, "", "link"),
    "near": _contents("office label ahead where link", "label", "label link"),
    "called": _contents("office label counter where link", "label counter", "label counter"),
}


def placeholders_of(text: str) -> list[tuple[int, str]]:
    """Return what *text* speaks of, each with its line.

    Raises:
        ValueError: a brace without its partner, or something besides the name in the braces.

    """
    lines = enumerate(text.split("\n"), start=1)
    return [(number, name) for number, line in lines for name in _names(number, line)]


def _names(number: int, line: str) -> Iterator[str]:
    wrong = f"{number}行目: {{ と }} は {{day}} のように、項目の名前だけを囲んでください"
    try:
        parts = list(string.Formatter().parse(line))
    except ValueError:
        raise ValueError(wrong) from None
    for _, name, form, conversion in parts:
        if form or conversion:
            raise ValueError(wrong)
        if name is not None:
            yield name


class _Told(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


class Letter(Shape):
    """One letter in one language; ``{day}`` and the like become facts."""

    subject: Text
    body: Text

    @field_validator("subject")
    @classmethod
    def _is_one_line(cls, text: str) -> str:
        if len(text.splitlines()) > 1:
            raise ValueError("件名は1行で書いてください")
        return text

    @field_validator("subject", "body")
    @classmethod
    def _knows_its_placeholders(cls, text: str) -> str:
        unknown = [one for one in placeholders_of(text) if one[1] not in PLACEHOLDERS]
        if unknown:
            told = (f"{line}行目: {{{name}}} という項目はありません" for line, name in unknown)
            raise ValueError("、".join(told))
        return text

    def filled(self, facts: Mapping[str, str]) -> tuple[str, str]:
        """Return the subject and the body with *facts*; what is not known keeps its braces."""
        told = _Told(facts)
        return self.subject.format_map(told), self.body.format_map(told)


class LetterWords(Shape):
    """A letter in several languages. Japanese is always there."""

    ja: Letter
    easy_ja: Letter | None = None
    en: Letter | None = None
    zh_hans: Letter | None = None
    zh_hant: Letter | None = None
    ko: Letter | None = None
    vi: Letter | None = None

    def own(self, language: Language) -> Letter | None:
        """Return the letter in *language* itself, if there is one."""
        found: Letter | None = getattr(self, language)
        return found

    def in_language(self, language: Language) -> Letter:
        """Return the letter in *language*, or in what comes nearest, as `Words` does."""
        english = None if language in ("ja", "easy_ja") else self.en
        return self.own(language) or english or self.ja


class LetterEntry(LetterWords):
    """A letter as an entry of the catalogue, which the city and each ward may word anew."""

    id: LetterName


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

    def words(self, name: str) -> LetterWords | None:
        """Return the letter with *name*, if there is one."""
        found: LetterWords | None = getattr(self, name) if name in CONTENTS else None
        return found
