"""The states of a stop: one table, from which everything else follows.

A *stop* is a visit's stay in one queue. The table is the specification: the test
walks every pair, the README's diagram is generated from it, and undo walks its
arrows backwards.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from server.domain.refusals import Refused


class State(StrEnum):
    """Where a stop stands."""

    PLANNED = "planned"
    PREPARING = "preparing"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    ABSENT = "absent"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can happen to a stop."""

    OPEN = "open"
    PREPARE = "prepare"
    READY = "ready"
    CALL = "call"
    START = "start"
    MISS = "miss"
    RETURN = "return"
    HOLD = "hold"
    POSTPONE = "postpone"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


#: A visit has at most one stop in these states (invariant I3).
OPEN = frozenset({State.WAITING, State.CALLED, State.SERVING, State.HELD, State.ABSENT})
#: A counter has at most one stop in these states (invariant I4).
AT_COUNTER = frozenset({State.CALLED, State.SERVING})
CLOSED = frozenset({State.DONE, State.WITHDRAWN, State.EXPIRED})

STEPS: Mapping[tuple[State, Step], State] = MappingProxyType({
    (State.PLANNED, Step.OPEN): State.WAITING,  # the stop before it closed
    (State.PLANNED, Step.PREPARE): State.PREPARING,  # the stop before it closed, papers come first
    (State.PLANNED, Step.WITHDRAW): State.WITHDRAWN,
    (State.PLANNED, Step.EXPIRE): State.EXPIRED,
    (State.PREPARING, Step.READY): State.WAITING,  # 交付準備完了
    (State.PREPARING, Step.POSTPONE): State.PLANNED,  # ready, but another desk is not done yet
    (State.PREPARING, Step.WITHDRAW): State.WITHDRAWN,
    (State.PREPARING, Step.EXPIRE): State.EXPIRED,
    (State.WAITING, Step.CALL): State.CALLED,
    (State.WAITING, Step.START): State.SERVING,  # served without calling
    (State.WAITING, Step.POSTPONE): State.PLANNED,  # another desk of the visit comes first
    (State.WAITING, Step.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Step.EXPIRE): State.EXPIRED,
    (State.CALLED, Step.CALL): State.CALLED,  # called again, 再呼出
    (State.CALLED, Step.START): State.SERVING,
    (State.CALLED, Step.MISS): State.ABSENT,
    (State.CALLED, Step.WITHDRAW): State.WITHDRAWN,
    (State.CALLED, Step.EXPIRE): State.EXPIRED,
    (State.SERVING, Step.HOLD): State.HELD,
    (State.SERVING, Step.FINISH): State.DONE,
    (State.SERVING, Step.EXPIRE): State.EXPIRED,
    (State.HELD, Step.CALL): State.CALLED,
    (State.HELD, Step.WITHDRAW): State.WITHDRAWN,
    (State.HELD, Step.EXPIRE): State.EXPIRED,
    (State.ABSENT, Step.RETURN): State.WAITING,
    (State.ABSENT, Step.CALL): State.CALLED,
    (State.ABSENT, Step.WITHDRAW): State.WITHDRAWN,
    (State.ABSENT, Step.EXPIRE): State.EXPIRED,
})  # fmt: skip

#: What people call the states.
STATE_NAMES: Mapping[State, str] = MappingProxyType({
    State.PLANNED: "この後の窓口",
    State.PREPARING: "準備中",
    State.WAITING: "待ち",
    State.CALLED: "呼出中",
    State.SERVING: "対応中",
    State.HELD: "保留",
    State.ABSENT: "不在",
    State.DONE: "終了",
    State.WITHDRAWN: "取下げ",
    State.EXPIRED: "期限切れ",
})  # fmt: skip

STEP_NAMES: Mapping[Step, str] = MappingProxyType({
    Step.OPEN: "次の窓口へ",
    Step.PREPARE: "準備を始める",
    Step.READY: "準備完了",
    Step.CALL: "呼出",
    Step.START: "対応開始",
    Step.MISS: "不在にする",
    Step.RETURN: "復帰",
    Step.HOLD: "保留",
    Step.POSTPONE: "後に回す",
    Step.FINISH: "終了",
    Step.WITHDRAW: "取下げ",
    Step.EXPIRE: "期限切れ",
})  # fmt: skip


class StepNotAllowed(Refused):
    """The table has no such arrow."""

    def __init__(self, state: State, step: Step) -> None:
        super().__init__(
            "step_not_allowed",
            f"「{STATE_NAMES[state]}」の番号は「{STEP_NAMES[step]}」にできません。",
            state=state.value,
            step=step.value,
        )


def advance(state: State, step: Step) -> State:
    """Return the state a stop is in after *step*.

    Raises:
        StepNotAllowed: the table has no such arrow.

    """
    try:
        return STEPS[state, step]
    except KeyError:
        raise StepNotAllowed(state, step) from None


def mermaid() -> str:
    """Return the table as the Mermaid diagram that stands in the README."""
    arrows = [
        f"    {state.value.upper()} --> {after.value.upper()}: {step.value}"
        for (state, step), after in STEPS.items()
    ]
    ends = [f"    {state.value.upper()} --> [*]" for state in State if state in CLOSED]
    return "\n".join(["stateDiagram-v2", *arrows, *ends])
