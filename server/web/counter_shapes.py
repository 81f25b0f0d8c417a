"""Shapes of the counter: calls and steps."""

from server.web.shapes import Given, Id, Label, ReasonCode, Taken


class CallNext(Taken):
    """Call the next one, from these queues only, finishing the current one first."""

    queues: list[str] | None = None
    finish: bool = False


class CallThis(Taken):
    """Call a given number."""

    label: Label | None = None
    stop: Id | None = None


class Start(Taken):
    """Start serving whom the counter called, or this number without calling."""

    label: Label | None = None


class NextQueue(Taken):
    """Where the visit goes on."""

    queue: str
    preparing: bool = False


class Finish(Taken):
    """How a visit to a counter ended, and where it goes on."""

    next: list[NextQueue] = []
    outcome: ReasonCode | None = None


class Hold(Taken):
    """Why a visit is put aside."""

    reason: ReasonCode | None = None


class CallShape(Given):
    """A call, as the counter hears of it."""

    seq: int
    label: str
    counter: str
    area: str
    stop: int
    visit: int
    recall: bool
    why: str
    at: str


class Called(Given):
    """The call that was made."""

    call: CallShape


class StopShape(Given):
    """A stop after a step."""

    stop: int
    visit: int
    label: str
    state: str
    queue: str


class Stepped(Given):
    """The stop that moved."""

    stop: StopShape


class Undone(Given):
    """The kinds of events taken back, newest first."""

    undone: list[str]


class Duty(Given):
    """Whether a counter is on duty."""

    counter: str
    state: str
