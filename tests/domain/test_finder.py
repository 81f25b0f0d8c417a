"""Which questions are asked, and whether answers are answers."""

import pytest

from config import load_pack
from server.domain import finder
from server.domain.conditions import holds

PACK = load_pack("osaka-demo")
QUESTIONS = PACK.questionnaire.questions
WARDS = [office.code for office in PACK.offices]


def test_at_first_only_the_purpose_is_asked():
    assert [one.id for one in finder.unanswered(QUESTIONS, {})] == ["event"]


def test_a_question_is_asked_once_its_condition_holds():
    asked = [one.id for one in finder.unanswered(QUESTIONS, {"event": "moving"})]

    assert "mv_type" in asked
    assert not [name for name in asked if name.startswith("bv_")]


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"colour": "red"}, "answers.colour", "unknown_question"),
        ({"event": "party"}, "answers.event", "not_an_answer"),
        ({"event": ["moving"]}, "answers.event", "not_an_answer"),
        ({"mv_health": "kokuho"}, "answers.mv_health", "not_an_answer"),
        ({"mv_health": []}, "answers.mv_health", "not_an_answer"),
        ({"mv_health": ["kokuho", "kokuho"]}, "answers.mv_health", "not_an_answer"),
        ({"mv_date": "2026-02-30"}, "answers.mv_date", "not_an_answer"),
        ({"mv_date": "20260203"}, "answers.mv_date", "not_an_answer"),
        ({"bv_resident": "99999"}, "answers.bv_resident", "not_an_answer"),
    ],
)
def test_what_is_no_answer_is_named(answers, field, code):
    assert [(one.field, one.code) for one in finder.misfits(QUESTIONS, answers, WARDS)] == [
        (field, code)
    ]


def test_every_question_can_be_reached():
    """Somebody who wants to be asked a question can answer so that it is."""
    reached = set()
    paths = [{}]
    while paths:
        answers = paths.pop()
        following = next(iter(finder.unanswered(QUESTIONS, answers)), None)
        if following is None:
            continue
        reached.add(following.id)
        options = [option.value for option in following.options] or ["2026-11-15"]
        watched = {
            value
            for one in QUESTIONS
            if one.show_if
            for part in one.show_if.questions()
            if part.q == following.id
            for value in part.values
        }
        unlike = [value for value in options if value in watched] or []
        plain = next((value for value in options if value not in watched), None)
        for value in [*unlike, *([plain] if plain else [])]:
            answer = [value] if following.type == "multi" else value
            if len(paths) < 2_000:
                paths.append({**answers, following.id: answer})
        if len(reached) == len(QUESTIONS):
            break

    assert reached == {question.id for question in QUESTIONS}


def test_needed_is_what_the_conditions_say():
    answers = {"event": "certificates", "ct_kinds": ["juminhyo"]}
    needed = {one.id for one in finder.needed(PACK.procedures, answers)}

    assert needed == {one.id for one in PACK.procedures if holds(one.needed_when, answers)}
