"""区役所 (offices): the wards of a city, and how their floors are laid out."""

from typing import Annotated, Literal

from pydantic import Field

from config.schema.calendar import Calendar
from config.schema.services import Purpose, Queue, Section, Service
from config.schema.shapes import Code, NamesInAll, OfficeCode, Shape, Text, Words
from config.schema.slot_plans import SlotPlan
from config.schema.wording import Facility, Relations

Colour = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]
Direction = Literal["left", "right", "ahead", "behind"]
AreaCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,8}$")]
CounterNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")]


class Area(Shape):
    """A waiting area; displays and speakers belong to it."""

    code: AreaCode
    names: NamesInAll


class Counter(Shape):
    """A numbered place where somebody serves."""

    number: CounterNumber
    area: AreaCode
    queues: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(
        description="the queues it may call"
    )
    direction: Direction | None = Field(
        default=None, description="where it is, seen from the display of its area"
    )


class Display(Shape):
    """A screen on the wall. One of an area speaks."""

    code: Code
    area: AreaCode
    audio_master: bool = True


class Kiosk(Shape):
    """A machine in the lobby."""

    code: Code
    area: AreaCode
    names: Words


class Layout(Shape):
    """A floor that several wards share."""

    code: Code
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    counters: Annotated[tuple[Counter, ...], Field(min_length=1)]
    displays: tuple[Display, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()


class Ward(Shape):
    """A ward as the city's list has it, and what differs there from its layout."""

    code5: OfficeCode
    code6: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name_ja: Text
    kana: Text
    katakana: Text
    romaji: Text
    name_en: Text
    office_name_ja: Text
    office_name_en: Text
    url_slug: Annotated[str, Field(pattern=r"^[a-z]+$")]
    url_slug_sure: bool
    accent: Colour = Field(description="the one line under the header; it means nothing")
    layout: Code
    section_names: dict[Code, Text] = Field(
        default_factory=dict, description="by role, where the ward has another name"
    )
    counters: tuple[Counter, ...] = Field(
        default=(), description="added to the layout, or in place of the same number"
    )
    without_counters: tuple[CounterNumber, ...] = Field(
        default=(), description="numbers of the layout that this ward does not have"
    )
    features: tuple[Code, ...] = ()
    notice: Words | None = None
    source: Text | None = None


class Office(Shape):
    """One office as a server loads it: the city's standard with what differs here."""

    code: OfficeCode
    names: Words
    ward_names: Words
    kana: str
    romaji: str
    accent: Colour
    calendar: Calendar
    sections: tuple[Section, ...]
    areas: tuple[Area, ...]
    queues: tuple[Queue, ...]
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    purposes: tuple[Purpose, ...]
    slot_plans: tuple[SlotPlan, ...]
    displays: tuple[Display, ...]
    kiosks: tuple[Kiosk, ...]
    features: tuple[str, ...]
    notice: Words | None
    venues: dict[str, Words] = Field(default_factory=dict)
    facilities: tuple[Facility, ...] = ()
    relations: Relations | None = None

    def service(self, code: str) -> Service:
        """Return the service *code*; KeyError if this office has none."""
        return {service.code: service for service in self.services}[code]

    def queue(self, code: str) -> Queue:
        """Return the queue *code*; KeyError if this office has none."""
        return {queue.code: queue for queue in self.queues}[code]

    def counters_of(self, queue: str) -> tuple[Counter, ...]:
        """Return the counters that may call *queue*."""
        return tuple(counter for counter in self.counters if queue in counter.queues)

    def area_of(self, queue: str) -> str:
        """Return the area where people of *queue* wait: that of its first counter."""
        return self.counters_of(queue)[0].area
