"""Shapes of the counter: calls and steps."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from server.services.notes import LONGEST
from server.services.tasks import MOST_COPIES
from server.web.shapes import Given, Id, Label, ReasonCode, Taken

Note = Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")]


class CallNext(Taken):
    """Call the next one, from these queues only, finishing the current one first."""

    queues: list[str] | None = None
    finish: bool = False


class CallThis(Taken):
    """Call a given number; the reason is one of `reasons.call`."""

    label: Label | None = None
    stop: Id | None = None
    reason: ReasonCode | None = None


class Start(Taken):
    """Start serving whom the counter called, or this number without calling."""

    label: Label | None = None
    reason: ReasonCode | None = None


class Paper(Taken):
    """What is prepared and handed over: a code of the service, and how many copies."""

    code: ReasonCode
    copies: Annotated[int, Field(ge=1, le=MOST_COPIES)] = 1


class NextQueue(Taken):
    """Where the visit goes on: in which place of that line, or at which time of today."""

    queue: str
    preparing: bool = False
    where: Literal["keep", "first", "last"] = "keep"
    at: AwareDatetime | None = None
    note: Note | None = None
    papers: list[Paper] = []
    #: What is to be done there; taken back together with the desk.
    task: Note | None = None


class SentOn(NextQueue):
    """Where somebody who waits is moved, and why: one of `reasons.transfer`."""

    reason: ReasonCode | None = None
    #: Where it was done by hand, if at a counter; there it can be undone.
    counter: str | None = None


class MoreStops(Taken):
    """Desks that a visit goes to as well."""

    next: Annotated[list[NextQueue], Field(min_length=1, max_length=20)]
    reason: ReasonCode | None = None
    #: Where it was done by hand, if at a counter; there it can be undone.
    counter: str | None = None


class WhyPriority(Taken):
    """Why a visit is let go first: of `reasons.priority`; undone at the counter that says so."""

    reason: ReasonCode
    counter: str | None = None


class WhyGone(Taken):
    """Why somebody gives up: one of `reasons.withdraw`; undone at the counter that says so."""

    reason: ReasonCode | None = None
    counter: str | None = None


class NoteTaken(Taken):
    """A note for the next desk; an empty one takes it away."""

    note: Note


class NewTask(Taken):
    """Something to be done for a visit at a queue's desk: a procedure, or what the note says."""

    queue: str
    code: ReasonCode | None = None
    note: Note | None = None


class Seat(Taken):
    """Where the family sits while the sections come; none: it goes to the desks itself."""

    room: ReasonCode | None = None


class Finish(Taken):
    """How a visit to a counter ended, and where it goes on."""

    next: list[NextQueue] = []
    #: The planned desk that comes next, by its stop; none: as listed, or as the office computes.
    then: int | None = None
    outcome: ReasonCode | None = None
    reason: ReasonCode | None = None


class Hold(Taken):
    """Why a visit is put aside, and the colleague's counter that shall go on with it."""

    reason: ReasonCode | None = None
    counter: str | None = None


class AtCounter(Taken):
    """The counter where it was done by hand, if it was; there it can be undone."""

    counter: str | None = None


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
    room: str | None = None


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


class DayEnded(Given):
    """The counter's day is over: how many stops were left, and expired."""

    counter: str
    expired: int
