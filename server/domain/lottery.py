"""Drawing lots, 抽選: so that anybody with the seed can draw the same order again."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from server.domain.business_day import on_the_clock


def drawn_order(seed: str, entries: Iterable[int]) -> list[int]:
    """Return *entries* in the order of their lots, whichever order they came in.

    The lot of an entry is SHA-256 of ``seed:number``; the smallest comes first.

    >>> drawn_order("a", [1, 2, 3]) == drawn_order("a", [3, 1, 2])
    True
    """
    return sorted(entries, key=lambda one: (sha256(f"{seed}:{one}".encode()).digest(), one))


def draws_at(day: date, days_before: int) -> datetime:
    """Return when lots are drawn for *day*: as the last day for applying is over."""
    return on_the_clock(day - timedelta(days=days_before - 1), time.min)
