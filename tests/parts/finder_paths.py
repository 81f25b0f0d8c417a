"""Random people who answer the finder's questions, and the conditions read a second time.

The evaluator here knows nothing of the product: it reads the pack's YAML as it stands.
"""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

import config
from config import load_pack
from server.domain import finder

_LOADED = load_pack("osaka-demo")
_BY_ID = {one.id: one for one in _LOADED.questionnaire.questions}
#: In the order in which they are asked.
QUESTIONS = [_BY_ID[code] for screen in _LOADED.questionnaire.screens for code in screen.questions]
WARDS = [office.code for office in _LOADED.offices]
FOLDER = Path(config.__file__).parent / "data" / "osaka-demo"
Answers = dict[str, Any]


@cache
def raw(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def holds(condition: dict[str, Any], answers: Answers) -> bool:
    inner = condition.get("all") or condition.get("any") or ()
    parts = [holds(part, answers) for part in inner]
    if parts:
        return all(parts) if "all" in condition else any(parts)
    if "not" in condition:
        return not holds(condition["not"], answers)
    if "q" not in condition:
        return bool(condition["always"])
    answer = answers.get(condition["q"])
    if "has_any" in condition:
        return bool({*(answer or [])} & {*condition["has_any"]})
    return answer in condition.get("in", [condition.get("is")])


def needed(answers: Answers) -> set[str]:
    """Return the procedures whose condition holds, by the YAML alone."""
    entries = raw("procedures.yaml")["procedures"]
    return {one["id"] for one in entries if holds(one["needed_when"], answers)}


def walk(questions: Any, wards: list[str], chance: Random) -> Answers:
    """Answer question after question at random until nothing more is asked.

    An optional question is left out now and then. Raises AssertionError on a question
    that comes back after it was answered, which would be a way without an end.
    """
    answers: Answers = {}
    skipped: set[str] = set()
    while True:
        rest = [one for one in finder.unanswered(questions, answers) if one.id not in skipped]
        if not rest:
            return answers
        following = rest[0]
        assert following.id not in answers
        if not following.required and chance.random() < 0.3:
            skipped.add(following.id)
        else:
            answers[following.id] = _answer(following, wards, chance)


def _answer(question: Any, wards: list[str], chance: Random) -> Any:
    values = [option.value for option in question.options]
    if question.type == "multi":
        return chance.sample(values, chance.randint(1, len(values)))
    if question.type == "date":
        return f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return chance.choice(values or wards)
