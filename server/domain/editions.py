"""A draft of the catalogue on its way to being in force: one table of states and steps."""

from collections.abc import Mapping
from enum import StrEnum

from server.domain.refusals import Refused


class EditionState(StrEnum):
    """How far a draft is."""

    DRAFT = "draft"
    ASKED = "asked"
    APPROVED = "approved"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    DISCARDED = "discarded"


class EditionStep(StrEnum):
    """What is done with a draft."""

    EDIT = "edit"
    ASK = "ask"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    ROLL_BACK = "roll_back"
    DISCARD = "discard"


#: Where a draft is still worked on; there is at most one such draft of an entry in a layer.
OPEN = frozenset({EditionState.DRAFT, EditionState.ASKED, EditionState.APPROVED})

#: Whoever changes what was approved has it approved again.
STEPS: Mapping[tuple[EditionState, EditionStep], EditionState] = {
    (EditionState.DRAFT, EditionStep.EDIT): EditionState.DRAFT,
    (EditionState.DRAFT, EditionStep.ASK): EditionState.ASKED,
    (EditionState.DRAFT, EditionStep.DISCARD): EditionState.DISCARDED,
    (EditionState.ASKED, EditionStep.EDIT): EditionState.DRAFT,
    (EditionState.ASKED, EditionStep.SEND_BACK): EditionState.DRAFT,
    (EditionState.ASKED, EditionStep.APPROVE): EditionState.APPROVED,
    (EditionState.ASKED, EditionStep.DISCARD): EditionState.DISCARDED,
    (EditionState.APPROVED, EditionStep.EDIT): EditionState.DRAFT,
    (EditionState.APPROVED, EditionStep.SEND_BACK): EditionState.DRAFT,
    (EditionState.APPROVED, EditionStep.SCHEDULE): EditionState.APPROVED,
    (EditionState.APPROVED, EditionStep.PUBLISH): EditionState.PUBLISHED,
    (EditionState.APPROVED, EditionStep.DISCARD): EditionState.DISCARDED,
    (EditionState.PUBLISHED, EditionStep.ROLL_BACK): EditionState.ROLLED_BACK,
}


def after(state: str, step: EditionStep) -> EditionState:
    """Return the state after *step*, or refuse with ``step_not_allowed``."""
    try:
        return STEPS[EditionState(state), step]
    except KeyError:
        raise Refused(
            "step_not_allowed", "この案は、いまその操作ができません。画面を読みなおしてください。"
        ) from None
