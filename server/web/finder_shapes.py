"""Shapes of the procedure finder."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from config.schema.shapes import Language, OfficeCode
from server.web.shapes import Given, Taken

Answered = (
    Annotated[str, Field(max_length=60)]
    | Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=60)]
)


class FinderAnswers(Taken):
    """What somebody answered so far; with an office come its counters and its closed days."""

    answers: Annotated[dict[str, Answered], Field(max_length=200)]
    office: OfficeCode | None = None
    language: Language = "ja"


class BringShape(Given):
    """One thing to bring; `when` says when, where it is not always."""

    item: str
    required: bool
    when: str | None
    #: Texts that do not exist in the language asked for, and the language that they are in.
    other_languages: dict[str, Language]


class DeadlineShape(Given):
    """By when: `date` where it can be counted, the words always."""

    date: date | None
    text: str
    kind: Literal["legal", "benefit", "advised"]
    note: str | None


class FeeShape(Given):
    """One fee among several."""

    name: str
    yen: int


class ExplainedShape(Given):
    """A word of the office and what it means; `name` is what the language asked for calls it."""

    word: str
    kana: str
    name: str | None
    meaning: str
    #: The language that name and meaning are written in.
    language: Language


class FoundShape(Given):
    """A procedure that is needed."""

    id: str
    name: str
    official_name: str
    summary: str
    place: Literal["home", "office", "elsewhere", "nothing"]
    channel: str
    section: str
    section_name: str
    #: The numbers over the counters, 「1〜4」; None where it is not settled here.
    counter: str | None
    where: str | None
    service: str | None
    bookable: bool
    #: Something of it can be filled in at home.
    prepared: bool
    minutes: int
    bring: list[BringShape]
    deadline: DeadlineShape
    #: What is filled in at home for it; None where there is nothing to fill in.
    form: str | None
    #: The paper by which somebody else may come (委任状); None where nobody needs one.
    proxy_form: str | None
    fee_yen: int | None
    #: Where several things are paid for, each with its name.
    fees: list[FeeShape]
    who: str
    notes: str | None
    external: str | None
    #: Words that stand in these texts, explained.
    explained: list[ExplainedShape]
    #: Texts that do not exist in the language asked for, and the language that they are in.
    other_languages: dict[str, Language]


class QuestionShape(Given):
    """A question still to be asked."""

    id: str
    text: str
    help: str | None
    type: Literal["single", "multi", "date", "ward"]
    required: bool
    options: list[dict[str, str]]


class FinderResult(Given):
    """What the answers lead to."""

    procedures: list[FoundShape]
    next_questions: list[QuestionShape]


class Searched(Taken):
    """What somebody typed to find a procedure."""

    text: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")]
    language: Language = "ja"


class HitShape(Given):
    """A procedure that was found."""

    id: str
    name: str
    summary: str
    place: Literal["home", "office", "elsewhere", "nothing"]
    section: str
    service: str | None
    form: str | None
    channel: str
    other_languages: dict[str, Language]


class Hits(Given):
    """What a search found, the likeliest first."""

    procedures: list[HitShape]


class MissShape(Given):
    """A text that found nothing; "" stands for texts that are not kept."""

    text: str
    count: int


class Misses(Given):
    """What residents looked for in vain, most often first."""

    misses: list[MissShape]
