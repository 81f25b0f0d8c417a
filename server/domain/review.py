"""Review, 確認: how far a pre-application came, and who may change which answer in it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from server.domain.fields import BLANK
from server.domain.refusals import Refused


class ReviewState(StrEnum):
    """How far the office is with an application."""

    SUBMITTED = "submitted"
    ASKED = "asked"
    CORRECTED = "corrected"
    HELD = "held"
    ACCEPTED = "accepted"


class ReviewStep(StrEnum):
    """What is done with it; the history names entries by it."""

    CORRECT = "correct"
    ASK = "ask"
    ANSWER = "answer"
    ACCEPT = "accept"
    HOLD = "hold"
    REOPEN = "reopen"
    ASSIGN = "assign"
    RELEASE = "release"
    TICK = "tick"
    UNTICK = "untick"
    ATTACH = "attach"
    DETACH = "detach"


class Channel(StrEnum):
    """How an application reached the office."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    FAX = "fax"
    POST = "post"


_S, _T = ReviewState, ReviewStep

#: Steps that leave an application where it is.
_NOT_DECIDING = (_T.ASSIGN, _T.RELEASE, _T.TICK, _T.UNTICK)
#: What is not in it is refused.
STEPS: Mapping[tuple[ReviewState, ReviewStep], ReviewState] = {
    **{(state, _T.CORRECT): state for state in _S},
    **{(state, _T.ASK): _S.ASKED for state in _S},
    **{(state, step): state for state in _S for step in _NOT_DECIDING},
    **{(state, _T.ACCEPT): _S.ACCEPTED for state in _S if state is not _S.ACCEPTED},
    **{(state, _T.HOLD): _S.HELD for state in (_S.SUBMITTED, _S.ASKED, _S.CORRECTED)},
    **{(state, _T.REOPEN): _S.SUBMITTED for state in (_S.ASKED, _S.HELD, _S.ACCEPTED)},
    (_S.ASKED, _T.ANSWER): _S.CORRECTED,
    **{(_S.ASKED, step): _S.ASKED for step in (_T.ATTACH, _T.DETACH)},
}

#: What only the applicant knows for certain: the office asks and does not guess.
APPLICANTS_OWN = frozenset(
    {
        "name", "kana", "birth_date", "relation", "account_kana", "residence_card_no",
        "pension_number", "corporate_number", "invoice_number",
    }
)  # fmt: skip
#: Parts of keys that mean a bank account or a family register.
_OWN_KEYS = ("account", "honseki", "registered_domicile")


def after(state: str, step: ReviewStep) -> ReviewState:
    """Return the state that *step* leads to.

    Raises:
        Refused: ``step_not_allowed``.

    """
    reached = STEPS.get((ReviewState(state), step))
    if reached is None:
        raise Refused(
            "step_not_allowed", "いまの状態では、この操作はできません。画面を開きなおしてください。"
        )
    return reached


def is_for_staff(key: str, type_: str, channel: str) -> bool:
    """Tell whether staff may mend an answer; what they wrote themselves they always may.

    >>> is_for_staff("new_address", "address", "web"), is_for_staff("name", "name", "web")
    (True, False)
    >>> is_for_staff("name", "name", "phone"), is_for_staff("sign", "signature_blank", "phone")
    (True, False)
    """
    if type_ in BLANK or type_ in ("table", "time_range"):
        return False
    if channel != Channel.WEB:
        return True
    return type_ not in APPLICANTS_OWN and not any(part in key for part in _OWN_KEYS)


def with_answer(values: Mapping[str, Any], path: str, answer: Any) -> dict[str, Any]:
    """Return *values* with the answer at *path* (``key`` or ``table.row.column``) replaced.

    >>> with_answer({"a": 1, "rows": [{"b": 2}]}, "rows.0.b", 3)
    {'a': 1, 'rows': [{'b': 3}]}
    """
    key, _, rest = path.partition(".")
    if not rest:
        return {**values, key: answer}
    row, _, column = rest.partition(".")
    lines = [dict(line) for line in values.get(key, [])]
    lines[int(row)][column] = answer
    return {**values, key: lines}


def answer_at(values: Mapping[str, Any], path: str) -> Any:
    """Return the answer at *path*, None where nothing is answered."""
    key, _, rest = path.partition(".")
    if not rest:
        return values.get(key)
    row, _, column = rest.partition(".")
    lines = values.get(key, [])
    return lines[int(row)].get(column) if row.isdigit() and int(row) < len(lines) else None
