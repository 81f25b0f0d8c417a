"""The shipped catalogue, checked rule by rule and independently of the loader's own checks."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from config import load_pack
from config.schema.forms import BLANK_TYPES
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from server.domain.conditions import holds
from tests.parts.packs import SHIPPED, problems_with

PACK = load_pack("osaka-demo")
SCENARIOS = yaml.safe_load((Path(__file__).parent / "data" / "scenarios.yaml").read_text("utf-8"))[
    "scenarios"
]
QUESTIONS = {question.id: question for question in PACK.questionnaire.questions}
ROLES = {section.role for section in PACK.sections} | {
    section.role for section in PACK.external_sections
}
CONDITIONS = [
    *((f"needed_when of {p.id}", p.needed_when) for p in PACK.procedures),
    *((f"show_if of {q.id}", q.show_if) for q in QUESTIONS.values() if q.show_if),
]


def test_the_whole_catalogue_is_there():
    fields = [field for form in PACK.forms for field in form.fields]

    assert len(PACK.procedures) == 78
    assert len(QUESTIONS) == 48
    assert len(PACK.forms) == 46
    assert len(fields) == 786
    assert len(PACK.offices) == 24


def test_no_name_is_given_twice():
    for names in (
        [procedure.id for procedure in PACK.procedures],
        [question.id for question in PACK.questionnaire.questions],
        [form.id for form in PACK.forms],
        [facility.code for facility in PACK.facilities],
        [term.code for term in PACK.glossary],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize(("where", "condition"), CONDITIONS, ids=[name for name, _ in CONDITIONS])
def test_conditions_look_at_answers_that_can_be_given(where, condition):
    for part in condition.questions():
        question = QUESTIONS[part.q]
        assert set(part.values) <= question.values, where
        assert (part.has_any is not None) == (question.type == "multi"), where


@pytest.mark.parametrize("procedure", PACK.procedures, ids=lambda procedure: procedure.id)
def test_a_procedure_points_at_things_that_exist(procedure: Procedure):
    forms = {form.id for form in PACK.forms}

    assert procedure.form is None or procedure.form in forms
    assert procedure.booking_form is None or procedure.booking_form in forms
    assert procedure.booking_form or not procedure.bookable
    assert procedure.section_role in ROLES
    assert procedure.sources
    if procedure.form:
        assert procedure.id in PACK.form(procedure.form).used_by


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_a_form_is_complete_in_itself(form):
    keys = [field.key for field in form.fields]
    lists = [field.bind for field in form.fields if field.type == "table" and field.bind]

    assert len(keys) == len(set(keys))
    assert len(lists) == len(set(lists))
    assert form.submit_to in ROLES
    for question in [*form.fields, *(c for field in form.fields for c in field.columns)]:
        assert question.type in PACK.validation.field_types
        values = [option.value for option in question.options]
        assert len(values) == len(set(values))
        assert (question.type in {"choice", "multi_choice"}) == bool(values)


def test_nothing_that_is_written_by_hand_is_ever_stored():
    blanks = [
        (form.id, question.key)
        for form in PACK.forms
        for field in form.fields
        for question in (field, *field.columns)
        if question.type in BLANK_TYPES and question.store
    ]

    assert blanks == []


def test_every_question_stands_on_exactly_one_screen():
    shown = [name for screen in PACK.questionnaire.screens for name in screen.questions]

    assert sorted(shown) == sorted(QUESTIONS)


def is_shown(question: Question, answers: dict) -> bool:
    return question.show_if is None or holds(question.show_if, answers)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_a_worked_example_answers_what_is_asked_and_nothing_else(scenario):
    answers = scenario["answers"]

    for name, answer in answers.items():
        question = QUESTIONS[name]
        given = answer if isinstance(answer, list) else [answer]
        assert set(given) <= question.values or not question.options
        assert is_shown(question, answers), f"{name} is hidden"
    for question in QUESTIONS.values():
        if question.required and is_shown(question, answers):
            assert question.id in answers


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_a_worked_example_leads_to_exactly_its_procedures(scenario):
    needed = {p.id for p in PACK.procedures if holds(p.needed_when, scenario["answers"])}

    assert needed == set(scenario["expected_procedures"])


def test_every_form_can_be_kept_as_json_and_read_again():
    for form in PACK.forms:
        assert type(form).model_validate_json(form.model_dump_json()) == form
        assert type(form).model_validate(form.model_dump(mode="json")) == form


def test_every_amount_of_money_is_written_as_one_and_says_its_unit():
    forms = [*PACK.forms, *(form for own in PACK.own for form in own.forms)]
    asked = [one for form in forms for field in form.fields for one in (field, *field.columns)]
    amounts = [one for one in asked if one.type == "number" and "円" in one.label.ja]
    assert {one.display for one in amounts} == {"yen"}
    name = "forms/shussan_ichijikin.yaml"
    text = (SHIPPED / name).read_text("utf-8")
    [problem] = problems_with(name, text.replace("出産費用(円)", "出産費用"))
    assert "名前に「円」のある number" in problem.message
