"""手続き判定 over the API: the worked examples, random people, and this ward's facts."""

from random import Random
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from config import load_pack
from server.domain import finder
from tests.parts.demo_city import OFFICE
from tests.parts.finder_paths import FOLDER, QUESTIONS, WARDS, needed, raw, walk

PACK = load_pack("osaka-demo")
SCENARIOS = yaml.safe_load(
    (FOLDER.parents[2] / "tests" / "config" / "data" / "scenarios.yaml").read_text("utf-8")
)["scenarios"]


def find(client: FlaskClient, answers: dict[str, Any], **more: Any) -> Any:
    return client.post("/api/v1/procedure-finder", json={"answers": answers, **more})


def ids(answer: Any) -> set[str]:
    return {one["id"] for one in answer.json["procedures"]}


@pytest.mark.db
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["id"])
def test_the_worked_examples_come_out_exactly(client, scenario):
    answer = find(client, scenario["answers"], office=OFFICE)

    assert ids(answer) == set(scenario["expected_procedures"])
    assert not [one for one in answer.json["next_questions"] if one["required"]]


def test_two_thousand_random_people_get_what_the_conditions_say_and_nobody_is_stuck():
    chance = Random(20261125)  # noqa: S311
    asked, found = set(), set()
    for _ in range(2_000):
        answers = walk(QUESTIONS, WARDS, chance)
        got = {one.id for one in finder.needed(PACK.procedures, answers)}
        assert got == needed(answers), answers
        asked |= set(answers)
        found |= got

    assert asked == {question.id for question in QUESTIONS}
    assert found == {one["id"] for one in raw("procedures.yaml")["procedures"]}


@pytest.mark.db
def test_the_api_answers_random_people_the_same(client):
    chance = Random(7)  # noqa: S311
    for _ in range(40):
        answers = walk(QUESTIONS, WARDS, chance)
        assert ids(find(client, answers, office=chance.choice(WARDS))) == needed(answers)


def test_the_first_question_comes_first_and_in_its_language(client):
    questions = find(client, {}, language="en").json["next_questions"]

    assert [one["id"] for one in questions] == ["event"]
    assert questions[0]["text"] == "What brings you here?"
    assert questions[0]["options"][0] == {"value": "moving", "label": "Moving house"}


def test_a_deadline_is_a_date_that_is_open(client):
    scenario = next(one for one in SCENARIOS if one["id"] == "in_family")
    answer = find(client, scenario["answers"], office=OFFICE)  # moved on 15 November 2026

    tennyu = next(one for one in answer.json["procedures"] if one["id"] == "tennyu_todoke")
    assert tennyu["deadline"]["date"] == "2026-11-30"  # the 29th is a Sunday
    assert "14日以内" in tennyu["deadline"]["text"]
    assert tennyu["counter"] == "1〜4"
    assert tennyu["bring"][0]["required"] is True


def test_without_an_office_there_is_no_counter_but_the_date(client):
    scenario = next(one for one in SCENARIOS if one["id"] == "in_family")
    tennyu = next(
        one
        for one in find(client, scenario["answers"]).json["procedures"]
        if one["id"] == "tennyu_todoke"
    )

    assert tennyu["counter"] is None
    assert tennyu["deadline"]["date"] == "2026-11-30"


def test_what_can_be_done_at_home_stands_first_and_then_what_is_due_first(client):
    scenario = next(one for one in SCENARIOS if one["id"] == "in_family")
    found = find(client, scenario["answers"], office=OFFICE).json["procedures"]
    places = [one["place"] for one in found]

    assert places == sorted(places, key=["home", "office", "elsewhere", "nothing"].index)
    dates = [one["deadline"]["date"] or "9" for one in found if one["place"] == "office"]
    assert dates == sorted(dates)


def test_wrong_answers_are_told_all_at_once(client):
    answer = find(client, {"event": "party", "colour": "red"})

    assert answer.status_code == 400
    assert {one["field"] for one in answer.json["error"]["fields"]} == {
        "answers.event",
        "answers.colour",
    }


def test_an_unknown_ward_is_told(client):
    assert find(client, {}, office="99999").status_code == 404
    assert find(client, {}, office="住之江").json["error"]["fields"][0]["field"] == "office"
