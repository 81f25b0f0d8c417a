"""The finder's conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema.conditions import Condition
from server.domain.conditions import holds


def reads(text: dict) -> Condition:
    return Condition.model_validate(text)


ANSWERS = {"event": "moving", "members": ["school", "preschool"]}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"q": "event", "is": "moving"}, True),
        ({"q": "event", "is": "bereavement"}, False),
        ({"q": "event", "in": ["bereavement", "moving"]}, True),
        ({"q": "event", "in": ["bereavement"]}, False),
        ({"q": "members", "has_any": ["age65", "school"]}, True),
        ({"q": "members", "has_any": ["age65"]}, False),
        ({"q": "members", "is": "school"}, False),
        ({"q": "members", "in": ["school"]}, False),
        ({"q": "unasked", "is": "yes"}, False),
        ({"q": "unasked", "has_any": ["yes"]}, False),
        ({"not": {"q": "unasked", "is": "yes"}}, True),
        ({"not": {"q": "event", "is": "moving"}}, False),
        ({"all": [{"q": "event", "is": "moving"}, {"q": "unasked", "is": "x"}]}, False),
        ({"any": [{"q": "event", "is": "moving"}, {"q": "unasked", "is": "x"}]}, True),
        ({"always": True}, True),
    ],
)
def test_a_condition_looks_at_the_answers(condition, expected):
    assert holds(reads(condition), ANSWERS) is expected


@pytest.mark.parametrize(
    "text",
    [
        {},
        {"q": "event"},
        {"is": "moving"},
        {"q": "event", "is": "a", "in": ["b"]},
        {"q": "event", "is": "a", "all": [{"always": True}]},
        {"q": "event", "always": True},
        {"all": []},
        {"always": False},
        {"always": True, "not": {"always": True}},
    ],
)
def test_a_condition_says_exactly_one_thing(text):
    with pytest.raises(ValueError, match=r"条件は|at least 1 item"):
        reads(text)


names = st.sampled_from(["a", "b", "c"])
values = st.sampled_from(["x", "y", "z"])
answers = st.dictionaries(names, st.one_of(values, st.lists(values, min_size=1, max_size=3)))
leaves = st.one_of(
    st.builds(lambda q, v: {"q": q, "is": v}, names, values),
    st.builds(lambda q, v: {"q": q, "in": v}, names, st.lists(values, min_size=1)),
    st.builds(lambda q, v: {"q": q, "has_any": v}, names, st.lists(values, min_size=1)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


@given(st.lists(trees, min_size=1, max_size=4), answers)
def test_none_of_them_is_all_of_their_opposites(parts, given_answers):
    none = reads({"not": {"any": parts}})
    all_not = reads({"all": [{"not": part} for part in parts]})

    assert holds(none, given_answers) == holds(all_not, given_answers)


@given(trees, answers)
def test_a_condition_survives_being_kept_as_json(tree, given_answers):
    condition = reads(tree)
    again = Condition.model_validate(condition.model_dump(mode="json", exclude_none=True))

    assert again == condition
    assert holds(again, given_answers) == holds(condition, given_answers)


@given(trees, answers)
def test_only_the_questions_it_names_matter(tree, given_answers):
    condition = reads(tree)
    named = {part.q for part in condition.questions()}
    fewer = {name: value for name, value in given_answers.items() if name in named}

    assert holds(condition, fewer) == holds(condition, given_answers)
