"""How slow today is, and each counter: learned from what was served today and what is served now.

Of each counter its minutes are compared with what is usual for the service, in logarithms: usual +
the day's slowness + the counter's own + chance. All three are normal, so that what is known of
the first two is a mean and a variance (a random effect of the day and one of each counter).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import erfc, exp, log, pi, sqrt
from random import Random
from statistics import fmean, pvariance

#: How much days differ, and counters on one day: standard deviations of the logarithm.
DAY_SD, COUNTER_SD = 0.10, 0.10
#: What lies farther from the usual, in standard deviations, says less of the pace than of a visit
#: that nobody ended.
_FARTHEST = 2.5
_SHORTEST_MIN = 0.5
#: Each step takes the visits under way by what the step before it found; they hardly move then.
_STEPS = 3

#: The mean and the variance of the logarithm of a service's minutes.
Usual = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit at a counter: how long it took, or for how long it has been under way."""

    service: str
    minutes: float
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What one counter's visits say of its pace: their mean times its precision, and that."""

    pull: float
    precision: float

    @property
    def seen_through(self) -> float:
        """How little of the day's slowness it shows for the counter's own."""
        return 1 + self.precision * COUNTER_SD**2


@dataclass(frozen=True)
class Pace:
    """What is known of today's pace."""

    counters: Sequence[_Evidence]

    @cached_property
    def day(self) -> tuple[float, float]:
        """The logarithm of the day's slowness, and how sure it is (a standard deviation)."""
        precision = 1 / DAY_SD**2 + sum(one.precision / one.seen_through for one in self.counters)
        return sum(
            one.pull / one.seen_through for one in self.counters
        ) / precision, precision**-0.5

    @cached_property
    def _own(self) -> list[tuple[float, float, float]]:
        """Of each counter: its mean on a usual day, how much of a day's slowness adds, how sure."""
        found = []
        for one in self.counters:
            precision = 1 / COUNTER_SD**2 + one.precision
            found.append((one.pull / precision, 1 - one.precision / precision, precision**-0.5))
        return found

    def of_counters(self, day: float) -> list[tuple[float, float]]:
        """Return the logarithm of each counter's slowness on a day that is so slow; how sure."""
        return [(mean + share * day, sure) for mean, share, sure in self._own]

    def drawn(self, chance: Random) -> list[float]:
        """Return how slow each counter may be, as a factor."""
        return [exp(chance.gauss(*one)) for one in self.of_counters(chance.gauss(*self.day))]


def usual(minutes: Sequence[float]) -> Usual:
    """Return what is usual of a service that took so many minutes on earlier days."""
    logs = [log(max(one, _SHORTEST_MIN)) for one in minutes]
    return fmean(logs), max(pvariance(logs), 0.04)


def unknown(counters: int) -> Pace:
    """Return what is known of so many counters before anything was served."""
    return Pace([_Evidence(0.0, 0.0)] * counters)


def learned(seen: Sequence[Iterable[Seen]], usual_of: Mapping[str, Usual]) -> Pace:
    """Return today's pace, from the visits of each counter."""
    pace = unknown(len(seen))
    for _ in range(_STEPS):
        before = [mean for mean, _ in pace.of_counters(pace.day[0])]
        pace = Pace([_evidence(*one, usual_of) for one in zip(seen, before, strict=True)])
    return pace


def _evidence(seen: Iterable[Seen], before: float, usual_of: Mapping[str, Usual]) -> _Evidence:
    pull = precision = 0.0
    for one in seen:
        mean, variance = usual_of[one.service]
        deviation = sqrt(variance)
        far = (log(max(one.minutes, _SHORTEST_MIN)) - mean - before) / deviation
        far = max(-_FARTHEST, min(far, _FARTHEST))
        more, sure = (far, 1.0) if one.is_done else _longer_than(far)
        pull += more / deviation + sure / variance * before
        precision += sure / variance
    return _Evidence(pull, precision)


def _longer_than(far: float) -> tuple[float, float]:
    """Return what "longer than that" says of a normal mean: by how much it is more, and how surely.

    Without it mornings would look quick: what is done by then is what was short.
    """
    rate = exp(-far * far / 2) / sqrt(2 * pi) / (erfc(far / sqrt(2)) / 2)
    return rate, rate * (rate - far)
