"""A visit with several desks: which may come next, and which is the shortest way.

Precedence is data: a service names those that come before it. Among the desks that are
allowed, the next one is the first in the list, or, where an office wants it so, the first
of the order with the least waiting.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol, TypeVar

#: All orders of so many desks are compared (120); of more, the shortest line comes first.
COMPARED = 5


class Ordered(Protocol):
    """A desk of a visit, as the rule of precedence sees it."""

    @property
    def code(self) -> str: ...
    @property
    def after(self) -> AbstractSet[str]: ...


AnyOrdered = TypeVar("AnyOrdered", bound=Ordered)


@dataclass(frozen=True)
class Desk:
    """A desk that is still to come."""

    code: str
    after: frozenset[str]
    #: Minutes until the visit would be called there if it went now.
    wait_min: float
    #: Minutes that it takes there.
    serve_min: float


def allowed(desks: Sequence[AnyOrdered]) -> list[AnyOrdered]:
    """Return those of *desks* that wait for none of the others, in their order."""
    to_come = {desk.code for desk in desks}
    return [desk for desk in desks if not desk.after & (to_come - {desk.code})]


def in_order(desks: Iterable[AnyOrdered]) -> list[AnyOrdered]:
    """Return *desks* with every one behind those it waits for, otherwise in their order."""
    left, ordered = list(desks), []
    while left:
        first = (allowed(left) or left)[0]
        left.remove(first)
        ordered.append(first)
    return ordered


def waiting(order: Iterable[Desk]) -> float:
    """Return the minutes of waiting of a visit that goes through *order*.

    An order time is kept from desk to desk, so a line only gets shorter while the visit
    is elsewhere: whoever is ahead is served meanwhile, and nobody comes between.
    """
    clock = waited = 0.0
    for desk in order:
        wait = max(0.0, desk.wait_min - clock)
        waited += wait
        clock += wait + desk.serve_min
    return waited


def shortest(desks: Sequence[Desk]) -> Desk:
    """Return the desk to go to first so that the whole stay is shortest.

    Serving takes as long in every order, so the waiting decides; among equals the order
    of the list.
    """
    if len(desks) > COMPARED:
        return min(allowed(desks) or desks, key=lambda desk: desk.wait_min)
    orders = [order for order in permutations(desks) if _keeps_precedence(order)]
    return min(orders or [tuple(desks)], key=waiting)[0]


def _keeps_precedence(order: Sequence[Desk]) -> bool:
    return all(
        desk.after.isdisjoint(later.code for later in order[place + 1 :])
        for place, desk in enumerate(order)
    )
