"""The end of the day: what is left is closed with a reason, by hand or by itself overnight."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look, Work
from server.db.floor import CounterPlan, Floor
from server.db.ledger import Kind
from server.db.models import Counter, CounterState, Stop
from server.domain.business_day import starts_at
from server.domain.checkin import ReservationState
from server.domain.refusals import Refused
from server.domain.stops import State, Step
from server.services import opening_hours
from server.services.duty import close_counter, set_duty
from server.services.steps import move
from server.services.undo import BY_HAND

#: What the end of the day closes, in the order in which a counter is told of them; whoever is
#: called or served elsewhere stays.
_LEFT = (State.WAITING, State.HELD, State.ABSENT, State.PREPARING, State.PLANNED)


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
    if _takes_tickets(work.floor, counter, work.now):
        raise Refused(
            "reception_open", "受付の時間中です。1日の終わりの片づけは、受付が終わってからです。"
        )
    close_counter(work, number)
    left = _left(work.session, work.office, counter)
    for stop in left:
        move(work, stop, Step.EXPIRE, Kind.EXPIRED, counter, reason=BY_HAND)
    return len(left)


def close_office(work: Work) -> int:
    """Expire who is still in any queue after reception has ended, and close every counter.

    Returns how many stops that were.

    Raises:
        Refused: ``reception_open``, while any ticket is given; ``counter_busy``, while somebody
            is called or served.

    """
    if _gives_tickets(work.floor, work.now):
        raise Refused(
            "reception_open", "受付の時間中です。1日の終わりの片づけは、受付が終わってからです。"
        )
    busy = queries.busy_counters(work.session, work.office)
    if busy:
        numbers = "・".join(one.number for one in work.floor.counters.values() if one.id in busy)
        message = f"{numbers}番窓口で呼出中・対応中です。終わってから、1日を終えてください。"
        raise Refused("counter_busy", message)
    left = queries.unfinished(work.session, work.office, *_LEFT)
    for stop in left:
        move(work, stop, Step.EXPIRE, Kind.EXPIRED, reason=BY_HAND)
    # The reason tells it from a counter that closes: no counter takes back the office's end.
    for counter in work.floor.counters.values():
        set_duty(work, counter, CounterState.CLOSED, Kind.COUNTER_CLOSED, reason=BY_HAND)
    return len(left)


def outlook(look: Look, office: str, counter: CounterPlan) -> list[dict[str, Any]] | None:
    """Return whom `close_queues` would expire, by state; None while reception is open."""
    if _takes_tickets(look.floor_of(office), counter, look.now):
        return None
    return _by_state(_left(look.session, office, counter))


def office_outlook(look: Look, office: str) -> list[dict[str, Any]] | None:
    """Return whom `close_office` would expire, by state; None while reception is open."""
    if _gives_tickets(look.floor_of(office), look.now):
        return None
    return _by_state(queries.unfinished(look.session, office, *_LEFT))


def _by_state(left: Sequence[Stop]) -> list[dict[str, Any]]:
    labels = {state: [stop.label for stop in left if stop.state == state] for state in _LEFT}
    return [{"state": state.value, "labels": them} for state, them in labels.items() if them]


def _left(session: Session, office: str, counter: CounterPlan) -> Sequence[Stop]:
    found = queries.unfinished(session, office, *_LEFT)
    return [stop for stop in found if stop.queue_id in counter.queue_ids]


def _takes_tickets(floor: Floor, counter: CounterPlan, now: datetime) -> bool:
    """Tell whether a ticket for a queue of the counter can be taken now."""
    return any(
        opening_hours.opening_of(floor, service).takes_tickets(now)
        for service in floor.services.values()
        if service.queue.id in counter.queue_ids
    )


def _gives_tickets(floor: Floor, now: datetime) -> bool:
    """Tell whether a ticket can be taken for anything now."""
    services = floor.services.values()
    return any(opening_hours.opening_of(floor, one).takes_tickets(now) for one in services)


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
