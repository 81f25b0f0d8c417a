"""手続き判定: what to ask next, and which procedures somebody needs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from server.domain.conditions import Answer, Condition, holds
from server.domain.refusals import FieldError


class Question(Protocol):
    """What the rules need to know of a question."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def values(self) -> Collection[str]: ...
    @property
    def show_if(self) -> Condition | None: ...


class Needed(Protocol):
    """An entry of the catalogue with its condition."""

    @property
    def needed_when(self) -> Condition: ...


AnyQuestion = TypeVar("AnyQuestion", bound=Question)
AnyNeeded = TypeVar("AnyNeeded", bound=Needed)
Answers = Mapping[str, Answer]


def shown(questions: Iterable[AnyQuestion], answers: Answers) -> list[AnyQuestion]:
    """Return the questions that are asked of somebody who gave *answers*, in their order."""
    return [one for one in questions if one.show_if is None or holds(one.show_if, answers)]


def unanswered(questions: Iterable[AnyQuestion], answers: Answers) -> list[AnyQuestion]:
    """Return the questions that are still to be asked; none means: done."""
    return [one for one in shown(questions, answers) if one.id not in answers]


def needed(entries: Iterable[AnyNeeded], answers: Answers) -> list[AnyNeeded]:
    """Return what somebody who gave *answers* needs, in the order of the catalogue."""
    return [one for one in entries if holds(one.needed_when, answers)]


def misfits(
    questions: Sequence[Question], answers: Mapping[str, object], wards: Collection[str]
) -> list[FieldError]:
    """Return every answer that is none: an unknown question, an answer it does not have."""
    known = {question.id: question for question in questions}
    found = []
    for name, answer in answers.items():
        field = f"answers.{name[:60]}"
        question = known.get(name)
        if question is None:
            found.append(FieldError(field, "unknown_question", "この質問はありません。"))
        elif not _fits(question, answer, wards):
            message = "この質問の答えとして使えません。選びなおしてください。"
            found.append(FieldError(field, "not_an_answer", message))
    return found


def _fits(question: Question, answer: object, wards: Collection[str]) -> bool:
    if question.type == "multi":
        return (
            isinstance(answer, list)
            and bool(answer)
            and len(set(answer)) == len(answer)
            and all(one in question.values for one in answer)
        )
    if not isinstance(answer, str):
        return False
    if question.type == "date":
        return _is_day(answer)
    return answer in (wards if question.type == "ward" else question.values)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
