"""区役所 (offices): the wards of a city, and how their floors are laid out."""

from base64 import b64decode
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from config.schema.calendar import Calendar
from config.schema.displays import AreaCode, Display
from config.schema.reasons import Reasons
from config.schema.services import Purpose, Queue, Section, Service
from config.schema.shapes import Code, NamesInAll, OfficeCode, Shape, Text, Words
from config.schema.slot_plans import SlotPlan
from config.schema.wording import Facility, Relations

Colour = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]
Direction = Literal["left", "right", "ahead", "behind"]
#: Who chooses the next desk of a visit with several: the listed order, or the waits of now.
Routing = Literal["as_listed", "shortest_stay"]
CounterNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")]
#: In bytes; a mark is printed 160 by 48 dots at most.
_LARGEST_LOGO = 16_384


def _small_png(text: str) -> str:
    """Refuse what is no picture, before it is missing on a ticket."""
    try:
        picture = b64decode(text, validate=True)
    except ValueError:
        raise ValueError("not in base64; make it with: base64 -w0 logo.png") from None
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("not a PNG")
    if len(picture) > _LARGEST_LOGO:
        raise ValueError(f"larger than {_LARGEST_LOGO} bytes; 160 by 48 dots are enough")
    return text


Logo = Annotated[str, AfterValidator(_small_png)]


class Area(Shape):
    """A waiting area; displays and speakers belong to it."""

    code: AreaCode
    names: NamesInAll


class Help(Shape):
    """When a counter calls from a queue that is not its own: every condition given must hold."""

    queue: Code
    waits_over_min: Annotated[int, Field(ge=1, le=600)] | None = Field(
        default=None, description="somebody has waited there for more minutes"
    )
    waiting_over: Annotated[int, Field(ge=0, le=999)] | None = Field(
        default=None, description="more people wait there"
    )
    own_line_empty: bool = Field(default=False, description="nobody waits in its own queues")
    first: bool = Field(default=False, description="before its own queues, not among them")

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.waits_over_min is None and self.waiting_over is None and not self.own_line_empty:
            raise ValueError(
                "waits_over_min・waiting_over・own_line_empty のどれかを書いてください"
            )
        return self


class Counter(Shape):
    """A numbered place where somebody serves."""

    number: CounterNumber
    area: AreaCode
    queues: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(
        description="the queues it may call"
    )
    helps: tuple[Help, ...] = Field(default=(), description="queues it calls when they need help")
    direction: Direction | None = Field(
        default=None, description="where it is, seen from the display of its area"
    )


class Room(Shape):
    """Where a family sits while the sections come to it."""

    code: Code
    area: AreaCode
    names: Words


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
    rooms: tuple[Room, ...] = ()


class Position(Shape):
    """Where an office stands, in degrees north and east (WGS 84)."""

    lat: Annotated[float, Field(ge=20, le=46)]
    lon: Annotated[float, Field(ge=122, le=154)]


class PostalAddress(Shape):
    """Where mail to an office goes."""

    postal_code: Annotated[str, Field(pattern=r"^[0-9]{3}-[0-9]{4}$")]
    ja: Text


#: As people read it: 06-6682-9986.
PhoneNumber = Annotated[str, Field(pattern=r"^0[0-9]{1,4}-[0-9]{1,4}-[0-9]{4}$")]


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
    logo: Logo | None = Field(
        default=None, description="the mark on its tickets: a PNG in base64, at most 160 by 48 dots"
    )
    position: Position | None = Field(
        default=None, description="tells which office is the nearest when one is full"
    )
    address: PostalAddress | None = Field(
        default=None, description="for the cover sheet of what is sent by mail"
    )
    phone: PhoneNumber | None = Field(default=None, description="printed on what people take home")
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
    routing: Routing = Field(
        default="as_listed", description="shortest_stay: the next desk of a round is computed"
    )
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
    logo: Logo | None = None
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
    rooms: tuple[Room, ...] = ()
    reasons: Reasons = Reasons()
    routing: Routing = "as_listed"
    features: tuple[str, ...]
    notice: Words | None
    venues: dict[str, Words] = Field(default_factory=dict)
    position: Position | None = None
    address: PostalAddress | None = None
    phone: PhoneNumber | None = None
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
