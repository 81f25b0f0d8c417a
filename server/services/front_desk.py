"""The reception desk, 総合案内: everybody who comes to the counter passes here in a few keys."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from config.schema.shapes import Language
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor, ServicePlan
from server.db.models import Head, Stop, Visit
from server.domain.business_day import iso
from server.domain.queueing import VisitClass, order_time
from server.services import (
    appointments,
    arrivals,
    bells,
    day_end,
    lines,
    printing_machines,
    stops,
    waiting_rooms,
    walk_ins,
)
from server.services.arrivals import Arrival
from server.services.notes import checked_note

FOUND = 20
#: People tell the last digits of their telephone number.
PHONE_DIGITS = 4


def snapshot(look: Look, office: str) -> dict[str, Any]:
    """Return everything that the reception desk of *office* shows."""
    floor = look.floor_of(office)
    head = select(Head.seq).where(Head.office == office)
    state = {line["queue"]: line for line in lines.lines(look, office)}
    return {
        "seq": look.session.scalar(head) or 0,
        "now": iso(look.now),
        "services": [_service(look, floor, plan, state) for plan in _offered(floor)],
        "lines": list(state.values()),
        "full_rooms": waiting_rooms.told(look, office),
        "appointments": appointments.today(look, office),
        "bells": bells.told(look.session, office),
        "machines": printing_machines.machines(look, office),
        "day_end": day_end.office_outlook(look, office),
    }


def search(look: Look, office: str, wanted: str) -> list[dict[str, Any]]:
    """Return whom *wanted* means today: a label, or the last four digits of a telephone number."""
    floor = look.floor_of(office)
    typed = wanted.strip().upper()
    found = list(_by_label(look, floor, typed)) + list(_by_phone(look, floor, typed))
    return found[:FOUND]


def _by_label(look: Look, floor: Floor, typed: str) -> Iterator[dict[str, Any]]:
    digits = typed.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not digits.isdigit():
        return
    prefix = typed[: len(typed) - len(digits)]
    rows = look.session.execute(
        select(Stop, Visit)
        .join(Visit, Visit.id == Stop.visit_id)
        .where(
            Visit.queue_id.in_([queue.id for queue in floor.queues.values()]),
            Visit.business_date == look.day,
            Visit.number == int(digits[:9]),
        )
        .order_by(Visit.label, Stop.position)
    )
    for stop, visit in rows:
        if visit.label.startswith(prefix):
            counter = floor.counters_by_id.get(stop.counter_id or 0)
            yield {
                "kind": "ticket",
                "label": visit.label,
                "visit": visit.id,
                "stop": stop.id,
                "state": str(stop.state),
                "counter": counter.number if counter else None,
                "service_name": floor.services_by_id[stop.service_id].setup.names.ja,
                "order_time": iso(stop.order_time),
                "note": stop.note or visit.note,
            }


def _by_phone(look: Look, floor: Floor, typed: str) -> Iterator[dict[str, Any]]:
    if not (typed.isdigit() and len(typed) == PHONE_DIGITS):
        return
    for row, name, phone in appointments.phones_and_names(look, floor.setup.code):
        reservation, *_, visit = row
        if phone.replace("-", "").endswith(typed):
            yield {
                "kind": "reservation",
                "reservation": reservation.id,
                "start": iso(reservation.start),
                "family_name": name,
                "label": visit.label if visit else None,
                "state": str(reservation.state),
                "service_name": floor.services_by_id[reservation.service_id].setup.names.ja,
            }


def _offered(floor: Floor) -> list[ServicePlan]:
    return [plan for plan in floor.services.values() if plan.setup.walk_in]


def _service(
    look: Look, floor: Floor, plan: ServicePlan, state: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    gate = walk_ins.gate(look.session, floor, plan, look.now)
    line = state.get(plan.queue.code)
    walk_in = order_time(VisitClass.WALK_IN, look.now, None, plan.setup)
    return {
        "code": plan.code,
        "name": plan.setup.names.ja,
        "prefix": plan.queue.prefix,
        "queue": plan.queue.code,
        "area": plan.queue.area.names.ja,
        "open": gate.open,
        "waiting": line["waiting"] if line else 0,
        "wait": line["wait"] if line else None,
        "order_time": iso(walk_in),
        "priority_order_time": iso(walk_in - timedelta(minutes=plan.setup.priority_min)),
    }


def issue(
    work: Work,
    service: str,
    *,
    reason: str | None = None,
    note: str | None = None,
    language: Language = "ja",
) -> Arrival:
    """Give a ticket; *reason* names why it goes first, *note* is for whoever calls it."""
    given = arrivals.walk_in(work, service, "clerk", language=language)
    visit = work.session.get_one(Visit, given.visit)
    visit.note = checked_note(note)
    if reason is None:
        return given
    [stop] = queries.stops_of(work.session, visit.id)
    stops.prioritise(work, str(stop.id), reason)
    return arrivals.arrival_of(work, visit, stop)
