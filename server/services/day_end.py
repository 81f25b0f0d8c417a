"""The end of the day: what is left is closed with a reason, by hand or by itself overnight."""

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Kind
from server.db.models import Counter, CounterState
from server.domain.business_day import starts_at
from server.domain.checkin import ReservationState
from server.domain.refusals import Refused
from server.domain.stops import AT_COUNTER, CLOSED, State, Step
from server.services import opening_hours
from server.services.duty import close_counter, set_duty
from server.services.steps import move

_LEFT = frozenset(State) - CLOSED


def close_past_days(work: Work) -> int:
    """Expire what earlier business days left open, and return how many stops that were.

    Yesterday's counters go off duty, its reservations become completed or no-shows.
    """
    left = queries.left_open_before(work.session, work.office, work.day)
    for stop in left:
        move(work, stop, Step.EXPIRE, Kind.EXPIRED, reason="day_closed")
    _settle_reservations(work)
    _send_home(work)
    return len(left)


def close_queues(work: Work, number: str) -> int:
    """Expire who is still in the queues of a counter after reception has ended, and close it.

    Returns how many stops that were. Who is called or served elsewhere stays.

    Raises:
        Refused: ``reception_open``, while tickets for these queues are given;
            ``counter_busy``, while somebody is at the counter.

    """
    counter = work.floor.counter(number)
    _require_reception_over(work, counter)
    close_counter(work, number)
    left = [
        stop
        for stop in queries.unfinished(work.session, work.office, *(_LEFT - AT_COUNTER))
        if stop.queue_id in counter.queue_ids
    ]
    for stop in left:
        move(work, stop, Step.EXPIRE, Kind.EXPIRED, counter, reason="closed_by_hand")
    return len(left)


def _require_reception_over(work: Work, counter: CounterPlan) -> None:
    for service in work.floor.services.values():
        takes = opening_hours.opening_of(work.floor, service).takes_tickets(work.now)
        if service.queue.id in counter.queue_ids and takes:
            raise Refused(
                "reception_open",
                "受付の時間中です。1日の終わりの片づけは、受付が終わってからです。",
            )


def _settle_reservations(work: Work) -> None:
    """Let who came have completed, and who did not be a no-show."""
    for reservation in queries.unsettled_before(work.session, work.office, work.day):
        came = reservation.state == ReservationState.CHECKED_IN
        reservation.state = ReservationState.COMPLETED if came else ReservationState.NO_SHOW
        if not came:
            work.record(Kind.NO_SHOW, detail={"reservation": reservation.id})


def _send_home(work: Work) -> None:
    """Take off duty the counters that have been on it since an earlier day."""
    begin = starts_at(work.day)
    for counter in work.floor.counters.values():
        row = work.session.get_one(Counter, counter.id)
        if row.state != CounterState.CLOSED and (row.since is None or row.since < begin):
            set_duty(work, counter, CounterState.CLOSED, Kind.COUNTER_CLOSED, reason="day_closed")
