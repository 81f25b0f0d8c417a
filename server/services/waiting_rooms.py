"""Waiting areas that hold no more people: what boards, phones and the reception desk are told.

How many an area holds is the ``capacity`` of a display that shows it, from the file or from the
manager's page. It goes by today's lines as the board counts them, so all say it at one moment,
and nobody has to take it away again. Tickets are given all the same.
"""

from dataclasses import dataclass
from typing import Any

from config.schema.displays import Display
from server.db import queries
from server.db.city import Look
from server.db.floor import Floor


@dataclass(frozen=True)
class FullRoom:
    """Areas that share one room with no seat left, how many wait there, and how many it holds."""

    areas: tuple[str, ...]
    name: str
    waiting: int
    holds: int


def full(look: Look, office: str) -> tuple[FullRoom, ...]:
    """Return the rooms of *office* that are full now; worked out once for each event."""
    made: tuple[FullRoom, ...] = look.kept(
        office, "full rooms", lambda: _full(look, look.floor_of(office))
    )
    return made


def is_full(look: Look, office: str, area: str) -> bool:
    """Tell whether there is no room left where people of *area* wait."""
    return any(area in room.areas for room in full(look, office))


def told(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the full rooms as the reception desk shows them."""
    return [
        {"name": room.name, "waiting": room.waiting, "holds": room.holds}
        for room in full(look, office)
    ]


def _full(look: Look, floor: Floor) -> tuple[FullRoom, ...]:
    limits = [display for display in floor.setup.displays if display.capacity is not None]
    if not limits:
        return ()
    waiting = _waiting_by_area(look, floor)
    rooms: dict[tuple[str, ...], FullRoom] = {}
    for display in limits:
        room = _room(floor, display, waiting)
        # Of several displays of one room the one with the fewest seats is told.
        known = rooms.get(room.areas)
        if room.waiting >= room.holds and (known is None or room.holds < known.holds):
            rooms[room.areas] = room
    return tuple(rooms.values())


def _room(floor: Floor, display: Display, waiting: dict[str, int]) -> FullRoom:
    areas = tuple(area for area in floor.areas if area in display.areas)
    return FullRoom(
        areas=areas,
        name="・".join(floor.area(area).names.ja for area in areas),
        waiting=sum(waiting.get(area, 0) for area in areas),
        holds=display.capacity or 0,
    )


def _waiting_by_area(look: Look, floor: Floor) -> dict[str, int]:
    """Return how many wait in each area, in the lines that a board counts."""
    shown = [
        queue
        for queue in floor.queues.values()
        if queue.setup.on_board and not queue.setup.hands_over
    ]
    counts = queries.waiting_by_queue(look.session, [queue.id for queue in shown])
    waiting: dict[str, int] = {}
    for queue in shown:
        area = queue.area.code
        waiting[area] = waiting.get(area, 0) + counts.get(queue.id, 0)
    return waiting
