"""Undo, for ten seconds: all events of the counter's last command, newest first."""

import json
from collections.abc import Sequence
from datetime import timedelta

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Kind
from server.db.models import Counter, CounterState, EventRow, Stop, Task
from server.db.types import from_micros
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services.steps import record, restore

UNDO_FOR = timedelta(seconds=10)
#: Bookkeeping, not something that a counter did and could take back.
_NOT_DONE_BY_HAND = frozenset(
    {Kind.UNDONE, Kind.PRINTED, Kind.REPRINTED, Kind.PRINT_FAILED, Kind.EXPIRED}
)


def undoable(rows: Sequence[EventRow]) -> bool:
    """Tell whether a command's events are something to take back, time aside."""
    return bool(rows) and not any(row.kind in _NOT_DONE_BY_HAND for row in rows)


def undo(work: Work, number: str) -> list[str]:
    """Take back the counter's last command and return the kinds undone, newest first.

    Nothing is deleted: the arrows are walked backwards, each with an event of its own.

    Raises:
        Refused: ``too_late_to_undo`` after ten seconds, or when somebody else has gone on
            with one of the numbers, or when nothing is left to undo.

    """
    counter = work.floor.counter(number)
    rows = queries.last_command_at(work.session, work.office, number)
    if not undoable(rows) or work.now - from_micros(rows[-1].at) > UNDO_FOR:
        raise _too_late()
    stops = [row.stop for row in rows if row.stop is not None]
    if queries.touched_after(work.session, work.office, stops, rows[-1].seq):
        raise _too_late()
    for row in reversed(rows):
        _reverse(work, counter, row)
    return [row.kind for row in reversed(rows)]


def _reverse(work: Work, counter: CounterPlan, row: EventRow) -> None:
    detail = json.loads(row.detail)
    if row.kind == Kind.TASK_ADDED:
        _take_back_task(work, row, detail["task"])
        return
    before = detail.get("before")
    if row.stop is None:
        work.session.get_one(Counter, counter.id).state = CounterState(before)
        work.record(Kind.UNDONE, counter=counter.number, area=row.area, detail={"undoes": row.seq})
        return
    stop = work.session.get_one(Stop, row.stop)
    if before is None:  # the command had planned this stop
        stop.state = State.WITHDRAWN
    else:
        restore(stop, before)
    record(work, stop, Kind.UNDONE, counter, undoes=row.seq, undone=row.kind)


def _take_back_task(work: Work, row: EventRow, task_id: int) -> None:
    work.session.delete(work.session.get_one(Task, task_id))
    work.session.flush()
    detail = {"undoes": row.seq, "undone": row.kind}
    work.record(Kind.UNDONE, visit=row.visit, stop=row.stop, detail=detail)


def _too_late() -> Refused:
    return Refused(
        "too_late_to_undo", "取り消せるのは10秒以内で、ほかの人が続けていないときだけです。"
    )
