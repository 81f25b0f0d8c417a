"""予約枠 (slot plans): layers of patterns, from which the bookable times are made."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.schema.calendar import Season, Weekday
from config.schema.shapes import ClockTime, Code, Day, Shape, Text

#: A weekday, or a Sunday that the calendar opens.
PlanDay = Literal[Weekday, "fourth_sunday", "extra_sunday"]
Method = Literal["visit", "web", "phone"]
Minutes = Annotated[int, Field(ge=1, le=600)]
Capacity = Annotated[int, Field(ge=0, le=100)]


class Pattern(Shape):
    """One layer. It replaces what earlier layers planned between ``from`` and ``to``."""

    days: Annotated[tuple[PlanDay, ...], Field(min_length=1)]
    from_: ClockTime = Field(alias="from", description="the first start")
    to: ClockTime = Field(description="the last slot has ended by then")
    every_min: Minutes | None = Field(default=None, description="between starts; else back to back")
    capacity: Capacity
    season: Season | None = None

    @model_validator(mode="after")
    def _from_is_before_to(self) -> Self:
        if self.from_ >= self.to:
            raise ValueError(f"from が to より前ではありません: {self.from_} / {self.to}")
        return self


class SlotException(Shape):
    """Another capacity on one day, for all of it or between two times; 0 closes."""

    date: Day
    from_: ClockTime | None = Field(default=None, alias="from")
    to: ClockTime | None = None
    capacity: Capacity
    note_ja: Text | None = None


class SlotPlan(Shape):
    """The bookable times of one service, by one method at one venue."""

    service: Code
    method: Method
    venue: Code
    minutes: Minutes
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    exceptions: tuple[SlotException, ...] = ()


class BookingRule(Shape):
    """From when until when a slot may be booked, moved and cancelled online.

    The end is either a number of minutes before the start, or the end of the n-th
    opening day before the day of the slot.
    """

    open_days_before: Annotated[int, Field(ge=0, le=400)]
    close_min_before: Annotated[int, Field(ge=0, le=10_000)] | None = None
    close_opening_days_before: Annotated[int, Field(ge=0, le=60)] | None = None

    @model_validator(mode="after")
    def _ends_one_way(self) -> Self:
        if (self.close_min_before is None) == (self.close_opening_days_before is None):
            raise ValueError(
                "close_min_before か close_opening_days_before の、どちらか1つが必要です"
            )
        return self
