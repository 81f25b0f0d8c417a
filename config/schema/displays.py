"""The screens on the wall: what each shows, how it sounds, and the pictures of notice screens."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.schema.calendar import Weekday
from config.schema.shapes import LANGUAGES, ClockTime, Code, Day, Language, Shape

AreaCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,8}$")]
#: The SHA-256 of an uploaded picture, as it is kept.
PictureId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Line = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
#: ``area`` calls and waits · ``mixed`` several areas, each call with its area ·
#: ``waiting`` who waits where and for how long · ``handover`` 交付 · ``media`` notices.
Layout = Literal["area", "mixed", "waiting", "handover", "media"]


class Loudness(Shape):
    """How loud a screen is from a time of day on."""

    from_: ClockTime = Field(alias="from")
    volume: Percent


class Slide(Shape):
    """One page of a notice screen: a picture, words, or both; shown while its time has come."""

    picture: PictureId | None = None
    title: Line | None = None
    text: Annotated[str, Field(min_length=1, max_length=240, pattern=r"\S")] | None = None
    seconds: Annotated[int, Field(ge=5, le=120)] = 12
    from_day: Day | None = None
    to_day: Day | None = None
    from_time: ClockTime | None = None
    to_time: ClockTime | None = None
    weekdays: tuple[Weekday, ...] = ()

    @model_validator(mode="after")
    def _shows_something_some_time(self) -> Self:
        if not (self.picture or self.title or self.text):
            raise ValueError("写真か文字を入れてください")
        if self.from_day and self.to_day and self.from_day > self.to_day:
            raise ValueError("終わりの日が始まりの日より前です")
        if self.from_time and self.to_time and self.from_time >= self.to_time:
            raise ValueError("終わりの時刻が始まりの時刻より前です")
        return self


class Display(Shape):
    """A screen on the wall. One of an area speaks."""

    code: Code
    area: AreaCode = Field(description="where it hangs")
    audio_master: bool = Field(default=True, description="it says the calls of what it shows")
    name: Line | None = None
    layout: Layout = "area"
    shows: tuple[AreaCode, ...] = Field(
        default=(), description="the areas whose calls it shows; none: where it hangs"
    )
    languages: tuple[Language, ...] = Field(
        default=LANGUAGES[2:], description="in which calls and notices are repeated"
    )
    volume: Percent = 100
    loudness: Annotated[tuple[Loudness, ...], Field(max_length=12)] = Field(
        default=(), description="another volume from a time of day on; 0 is silence"
    )
    long_wait_min: Annotated[int, Field(ge=1, le=600)] | None = Field(
        default=30, description="from this wait on 大変お待たせいたしました; none: never"
    )
    capacity: Annotated[int, Field(ge=1, le=2000)] | None = Field(
        default=None, description="from so many waiting people on it says that the room is full"
    )
    slides: Annotated[tuple[Slide, ...], Field(max_length=40)] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas whose calls it shows."""
        return self.shows or (self.area,)

    @property
    def speaks(self) -> bool:
        """Whether it may say calls: a notice screen has none."""
        return self.audio_master and self.layout != "media"


class Wall(Shape):
    """All screens of an office, as a manager has published them."""

    displays: Annotated[tuple[Display, ...], Field(max_length=60)]
    at: str = Field(description="when it was published")
    by: str | None = Field(default=None, description="who did, as the event log names them")
    brings_back: int | None = Field(default=None, description="the version that it repeats")


def wall_problems(displays: tuple[Display, ...], areas: set[str]) -> list[tuple[int, str, str]]:
    """Return what does not fit: the display's place, its field, a sentence."""
    problems: list[tuple[int, str, str]] = []
    codes: set[str] = set()
    masters: dict[str, str] = {}
    for at, display in enumerate(displays):
        if display.code in codes:
            problems.append((at, "code", "同じ名前の画面がもうあります。"))
        codes.add(display.code)
        for field, named in (("area", (display.area,)), ("shows", display.shows)):
            unknown = [area for area in named if area not in areas]
            if unknown:
                problems.append((at, field, f"待合「{unknown[0]}」はありません。"))
        if display.speaks and display.area in masters:
            other = masters[display.area]
            problems.append((at, "audio_master", f"この待合では「{other}」が音を出します。"))
        if display.speaks:
            masters.setdefault(display.area, display.name or display.code)
    return problems
