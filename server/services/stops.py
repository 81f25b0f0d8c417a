"""What happens to a stop away from any counter: ready, back, first, moved, given up."""

from datetime import timedelta

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Kind
from server.db.models import Stop, Visit
from server.db.types import row_id
from server.domain.queueing import Placed, VisitClass, order_time_after_return
from server.domain.refusals import Refused
from server.domain.stops import CLOSED, OPEN, Step
from server.services import choosing, rounds, tasks
from server.services.notes import checked_note
from server.services.rounds import NextStop, open_next
from server.services.steps import move, record, snapshot, stop_here


def ready(work: Work, stop_id: str) -> Stop:
    """Put a prepared stop in line, or, while the visit is at another desk, next in its list.

    Raises:
        Refused: ``papers_missing``, while a paper of it is not there.

    """
    stop = _stop(work, stop_id)
    if missing := tasks.left_of(work.session, stop):
        raise Refused("papers_missing", f"あと{missing}つに印をつけてください。", missing=missing)
    elsewhere = any(one.state in OPEN for one in queries.stops_of(work.session, stop.visit_id))
    if elsewhere:
        move(work, stop, Step.POSTPONE, Kind.PREPARED)
    else:
        place = rounds.place_in_line(work, stop)
        move(work, stop, Step.READY, Kind.PREPARED, order_time=place)
    return stop


def come_back(work: Work, stop_id: str, counter: str | None = None) -> Stop:
    """Put somebody who was absent back in line: in the old place, or from now.

    It can be undone at *counter*, if it was done there.
    """
    stop = _stop(work, stop_id)
    put_back(work, stop, _at(work, counter))
    return stop


def put_back(work: Work, stop: Stop, counter: CounterPlan | None = None) -> None:
    """Put an absent stop back in line, by hand or by itself."""
    rule = work.floor.services_by_id[stop.service_id].setup.absence
    missed_at, before = stop.since, stop.order_time
    move(work, stop, Step.RETURN, Kind.RETURNED, counter)
    stop.order_time = order_time_after_return(before, missed_at, work.now, rule.keeps_place_min)
    if stop.order_time != before:
        stop.placed = Placed.RETURNED


def withdraw(
    work: Work, stop_id: str, reason: str | None = None, *, counter: str | None = None
) -> Stop:
    """Note that somebody gave up; what else the visit had planned goes on.

    It can be undone at *counter*, if it was done there.
    """
    known = choosing.known_reason(work, "withdraw", reason)
    stop = _stop(work, stop_id)
    move(work, stop, Step.WITHDRAW, Kind.WITHDRAWN, _at(work, counter), reason=known)
    open_next(work, stop.visit_id)
    return stop


def prioritise(work: Work, stop_id: str, reason: str, *, counter: str | None = None) -> Stop:
    """Give a visit the head start of priority for all its desks; it never loses by it.

    It can be undone at *counter*, if it was done there.

    Raises:
        Misfit: ``unknown_reason``.
        Refused: ``stop_closed``.

    """
    known = choosing.known_reason(work, "priority", reason)
    stop = _stop(work, stop_id)
    if stop.state in CLOSED:
        raise Refused("stop_closed", f"{stop.label}の手続きは、もう終わっています。")
    visit = queries.visit_by_id(work.session, stop.visit_id)
    before = {"visit_class": str(visit.visit_class), "priority_reason": visit.priority_reason}
    visit.priority_reason = known
    for one in queries.stops_of(work.session, visit.id):
        if one.state not in CLOSED:
            stood = snapshot(one)
            _lead(work, visit, one)
            record(
                work, one, Kind.PRIORITISED, _at(work, counter),
                reason=known, before=stood, visit_before=before,
            )  # fmt: skip
    return stop


def _lead(work: Work, visit: Visit, stop: Stop) -> None:
    rules = work.floor.services_by_id[stop.service_id].setup
    leading = stop.checked_in - timedelta(minutes=rules.priority_min)
    if leading < stop.order_time:
        visit.visit_class = VisitClass.PRIORITY
        stop.order_time, stop.tie = leading, Stop.tie_of(visit.visit_class)
        stop.placed = None


def transfer(
    work: Work, stop_id: str, to: NextStop, reason: str | None = None, *, counter: str | None = None
) -> Stop:
    """Move somebody who waits to another line, or to another place of the same one.

    It can be undone at *counter*, if it was done there.
    """
    known = choosing.known_reason(work, "transfer", reason)
    return rounds.transfer(work, _stop(work, stop_id), to, known, _at(work, counter))


def go_first(work: Work, stop_id: str) -> Stop:
    """Let a visit go to this planned desk next."""
    return rounds.go_first(work, _stop(work, stop_id))


def note(work: Work, stop_id: str, text: str) -> Stop:
    """Leave a note for the next desk; an empty one takes it away. The log has no text."""
    stop = _stop(work, stop_id)
    stop.note = checked_note(text)
    record(work, stop, Kind.NOTED, public=False, written=stop.note is not None)
    return stop


def _at(work: Work, counter: str | None) -> CounterPlan | None:
    return None if counter is None else work.floor.counter(counter)


def _stop(work: Work, stop_id: str) -> Stop:
    return stop_here(work, row_id(stop_id))
