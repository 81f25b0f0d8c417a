"""The part of a service's seats that one caller may have: the public's, or staff's too."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Protocol

from config.schema.slot_plans import HalfDay, SlotPlan
from server.db import queries
from server.db.city import Look, Work
from server.db.floor import Floor, ServicePlan
from server.db.queries import Free
from server.domain.lottery import draws_at
from server.domain.shares import Share, is_morning, is_released, room

#: Day, method, venue, and whether it is the morning.
Half = tuple[date, str, str, bool]


class _Placed(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def start(self) -> datetime: ...
    @property
    def method(self) -> str: ...
    @property
    def venue(self) -> str: ...


class Part:
    """What *share* may have of a service's seats, as its plans say, at one moment."""

    def __init__(self, look: Look | Work, floor: Floor, service: ServicePlan, share: Share) -> None:
        self._look, self._service, self._share = look, service, share
        self._plans: dict[tuple[str, str], SlotPlan] = {
            (plan.method, plan.venue): plan
            for plan in floor.setup.slot_plans
            if plan.service == service.code
        }

    def is_locked(self, slot: _Placed) -> bool:
        """Tell whether lots are drawn for the day of *slot*, and are not yet."""
        plan = self._plan(slot)
        if plan is None or plan.lottery is None or self._share is Share.PLANNER:
            return False
        return (slot.method, slot.venue, slot.day) not in self._drawn

    def apply_until(self, slot: _Placed) -> datetime | None:
        """Return until when people apply for *slot*; None: it is booked as it comes."""
        plan = self._plan(slot)
        if plan is None or plan.lottery is None or not self.is_locked(slot):
            return None
        return draws_at(slot.day, plan.lottery.apply_until_days_before)

    @cached_property
    def _drawn(self) -> set[tuple[str, str, date]]:
        return queries.drawn_days(self._look.session, self._service.id, self._look.day)

    def has_internal(self, slot: _Placed) -> bool:
        """Tell whether the seats that are kept for staff may be taken, too."""
        plan = self._plan(slot)
        hours = plan.release_hours if plan else None
        return self._share is not Share.PUBLIC or is_released(slot.start, self._look.now, hours)

    def free(self, found: Free) -> int:
        """Return how many of a slot's free seats may be taken."""
        if self.is_locked(found.slot):
            return 0
        return found.seats if self.has_internal(found.slot) else found.public

    def most(self, first: date, last: date, mine: int | None = None) -> "Most":
        """Return how many more bookings the half-days between two days take.

        Args:
            mine: a reservation that is about to move, so does not count.

        """
        limited = any(plan.morning or plan.afternoon for plan in self._plans.values())
        if self._share is Share.PLANNER or not limited:
            return Most(self, {}, {})
        rows = queries.taken_between(
            self._look.session, self._service.id, first, last, self._look.now, mine
        )
        taken, by_staff = Counter[Half](), Counter[Half]()
        for row in rows:
            taken[half_of(row)] += row.bookings
            by_staff[half_of(row)] += row.bookings if row.by_staff else 0
        return Most(self, taken, by_staff)

    def limit(self, slot: _Placed) -> HalfDay | None:
        """Return what the plan says of the half-day in which *slot* lies."""
        plan = self._plan(slot)
        if plan is None or self._share is Share.PLANNER or not (plan.morning or plan.afternoon):
            return None
        return plan.morning if is_morning(slot.start) else plan.afternoon

    def _plan(self, slot: _Placed) -> SlotPlan | None:
        return self._plans.get((slot.method, slot.venue))


class Most:
    """How many more bookings each half-day takes."""

    def __init__(self, part: Part, taken: Mapping[Half, int], by_staff: Mapping[Half, int]) -> None:
        self._part, self._taken, self._by_staff = part, taken, by_staff

    def at(self, slot: _Placed) -> int | None:
        """Return how many more may begin in the half-day of *slot*; None: no limit."""
        limit = self._part.limit(slot)
        if limit is None:
            return None
        half = half_of(slot)
        return room(
            limit,
            self._taken.get(half, 0),
            self._by_staff.get(half, 0),
            even_internal=self._part.has_internal(slot),
        )


def half_of(slot: _Placed) -> Half:
    """Return the half-day, of one method at one venue, in which *slot* begins."""
    return slot.day, slot.method, slot.venue, is_morning(slot.start)
