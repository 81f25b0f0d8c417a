"""Figures of days that are over: how many, how long, at which points of the distribution.

Medians and the 90 % point first, means for reference: a few long waits pull a mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import fmean

#: What offices aim at: called within so many minutes.
AIM_MIN = 15
#: A cell of fewer people is not shown where many read it.
FEWEST_SHOWN = 10
_MINUTE = timedelta(minutes=1)


@dataclass
class Stay:
    """What the log tells of one stop, undone steps left out."""

    service: int
    visit_class: str
    #: When it joined its line; None: it never did.
    joined: datetime | None = None
    #: When it was called or served first.
    called: datetime | None = None
    #: How it ended: finished, withdrawn, expired; None: it has not.
    ended: str | None = None
    served_min: float = 0.0
    _since: datetime | None = None

    @property
    def waited_min(self) -> float | None:
        """The minutes from joining the line to the first call."""
        if self.joined is None or self.called is None:
            return None
        return (self.called - self.joined) / _MINUTE

    def take(self, kind: str, at: datetime) -> None:
        """Add an event of the stop."""
        if kind in _JOINS:
            self.joined = self.joined or at
        if kind in _REACHES:
            self.called = self.called or at
        if kind == "started":
            self._since = at
        elif self._since is not None and kind in _LEAVES_COUNTER:
            self.served_min += (at - self._since) / _MINUTE
            self._since = None
        if kind in _ENDS:
            self.ended = kind


_JOINS = frozenset({"arrived", "prepared"})
_REACHES = frozenset({"called", "started"})
_LEAVES_COUNTER = frozenset({"held", "finished"})
_ENDS = frozenset({"finished", "withdrawn", "expired"})


@dataclass(frozen=True)
class Summary:
    """How long something took, in minutes; of nobody every figure is None."""

    people: int
    mean: float | None
    p50: float | None
    p90: float | None
    longest: float | None
    within_aim_percent: int | None


def summary(minutes: Iterable[float]) -> Summary:
    """Return the figures of *minutes*.

    >>> summary([2.0, 4.0, 30.0])
    Summary(people=3, mean=12.0, p50=4.0, p90=30.0, longest=30.0, within_aim_percent=67)

    """
    known = sorted(minutes)
    if not known:
        return Summary(0, None, None, None, None, None)
    within = sum(one <= AIM_MIN for one in known)
    return Summary(
        people=len(known),
        mean=round(fmean(known), 1),
        p50=round(point(known, 50), 1),
        p90=round(point(known, 90), 1),
        longest=round(known[-1], 1),
        within_aim_percent=round(100 * within / len(known)),
    )


def point(ordered: Sequence[float], percent: int) -> float:
    """Return the smallest value that *percent* of all do not exceed (nearest rank)."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]
