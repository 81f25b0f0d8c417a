from itertools import product

import pytest

from server.domain.refusals import Refused
from server.domain.review import STEPS, ReviewState, ReviewStep, after, answer_at, with_answer


def test_every_pair_of_state_and_step_is_allowed_by_the_table_or_refused():
    for state, step in product(ReviewState, ReviewStep):
        if (state, step) in STEPS:
            assert after(state, step) is STEPS[state, step]
        else:
            with pytest.raises(Refused, match="この操作はできません"):
                after(state, step)


def test_only_an_applicant_who_was_asked_may_answer():
    allowed = {state for state, step in STEPS if step is ReviewStep.ANSWER}
    assert allowed == {ReviewState.ASKED}


def test_an_answer_in_a_table_is_replaced_and_the_given_values_stay():
    values = {"members": [{"name": "A"}, {"name": "B"}]}
    changed = with_answer(values, "members.1.name", "C")
    assert answer_at(changed, "members.1.name") == "C"
    assert answer_at(values, "members.1.name") == "B"
    assert answer_at(values, "members.7.name") is None
