"""The shapes of the API: what endpoints take and answer (contract v1).

What is taken refuses fields it does not know; what is answered may grow.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.schema.shapes import Language
from server.domain.waiting import Wait

Label = Annotated[str, Field(max_length=12)]
ShortText = Annotated[str, Field(max_length=200)]
#: A token as somebody typed or scanned it; it is parsed by its own rules.
Scanned = Annotated[str, Field(max_length=20_000)]
ReasonCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Taken(BaseModel):
    """Input: an unknown field is a mistake, and the caller is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(BaseModel):
    """Output."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, serialize_by_alias=True)


class WaitShape(Given):
    """Minutes until the call; ``from``-``to`` is what people are told."""

    from_: int | None = Field(alias="from")
    to: int | None
    state: Literal["estimate", "soon", "unknown"]
    p50: float | None
    lo90: float | None
    hi90: float | None


def wait_shape(wait: Wait) -> dict[str, Any]:
    """Return a wait as JSON."""
    return {
        "from": wait.from_,
        "to": wait.to,
        "state": wait.state,
        "p50": wait.p50,
        "lo90": wait.lo90,
        "hi90": wait.hi90,
    }


class Offices(Given):
    """All offices, in their official order."""

    offices: list[dict[str, Any]]


class OfficeShape(Given):
    """One office."""

    code: str
    name: str


class Services(Given):
    """The services of an office."""

    services: list[dict[str, Any]]


class Between(Taken):
    """Slots of a service between two days, both included."""

    service: str
    from_: date = Field(alias="from")
    to: date


class SlotShape(Given):
    """A bookable time."""

    id: int
    start: str
    minutes: int
    method: str
    venue: str
    free: int


class Slots(Given):
    """Slots, earliest first."""

    slots: list[SlotShape]


class NewPreApplication(Taken):
    """A form filled at home."""

    procedures: Annotated[list[ReasonCode], Field(min_length=1, max_length=40)]
    answers: dict[str, Any] = {}
    forms: Annotated[dict[str, dict[str, Any]], Field(max_length=40)] = {}
    language: Language = "ja"


class PreApplied(Given):
    """The code of a pre-application, shown this once."""

    code: str
    token: str
    qr_png: str
    qr_svg: str
    state: str


class Contact(Taken):
    """Where news of a reservation go."""

    email: Annotated[str, Field(max_length=256, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = (
        None
    )


class NewReservation(Taken):
    """A seat wanted."""

    service: str
    slot: int
    pre_application: Scanned | None = None
    form: dict[str, Any] | None = None
    contact: Contact | None = None
    language: Language = "ja"


class Reserved(Given):
    """A reservation and its code, shown this once."""

    reservation: int
    token: str
    code: str
    qr_png: str
    qr_svg: str
    start: str


class Token(Taken):
    """Whoever holds the token may."""

    token: Scanned


class MoveTo(Token):
    """Another slot for a reservation."""

    slot: int


class ReservationShape(Given):
    """A reservation, as its holder sees it."""

    reservation: int
    state: str
    start: str


class NewVisit(Taken):
    """A walk-in's purpose."""

    service: str
    priority: bool = False
    language: Language = "ja"


class TicketShape(Given):
    """What a ticket says."""

    label: str
    number: int
    queue: str
    issued_at: str
    order_time: str
    ahead: int
    wait: WaitShape


class Arrived(Given):
    """A visit that has begun."""

    visit: int
    visit_code: str
    ticket: TicketShape
    documents: list[dict[str, Any]]
    late: bool = False


class ComingPaper(Given):
    """A paper that a check-in would bring."""

    kind: str
    title: str


class Preview(Given):
    """What a check-in would bring; nothing has changed."""

    service: str
    service_name: str
    reserved_for: str | None
    minutes: int | None
    name: str | None
    papers: list[ComingPaper]
    late: bool
    label: str | None


class VisitCode(Given):
    """The code that opens "my turn"."""

    visit_code: str


class Turn(Given):
    """What a phone shows of a visit."""

    label: str
    state: str
    counter: str | None
    ahead: int | None
    wait: WaitShape | None


class CallNext(Taken):
    """Call the next one, from these queues only, finishing the current one first."""

    queues: list[str] | None = None
    finish: bool = False


class CallThis(Taken):
    """Call a given number."""

    label: Label | None = None
    stop: int | None = None


class Recall(Taken):
    """Nothing to say."""


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


class AreaQuery(Taken):
    """A waiting area; none means the whole office."""

    area: str | None = None


class Board(Given):
    """What the boards of an area show."""

    seq: int
    calls: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    notice: str | None


class Since(Taken):
    """Events after a number."""

    since: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class Events(Given):
    """The event log."""

    events: list[dict[str, Any]]


class NewPrint(Taken):
    """What a kiosk says of a paper."""

    document: Annotated[str, Field(pattern=r"^(ticket|form:[a-z0-9_]{1,60})$")]
    attempt: Annotated[int, Field(ge=1, le=1000)]
    state: Literal["printed", "not_printed", "unknown"]
    reissue: Annotated[int, Field(ge=0, le=1000)] = 0


class NewBell(Taken):
    """A machine calls for staff."""

    reason: Literal["help", "paper_out", "paper_near_end", "paper_failed", "printer", "scanner"]
    label: Label | None = None


class Heartbeat(Taken):
    """How a machine is."""

    health: Annotated[dict[str, Any], Field(max_length=40)] = {}


class HeartbeatAnswer(Given):
    """The server's time and the newest event."""

    now: str
    seq: int


class Done(Given):
    """It is done."""

    done: bool = True
