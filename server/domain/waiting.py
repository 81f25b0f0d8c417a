"""How long until the call, as an interval that people can be told.

This is the cheap estimator: one deterministic path over the counters that are open
now. Its spread follows the sum of independent service times, whose relative standard
deviation falls with the square root of the number ahead (Whitt 1999, queue-length
estimator).
"""

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Literal

#: Below this told upper end people are told 「まもなく」.
SOON_MIN = 5.0
ROUND_TO_MIN = 5
#: The 90 % and the 50 % points of a normal distribution, two-sided.
Z90 = 1.645
Z50 = 0.6745
#: ln(p90 / p50) of a log-normal is 1.2816 standard deviations.
Z_UPPER_90 = 1.2816


@dataclass(frozen=True)
class Wait:
    """Minutes until the call: `from_`-`to` rounded for people, the others raw.

    People are told the lower end of the 50 % interval, which three of four wait at least, and
    the upper end of the 90 % interval: 「0〜80分」 would tell nobody anything.
    """

    state: Literal["estimate", "soon", "unknown"]
    from_: int | None = None
    to: int | None = None
    p50: float | None = None
    lo90: float | None = None
    hi90: float | None = None


UNKNOWN = Wait("unknown")


def expected_wait(ahead: int, counters: int, p50_min: float, p90_min: float) -> Wait:
    """Return the wait of a ticket with *ahead* tickets before it.

    Args:
        ahead: tickets that will be called first, 0 or more.
        counters: open counters that may call them; 0 gives an unknown wait.
        p50_min: minutes in which half of the visits are served.
        p90_min: minutes in which 9 of 10 visits are served, at least *p50_min*.

    """
    if counters < 1:
        return UNKNOWN
    spread = max(p90_min / p50_min - 1, 0.05) / Z_UPPER_90
    middle = (ahead + 0.5) * p50_min / counters if ahead >= counters else ahead * p50_min / counters
    deviation = middle * spread / sqrt(max(ahead, 1))
    low, high = max(0.0, middle - Z90 * deviation), middle + Z90 * deviation
    if high <= SOON_MIN:
        return Wait("soon", 0, ROUND_TO_MIN, middle, low, high)
    likely = max(0.0, middle - Z50 * deviation)
    return Wait("estimate", *_told(likely, high), p50=middle, lo90=low, hi90=high)


def _told(low: float, high: float) -> tuple[int, int]:
    """Return the interval in steps of five minutes; its upper end is never below *high*."""
    upper = ceil(high / ROUND_TO_MIN) * ROUND_TO_MIN
    return min(floor(low / ROUND_TO_MIN) * ROUND_TO_MIN, upper - ROUND_TO_MIN), upper
