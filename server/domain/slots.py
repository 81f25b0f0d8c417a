"""Bookable times: made from plans as seats, and when each of them may be booked.

A plan is a pile of layers (the basis, Friday evenings, seasons) and of exceptions for
single days. Only what lies inside the service's opening hours becomes a slot.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

from server.domain.business_day import JST, on_the_clock
from server.domain.opening import WEEKDAYS, Hours, Opening, Season, in_season
from server.domain.refusals import Refused


class Pattern(Protocol):
    """One layer; it replaces what earlier layers planned between `from_` and `to`."""

    @property
    def days(self) -> Collection[str]: ...
    @property
    def from_(self) -> time: ...
    @property
    def to(self) -> time: ...
    @property
    def every_min(self) -> int | None: ...
    @property
    def capacity(self) -> int: ...
    @property
    def internal(self) -> int: ...
    @property
    def season(self) -> Season | None: ...


class SlotException(Protocol):
    """Another capacity on one day, for all of it or between two times."""

    @property
    def date(self) -> date: ...
    @property
    def from_(self) -> time | None: ...
    @property
    def to(self) -> time | None: ...
    @property
    def capacity(self) -> int: ...
    @property
    def internal(self) -> int | None: ...


class SlotPlan(Protocol):
    """The bookable times of one service, by one method at one venue."""

    @property
    def minutes(self) -> int: ...
    @property
    def patterns(self) -> Sequence[Pattern]: ...
    @property
    def exceptions(self) -> Sequence[SlotException]: ...


class BookingRule(Protocol):
    """From when until when a slot may be booked; one of the two ends is set."""

    @property
    def open_days_before(self) -> int: ...
    @property
    def close_min_before(self) -> int | None: ...
    @property
    def close_opening_days_before(self) -> int | None: ...


class Timed(Protocol):
    """A slot with its seats somewhere else."""

    @property
    def start(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...


AnySlot = TypeVar("AnySlot", bound=Timed)

#: Between two slots of one long visit; whoever is at the desk stays there.
LONGEST_GAP = timedelta(minutes=30)


@dataclass(frozen=True)
class PlannedSlot:
    """A slot as planned. Its capacity becomes that many seats."""

    day: date
    start: datetime
    minutes: int
    capacity: int
    #: Of these so many are for staff to give away.
    internal: int = 0


def planned(plan: SlotPlan, days: Iterable[date], opening: Opening) -> Iterator[PlannedSlot]:
    """Yield the slots of *plan* on *days*, earliest first on each day."""
    for day in days:
        hours = opening.hours(day)
        if hours is None:
            continue
        capacities = _capacities(plan, day, opening.sunday_kind(day) or WEEKDAYS[day.weekday()])
        for start, (capacity, internal) in sorted(capacities.items()):
            if capacity and _inside(start, plan.minutes, hours):
                at = on_the_clock(day, start)
                yield PlannedSlot(day, at, plan.minutes, capacity, internal)


def in_a_row(slots: Sequence[AnySlot], minutes: int) -> list[AnySlot]:
    """Return the slots, the first being where the visit begins, that a visit of *minutes* needs.

    Args:
        slots: those of one day, place and method, earliest first.

    Returns:
        Nothing if the day ends or pauses before.

    """
    row = list(slots[:1])
    for slot in slots[1:]:
        end = _end(row[-1])
        if end - row[0].start >= timedelta(minutes=minutes) or slot.start - end > LONGEST_GAP:
            break
        if slot.start >= end:
            row.append(slot)
    enough = row and _end(row[-1]) - row[0].start >= timedelta(minutes=minutes)
    return row if enough else []


def _end(slot: Timed) -> datetime:
    return slot.start + timedelta(minutes=slot.minutes)


def days_from(first: date, count: int) -> list[date]:
    """Return *count* days, *first* being the first of them."""
    return [first + timedelta(days=number) for number in range(count)]


def bookable_from(start: datetime, rule: BookingRule) -> datetime:
    """Return the midnight from which the slot at *start* may be booked."""
    day = start.astimezone(JST).date() - timedelta(days=rule.open_days_before)
    return on_the_clock(day, time.min)


def bookable_until(start: datetime, rule: BookingRule, opening: Opening) -> datetime:
    """Return the moment from which the slot at *start* can no longer be booked.

    「2開庁日前まで」 means until that day is over.
    """
    if rule.close_opening_days_before is not None:
        day = start.astimezone(JST).date()
        last = opening.opening_days_before(day, rule.close_opening_days_before)
        return on_the_clock(last + timedelta(days=1), time.min)
    return start - timedelta(minutes=rule.close_min_before or 0)


def is_bookable(start: datetime, now: datetime, rule: BookingRule, opening: Opening) -> bool:
    """Tell whether the slot at *start* may be booked at *now*, if a seat is free."""
    return Window(now, rule, opening).has(start, start.astimezone(JST).date())


class Window:
    """The slots that may be booked at one moment; what only the day decides is asked once a day."""

    def __init__(self, now: datetime, rule: BookingRule, opening: Opening) -> None:
        self._now, self._rule, self._opening = now, rule, opening
        #: A slot begins later than this, or its booking is closed.
        self._after = now + timedelta(minutes=max(0, rule.close_min_before or 0))
        self._days: dict[date, bool] = {}

    def has(self, start: datetime, day: date) -> bool:
        """Tell whether the slot at *start*, on *day* in Japan, may be booked if a seat is free."""
        is_open = self._days.get(day)
        if is_open is None:
            is_open = self._days[day] = self._is_open(start)
        return is_open and start > self._after

    def _is_open(self, start: datetime) -> bool:
        if self._now < bookable_from(start, self._rule):
            return False
        by_days = self._rule.close_opening_days_before is not None
        return not by_days or self._now < bookable_until(start, self._rule, self._opening)


def require_bookable(start: datetime, now: datetime, rule: BookingRule, opening: Opening) -> None:
    """Return if the slot at *start* may be booked, moved to or cancelled at *now*.

    Raises:
        Refused: ``slot_past``, ``booking_not_open`` or ``booking_closed``.

    """
    if now >= start:
        raise Refused("slot_past", "この時間は過ぎました。ほかの日時をお選びください。")
    opens = bookable_from(start, rule)
    if now < opens:
        raise Refused(
            "booking_not_open",
            f"この日の予約は{opens.month}月{opens.day}日から受け付けます。",
            opens_at=opens.isoformat(),
        )
    if now >= bookable_until(start, rule, opening):
        raise Refused(
            "booking_closed",
            "この時間のインターネット予約は締め切りました。"
            "ほかの日時をお選びいただくか、区役所へお電話ください。",
        )


def _capacities(plan: SlotPlan, day: date, kind: str) -> dict[time, tuple[int, int]]:
    """Return the seats, and those for staff, of every start on *day*, a *kind* of day."""
    starts: dict[time, tuple[int, int]] = {}
    for layer in plan.patterns:
        if kind in layer.days and (layer.season is None or in_season(day, layer.season)):
            starts = {at: seats for at, seats in starts.items() if not _covers(layer, at)}
            starts |= dict.fromkeys(_starts(layer, plan.minutes), (layer.capacity, layer.internal))
    for exception in plan.exceptions:
        if exception.date == day:
            starts |= {
                at: _excepted(exception, internal)
                for at, (_, internal) in starts.items()
                if _covers(exception, at)
            }
    return starts


def _excepted(exception: SlotException, internal: int) -> tuple[int, int]:
    wanted = internal if exception.internal is None else exception.internal
    return exception.capacity, min(wanted, exception.capacity)


def _starts(layer: Pattern, minutes: int) -> Iterator[time]:
    at = _minute(layer.from_)
    while at + minutes <= _minute(layer.to):
        yield time(at // 60, at % 60)
        at += layer.every_min or minutes


def _covers(part: Pattern | SlotException, at: time) -> bool:
    return (part.from_ is None or part.from_ <= at) and (part.to is None or at < part.to)


def _inside(start: time, minutes: int, hours: Hours) -> bool:
    return hours.open <= start and _minute(start) + minutes <= _minute(hours.close)


def _minute(at: time) -> int:
    """Return the minutes since midnight."""
    return at.hour * 60 + at.minute
