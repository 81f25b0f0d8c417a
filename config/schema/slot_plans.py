"""予約枠 (slot plans): layers of patterns, from which the bookable times are made."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

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
    internal: Capacity = Field(
        default=0, description="so many of them only staff give away: on the phone, at the desk"
    )
    season: Season | None = None

    @model_validator(mode="after")
    def _internal_ones_are_among_them(self) -> Self:
        if self.internal > self.capacity:
            raise ValueError(f"職員用の席が、席の数より多くなっています: {self.internal}")
        return self

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
    internal: Capacity | None = Field(
        default=None, description="none: as many as the pattern keeps, as far as there are seats"
    )
    note_ja: Text | None = None


class HalfDay(Shape):
    """The bookings of a morning (until noon) or an afternoon, 午前・午後の枠."""

    most: Annotated[int, Field(ge=0, le=1000)]
    internal: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=0, description="so many of them only staff give away"
    )

    @model_validator(mode="after")
    def _internal_ones_are_among_them(self) -> Self:
        if self.internal > self.most:
            raise ValueError(f"職員用の件数が、上限より多くなっています: {self.internal}")
        return self


class Lottery(Shape):
    """Lots are drawn for each day, 抽選: nobody books it before."""

    apply_until_days_before: Annotated[int, Field(ge=1, le=120)] = Field(
        description="applications are taken until that day is over, then lots are drawn"
    )


class SlotPlan(Shape):
    """The bookable times of one service, by one method at one venue."""

    service: Code
    method: Method
    venue: Code
    minutes: Minutes
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    exceptions: tuple[SlotException, ...] = ()
    morning: HalfDay | None = Field(default=None, description="none: as many as there are seats")
    afternoon: HalfDay | None = None
    release_hours: Annotated[int, Field(ge=0, le=720)] | None = Field(
        default=None,
        description="what staff have not given away so long before is the public's; none: never",
    )
    lottery: Lottery | None = Field(default=None, description="none: who comes first is served")
    meeting_url: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="where a web meeting is held; {office} becomes the ward's code"
    )

    @model_validator(mode="after")
    def _meets_where_everybody_finds_it(self) -> Self:
        if (self.method == "web") != (self.meeting_url is not None):
            raise ValueError("会議のアドレス meeting_url は、Web会議の枠にだけ、必ず書きます")
        if self.meeting_url is not None:
            link = self.meeting_url.replace("{office}", "")
            parts = urlsplit(link)
            if parts.scheme != "https" or not parts.hostname or not set(link).isdisjoint('{} "<>'):
                raise ValueError(f"会議のアドレスは https:// で始めます: {self.meeting_url}")
        return self


class PublishedPlans(Shape):
    """The slot plans of an office as its manager published them; one document a version."""

    slot_plans: tuple[SlotPlan, ...]
    at: Text
    by: Text | None = None
    #: What the manager wrote to colleagues about it.
    note: str = ""
    brings_back: int | None = None


class BookingRule(Shape):
    """From when until when a slot may be booked, moved and cancelled online.

    The end is either a number of minutes before the start, or the end of the n-th
    opening day before the day of the slot.
    """

    open_days_before: Annotated[int, Field(ge=0, le=400)]
    close_min_before: Annotated[int, Field(ge=0, le=10_000)] | None = None
    close_opening_days_before: Annotated[int, Field(ge=0, le=60)] | None = None

    hold_min: Annotated[int, Field(ge=1, le=60)] = Field(
        default=10, description="a chosen time is kept so long while somebody fills in the rest"
    )
    longest_min: Minutes = Field(
        default=120, description="several procedures together never take longer than this"
    )
    per_visitor_min: Annotated[int, Field(ge=0, le=120)] = Field(
        default=0, description="each visitor after the first makes it so much longer"
    )
    most_per_contact: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="bookings to come with one address; none: any number"
    )
    rest_min: Annotated[int, Field(ge=0, le=10_000)] = Field(
        default=0, description="a seat that is given back is offered to the public so much later"
    )
    offer_min: Annotated[int, Field(ge=5, le=10_000)] = Field(
        default=240, description="an offer to somebody on the waiting list stands so long"
    )

    @model_validator(mode="after")
    def _ends_one_way(self) -> Self:
        if (self.close_min_before is None) == (self.close_opening_days_before is None):
            raise ValueError(
                "close_min_before か close_opening_days_before の、どちらか1つが必要です"
            )
        return self
