"""What the counter console is told, as the API's document describes it."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from printer_drivers.documents import FormDocument
from server.domain.review import ReviewStep
from server.web.round_shapes import RoomShape, TaskShape

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
    queue: str
    name: str
    counters: list[str]


class PutAside(_Shape):
    """Who put somebody aside, where and why."""

    reason: str | None
    by: str | None
    counter: str | None
    #: The colleague's counter that shall go on with them.
    to: str | None
    at: AwareDatetime


class ConsoleStop(_Shape):
    """Somebody in a line, as the counter sees them."""

    stop: int
    visit: int
    label: str
    #: Of other papers of the same visit: the code was shown at two kiosks.
    further_labels: list[str]
    offline: bool
    #: A paper of the visit has a 〓: staff write the character in.
    unprintable: bool
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
    priority_reason: str | None
    room: RoomShape | None
    tasks: list[TaskShape]
    usual: Usual
    has_forms: bool
    procedures: list[str]
    journey: list[Station] | None = None
    held: PutAside | None = None


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


class Colleague(_Shape):
    """Another counter that is on duty."""

    number: str
    name: str
    shares: list[str]
    busy: bool


class Machine(_Shape):
    """A machine that can print now."""

    device: int
    name: str


class Print(_Shape):
    """Papers that were ordered for the visit."""

    order: int
    documents: list[str]
    device: str
    state: Literal["ordered", "taken", "printed", "failed", "late"]
    at: AwareDatetime


class ConsoleBell(_Shape):
    """A call for staff that nobody has answered."""

    bell: int
    reason: str
    label: str | None
    device: str | None
    #: Which of its printers: ``ticket``, ``form``.
    printers: list[str]
    #: The counter that calls for help, and whether that is this one.
    counter: str | None
    mine: bool
    #: Who goes there.
    goes: str | None
    #: The machine itself was put right.
    over: bool
    at: AwareDatetime


class ConsoleAlert(_Shape):
    """Something that is wrong with a machine."""

    machine: str
    what: str
    #: Which of its printers it is about: ``ticket``, ``form``.
    printers: list[str]
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
    #: The viewer worked here before and was taken over.
    lost: bool


class Act(_Shape):
    """A command of the counter."""

    at: AwareDatetime
    done: list[DoneThing]


class LastDone(_Shape):
    """Whom the counter finished last."""

    label: str
    at: AwareDatetime
    served_s: int | None


class LeftOver(_Shape):
    """Who would be expired at the end of the counter's day, in one state."""

    state: Literal["waiting", "held", "absent", "preparing", "planned"]
    labels: list[str]


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
    #: Null while tickets for the counter's queues are given.
    day_end: list[LeftOver] | None
    undo: UndoOffer | None
    holder: Holder | None
    #: The two are told to whom does not work here.
    last_act: Act | None
    own_acts: list[Act]
    longest_min: int
    open_counters: int
    #: Other counters on duty, and which of this counter's queues they call.
    colleagues: list[Colleague]
    #: The text that staff have put on the displays of the counter's area.
    broadcast: str | None
    machines: list[Machine]
    prints: list[Print]
    next_reservation: AwareDatetime | None
    bells: list[ConsoleBell]
    alerts: list[ConsoleAlert]


class AnswerChange(_Shape):
    """One answer before and after, as people read it."""

    form: str
    path: str
    label: str
    before: str
    after: str


class AnswerCorrection(_Shape):
    """What was mended in the answers since they were sent; `who` is null for the applicant."""

    step: ReviewStep
    at: AwareDatetime
    who: str | None
    changes: list[AnswerChange]
    reason: str
    message: str
    asked: list[str]


class OpenedForms(_Shape):
    """The filled forms of a visit as they were printed, and what only the counter can see."""

    forms: list[FormDocument]
    #: Forms that were told for the booking: they are never printed.
    only_read: list[str]
    checks: list[str]
    bring: list[str]
    #: Newest first.
    corrections: list[AnswerCorrection]
