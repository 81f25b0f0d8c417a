"""Who may have which part of the seats: the public its share, staff all of it.

A plan keeps some seats of a slot, and some bookings of a half-day, for whom staff serve on
the phone or at the desk, 職員用の枠. What nobody took is the public's some hours before.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from server.domain.business_day import JST

NOON = time(12)


class Share(StrEnum):
    """For whom a seat is sought."""

    PUBLIC = "public"
    #: By staff for somebody: all seats, within what a half-day takes.
    STAFF = "staff"
    #: By whoever plans: a booking finds its place again, whatever a half-day takes.
    PLANNER = "planner"


class HalfDay(Protocol):
    """The most bookings of a half-day, and how many of them are staff's."""

    @property
    def most(self) -> int: ...
    @property
    def internal(self) -> int: ...


def is_morning(start: datetime) -> bool:
    """Tell whether *start* lies before noon of its day."""
    return start.astimezone(JST).time() < NOON


def is_released(start: datetime, now: datetime, release_hours: int | None) -> bool:
    """Tell whether what staff did not give away of the slot at *start* is the public's now."""
    return release_hours is not None and now >= start - timedelta(hours=release_hours)


def room(half: HalfDay, taken: int, by_staff: int, *, even_internal: bool) -> int:
    """Return how many more bookings a half-day takes.

    Args:
        taken: bookings it has, those by staff among them.
        by_staff: these alone; they use up staff's part first.
        even_internal: whether staff's part may be used.

    """
    left = half.most - taken
    if not even_internal:
        left -= max(0, half.internal - by_staff)
    return max(0, left)
