"""The procedure finder, 手続き判定: does a condition hold for the answers somebody gave."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol


class Condition(Protocol):
    """One condition of the finder; exactly one of its parts is set (``q`` goes with three)."""

    @property
    def q(self) -> str | None: ...
    @property
    def is_(self) -> str | None: ...
    @property
    def in_(self) -> Collection[str] | None: ...
    @property
    def has_any(self) -> Collection[str] | None: ...
    @property
    def all_(self) -> "Sequence[Condition] | None": ...
    @property
    def any_(self) -> "Sequence[Condition] | None": ...
    @property
    def not_(self) -> "Condition | None": ...


#: What somebody answered: one value, or several where several may be chosen.
Answer = str | Collection[str]


def holds(condition: Condition, answers: Mapping[str, Answer]) -> bool:
    """Tell whether *condition* holds for *answers*.

    A condition on a question that nobody answered is false, inside ``not`` too,
    where it makes the ``not`` true. A condition without any part always holds.
    """
    if condition.all_ is not None:
        return all(holds(part, answers) for part in condition.all_)
    if condition.any_ is not None:
        return any(holds(part, answers) for part in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, answers)
    if condition.q is None:
        return True
    return _answered(condition, answers.get(condition.q))


def _answered(condition: Condition, answer: Answer | None) -> bool:
    """Tell whether *answer* is one that *condition* looks for."""
    if answer is None:
        return False
    if condition.has_any is not None:
        chosen = {answer} if isinstance(answer, str) else set(answer)
        return not chosen.isdisjoint(condition.has_any)
    if condition.in_ is not None:
        return isinstance(answer, str) and answer in condition.in_
    return answer == condition.is_
