"""The small shapes that every kind of file shares."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Language = Literal["ja", "easy_ja", "en", "zh_hans", "zh_hant", "ko", "vi"]

#: The seven languages in the order in which a kiosk offers them.
LANGUAGES: tuple[Language, ...] = ("ja", "easy_ja", "en", "zh_hans", "zh_hant", "ko", "vi")


def language_of(code: str) -> Language:
    """Return the language with *code*, or Japanese where it is none of the seven."""
    return next((language for language in LANGUAGES if language == code), "ja")


class Shape(BaseModel):
    """A part of a pack: it never changes, and a field it does not know is refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, allow_inf_nan=False
    )


def _day(value: object) -> object:
    """Read ``2026-11-24`` and nothing else, so that a bare number is not a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _clock_time(value: object) -> object:
    """Read ``17:30``; office hours have no seconds."""
    return time.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]

#: A name for programs: stable, never shown to a resident.
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

#: The key of a field of a form.
FieldKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

#: Another field of the same form and the values of it that count.
When = dict[FieldKey, tuple[str, ...]]

#: Text that a person reads: never empty, never only blanks.
Text = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]

#: A municipality or ward of JIS X 0402, with the prefecture and without the check digit.
OfficeCode = Annotated[str, Field(pattern=r"^[0-9]{5}$")]


class Words(Shape):
    """One text in several languages. Japanese is always there, the rest as far as translated."""

    ja: Text
    easy_ja: Text | None = None
    en: Text | None = None
    zh_hans: Text | None = None
    zh_hant: Text | None = None
    ko: Text | None = None
    vi: Text | None = None

    def in_language(self, language: Language) -> str:
        """Return the text in *language*, or what comes nearest.

        やさしい日本語 falls back to Japanese, every other language to English first.
        """
        own: str | None = getattr(self, language)
        english = None if language == "easy_ja" else self.en
        return own or english or self.ja


class NamesInAll(Words):
    """A name that a kiosk or a display shows: all seven languages, none missing."""

    easy_ja: Text
    en: Text
    zh_hans: Text
    zh_hant: Text
    ko: Text
    vi: Text
