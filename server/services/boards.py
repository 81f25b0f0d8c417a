"""The board: what the screens of a waiting area show, and the phones' page of queues."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from config.schema.displays import Display
from server.db import queries
from server.db.city import Look
from server.db.floor import Floor, QueuePlan
from server.db.ledger import Kind
from server.db.models import EventRow, Head, Stop
from server.db.queries import Told
from server.db.types import from_micros, to_micros
from server.domain.business_day import iso, starts_at
from server.domain.stops import State
from server.services import broadcasts, handover_panel, opening_hours, waiting_rooms, waits
from server.services.tickets import printed_wait

CALLS = frozenset({Kind.CALLED, Kind.RECALLED})
#: A board shows nine calls; the others among these events are arrivals and finishes.
LOOKED_THROUGH = 200
SHOWN = 12


def board(look: Look, office: str, area: str | None) -> dict[str, Any]:
    """Return what a board shows now; its ``seq`` is that of the newest news of its room.

    Raises:
        NotFound: ``unknown_office``, ``unknown_area``.

    """
    floor = look.floor_of(office)
    if area is not None:
        floor.area(area)
    areas = tuple(floor.areas) if area is None else (area,)
    return _at_this_moment(look, _kept(look, floor, areas, area), None)


def display(look: Look, office: str, code: str) -> dict[str, Any]:
    """Return what a display shows now, with its own setting.

    Raises:
        NotFound: ``unknown_office``, ``unknown_display``.

    """
    return shown_on(look, office, look.floor_of(office).display(code))


def shown_on(look: Look, office: str, one: Display) -> dict[str, Any]:
    """Return what a display shows that is set as *one*, published or not."""
    floor = look.floor_of(office)
    for area in one.areas:
        floor.area(area)
    # News of several areas come in the office's own room.
    room = one.areas[0] if len(one.areas) == 1 else None
    shown = _at_this_moment(look, _kept(look, floor, one.areas, room), one.code)
    setting = one.model_dump(mode="json", exclude={"shows"})
    return {**shown, "display": setting | {"room": room, "areas": list(one.areas)}}


def _kept(look: Look, floor: Floor, areas: tuple[str, ...], room: str | None) -> dict[str, Any]:
    made: dict[str, Any] = look.kept(
        floor.setup.code, ("board", areas, room), lambda: _shown(look, floor, areas, room)
    )
    return made


def _at_this_moment(look: Look, shown: dict[str, Any], display: str | None) -> dict[str, Any]:
    """Return *shown* without the texts whose time is over or that are not for this display."""
    now = iso(look.now)
    texts = [
        text
        for text in shown["broadcasts"]
        if text["until"] > now and (not text["displays"] or display in text["displays"])
    ]
    notice = texts[0]["text"] if texts else shown["notice"]
    return {**shown, "broadcasts": texts, "notice": notice, "now": now}


def _shown(look: Look, floor: Floor, areas: tuple[str, ...], room: str | None) -> dict[str, Any]:
    office = floor.setup.code
    queues = [queue for queue in floor.queues.values() if queue.area.code in areas]
    events = queries.latest_in_area(
        look.session, office, room, to_micros(starts_at(look.day)), LOOKED_THROUGH
    )
    here = [event for event in events if event.area in areas]
    notice = floor.setup.notice
    return {
        "seq": events[0].seq if events else _last_seq(look, office, room),
        "version": floor.version,
        "office": floor.setup.names.ja,
        "area": _area_names(floor, areas, room),
        "area_names": {code: floor.area(code).names.ja for code in areas},
        "accent": floor.setup.accent,
        "calls": _shown_calls(look, floor, here),
        "waiting": _waiting(look, floor, queues),
        "absent": _absent(look, office, queues),
        # Where one of several areas still has a seat, nobody is sent out.
        "room_full": all(waiting_rooms.is_full(look, office, area) for area in areas),
        "handover": handover_panel.shown(look, floor, queues),
        "notice": notice.ja if notice else None,
        "broadcasts": [
            text for text in broadcasts.listed(look, office) if text["area"] in (None, *areas)
        ],
        "opening": opening_hours.today_and_next(floor, look.day),
    }


def _area_names(floor: Floor, areas: tuple[str, ...], room: str | None) -> str | None:
    if room is None and set(areas) == set(floor.areas):
        return None
    return "・".join(floor.area(area).names.ja for area in areas)


def _shown_calls(look: Look, floor: Floor, events: Sequence[EventRow]) -> list[dict[str, Any]]:
    """Return the calls, newest first, and who of them has come; those yet to come all stand."""
    stops = queries.unfinished(look.session, floor.setup.code, State.CALLED)
    awaited = {stop.label for stop in stops}
    calls = sorted(_calls(events), key=lambda event: event.label not in awaited)[:SHOWN]
    newest_first = sorted(calls, key=lambda event: event.seq, reverse=True)
    return [public_call(floor, one) | {"came": one.label not in awaited} for one in newest_first]


def public_call(floor: Floor, event: EventRow | Told) -> dict[str, Any]:
    """Return a call as public places hear of it: no ids, no reason."""
    counter = floor.counters.get(event.counter or "")
    detail = json.loads(event.detail)
    area = floor.areas.get(event.area or "")
    return {
        "seq": event.seq,
        "label": event.label,
        "counter": event.counter,
        "area": event.area,
        "area_name": area.names.ja if area else None,
        "recall": event.kind == Kind.RECALLED,
        "language": detail.get("language", "ja"),
        "direction": counter.setup.direction if counter else None,
        "waited_min": _waited_min(event.at, detail.get("before") or {}),
        "at": iso(from_micros(event.at)),
    }


def _waited_min(called_at: int, before: Mapping[str, Any]) -> int | None:
    """Return for how many minutes somebody had waited in line; None for who was elsewhere."""
    if before.get("state") != State.WAITING:
        return None
    return int((called_at - before["since"]) // 60_000_000)


def _last_seq(look: Look, office: str, area: str | None) -> int:
    head = look.session.get_one(Head, office)
    return queries.last_seq_in_area(look.session, office, area, head.seq + 1)


def _calls(events: Sequence[EventRow]) -> list[EventRow]:
    """Return the calls that stand, newest first, each number once."""
    undone = {
        json.loads(event.detail).get("undoes") for event in events if event.kind == Kind.UNDONE
    }
    seen: set[str | None] = set()
    calls = []
    for event in events:
        if event.kind in CALLS and event.seq not in undone and event.label not in seen:
            seen.add(event.label)
            calls.append(event)
    return calls


def _waiting(look: Look, floor: Floor, queues: Sequence[QueuePlan]) -> list[dict[str, Any]]:
    shown = [queue for queue in queues if queue.setup.on_board and not queue.setup.hands_over]
    counts = queries.waiting_by_queue(look.session, [queue.id for queue in shown])
    on_duty = _on_duty(look, floor)
    return [_queue_line(look, floor, queue, counts.get(queue.id, 0), on_duty) for queue in shown]


def _on_duty(look: Look, floor: Floor) -> frozenset[int]:
    states = queries.counter_states(look.session, floor.setup.code)
    return frozenset(counter_id for counter_id, state in states.items() if state == "open")


def _queue_line(
    look: Look, floor: Floor, queue: QueuePlan, count: int, on_duty: frozenset[int]
) -> dict[str, Any]:
    is_open = any(counter.id in on_duty for counter in floor.counters_of_queue[queue.id])
    return {
        "queue": queue.code,
        "prefix": queue.prefix,
        "name": queue.setup.names.ja,
        "names": queue.setup.names.model_dump(exclude_none=True),
        "count": count,
        "wait": wait_json(look, floor, queue),
        "open": is_open,
    }


def wait_json(look: Look, floor: Floor, queue: QueuePlan) -> Mapping[str, Any]:
    """Return the wait of somebody who comes to *queue* now, in the API's shape."""
    return printed_wait(waits.in_line(look, floor.setup.code, queue)).model_dump(by_alias=True)


def _absent(look: Look, office: str, queues: Iterable[QueuePlan]) -> list[str]:
    here = {queue.id for queue in queues}
    absent: list[Stop] = queries.unfinished(look.session, office, State.ABSENT)
    return [stop.label for stop in absent if stop.queue_id in here]
