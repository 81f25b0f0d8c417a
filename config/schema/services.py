"""用件 (services), the sections that own them, the queues they share, the kiosk's buttons."""

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.problems import Misplaced
from config.schema.shapes import ClockTime, Code, NamesInAll, Shape, Text, Words
from config.schema.slot_plans import BookingRule

#: Icons that every surface can draw; never a flag, a face or a symbol of death.
Icon = Literal[
    "house_arrow", "document", "id_card", "shield_plus", "yen", "family", "hand_heart",
    "flower", "leaf", "cradle", "screen_talk",
]  # fmt: skip

Minutes = Annotated[int, Field(ge=0, le=600)]
#: Whom the same service of another office serves.
Elsewhere = Literal["anybody", "ask_first", "own_ward"]


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
    hands_over: bool = Field(
        default=False, description="papers are handed over, 交付; it gives no numbers of its own"
    )
    offline_block: Annotated[int, Field(ge=1, le=500)] = Field(
        default=40,
        description="numbers a kiosk holds for when the server is away: two hours of its peak, "
        "for a failed switch is replaced within two",
    )
    lamp_up_to_min: tuple[Minutes, Minutes] = Field(
        default=(20, 40), description="told waits up to these are 空き and やや混雑, longer 混雑"
    )
    names: NamesInAll

    @model_validator(mode="after")
    def _lamp_in_order(self) -> Self:
        if self.lamp_up_to_min[0] >= self.lamp_up_to_min[1]:
            raise ValueError("lamp_up_to_min は小さい順に書いてください")
        return self

    @model_validator(mode="after")
    def _numbers_in_order(self) -> Self:
        if self.first_number > self.last_number:
            raise ValueError("first_number が last_number より大きくなっています")
        return self


class Contingent(Shape):
    """The walk-in tickets of a part of every day, 発券枚数."""

    from_: ClockTime = Field(alias="from")
    to: ClockTime
    tickets: Annotated[int, Field(ge=0, le=9999)]


class Absence(Shape):
    """What becomes of somebody who was called and did not come; minutes since the missed call."""

    keeps_place_min: Minutes = Field(
        default=15, description="back within it keeps the order time, later it is now"
    )
    returns_min: Annotated[int, Field(ge=1, le=600)] | None = Field(
        default=None, description="back in line by itself after so long; none: by hand"
    )
    returns_most: Annotated[int, Field(ge=1, le=9)] = Field(
        default=1, description="so often by itself, then it waits for a hand"
    )
    expires_min: Annotated[int, Field(ge=1, le=1440)] | None = Field(
        default=None, description="given up after so long; none: at the end of the day"
    )

    @model_validator(mode="after")
    def _expires_last(self) -> Self:
        if self.expires_min is not None and self.expires_min <= (self.returns_min or 0):
            raise ValueError("expires_min は returns_min より大きくしてください")
        return self


class HandedOver(Shape):
    """A paper that is prepared and handed over, 交付物."""

    code: Code
    names: Words
    unit_ja: Text = "通"
    fee_yen: Annotated[int, Field(ge=0, le=100_000)] | None = None


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
    elsewhere: Elsewhere = Field(
        default="ask_first",
        description="when all times are taken the nearest offices with a free one are named: "
        "plainly, with the advice to ask there first, or not at all",
    )
    minutes_p50: Annotated[int, Field(ge=1, le=600)]
    minutes_p90: Annotated[int, Field(ge=1, le=600)]
    head_min: Minutes = Field(default=30, description="a punctual reservation's lead, h")
    late_min: Minutes = Field(default=10, description="lateness that costs nothing, g")
    priority_min: Minutes = Field(default=15, description="the lead of 優先, p")
    near_ahead: Annotated[int, Field(ge=0, le=99)] = Field(
        default=2, description="phones that asked for it are told when so many are before them"
    )
    early_min: Minutes | None = Field(default=None, description="none: check in all day")
    ask_priority: bool = Field(
        default=False, description="the kiosk asks who comes by hand whether they need 優先"
    )
    contingents: tuple[Contingent, ...] = Field(
        default=(),
        description="walk-in tickets by part of the day, none outside; no part: as many as come",
    )
    absence: Absence = Absence()
    after: tuple[Code, ...] = Field(
        default=(), description="services that a visit with both goes through before this one"
    )
    handed_over: tuple[HandedOver, ...] = ()
    procedures: tuple[Code, ...] = Field(
        default=(), description="what it takes; the pack adds those of its section roles"
    )

    gathers: bool = Field(
        default=False, description="one desk for the procedures of all sections, as おくやみ is"
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

    @model_validator(mode="after")
    def _contingents_follow_each_other(self) -> Self:
        free_from = time.min
        for at, part in enumerate(self.contingents):
            if part.from_ < free_from or part.to <= part.from_:
                raise Misplaced("時刻の順に、重ならないように書いてください", "contingents", at)
            free_from = part.to
        return self


class Purpose(Shape):
    """A button on the kiosk's first screen; with several services it asks once more."""

    code: Code
    icon: Icon
    names: NamesInAll
    hint: Words | None = Field(default=None, description="stands where the wait would stand")
    services: Annotated[tuple[Code, ...], Field(min_length=1, max_length=8)]
