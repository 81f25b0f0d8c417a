"""Offices and what they offer, as residents and kiosks see it."""

from typing import Any, get_args

from sqlalchemy import select

from config.schema.reasons import Asked
from server.db import queries
from server.db.city import Look
from server.db.floor import CounterPlan, Floor, ServicePlan
from server.db.models import CounterState, OfficeRow
from server.domain.business_day import iso
from server.services import opening_hours, walk_ins
from server.services.boards import wait_json


def listed(look: Look) -> list[dict[str, Any]]:
    """Return all offices in their official order."""
    rows = look.session.scalars(select(OfficeRow).order_by(OfficeRow.position))
    return [
        {
            "code": row.code,
            "name": row.setting["names"]["ja"],
            "names": row.setting["names"],
            "kana": row.setting["kana"],
            "romaji": row.setting["romaji"],
        }
        for row in rows
    ]


def described(look: Look, office: str) -> dict[str, Any]:
    """Return one office: its names, its areas, and whether it is open now."""
    floor = look.floor_of(office)
    setup = floor.setup
    return {
        "code": office,
        "name": setup.names.ja,
        "names": setup.names.model_dump(exclude_none=True),
        "ward_name": setup.ward_names.ja,
        "kana": setup.kana,
        "romaji": setup.romaji,
        "accent": setup.accent,
        "areas": [{"code": area.code, "name": area.names.ja} for area in setup.areas],
        "now": iso(look.now),
        **opening_hours.today(floor, look.now),
    }


def services(look: Look, office: str) -> list[dict[str, Any]]:
    """Return what residents can choose, with how many wait and for how long."""
    floor = look.floor_of(office)
    counts = queries.waiting_by_queue(look.session, [q.id for q in floor.queues.values()])
    return [
        _service(look, floor, plan, counts.get(plan.queue.id, 0))
        for plan in floor.services.values()
    ]


def purposes(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the buttons of the kiosk's first screen."""
    floor = look.floor_of(office)
    return [
        {
            "code": purpose.code,
            "icon": purpose.icon,
            "names": purpose.names.model_dump(exclude_none=True),
            "hint": purpose.hint.model_dump(exclude_none=True) if purpose.hint else None,
            "services": list(purpose.services),
        }
        for purpose in floor.setup.purposes
    ]


def counters(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the counters and whether they are on duty."""
    floor = look.floor_of(office)
    states = queries.counter_states(look.session, office)
    return [facts_of(counter, states[counter.id]) for counter in floor.counters.values()]


def facts_of(counter: CounterPlan, state: CounterState) -> dict[str, Any]:
    """Return where a counter stands, whom it is there for, and whether it is on duty."""
    return {
        "number": counter.number,
        "area": counter.area.code,
        "area_name": counter.area.names.ja,
        "state": state.value,
        "queues": [queue.code for queue in counter.queues],
        "queue_names": [queue.setup.names.ja for queue in counter.queues],
    }


def _service(look: Look, floor: Floor, plan: ServicePlan, waiting: int) -> dict[str, Any]:
    setup = plan.setup
    ends = opening_hours.reception_ends(floor, plan, look.now)
    gate = walk_ins.gate(look.session, floor, plan, look.now)
    return {
        "id": setup.code,
        "name": setup.names.ja,
        "names": setup.names.model_dump(exclude_none=True),
        "queue": plan.queue.code,
        "prefix": plan.queue.prefix,
        "area": plan.queue.area.code,
        "icon": setup.icon,
        "bookable": setup.bookable,
        "walk_in": setup.walk_in,
        "ask_priority": setup.ask_priority,
        "open": gate.open,
        "closed_why": gate.why,
        "opens_at": iso(gate.opens_at) if gate.opens_at else None,
        "closes_at": iso(ends) if ends else None,
        "tickets_left": gate.left,
        "waiting": waiting,
        "wait": wait_json(look, floor, plan.queue),
        "procedures": list(setup.procedures),
        "summary": setup.summary_ja,
    }


def reasons(look: Look, office: str) -> dict[str, list[dict[str, str]]]:
    """Return the reasons that staff choose from, by what they are asked for."""
    tables = look.floor_of(office).setup.reasons
    return {
        asked: [{"code": reason.code, "name": reason.names.ja} for reason in tables.of(asked)]
        for asked in get_args(Asked)
    }
