from itertools import product

import pytest

from server.domain.stops import (
    AT_COUNTER,
    CLOSED,
    OPEN,
    STATE_NAMES,
    STEP_NAMES,
    STEPS,
    State,
    Step,
    StepNotAllowed,
    advance,
    mermaid,
)

#: The table of the architecture, written down a second time.
ARROWS = {
    ("planned", "open"): "waiting",
    ("planned", "prepare"): "preparing",
    ("preparing", "ready"): "waiting",
    ("waiting", "call"): "called",
    ("waiting", "start"): "serving",
    ("waiting", "postpone"): "planned",
    ("preparing", "postpone"): "planned",
    ("called", "call"): "called",
    ("called", "start"): "serving",
    ("called", "miss"): "absent",
    ("absent", "return"): "waiting",
    ("absent", "call"): "called",
    ("serving", "hold"): "held",
    ("serving", "finish"): "done",
    ("held", "call"): "called",
    **{
        (state, "withdraw"): "withdrawn"
        for state in ("planned", "preparing", "waiting", "called", "held", "absent")
    },
    **{
        (state, "expire"): "expired"
        for state in ("planned", "preparing", "waiting", "called", "serving", "held", "absent")
    },
}
EVERY_PAIR = list(product(State, Step))


@pytest.mark.parametrize(("state", "step"), EVERY_PAIR)
def test_a_stop_moves_along_the_table_and_nowhere_else(state, step):
    after = ARROWS.get((state.value, step.value))
    if after is not None:
        assert advance(state, step) == after
        return
    with pytest.raises(StepNotAllowed) as refusal:
        advance(state, step)
    assert refusal.value.code == "step_not_allowed"
    assert refusal.value.details == {"state": state.value, "step": step.value}
    assert STATE_NAMES[state] in refusal.value.message
    assert STEP_NAMES[step] in refusal.value.message


def test_the_table_has_no_arrow_that_is_not_written_down_here():
    assert {(state.value, step.value): to.value for (state, step), to in STEPS.items()} == ARROWS


def test_every_state_is_open_before_the_line_or_closed():
    assert OPEN | CLOSED | {State.PLANNED, State.PREPARING} == set(State)
    assert not OPEN & CLOSED
    assert AT_COUNTER < OPEN


def test_no_arrow_leaves_a_closed_state_and_every_open_one_can_end():
    assert not [pair for pair in STEPS if pair[0] in CLOSED]
    assert all((state, Step.EXPIRE) in STEPS for state in set(State) - CLOSED)


def test_every_state_and_step_has_a_name_of_its_own():
    assert len({STATE_NAMES[state] for state in State}) == len(State)
    assert len({STEP_NAMES[step] for step in Step}) == len(Step)


def test_the_diagram_has_every_arrow_once_and_ends_where_nothing_follows():
    first, *lines = mermaid().splitlines()
    assert first == "stateDiagram-v2"
    arrows = {
        f"{state.upper()} --> {after.upper()}: {step}" for (state, step), after in ARROWS.items()
    }
    ends = {f"{state.value.upper()} --> [*]" for state in CLOSED}
    assert sorted(line.strip() for line in lines) == sorted(arrows | ends)
