"""Words and lists: what machines say in seven languages, field types, relations, glossary."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from config.schema.forms import FieldType, Pattern
from config.schema.shapes import Code, Day, Language, NamesInAll, OfficeCode, Shape, Text, Words


class LanguageName(Shape):
    """A language as its speakers write it."""

    code: Language
    name: Text
    tts: Annotated[str, Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")]


class SpokenJapanese(Shape):
    """How numbers and letters sound when a ticket is called."""

    letters: dict[Annotated[str, Field(pattern=r"^[A-Z]$")], Text]
    numbers: dict[Annotated[str, Field(pattern=r"^[0-9]+$")], Text]


class Rewording(Shape):
    """An office word and how やさしい日本語 says it."""

    ja: Text
    easy_ja: Text


class Phrases(Shape):
    """The file ``phrases.yaml``: texts by place, each in all languages."""

    languages: tuple[LanguageName, ...]
    placeholders: dict[Code, Text]
    call: dict[Code, NamesInAll]
    ticket: dict[Code, NamesInAll]
    kiosk: dict[Code, NamesInAll]
    display: dict[Code, NamesInAll]
    spoken_ja: SpokenJapanese
    easy_ja_glossary: tuple[Rewording, ...] = ()


class FieldRule(Shape):
    """What every field of a type must satisfy, and how its input is tidied first."""

    desc_ja: Text
    pattern: Pattern | None = None
    normalize_ja: Text | None = None
    note_ja: Text | None = None
    display_ja: Text | None = None
    max_length: Annotated[int, Field(ge=1)] | None = None
    digits: tuple[int, ...] = ()
    earliest: Day | None = None
    partial: bool = False
    parts: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    store: bool = True


class Era(Shape):
    """元号. The newest one has no end."""

    id: Annotated[str, Field(pattern=r"^[A-Z]$")]
    name_ja: Text
    kanji: Annotated[str, Field(min_length=1, max_length=1)]
    romaji: Text
    start: Day
    end: Day | None = None
    note_ja: Text | None = None


class Relations(Shape):
    """続柄, by what the relation is to."""

    to_head_juminhyo: tuple[Text, ...]
    to_deceased: tuple[Text, ...]
    koseki_order: tuple[Text, ...]


class Validation(Shape):
    """The file ``validation.yaml``."""

    field_types: dict[FieldType, FieldRule]
    eras: Annotated[tuple[Era, ...], Field(min_length=1)]
    relations: Relations

    @model_validator(mode="after")
    def _eras_follow_each_other(self) -> Self:
        for newer, older in zip(self.eras, self.eras[1:], strict=False):
            if older.end is None or (newer.start - older.end).days != 1:
                raise ValueError(f"元号の間があいています: {older.name_ja}・{newer.name_ja}")
        return self


class Facility(Shape):
    """A nursery that can be applied for."""

    code: Annotated[str, Field(pattern=r"^[0-9]{5}-[0-9]{3}$")]
    name_ja: Text
    kind_ja: Text
    ward_code: OfficeCode


class Facilities(Shape):
    """The file ``facilities.yaml``."""

    facilities: tuple[Facility, ...]


class Translations(Shape):
    """A file ``translations/LANGUAGE.yaml``: the catalogue's Japanese texts in one language.

    A text that is changed finds no translation any more, so none goes stale.
    """

    language: Language
    texts: dict[Text, Text]


class Explanation(Shape):
    """A word of the office that residents meet, and what it means in one plain sentence."""

    word: Words
    kana: Text
    meaning: Words


class Explanations(Shape):
    """The file ``explanations.yaml``; no word stands in it twice."""

    explanations: tuple[Explanation, ...]

    @model_validator(mode="after")
    def _each_word_once(self) -> Self:
        words = [one.word.ja for one in self.explanations]
        twice = {word for word in words if words.count(word) > 1}
        if twice:
            raise ValueError(f"同じことばが2つあります: {'、'.join(sorted(twice))}")
        return self


class Term(Shape):
    """An office term, its reading, and the one word for it in programs."""

    ja: Text
    kana: Text | None = None
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*$")]
    meaning: Text


class Glossary(Shape):
    """The file ``glossary.yaml``."""

    terms: tuple[Term, ...]
