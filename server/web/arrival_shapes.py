"""Shapes of arriving: tickets, my turn, papers, machines."""

from typing import Annotated, Any, Literal

from pydantic import Field

from config.schema.shapes import Language
from server.web.shapes import Given, Label, Taken, WaitShape


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
