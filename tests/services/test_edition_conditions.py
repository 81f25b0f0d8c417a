"""Conditions as rows of a page: what they say stays the same, whichever way they are written."""

import pytest

from config import load_pack
from config.schema.conditions import Condition
from server.domain.conditions import holds
from server.domain.refusals import Misfit
from server.services import edition_conditions as rows
from server.services.edition_conditions import Group, Row, Subject

PACK = load_pack("osaka-demo")
SUBJECTS = [
    Subject(one.id, one.text.ja, {o.value: o.label.ja for o in one.options}, one.type == "multi")
    for one in PACK.questionnaire.questions
    if one.options
]
CONDITIONS = [one.needed_when for one in PACK.procedures] + [
    one.show_if for one in PACK.questionnaire.questions if one.show_if
]
FIRST = SUBJECTS[0]


def inputs_of(group, path=rows.ROOT):
    """Return what a page sends for *group*."""
    sent = {f"{path}.mode": [group.mode]}
    for at, part in enumerate(group.parts):
        here = f"{path}.{at}"
        if isinstance(part, Group):
            sent |= inputs_of(part, here)
        else:
            sent |= {
                f"{here}.q": [part.subject], f"{here}.was": [part.subject],
                f"{here}.value": list(part.values), f"{here}.not": ["yes" if part.is_not else ""],
            }  # fmt: skip
    return sent


def written(group):
    document = rows.condition(group, SUBJECTS)
    return Condition.model_validate(document or {"always": True})


def answers_that_matter(condition):
    for part in condition.questions():
        for value in (*part.values, "something else"):
            yield {part.q: [value] if part.has_any else value}
    yield {part.q: [part.values[0]] if part.has_any else part.values[0]
           for part in condition.questions()}  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_of_the_pack_goes_through_the_page_and_means_the_same(condition):
    sent = rows.sent(inputs_of(rows.read(condition)), SUBJECTS)
    back = written(sent)
    for answers in answers_that_matter(condition):
        assert holds(back, answers) == holds(condition, answers)


def test_rows_and_groups_are_added_and_taken_away_where_their_button_stands():
    one = rows.after_press(Group(), "row:when", SUBJECTS)
    assert one.parts == (Row(FIRST.id, (next(iter(FIRST.answers)),)),)
    two = rows.after_press(one, "group:when", SUBJECTS)
    three = rows.after_press(two, "row:when.1", SUBJECTS)
    assert [len(three.parts), len(three.parts[1].parts)] == [2, 2]
    assert written(three).all_[1].any_ is not None
    assert rows.after_press(three, "remove:when.1.0", SUBJECTS) == two
    assert rows.after_press(two, "remove:when.1", SUBJECTS) == one
    assert written(rows.after_press(one, "remove:when.0", SUBJECTS)).always


def test_a_row_that_looks_at_another_question_begins_with_an_answer_of_it():
    other = next(one for one in SUBJECTS if not set(one.answers) & set(FIRST.answers))
    sent = inputs_of(Group("all", (Row(FIRST.id, tuple(FIRST.answers)),)))
    sent["when.0.q"] = [other.id]
    assert rows.sent(sent, SUBJECTS).parts == (Row(other.id, (next(iter(other.answers)),)),)


def test_a_row_without_an_answer_is_refused_at_its_own_input():
    group = Group("all", (Row(FIRST.id, ("x",)), Group("any", (Row(FIRST.id, ()),))))
    with pytest.raises(Misfit) as told:
        rows.condition(group, SUBJECTS)
    assert [one.field for one in told.value.errors] == ["when.1.0.value"]


def test_two_rows_about_one_field_of_a_form_are_refused():
    row = Row("kind", ("a",))
    assert rows.when(Group("all", (row,))) == {"kind": ["a"]}
    with pytest.raises(Misfit) as told:
        rows.when(Group("all", (row, row)))
    assert [one.field for one in told.value.errors] == ["when.1.q"]
