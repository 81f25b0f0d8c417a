"""用件 (services), the sections that own them, the queues they share, the kiosk's buttons."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.schema.shapes import Code, NamesInAll, Shape, Text, Words
from config.schema.slot_plans import BookingRule

#: Icons that every surface can draw; never a flag, a face or a symbol of death.
Icon = Literal[
    "house_arrow", "document", "id_card", "shield_plus", "yen", "family", "hand_heart",
    "flower", "leaf", "cradle", "screen_talk",
]  # fmt: skip

Minutes = Annotated[int, Field(ge=0, le=600)]


class Section(Shape):
    """Who does the work, 課・担当. Wards name it differently, programs know its role."""

    role: Code
    names: Words
    typical_section_name_ja: Text | None = None
    services_ja: tuple[Text, ...] = ()


class ExternalSection(Shape):
    """Somebody outside the ward office; there is no queue for it here."""

    role: Code
    names: Words


class Queue(Shape):
    """A line with its own prefix and numbers, 番号系列."""

    code: Code
    prefix: Annotated[str, Field(pattern=r"^[A-HJ-NPR-Z]$")] = Field(
        description="one letter; I, O and Q are read as 1 and 0"
    )
    first_number: Annotated[int, Field(ge=0, le=9999)] = 1
    last_number: Annotated[int, Field(ge=1, le=9999)]
    on_overflow: Literal["widen", "refuse"] = "widen"
    on_board: bool = Field(default=True, description="false: people are fetched at their seat")
    names: NamesInAll

    @model_validator(mode="after")
    def _numbers_in_order(self) -> Self:
        if self.first_number > self.last_number:
            raise ValueError("first_number が last_number より大きくなっています")
        return self


class Service(Shape):
    """What a resident chooses, with the parameters of its rules in minutes."""

    code: Code
    queue: Code
    section_roles: Annotated[tuple[Code, ...], Field(min_length=1)] = Field(
        description="the owner first; its procedures come here unless a service names them"
    )
    names: NamesInAll
    summary_ja: Text | None = None
    icon: Icon
    opening: Code = Field(description="a rule of the calendar")
    walk_in: bool
    booking: BookingRule | None = Field(default=None, description="none: cannot be booked")
    minutes_p50: Annotated[int, Field(ge=1, le=600)]
    minutes_p90: Annotated[int, Field(ge=1, le=600)]
    head_min: Minutes = Field(default=30, description="a punctual reservation's lead, h")
    late_min: Minutes = Field(default=10, description="lateness that costs nothing, g")
    priority_min: Minutes = Field(default=15, description="the lead of 優先, p")
    early_min: Minutes | None = Field(default=None, description="none: check in all day")
    procedures: tuple[Code, ...] = Field(
        default=(), description="what it takes; the pack adds those of its section roles"
    )

    @property
    def bookable(self) -> bool:
        """Tell whether a time can be reserved."""
        return self.booking is not None

    @property
    def section(self) -> str:
        """The role of the section that owns it."""
        return self.section_roles[0]

    @model_validator(mode="after")
    def _most_take_no_longer_than_nearly_all(self) -> Self:
        if self.minutes_p50 > self.minutes_p90:
            raise ValueError("minutes_p50 が minutes_p90 より大きくなっています")
        return self


class Purpose(Shape):
    """A button on the kiosk's first screen; with several services it asks once more."""

    code: Code
    icon: Icon
    names: NamesInAll
    hint: Words | None = Field(default=None, description="stands where the wait would stand")
    services: Annotated[tuple[Code, ...], Field(min_length=1, max_length=8)]
