"""Who is next: everyone has one *order time*, and the earliest is called.

For a walk-in it is the moment of the ticket, for a reservation a head start before
the reserved time, for a priority person a head start before the ticket. The order
time never changes while people watch, so it is printed on the ticket.

It is first come, first served with head starts (earliest due date; Jackson's dynamic
priority with equal slopes). Nobody who arrives more than ``max(head + late, priority)``
minutes after you is called before you, however many reservations there are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar


class VisitClass(StrEnum):
    """How a visit came into the line."""

    WALK_IN = "walk_in"
    RESERVED = "reserved"
    PRIORITY = "priority"


class Placed(StrEnum):
    """What gave a stop another order time than the rule's; the log says by whom and why."""

    RETURNED = "returned"
    FIRST = "first"
    LAST = "last"
    AT_TIME = "at_time"


#: Who goes first among equal order times.
TIE = {VisitClass.RESERVED: 0, VisitClass.PRIORITY: 1, VisitClass.WALK_IN: 2}


class OrderRules(Protocol):
    """The parameters of a service, in minutes."""

    @property
    def head_min(self) -> int: ...
    @property
    def late_min(self) -> int: ...
    @property
    def priority_min(self) -> int: ...


class Waiting(Protocol):
    """What the rule needs to know of a waiting stop; a database row will do."""

    @property
    def order_time(self) -> datetime: ...
    @property
    def tie(self) -> int: ...
    @property
    def checked_in(self) -> datetime: ...
    @property
    def number(self) -> int: ...


AnyWaiting = TypeVar("AnyWaiting", bound=Waiting)


def is_late(arrived: datetime, reserved_for: datetime, rules: OrderRules) -> bool:
    """Tell whether a reservation has lost its head start by coming late."""
    return arrived > reserved_for + timedelta(minutes=rules.late_min)


def order_time(
    visit_class: VisitClass, arrived: datetime, reserved_for: datetime | None, rules: OrderRules
) -> datetime:
    """Return the time that decides who is next.

    Coming early gives nothing, for the time hangs on the reservation; coming more
    than ``late_min`` late costs the head start but never the visit.
    """
    if visit_class is VisitClass.PRIORITY:
        return arrived - timedelta(minutes=rules.priority_min)
    if reserved_for is not None and not is_late(arrived, reserved_for, rules):
        return reserved_for - timedelta(minutes=rules.head_min)
    return arrived


def rank(stop: Waiting) -> tuple[datetime, int, datetime, int]:
    """Return the sort key of the line; the database sorts by the same four columns."""
    return stop.order_time, stop.tie, stop.checked_in, stop.number


def next_to_call(waiting: Iterable[AnyWaiting]) -> AnyWaiting | None:
    """Return the stop that a free counter should call, or None if nobody waits."""
    return min(waiting, key=rank, default=None)


def order_time_after_return(
    before: datetime, missed_at: datetime, now: datetime, keep_min: int
) -> datetime:
    """Return the order time of somebody back from absence.

    Who is back within *keep_min* minutes of the miss keeps the place; later the
    order time is now.
    """
    return before if now <= missed_at + timedelta(minutes=keep_min) else max(before, now)


def order_time_in_front(own: datetime, head: datetime | None) -> datetime:
    """Return the order time of somebody whom staff send to the front of a line.

    Args:
        own: the order time until now; whoever is first with it keeps it.
        head: the order time of the first in line, or None where nobody waits.

    """
    return own if head is None else min(own, head - timedelta(microseconds=1))


class Idle(Protocol):
    """What the rule needs to know of a counter with nobody there."""

    @property
    def skills(self) -> int: ...
    @property
    def idle_since(self) -> datetime: ...


AnyIdle = TypeVar("AnyIdle", bound=Idle)


def counter_to_call(idle: Iterable[AnyIdle]) -> AnyIdle | None:
    """Return which of several idle counters that fit calls the first in line.

    The one with the fewest skills, so that those with many stay free; then whoever has
    been idle longest; then the order given.
    """
    return min(idle, key=lambda counter: (counter.skills, counter.idle_since), default=None)
