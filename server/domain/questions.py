"""What a form asks: the facts of a question that readers of answers need to know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Words(Protocol):
    """A text in several languages; Japanese is always there."""

    @property
    def ja(self) -> str: ...


class Option(Protocol):
    """One answer of a choice."""

    @property
    def value(self) -> str: ...
    @property
    def label_ja(self) -> str: ...


class Field(Protocol):
    """A question; a field of a form or a column of its table will do."""

    @property
    def key(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def label(self) -> Words: ...
    @property
    def required(self) -> bool: ...
    @property
    def unique(self) -> bool: ...
    @property
    def options(self) -> Sequence[Option]: ...
    @property
    def length(self) -> int | None: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def min(self) -> int | None: ...
    @property
    def max(self) -> int | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def display(self) -> str | None: ...


@dataclass(frozen=True)
class Surroundings:
    """What answers are checked against; None means that any well-formed code will do."""

    today: date
    facilities: Collection[str] | None = None
    wards: Collection[str] | None = None
    procedures: Collection[str] | None = None


class Unfit(ValueError):
    """An answer does not fit: a stable code, and the sentence that goes on after the label."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
