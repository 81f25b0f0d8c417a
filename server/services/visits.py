"""My turn: what a resident's phone shows of a visit. Nothing personal is in it."""

from typing import Any

from printer_drivers.sealing import lookup_id
from server.db import queries
from server.db.city import Look
from server.db.floor import CounterPlan, Floor
from server.db.models import Stop, Visit
from server.db.queries import VisitToday
from server.domain.business_day import iso
from server.domain.refusals import NotFound
from server.domain.stops import AT_COUNTER, OPEN, State
from server.services import waiting_rooms, ways
from server.services.pre_applications import unknown_token
from server.services.snapshots import Snapshot
from server.services.tickets import printed_wait
from server.services.waits import in_line


def visit_code(look: Look, token: str) -> str:
    """Return the code of the visit that a token has become.

    Raises:
        NotFound: ``unknown_token``; ``not_arrived`` before the check-in.

    """
    found_by = lookup_id(token)
    reservation = queries.reservation_by_lookup(look.session, found_by)
    applied = queries.pre_application_by_lookup(look.session, found_by)
    if reservation is None and applied is None:
        raise unknown_token()
    visit = (
        queries.visit_of(look.session, reservation.id, None)
        if reservation is not None
        else queries.visit_of(look.session, None, applied.id if applied else None)
    )
    if visit is None:
        raise NotFound(
            "not_arrived", "まだ受付がすんでいません。発券機にQRコードをかざしてください。"
        )
    return look.secrets.visit_code(visit)


def my_turn(look: Look, code: str) -> dict[str, Any]:
    """Return what the phone shows of the visit that *code* opens.

    Raises:
        NotFound: ``unknown_visit``, alike for wrong codes and codes of yesterday.

    """
    return turn_by_code(look, code)[1].body


def turn_by_code(look: Look, code: str) -> tuple[int, Snapshot]:
    """Return the visit that *code* opens and what its phone shows, as `my_turn` does."""
    found = queries.today_by_code(look.connection, look.day, look.secrets.visit_code_hash(code))
    if found is None:
        message = "この番号札は見つかりません。今日の番号札か確かめてください。"
        raise NotFound("unknown_visit", message)
    return found.id, _turn_today(look, found)


def turn_by_id(look: Look, visit_id: int) -> dict[str, Any] | None:
    """Return what the phone of a visit shows, or None when its day is over."""
    found = queries.today_by_id(look.connection, look.day, visit_id)
    return None if found is None else _turn_today(look, found).body


def _turn_today(look: Look, found: VisitToday) -> Snapshot:
    # Hundreds of phones ask between two events: each turn is worked out once for all of them.
    turns: dict[int, Snapshot] = look.kept(found.office, "turns", dict)
    if found.id not in turns:
        floor = look.floor_of(found.office)
        visit = queries.visit_by_id(look.session, found.id)
        turns[found.id] = Snapshot(turn_of(look, floor, visit, _stop_now(look, visit)))
    return turns[found.id]


def turn_of(look: Look, floor: Floor, visit: Visit, stop: Stop) -> dict[str, Any]:
    """Return the state of one visit, as its phone shows it."""
    waits = stop.state == State.WAITING
    ahead = queries.ahead_of(look.session, stop) if waits else None
    service = floor.services_by_id[stop.service_id]
    queue = floor.queues_by_id[stop.queue_id]
    wait = in_line(look, visit.office, queue, ahead) if ahead is not None else None
    counter = floor.counters_by_id.get(stop.counter_id or 0)
    called = counter if stop.state in AT_COUNTER else None
    area = queue.area
    remote = visit.room if visit.room in ways.REMOTE else None
    return {
        "label": visit.label,
        "state": str(stop.state),
        "counter": called.number if called else None,
        "direction": called.setup.direction if called else None,
        "plan": _plan(floor, called) if called else [],
        "area": area.names.ja,
        "area_names": area.names.model_dump(exclude_none=True),
        "counters": [c.number for c in floor.counters_of_queue[stop.queue_id]],
        "ahead": ahead,
        "wait": printed_wait(wait).model_dump(by_alias=True) if wait else None,
        "order_time": iso(stop.order_time),
        "reserved_for": iso(visit.reserved_for) if visit.reserved_for else None,
        "service": service.setup.names.in_language("ja"),
        "service_names": service.setup.names.model_dump(exclude_none=True),
        "office": visit.office,
        "office_name": floor.setup.names.ja,
        "office_names": floor.setup.names.model_dump(exclude_none=True),
        "accent": floor.setup.accent,
        "language": visit.language,
        "since": iso(stop.since),
        "remote": remote,
        "room_full": waits
        and remote is None
        and waiting_rooms.is_full(look, visit.office, area.code),
        "meeting_url": ways.meeting_url(floor, service.code, visit.room),
    }


def _plan(floor: Floor, called: CounterPlan) -> list[dict[str, Any]]:
    """Return the counters around *called* and on which side of the waiting area each is.

    None of them, where the office's setting does not say it of the one that calls.
    """
    if called.setup.direction is None:
        return []
    beside = [one for one in floor.counters.values() if one.area == called.area]
    return [
        {"number": one.number, "direction": one.setup.direction}
        for one in beside
        if one.setup.direction is not None
    ]


def _stop_now(look: Look, visit: Visit) -> Stop:
    stops = queries.stops_of(look.session, visit.id)
    unfinished = next((stop for stop in stops if stop.state in OPEN), None)
    preparing = next((stop for stop in stops if stop.state == State.PREPARING), None)
    return unfinished or preparing or stops[-1]
