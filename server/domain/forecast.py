"""How long everybody in line will wait: the next hours played forward, many times, by the rule.

Each *path* is one way the day may go on: how slow today is, how long whoever is served still
takes, which counter comes back from its break when, who of the booked comes and when, who is sent
on to a second desk. In each the counters call by `server.domain.queueing`'s order, so the paths
know what no formula does: several skills, breaks, bookings to come. Their middle is what is told,
their spread how sure it is (queue mining's "snapshot" forward; Stagge 2020).

Times are minutes from now. Nothing here is random twice: the same floor gives the same answer.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from random import Random

from server.domain import pace
from server.domain.pace import Pace

#: Ways the day may go on. With a quarter of them the middle is as good within 2 %.
PATHS = 32
#: At most so many people on all paths together, so that a full hall costs as much as half of one.
BUDGET = 1_600
FEWEST_PATHS = 12
#: A counter that should be open and is not comes back after so long on average.
AWAY_MIN = 12.0
#: Breaks begin within so many minutes of the plan, and end up to so many late.
BREAK_DRIFT_MIN, LATE_BACK_MIN = 3.0, 4.0
#: A counter that is not open so shortly after its plan says is late, not away.
JUST_PLANNED_MIN = 8.0
#: Counters that left within so many minutes left for one reason, and come back together.
TOGETHER_MIN = 1.0

Key = tuple[float, int, int]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in line, or on the way: the order time and its ties, and what for."""

    key: Key
    service: str
    #: Minutes until they can be called.
    ready: float = 0.0
    #: The desks after this one; None: as history says of the service.
    further: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody who is expected: the booked time, in minutes from now."""

    slot: float
    service: str


@dataclass(frozen=True, slots=True)
class Post:
    """A counter: what it serves, when it is planned to be open, and whom it serves now."""

    skills: tuple[str, ...]
    planned: tuple[Span, ...]
    #: For how long it has not been open (infinity: nobody knows); None: it is open.
    away: float | None = None
    serving: str | None = None
    elapsed: float = 0.0
    #: The desks to which whoever is served goes on; None: as history says.
    further: tuple[str, ...] | None = None
    key: Key = (0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Order:
    """What the order time of a booking needs: its head start, and how late is too late."""

    head_min: float
    late_min: float


@dataclass(frozen=True)
class Habits:
    """What earlier days tell."""

    #: Minutes of each service, sorted.
    minutes: Mapping[str, Sequence[float]]
    #: The desks that followed the first, one entry a visit.
    further: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    #: When people with a booking came, in minutes after its time, sorted.
    offsets: Sequence[float] = (-20.0, -12.0, -9.0, -7.0, -5.0, -3.0, 2.0)
    #: The share of bookings that are kept.
    shows: float = 0.93
    walk_min: float = 1.0

    @cached_property
    def usual(self) -> Mapping[str, pace.Usual]:
        """What is usual of each service."""
        return {service: pace.usual(minutes) for service, minutes in self.minutes.items()}


@dataclass(frozen=True)
class Floor:
    """The floor as it stands."""

    people: Sequence[Person]
    posts: Sequence[Post]
    habits: Habits
    order: Order
    bookings: Sequence[Booking] = ()
    #: Earlier days' people from this hour on, without a booking; a path takes one day's.
    comers: Sequence[Sequence[Person]] = ()
    #: Of today and of each post; None: nothing was served yet.
    pace: Pace | None = None

    @cached_property
    def known_pace(self) -> Pace:
        """Today's pace as far as it is known."""
        return self.pace or pace.unknown(len(self.posts))


@dataclass(frozen=True, slots=True)
class Spread:
    """What the paths say of one wait, in minutes; not yet calibrated."""

    p50: float
    lo50: float
    hi50: float
    lo90: float
    hi90: float


def waits(floor: Floor, asked: Sequence[int], seed: int) -> list[Spread | None]:
    """Return how long each of *asked*, places in ``floor.people``, waits; None: nobody can tell."""
    count = max(FEWEST_PATHS, min(PATHS, BUDGET // (len(floor.people) + 1)))
    chance = Random(seed)  # noqa: S311 - the same floor gives the same answer
    paths = [_Path(floor, chance, asked).run() for _ in range(count)]
    return [_spread(sorted(path.get(place, inf) for path in paths)) for place in asked]


def _spread(times: Sequence[float]) -> Spread | None:
    found = [_point(times, share) for share in (0.5, 0.25, 0.75, 0.05, 0.95)]
    return None if inf in found else Spread(*found)


def _point(times: Sequence[float], share: float) -> float:
    place = share * (len(times) - 1)
    low = int(place)
    high = min(low + 1, len(times) - 1)
    if times[high] == inf:
        return inf
    return times[low] + (times[high] - times[low]) * (place - low)


#: As it stands in a line: the key, a number of its own, the service, the desks after it.
_Visit = tuple[Key, int, str, "tuple[str, ...] | None"]


class _Path:
    """One way the day may go on."""

    def __init__(self, floor: Floor, chance: Random, asked: Sequence[int]) -> None:
        self._floor, self._chance = floor, chance
        self._left = set(asked)
        self._called: dict[int, float] = {}
        self._lines: dict[str, list[_Visit]] = {}
        #: Time, a number of its own, the counter that is free (or -1), and who comes.
        self._events: list[tuple[float, int, int, _Visit | None]] = []
        self._made = 0
        self._idle: list[int] = []
        self._fill()
        self._open_posts()

    def run(self) -> dict[int, float]:
        """Return when each of the asked was called."""
        while self._events and self._left:
            time, _, post, visit = heappop(self._events)
            if visit is None:
                self._free(post, time)
            else:
                self._join(visit, time)
        return self._called

    def _fill(self) -> None:
        floor, chance = self._floor, self._chance
        for place, one in enumerate(floor.people):
            self._come(one.ready, (one.key, place, one.service, one.further))
        for line in self._lines.values():
            heapify(line)
        for booking in floor.bookings:
            self._expect(booking)
        if floor.comers:
            for one in floor.comers[int(chance.random() * len(floor.comers))]:
                self._come(one.ready, (one.key, self._number(), one.service, one.further))

    def _come(self, at: float, visit: _Visit) -> None:
        if at <= 0:
            self._lines.setdefault(visit[2], []).append(visit)
        else:
            self._push(at, -1, visit)

    def _push(self, time: float, post: int, visit: _Visit | None = None) -> None:
        self._made += 1
        heappush(self._events, (time, self._made, post, visit))

    def _number(self) -> int:
        """Return a number for somebody nobody asks about."""
        self._made += 1
        return -self._made

    def _expect(self, booking: Booking) -> None:
        """Let a booked person come, or not: the later it is, the less likely."""
        habits, order = self._floor.habits, self._floor.order
        missed = bisect_right(habits.offsets, -booking.slot)
        still = len(habits.offsets) - missed
        may = habits.shows * still / len(habits.offsets)
        if still == 0 or self._chance.random() * (may + 1 - habits.shows) >= may:
            return
        at = booking.slot + habits.offsets[missed + int(self._chance.random() * still)]
        in_time = at <= booking.slot + order.late_min
        key = booking.slot - order.head_min if in_time else at
        self._push(max(at, 0.01), -1, ((key, 0, 0), self._number(), booking.service, None))

    def _open_posts(self) -> None:
        floor, chance = self._floor, self._chance
        self._pace = floor.known_pace.drawn(chance)
        openings = _Openings(chance)
        self._spans = [openings.of(post) for post in floor.posts]
        for place, post in enumerate(floor.posts):
            left = 0.0
            if post.serving is not None:
                left = self._rest(post.serving, post.elapsed, self._pace[place])
                self._send_on((post.key, 0, post.serving, post.further), left)
            self._push(left, place)

    def _rest(self, service: str, elapsed: float, pace: float) -> float:
        """Return how much longer somebody is served who has been for *elapsed* minutes."""
        minutes = self._floor.habits.minutes[service]
        over = bisect_right(minutes, elapsed / pace)
        if over < len(minutes):
            chosen = minutes[over + int(self._chance.random() * (len(minutes) - over))]
            return max(chosen * pace - elapsed, 0.0)
        return self._chance.expovariate(1.0) * max(elapsed * 0.25, 1.0)

    def _free(self, post: int, time: float) -> None:
        if not self._is_on_duty(post, time):
            return
        lines = [self._lines.get(service) for service in self._floor.posts[post].skills]
        waiting = [line for line in lines if line]
        if waiting:
            self._serve(post, heappop(min(waiting)), time)
        else:
            self._idle.append(post)

    def _is_on_duty(self, post: int, time: float) -> bool:
        """Tell whether a counter is there; one on its break is free again when it ends."""
        spans = self._spans[post]
        while spans and spans[0][1] <= time:
            spans.pop(0)
        if spans and spans[0][0] <= time:
            return True
        if spans:
            self._push(spans[0][0], post)
        return False

    def _join(self, visit: _Visit, time: float) -> None:
        posts, fits = self._floor.posts, []
        for post in list(self._idle):
            if visit[2] in posts[post].skills:
                if self._is_on_duty(post, time):
                    fits.append(post)
                else:
                    self._idle.remove(post)
        if fits:
            chosen = min(fits, key=lambda post: (len(posts[post].skills), post))
            self._idle.remove(chosen)
            self._serve(chosen, visit, time)
        else:
            heappush(self._lines.setdefault(visit[2], []), visit)

    def _serve(self, post: int, visit: _Visit, time: float) -> None:
        _, place, service, _ = visit
        if place in self._left:
            self._left.discard(place)
            self._called[place] = time
        minutes = self._floor.habits.minutes[service]
        end = time + minutes[int(self._chance.random() * len(minutes))] * self._pace[post]
        self._push(end, post)
        self._send_on(visit, end)

    def _send_on(self, visit: _Visit, end: float) -> None:
        """Let whoever is done go on to the next desk, with the order time of the first."""
        key, _, service, further = visit
        if further is None:
            known = self._floor.habits.further.get(service)
            further = known[int(self._chance.random() * len(known))] if known else ()
        if further:
            at = end + self._floor.habits.walk_min
            self._push(at, -1, (key, self._number(), further[0], further[1:]))


class _Openings:
    """When the counters are there on one path, as their plans go today."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        #: For how long a counter has been away, and when it comes back.
        self._back: list[Span] = []

    def of(self, post: Post) -> list[Span]:
        """Return when a counter is there, in order."""
        chance, spans = self._chance, list[Span]()
        for begin, end in post.planned:
            if begin > 0:
                spans.append((begin + chance.random() * LATE_BACK_MIN, end))
            elif end > 0:
                spans += self._now(post, begin, end)
        if post.away is None and not (spans and spans[0][0] <= 0):
            spans.insert(0, (0.0, chance.random() * BREAK_DRIFT_MIN))
        return spans

    def _now(self, post: Post, begin: float, end: float) -> list[Span]:
        chance = self._chance
        drift = end if end == inf else end + (chance.random() * 2 - 1) * BREAK_DRIFT_MIN
        if post.away is None:
            return [(0.0, max(drift, 0.01))]
        if end <= BREAK_DRIFT_MIN:
            return []
        if begin > -JUST_PLANNED_MIN:
            back = chance.random() * LATE_BACK_MIN
        else:
            back = self._back_after(min(post.away, -begin))
        return [(back, drift)] if back < drift else []

    def _back_after(self, away: float) -> float:
        for other, back in self._back:
            if abs(other - away) <= TOGETHER_MIN:
                return back
        back = self._chance.expovariate(1 / AWAY_MIN)
        self._back.append((away, back))
        return back
