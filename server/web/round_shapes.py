"""What the desks are told of a visit's round, and the back office of its papers."""

from pydantic import AwareDatetime

from server.web.shapes import Given


class TaskShape(Given):
    """Something still to be done for a visit, or done."""

    task: int
    visit: int
    stop: int | None
    queue: str
    code: str | None
    name: str | None
    note: str | None
    done: bool
    done_at: AwareDatetime | None


class TaskTold(Given):
    """The task that changed."""

    task: TaskShape


class RoomShape(Given):
    """Where a family sits while the sections come to it; at home in a web meeting or by phone."""

    room: str
    name: str
    area: str | None
    #: Where the web meeting is.
    url: str | None


class RoundStop(Given):
    """One desk of a visit."""

    stop: int
    state: str
    queue: str
    name: str
    counter: str | None
    counters: list[str]
    order_time: AwareDatetime
    placed: str | None
    opens_at: AwareDatetime | None
    since: AwareDatetime
    note: str | None


class RoundShape(Given):
    """A visit with all its desks, tasks and notes."""

    visit: int
    label: str
    visit_class: str
    priority_reason: str | None
    language: str
    issued_at: AwareDatetime
    reserved_for: AwareDatetime | None
    room: RoomShape | None
    stops: list[RoundStop]
    tasks: list[TaskShape]


class Preparing(Given):
    """A visit whose papers the back office prepares."""

    stop: int
    visit: int
    label: str
    queue: str
    service: str
    service_name: str
    checked_in: AwareDatetime
    since: AwareDatetime
    received_at: str | None
    received_queue: str | None
    has_forms: bool
    minutes: int
    fee_yen: int | None
    summary: str
    papers: list[TaskShape]
    note: str | None


class Standing(Given):
    """Somebody at a hand-over counter, or on the way to it."""

    stop: int
    label: str
    state: str
    since: AwareDatetime
    misses: int


class HandoverCounter(Given):
    """How a hand-over counter stands."""

    number: str
    state: str
    current: Standing | None
    waiting: list[Standing]
    absent: list[Standing]


class Handovers(Given):
    """Everything that the back office's page shows."""

    now: AwareDatetime
    late_min: int
    preparing: list[Preparing]
    counters: list[HandoverCounter]
    usual_min: int | None


class ReasonShape(Given):
    """A reason that an office knows; the log keeps its code."""

    code: str
    name: str


class ReasonTables(Given):
    """The reasons that staff choose from, by what they are asked for."""

    call: list[ReasonShape]
    priority: list[ReasonShape]
    transfer: list[ReasonShape]
    withdraw: list[ReasonShape]
    hold: list[ReasonShape]
