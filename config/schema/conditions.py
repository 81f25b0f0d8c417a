"""The condition language of the procedure finder, as it stands in YAML."""

from typing import Self

from pydantic import Field, model_validator

from config.schema.shapes import Shape


class Condition(Shape):
    """One condition; it satisfies the Protocol of ``server.domain.conditions``.

    Exactly one of these: ``{q, is}`` · ``{q, in}`` · ``{q, has_any}`` · ``{all}`` ·
    ``{any}`` · ``{not}`` · ``{always: true}``.
    """

    q: str | None = Field(default=None, description="the question that is looked at")
    is_: str | None = Field(default=None, alias="is")
    in_: tuple[str, ...] | None = Field(default=None, alias="in", min_length=1)
    has_any: tuple[str, ...] | None = Field(default=None, min_length=1)
    all_: tuple["Condition", ...] | None = Field(default=None, alias="all", min_length=1)
    any_: tuple["Condition", ...] | None = Field(default=None, alias="any", min_length=1)
    not_: "Condition | None" = Field(default=None, alias="not")
    always: bool | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        about_a_question = (self.is_, self.in_, self.has_any)
        on_its_own = (self.all_, self.any_, self.not_, self.always or None)
        said = sum(part is not None for part in (*about_a_question, *on_its_own))
        needs_question = any(part is not None for part in about_a_question)
        if said != 1 or needs_question != (self.q is not None):
            raise ValueError(
                "条件は、q と is・in・has_any の1つ、"
                "または all・any・not・always の1つで書いてください"
            )
        return self

    def questions(self) -> "list[Condition]":
        """Return every condition in here that looks at a question."""
        if self.q is not None:
            return [self]
        inner = [*(self.all_ or ()), *(self.any_ or ()), *([self.not_] if self.not_ else [])]
        return [found for part in inner for found in part.questions()]

    @property
    def values(self) -> tuple[str, ...]:
        """The answers of its question that this condition names."""
        return (self.is_,) if self.is_ is not None else self.in_ or self.has_any or ()
