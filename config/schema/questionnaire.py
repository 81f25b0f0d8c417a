"""手続き判定の質問: the finder asks about a person's situation, never about a procedure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.schema.conditions import Condition
from config.schema.shapes import Code, Shape, Text, Words


class QuestionOption(Shape):
    """One answer."""

    value: Annotated[str, Field(min_length=1, max_length=60)]
    label: Words


class Question(Shape):
    """One question on one screen."""

    id: Code
    text: Words
    type: Literal["single", "multi", "date", "ward"]
    required: bool
    options: tuple[QuestionOption, ...] = ()
    show_if: Condition | None = None
    after: Code | None = Field(
        default=None, description="of a question that an office added: which one it follows"
    )
    help_ja: Text | None = None
    help_en: Text | None = None

    @property
    def help(self) -> Words | None:
        """What makes the question easier to answer."""
        return Words(ja=self.help_ja, en=self.help_en) if self.help_ja else None

    @property
    def values(self) -> frozenset[str]:
        """The values that may be answered."""
        return frozenset(option.value for option in self.options)

    @model_validator(mode="after")
    def _has_options_where_needed(self) -> Self:
        if (self.type in {"single", "multi"}) != bool(self.options):
            raise ValueError(f"選択肢(options)は single と multi だけに必要です: {self.id}")
        if len(self.values) != len(self.options):
            raise ValueError(f"同じ値の選択肢があります: {self.id}")
        return self


class Screen(Shape):
    """Questions of one life event, in the order in which they are asked."""

    id: Code
    title_ja: Text
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]


class Questionnaire(Shape):
    """The file ``questionnaire.yaml``."""

    screens: Annotated[tuple[Screen, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def with_questions(self, own: Mapping[str, Question], gone: Collection[str]) -> "Questionnaire":
        """Return it with *own* questions in their places, and without those that are *gone*.

        A question that is not here yet comes right after the one it names; on the last
        screen where that one is not asked.
        """
        asked = {one.id: own.get(one.id, one) for one in self.questions}
        asked = {code: one for code, one in asked.items() if code not in gone}
        screens = [[code for code in one.questions if code in asked] for one in self.screens]
        for one in _in_order_of_places(own, asked):
            asked[one.id] = one
            screen = next((codes for codes in screens if one.after in codes), screens[-1])
            at = screen.index(one.after) + 1 if one.after in screen else len(screen)
            screen.insert(at, one.id)
        return Questionnaire(
            screens=tuple(
                one.model_copy(update={"questions": tuple(codes)})
                for one, codes in zip(self.screens, screens, strict=True)
                if codes
            ),
            questions=tuple(asked.values()),
        )


def _in_order_of_places(own: Mapping[str, Question], asked: Collection[str]) -> Iterator[Question]:
    """Yield the questions to be added, each after the one that it follows."""
    left = {code: one for code, one in own.items() if code not in asked}
    while left:
        code = next((code for code, one in left.items() if one.after not in left), min(left))
        yield left.pop(code)
