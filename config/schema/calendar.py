"""開庁時間 (opening hours): rules by weekday, Sundays, holidays and the year's end."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from config.problems import Misplaced
from config.schema.shapes import ClockTime, Code, Day, Shape

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _month_day(value: str) -> str:
    try:
        date.fromisoformat(f"2028-{value}")  # a leap year, so that 02-29 is a day
    except ValueError:
        raise ValueError(f"月日ではありません(例 12-29): {value}") from None
    return value


MonthDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$"), AfterValidator(_month_day)]


class Hours(Shape):
    """When a day begins and ends, in Japan."""

    open: ClockTime
    close: ClockTime

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.open >= self.close:
            raise Misplaced(
                f"close は open より後にしてください: {self.open} / {self.close}", "close"
            )
        return self


class Season(Shape):
    """A part of every year, both days included; it may run over the New Year."""

    from_: MonthDay = Field(alias="from")
    to: MonthDay


class OpeningRule(Shape):
    """When one kind of work is done. A weekday that is not named is closed."""

    week: dict[Weekday, Hours]
    fourth_sunday: Hours | None = None
    extra_sunday: Hours | None = None
    reception_ends_min: Annotated[int, Field(ge=0, le=120)] = Field(
        default=15, description="minutes before closing when the last ticket is issued"
    )


class Calendar(Shape):
    """What all services of a city share, and the rules they choose from."""

    time_zone: Literal["Asia/Tokyo"]
    business_day_starts: ClockTime
    holidays: Literal["JP"] = Field(description="the country whose national holidays are closed")
    year_end: Season
    fourth_sundays_closed: tuple[Day, ...] = Field(
        default=(), description="fourth Sundays on which the city does not open after all"
    )
    extra_sundays: tuple[Day, ...] = Field(
        default=(), description="臨時日曜開庁, published every year"
    )
    closed_days: tuple[Day, ...] = Field(
        default=(), description="single days closed for another reason, a typhoon say"
    )
    rules: Annotated[dict[Code, OpeningRule], Field(min_length=1)]

    @model_validator(mode="after")
    def _extra_sundays_are_sundays(self) -> Self:
        for name in ("extra_sundays", "fourth_sundays_closed"):
            for at, day in enumerate(getattr(self, name)):
                if day.strftime("%a") != "Sun":
                    raise Misplaced(f"日曜日ではありません: {day}", name, at)
        return self
