"""What the counter console is told, as the API's document describes it."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from printer_drivers.documents import FormDocument

Duty = Literal["open", "break", "closed"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Usual(_Shape):
    """Minutes that such a visit takes: half of them, and nine of ten."""

    from_: int = Field(alias="from")
    to: int


class Station(_Shape):
    """One of the desks that a visit goes through."""

    stop: int
    state: str
    name: str
    counters: list[str]


class ConsoleStop(_Shape):
    """Somebody in a line, as the counter sees them."""

    stop: int
    visit: int
    label: str
    state: str
    queue: str
    service: str
    service_name: str
    visit_class: Literal["walk_in", "reserved", "priority"]
    order_time: AwareDatetime
    checked_in: AwareDatetime
    reserved_for: AwareDatetime | None
    since: AwareDatetime
    why: str
    language: str
    counter: str | None
    note: str | None
    usual: Usual
    has_forms: bool
    procedures: list[str]
    journey: list[Station] | None = None


class ConsoleQueue(_Shape):
    """A line that the counter may call."""

    queue: str
    prefix: str
    name: str
    waiting: int
    longest_min: int


class ConsoleCounter(_Shape):
    """The counter itself."""

    number: str
    area: str
    area_name: str
    state: Duty
    queues: list[ConsoleQueue]


class ConsoleBell(_Shape):
    """A call for staff that nobody has answered."""

    bell: int
    reason: str
    label: str | None
    device: str | None
    at: AwareDatetime


class DoneThing(_Shape):
    """One thing that the last command did."""

    kind: str
    label: str | None


class UndoOffer(_Shape):
    """What can be taken back, and how long."""

    until: AwareDatetime
    seconds: int
    done: list[DoneThing]


class Holder(_Shape):
    """The screen that works at the counter."""

    name: str
    since: AwareDatetime
    mine: bool


class LastDone(_Shape):
    """Whom the counter finished last."""

    label: str
    at: AwareDatetime
    served_s: int | None


class Console(_Shape):
    """Everything one console shows."""

    seq: int
    now: AwareDatetime
    counter: ConsoleCounter
    current: ConsoleStop | None
    next: list[ConsoleStop]
    waiting: list[ConsoleStop]
    waiting_count: int
    held: list[ConsoleStop]
    absent: list[ConsoleStop]
    finished: int
    last: LastDone | None
    undo: UndoOffer | None
    holder: Holder | None
    longest_min: int
    open_counters: int
    next_reservation: AwareDatetime | None
    bells: list[ConsoleBell]


class OpenedForms(_Shape):
    """The filled forms of a visit as they were printed, and what only the counter can see."""

    forms: list[FormDocument]
    checks: list[str]
    bring: list[str]
