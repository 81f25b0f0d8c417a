"""手続き判定の質問: the finder asks about a person's situation, never about a procedure."""

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
    help_ja: Text | None = None

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
