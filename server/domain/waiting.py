"""How long until the call, as an interval that people can be told.

`told` says it of a forecast (`server.domain.forecast`). `expected_wait` is for many who are not
here yet, as at the end of the day: one deterministic path over the counters open now. Its spread
follows the sum of independent service times, whose relative standard deviation falls with the
square root of the number ahead (Whitt 1999, queue-length estimator).
"""

from dataclasses import dataclass
from math import ceil, floor, inf, sqrt
from typing import Literal

from server.domain.forecast import Spread

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
    lo50: float | None = None
    hi50: float | None = None


@dataclass(frozen=True)
class Stretch:
    """How much wider than its paths a forecast below a middle has to be, tail by tail."""

    below_min: float
    shift_min: float
    lo90: float
    lo50: float
    hi50: float
    hi90: float


#: Learned on 30 generated days (tests/README.md, "The estimator"), none of which it is judged by.
STRETCH = (
    Stretch(5, 0.2, 1.15, 1.1, 1.05, 1.35),
    Stretch(15, 0.2, 1.2, 1.1, 1.1, 1.5),
    Stretch(30, 0.8, 1.3, 1.2, 1.2, 1.35),
    Stretch(60, 0.5, 1.1, 1.0, 1.2, 1.35),
    Stretch(inf, 0.0, 1.1, 1.0, 1.2, 1.25),
)

UNKNOWN = Wait("unknown")


def told(spread: Spread | None) -> Wait:
    """Return what people are told of a forecast; None: nobody can tell."""
    if spread is None:
        return UNKNOWN
    sure = calibrated(spread)
    raw = {name: getattr(sure, name) for name in ("p50", "lo50", "hi50", "lo90", "hi90")}
    if sure.hi90 <= SOON_MIN:
        return Wait("soon", 0, ROUND_TO_MIN, **raw)
    return Wait("estimate", *_told(sure.lo50, sure.hi90), **raw)


def calibrated(spread: Spread) -> Spread:
    """Return *spread* as wide as it has to be to be kept as often as it says."""
    how = next(row for row in STRETCH if spread.p50 < row.below_min)
    middle = spread.p50 + (how.shift_min if spread.p50 > 0 else 0.0)
    return Spread(
        p50=middle,
        lo50=max(0.0, middle - how.lo50 * (spread.p50 - spread.lo50)),
        hi50=middle + how.hi50 * (spread.hi50 - spread.p50),
        lo90=max(0.0, middle - how.lo90 * (spread.p50 - spread.lo90)),
        hi90=middle + how.hi90 * (spread.hi90 - spread.p50),
    )


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
