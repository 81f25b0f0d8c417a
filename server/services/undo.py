"""Undo, for ten seconds: all events of a counter's, or of one's own, last command, newest first."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Kind
from server.db.models import Counter, CounterState, EventRow, Stop, Task
from server.db.queries.events import MOST_EVENTS_OF_A_COMMAND
from server.db.types import from_micros
from server.domain.queueing import VisitClass
from server.domain.refusals import Refused
from server.domain.stops import State
from server.services.steps import record, restore

UNDO_FOR = timedelta(seconds=10)
#: Bookkeeping, not something that a counter did and could take back.
_NOT_DONE_BY_HAND = frozenset({Kind.UNDONE, Kind.PRINTED, Kind.REPRINTED, Kind.PRINT_FAILED})
#: What somebody does to a line without a counter, and may take back.
_DONE_TO_A_LINE = frozenset(
    {Kind.TRANSFERRED, Kind.PRIORITISED, Kind.WITHDRAWN, Kind.RETURNED, Kind.EXPIRED}
)
#: The reason in the log where somebody ends a day, and not the clock.
BY_HAND = "closed_by_hand"


def undoable(rows: Sequence[EventRow]) -> bool:
    """Tell whether a command's events are something to take back, time aside."""
    if not 0 < len(rows) < MOST_EVENTS_OF_A_COMMAND:  # nothing, or not all of it is known
        return False
    return not any(row.kind in _NOT_DONE_BY_HAND or _ended_by_itself(row) for row in rows)


def undoable_at_counter(rows: Sequence[EventRow], number: str) -> bool:
    """Tell whether a counter may take a command back: it must be of that counter alone."""
    of_others = any(row.counter not in {None, number} for row in rows)
    return undoable(rows) and not of_others and not _ends_the_office_s_day(rows)


def undo(work: Work, number: str) -> list[str]:
    """Take back the counter's last command and return the kinds undone, newest first.

    Nothing is deleted: the arrows are walked backwards, each with an event of its own.

    Raises:
        Refused: ``too_late_to_undo`` after ten seconds, or when somebody else has gone on
            with one of the numbers, or when nothing is left to undo.

    """
    counter = work.floor.counter(number)
    rows = queries.last_command_at(work.session, work.office, number)
    if not undoable_at_counter(rows, number):
        raise _too_late()
    return _undo(work, rows, counter)


def undo_own(work: Work) -> list[str]:
    """Take back what the caller did last to lines, at no counter.

    Moved, let go first, gave up, or ended the day of the whole office.

    Raises:
        Refused: ``too_late_to_undo``, as for a counter.

    """
    rows = queries.last_command_of(work.session, work.office, work.actor, work.seq)
    if not _ends_the_office_s_day(rows) and not _done_to_a_line(rows):
        raise _too_late()
    return _undo(work, rows, None)


def _done_to_a_line(rows: Sequence[EventRow]) -> bool:
    return bool(rows) and rows[0].kind in _DONE_TO_A_LINE and rows[0].counter is None


def _undo(work: Work, rows: Sequence[EventRow], counter: CounterPlan | None) -> list[str]:
    if not undoable(rows) or work.now - from_micros(rows[-1].at) > UNDO_FOR:
        raise _too_late()
    stops = [row.stop for row in rows if row.stop is not None]
    if queries.touched_after(work.session, work.office, stops, rows[-1].seq):
        raise _too_late()
    for row in reversed(rows):
        _reverse(work, counter, row)
    return [row.kind for row in reversed(rows)]


def _ended_by_itself(row: EventRow) -> bool:
    return row.kind == Kind.EXPIRED and row.counter is None and not _by_hand(row)


def _ends_the_office_s_day(rows: Sequence[EventRow]) -> bool:
    return any(row.kind == Kind.COUNTER_CLOSED and _by_hand(row) for row in rows)


def _by_hand(row: EventRow) -> bool:
    return bool(json.loads(row.detail).get("reason") == BY_HAND)


def _reverse(work: Work, counter: CounterPlan | None, row: EventRow) -> None:
    detail = json.loads(row.detail)
    if row.kind == Kind.TASK_ADDED:
        _take_back_task(work, row, detail["task"])
        return
    before = detail.get("before")
    if row.stop is None and row.counter is not None:
        counter = work.floor.counter(row.counter)
        work.session.get_one(Counter, counter.id).state = CounterState(before)
        work.record(Kind.UNDONE, counter=counter.number, area=row.area, detail={"undoes": row.seq})
        return
    stop = work.session.get_one(Stop, row.stop)
    if before is None:  # the command had planned this stop
        stop.state = State.WITHDRAWN
    else:
        restore(stop, before)
        _restore_line(stop, detail.get("line_before"))
        _restore_class(work, stop, detail.get("visit_before"))
    record(work, stop, Kind.UNDONE, counter, undoes=row.seq, undone=row.kind)


def _restore_line(stop: Stop, before: Mapping[str, Any] | None) -> None:
    """Put *stop* back into the line it was moved from."""
    if before is not None:
        stop.queue_id, stop.service_id = before["queue"], before["service"]
        stop.opens_at = from_micros(before["opens_at"]) if before["opens_at"] else None


def _restore_class(work: Work, stop: Stop, before: Mapping[str, Any] | None) -> None:
    """Take the head start of priority from the visit of *stop* again."""
    if before is not None:
        visit = queries.visit_by_id(work.session, stop.visit_id)
        visit.visit_class = VisitClass(before["visit_class"])
        visit.priority_reason = before["priority_reason"]
        stop.tie = Stop.tie_of(visit.visit_class)


def _take_back_task(work: Work, row: EventRow, task_id: int) -> None:
    work.session.delete(work.session.get_one(Task, task_id))
    work.session.flush()
    detail = {"undoes": row.seq, "undone": row.kind}
    work.record(Kind.UNDONE, visit=row.visit, stop=row.stop, detail=detail)


def _too_late() -> Refused:
    return Refused(
        "too_late_to_undo", "取り消せるのは10秒以内で、ほかの人が続けていないときだけです。"
    )
