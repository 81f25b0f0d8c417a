"""When everybody will have been called: the end of the day, from the estimator of waits.

For each line: whoever waits, and whoever may still come at the pace of the last hour until
the last ticket, is put through `expected_wait` with the counters that are open for it now.
The day ends with the line that ends last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.domain.waiting import expected_wait


@dataclass(frozen=True)
class Line:
    """One line as it stands."""

    queue: str
    waiting: int
    #: Tickets of the last hour.
    came_last_hour: int
    #: Open counters that call it; one that calls several lines counts in parts.
    counters: float
    p50_min: float
    p90_min: float
    #: When its last ticket is given; None: it gives none any more.
    last_ticket: datetime | None


@dataclass(frozen=True)
class End:
    """When the last one of a line is called: in the middle, and at the latest (9 of 10 days)."""

    queue: str
    likely: datetime
    latest: datetime


def end_of_day(lines: Sequence[Line], now: datetime) -> End | None:
    """Return the end of the line that ends last; None when nobody waits or a line stands still."""
    ends = [_end(line, now) for line in lines if _people(line, now) > 0]
    if not ends or None in ends:
        return None
    return max((end for end in ends if end), key=lambda end: end.latest)


def with_one_more(lines: Sequence[Line], queue: str) -> list[Line]:
    """Return *lines* with one more counter for *queue*."""
    return [
        replace(line, counters=line.counters + 1) if line.queue == queue else line for line in lines
    ]


def _people(line: Line, now: datetime) -> int:
    if line.last_ticket is None or line.last_ticket <= now:
        return line.waiting
    hours = (line.last_ticket - now) / timedelta(hours=1)
    return line.waiting + round(line.came_last_hour * hours)


def _end(line: Line, now: datetime) -> End | None:
    people = _people(line, now)
    counters = max(1, round(line.counters)) if line.counters > 0 else 0
    wait = expected_wait(people, counters, line.p50_min, line.p90_min)
    if wait.p50 is None or wait.hi90 is None:
        return None
    likely, latest = now + timedelta(minutes=wait.p50), now + timedelta(minutes=wait.hi90)
    if people == line.waiting or line.last_ticket is None:
        return End(line.queue, likely, latest)
    # Nobody is called before coming: whoever takes the last ticket may find people before them.
    after = line.last_ticket + timedelta(minutes=line.p90_min / counters)
    return End(line.queue, max(likely, line.last_ticket), max(latest, after))
