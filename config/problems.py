"""What is wrong with a setting, and where."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file: the line, the path of keys to it, and what to do."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        """Return it as an editor understands it: ``file:line: key: message``."""
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class BadConfig(Exception):
    """Settings that cannot be used. It carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Misplaced(ValueError):
    """A value that does not fit, found by looking at more than one field.

    `loc` leads from the thing that was looked at to the field that is wrong.
    """

    def __init__(self, message: str, *loc: int | str) -> None:
        super().__init__(message)
        self.loc = loc


class BadSetting(ValueError):
    """An option or environment variable that cannot be used; one sentence says why."""
