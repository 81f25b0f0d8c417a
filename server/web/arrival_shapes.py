"""Shapes of arriving: tickets, my turn, papers, machines."""

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from config.schema.shapes import Language
from server.web.shapes import Given, Label, Scanned, Taken, WaitShape

Number = Annotated[int, Field(ge=0, le=10_000_000)]
Key = Annotated[str, Field(pattern=r"^[!-~]{1,128}$")]


class CheckIn(Taken):
    """A code; or, from a kiosk that was offline, the number that it gave for one."""

    token: Scanned | None = None
    lookup_id: Annotated[str | None, Field(pattern=r"^[0-9a-f]{32}$")] = None
    #: What the kiosk gave the number for.
    service: str | None = None
    language: Language = "ja"
    number: Number | None = None
    issued_at: AwareDatetime | None = None
    #: The Idempotency-Key of the request before it whose answer the kiosk never got.
    after_key: Key | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        told = (self.lookup_id, self.number, self.issued_at)
        if (self.token is None) == (None in told) or (self.token is not None and any(told)):
            raise ValueError("token, or lookup_id with number and issued_at")
        return self


BellReason = Literal["help", "paper_out", "paper_near_end", "paper_failed", "printer", "scanner"]


class NewVisit(Taken):
    """A walk-in's purpose; from a kiosk that was offline, with the number that it gave."""

    service: str
    priority: bool = False
    language: Language = "ja"
    number: Number | None = None
    issued_at: AwareDatetime | None = None
    after_key: Key | None = None

    @model_validator(mode="after")
    def _number_with_its_time(self) -> Self:
        if (self.number is None) != (self.issued_at is None):
            raise ValueError("number and issued_at belong together")
        return self


class TicketShape(Given):
    """What a ticket says."""

    label: str
    number: int
    queue: str
    issued_at: str
    order_time: str
    ahead: int
    wait: WaitShape
    #: A kiosk gave the number while the office could not be reached.
    offline: bool = False


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
    language: Language


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


class NewPrint(Taken):
    """What a kiosk says of a paper."""

    document: Annotated[str, Field(pattern=r"^(ticket|form:[a-z0-9_]{1,60}(:copy)?)$")]
    attempt: Annotated[int, Field(ge=1, le=1000)]
    state: Literal["printed", "not_printed", "unknown"]
    reissue: Annotated[int, Field(ge=0, le=1000)] = 0
    #: How many characters no font of the machine has; drawn 〓, staff write them in.
    unprintable: Annotated[int, Field(ge=0, le=1000)] = 0


class NewBell(Taken):
    """A machine calls for staff."""

    reason: BellReason
    label: Label | None = None


class Heartbeat(Taken):
    """How a machine is."""

    health: Annotated[dict[str, Any], Field(max_length=40)] = {}


class HeartbeatAnswer(Given):
    """The server's time, the newest event, and what staff want the machine to do now."""

    now: str
    seq: int
    errand: str | None = None


class FoundTicket(Given):
    """One of today's tickets."""

    visit: int
    label: str
    state: str
    counter: str | None
    service: str
    service_name: str
    #: How many papers of it may be in somebody's hand.
    papers: int


class DayCounts(Given):
    """The day so far."""

    issued: int
    waiting: int
    services: list[dict[str, Any]]


class Reissued(Given):
    """A ticket to be printed once more."""

    visit: int
    visit_code: str
    ticket: TicketShape
    documents: list[dict[str, Any]]


class TakenBack(Given):
    """A ticket that is no longer in any line."""

    stops: int


class Settled(Taken):
    """What a machine called for and does not need any more."""

    reasons: Annotated[list[BellReason], Field(min_length=1, max_length=10)]
