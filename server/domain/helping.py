"""Which queues a counter calls from now: its own, and those that need help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Help(Protocol):
    """When a counter calls from a queue that is not its own; each condition may be None."""

    @property
    def waits_over_min(self) -> int | None: ...
    @property
    def waiting_over(self) -> int | None: ...
    @property
    def own_line_empty(self) -> bool: ...
    @property
    def first(self) -> bool: ...


@dataclass(frozen=True)
class LineNow:
    """How a line stands: how many wait, and since when the longest of them."""

    waiting: int
    since: datetime | None


EMPTY = LineNow(0, None)


def is_needed(rule: Help, line: LineNow, own_waiting: int, now: datetime) -> bool:
    """Tell whether every condition of *rule* holds."""
    if line.since is None or (rule.own_line_empty and own_waiting > 0):
        return False
    if rule.waiting_over is not None and line.waiting <= rule.waiting_over:
        return False
    return rule.waits_over_min is None or now - line.since > timedelta(minutes=rule.waits_over_min)


def turns(
    own: Sequence[int],
    helps: Iterable[tuple[Help, int]],
    lines: Mapping[int, LineNow],
    now: datetime,
) -> list[tuple[int, ...]]:
    """Return the groups of queues to call from, in turn: the next only if nobody waits in one.

    Args:
        own: the ids of the counter's own queues.
        helps: rules, each with the id of its queue.
        lines: how the lines stand; a line that is missing is empty.
        now: the time.

    """
    own_waiting = sum(lines.get(queue, EMPTY).waiting for queue in own)
    needed = [
        (rule, queue)
        for rule, queue in helps
        if is_needed(rule, lines.get(queue, EMPTY), own_waiting, now)
    ]
    before = tuple(queue for rule, queue in needed if rule.first)
    among = tuple(queue for rule, queue in needed if not rule.first)
    return [group for group in (before, (*own, *among)) if group]
