"""When a service gives walk-in tickets: opening hours, and the parts of the day with a contingent.

Without parts, tickets are given as long as reception is open. With parts (午前 40枚,
午後 40枚), none is given between them, and each gives as many as it has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from server.domain.business_day import JST, on_the_clock
from server.domain.opening import HORIZON, Opening


class Part(Protocol):
    """A part of the day and its tickets."""

    @property
    def from_(self) -> time: ...
    @property
    def to(self) -> time: ...
    @property
    def tickets(self) -> int: ...


@dataclass(frozen=True)
class Span:
    """From when until when tickets are given, and how many; None: as many as come."""

    start: datetime
    end: datetime
    tickets: int | None


@dataclass(frozen=True)
class WalkIns:
    """The walk-in tickets of one service."""

    opening: Opening
    parts: Sequence[Part] = ()

    def at(self, now: datetime) -> Span | None:
        """Return the span in which *now* lies, or None while no ticket is given."""
        today = now.astimezone(JST).date()
        return next((span for span in self.on(today) if span.start <= now < span.end), None)

    def next_after(self, now: datetime) -> datetime | None:
        """Return when tickets are given next after *now*; None if they never are."""
        first = now.astimezone(JST).date()
        for ahead in range(HORIZON.days):
            for span in self.on(first + timedelta(days=ahead)):
                if span.start > now:
                    return span.start
        return None

    def on(self, day: date) -> Iterator[Span]:
        """Yield the spans of *day*, in their order."""
        opens, ends = self.opening.opens_at(day), self.opening.reception_ends(day)
        if opens is None or ends is None:
            return
        if not self.parts:
            yield Span(opens, ends, None)
        for part in self.parts:
            start = max(opens, on_the_clock(day, part.from_))
            end = min(ends, on_the_clock(day, part.to))
            if start < end:
                yield Span(start, end, part.tickets)
