"""What a rule will answer today and tomorrow: asked now at every moment when it may change.

A kiosk that cannot reach the office looks up the answer. So the rules are written once,
here, and a kiosk that is older than its server follows the newer rules all the same.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from server.domain.business_day import iso
from server.domain.refusals import Refused

MOMENT = timedelta(microseconds=1)


def answers_by_time(
    moments: Iterable[datetime | None], ask: Callable[[datetime], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the answers in order, each with the moment ``from`` which it holds.

    Args:
        moments: when the answer may change; None is nothing.
        ask: answers for one moment, or raises Refused, which is an answer too.

    """
    spans: list[dict[str, Any]] = []
    before: dict[str, Any] | None = None
    for moment in sorted({one for one in moments if one is not None}):
        answer = _answer(ask, moment)
        if answer != before:
            spans.append({"from": iso(moment)} | answer)
            before = answer
    return spans


def _answer(ask: Callable[[datetime], dict[str, Any]], moment: datetime) -> dict[str, Any]:
    try:
        return ask(moment)
    except Refused as refusal:
        body = {"code": refusal.code, "message": refusal.message} | dict(refusal.details)
        return {"refusal": body}
