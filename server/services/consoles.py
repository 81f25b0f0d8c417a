"""What a clerk sees: who is here, who is next and why, what can be taken back.

Every query is bounded by the people who are in the office now, whatever lies behind them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Look
from server.db.floor import CounterPlan, Floor
from server.db.models import Counter, CounterState, Head, Reservation, Slot, Stop
from server.domain.business_day import business_date, ends_at, iso
from server.domain.checkin import ReservationState
from server.domain.stops import State
from server.services import (
    bells,
    broadcasts,
    choosing,
    console_log,
    day_end,
    fleet,
    holding,
    offices,
    print_orders,
    printing_machines,
)
from server.services.console_stops import Reader, journey

#: More waiting people than a clerk can read are counted, not listed.
LISTED = 60
NEXT = 4


def snapshot(look: Look, office: str, number: str, viewer: str | None = None) -> dict[str, Any]:
    """Return everything the console of one counter shows to the login *viewer*.

    Raises:
        NotFound: ``unknown_office``, ``unknown_counter``.

    """
    floor = look.floor_of(office)
    counter = floor.counter(number)
    session = look.session
    by_turn = choosing.groups(session, counter, look.now)
    lines = [queries.in_line(session, group, LISTED) for group in by_turn]
    waiting = [stop for line in lines for stop in line][:LISTED]
    aside, why_held = _aside(session, counter, office)
    current = queries.at_counter(session, counter.id)
    reader = Reader(session, floor, [*waiting, *aside, *([current] if current else [])])
    count = sum(queries.waiting_count(session, group) for group in by_turn)
    line = reader.line(waiting, count, choosing.helped(floor, counter, waiting))
    return {
        "seq": session.scalar(select(Head.seq).where(Head.office == office)) or 0,
        "now": iso(look.now),
        "counter": _counter(session, counter, look.now),
        "current": _current(session, floor, reader, current),
        "next": line[:NEXT],
        "waiting": line,
        "waiting_count": count,
        "held": [
            {**reader.read(stop), "held": why_held.get(stop.id)}
            for stop in aside
            if stop.state == State.HELD
        ],
        "absent": [reader.read(stop) for stop in aside if stop.state == State.ABSENT],
        "longest_min": _longest(session, counter.queue_ids, look.now),
        "open_counters": queries.open_counters(session, _beside(floor, counter)),
        "colleagues": _colleagues(look, office, counter),
        "broadcast": broadcasts.shown(look, office, counter.area.code),
        "machines": printing_machines.machines(look, office),
        "prints": print_orders.of_visit(look, current.visit_id) if current else [],
        "next_reservation": _next_reservation(session, floor, counter, look.now),
        "bells": [
            {**bell, "mine": bell["counter"] == number} for bell in bells.told(session, office)
        ],
        "alerts": fleet.alerts(session, floor),
        "day_end": day_end.outlook(look, office, counter),
        "undo": console_log.undo_offer(look, office, number),
        **_who_works_here(look, office, counter, viewer),
        **console_log.work_done(session, office, number, look.now),
    }


def _who_works_here(
    look: Look, office: str, counter: CounterPlan, viewer: str | None
) -> dict[str, Any]:
    """Return who holds the counter; to whom it is not, also what was done there last."""
    holder = holding.holder(look.session, counter.id, viewer, look.now)
    if holder is None or holder["mine"]:
        return {"holder": holder, "last_act": None, "own_acts": []}
    person = holding.person(look.session, viewer)
    return {"holder": holder, **console_log.last_acts(look, office, counter.number, person)}


def overview(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the counters of *office*: which are open, and how many wait for each."""
    floor = look.floor_of(office)
    states = queries.counter_states(look.session, office)
    waiting = queries.waiting_by_queue(look.session, [q.id for q in floor.queues.values()])
    return [
        {
            **offices.facts_of(counter, states[counter.id]),
            "prefixes": [queue.prefix for queue in counter.queues],
            "waiting": sum(waiting.get(queue_id, 0) for queue_id in counter.queue_ids),
        }
        for counter in sorted(floor.counters.values(), key=_in_order)
    ]


def _in_order(counter: CounterPlan) -> tuple[int, str]:
    return (int(counter.number) if counter.number.isdigit() else 10_000, counter.number)


def _aside(
    session: Session, counter: CounterPlan, office: str
) -> tuple[list[Stop], dict[int, dict[str, Any]]]:
    """Return who is held or absent in the counter's queues or handed to it, and why held."""
    found = queries.unfinished(session, office, State.HELD, State.ABSENT)
    why = console_log.held_by(session, [stop for stop in found if stop.state == State.HELD])
    handed = {stop for stop, held in why.items() if held["to"] == counter.number}
    return [s for s in found if s.queue_id in counter.queue_ids or s.id in handed], why


def _colleagues(look: Look, office: str, counter: CounterPlan) -> list[dict[str, Any]]:
    floor = look.floor_of(office)
    states, busy = look.kept(office, "duty", lambda: _duty(look, office))
    return [
        {
            "number": other.number,
            "name": other.queues[0].setup.names.ja,
            "shares": [queue.code for queue in other.queues if queue in counter.queues],
            "busy": other.id in busy,
        }
        for other in sorted(floor.counters.values(), key=_in_order)
        if other.id != counter.id and states[other.id] == CounterState.OPEN
    ]


def _duty(look: Look, office: str) -> tuple[dict[int, CounterState], set[int]]:
    """Return which counters are on duty and which are busy: the same for every console."""
    return (
        queries.counter_states(look.session, office),
        queries.busy_counters(look.session, office),
    )


def _beside(floor: Floor, counter: CounterPlan) -> list[int]:
    """Return the counters that serve one of its queues, itself among them."""
    served = set(counter.queue_ids)
    return [other.id for other in floor.counters.values() if served.intersection(other.queue_ids)]


def _counter(session: Session, counter: CounterPlan, now: datetime) -> dict[str, Any]:
    waiting = queries.waiting_by_queue(session, counter.queue_ids)
    row = session.get_one(Counter, counter.id)
    return {
        "number": counter.number,
        "area": counter.area.code,
        "area_name": counter.area.names.ja,
        "state": CounterState(row.state).value,
        "queues": [
            {
                "queue": queue.code,
                "prefix": queue.prefix,
                "name": queue.setup.names.ja,
                "waiting": waiting.get(queue.id, 0),
                "longest_min": _longest(session, [queue.id], now),
            }
            for queue in counter.queues
        ],
    }


def _current(
    session: Session, floor: Floor, reader: Reader, current: Stop | None
) -> dict[str, Any] | None:
    if current is None:
        return None
    stations = journey(floor, queries.stops_of(session, current.visit_id))
    return {**reader.read(current), "journey": stations}


def _longest(session: Session, queue_ids: Sequence[int], now: datetime) -> int:
    """Return how many minutes the one who came first has waited."""
    first = session.scalar(
        select(func.min(Stop.checked_in)).where(
            Stop.queue_id.in_(queue_ids), Stop.state == State.WAITING
        )
    )
    return 0 if first is None else max(0, int((now - first) / timedelta(minutes=1)))


def _next_reservation(
    session: Session, floor: Floor, counter: CounterPlan, now: datetime
) -> str | None:
    """Return when the next booked person of the counter's queues is due today."""
    services = [
        service.id for service in floor.services.values() if service.queue.id in counter.queue_ids
    ]
    start = session.scalar(
        select(func.min(Slot.start))
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(
            Slot.service_id.in_(services),
            Slot.start >= now,
            Slot.start < ends_at(business_date(now)),
            Reservation.state == ReservationState.CONFIRMED,
        )
    )
    return None if start is None else iso(start)
