"""Shapes of what a kiosk holds for when the office cannot be reached, and of the fleet."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server.domain.numbers import MIN_DIGITS
from server.web.arrival_shapes import Key
from server.web.shapes import Given, Taken

LookupId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class NewBlock(Taken):
    """A kiosk asks for numbers; the lease is its own word for them."""

    lease: Key
    queue: str
    #: Today or tomorrow; none: today.
    business_date: date | None = None


class BlockReturn(Taken):
    """The last number of a block that was given out."""

    used_to: Annotated[int, Field(ge=-1, le=10_000_000)]


class BlockShape(Given):
    """Numbers that a kiosk may give out by itself on one day."""

    lease: str
    queue: str
    business_date: date
    from_: str = Field(alias="from")
    until: str
    first: int
    last: int
    #: What stands before the number, and how many digits it has at least.
    prefix: str
    digits: int = MIN_DIGITS


class Held(Taken):
    """The packages that a kiosk has already: lookup id to etag."""

    have: Annotated[dict[LookupId, Annotated[str, Field(max_length=64)]], Field(max_length=50_000)]


class Packages(Given):
    """What has changed since: some packages, and which to forget."""

    packages: list[dict[str, Any]]
    gone: list[str]
    #: There are more to fetch.
    more: bool


class OfflinePlan(Given):
    """What a kiosk needs to go on by itself today and tomorrow."""

    as_of: str
    until: str
    office: dict[str, str]
    logo: str | None
    titles: dict[str, str]
    services: list[dict[str, Any]]
    queues: list[dict[str, Any]]


class NewErrand(Taken):
    """What a kiosk is to do."""

    errand: Literal["test_print", "paper_changed"]


class NewMachine(Taken):
    """A kiosk that is put up."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40,
                                           pattern=r"^[^\x00-\x1f]*$")]  # fmt: skip


class MachineKey(Given):
    """The key of a new machine: said once, kept nowhere."""

    name: str
    key: str


class FleetMachine(Given):
    """One machine, as it last said of itself."""

    machine: str
    kind: Literal["kiosk", "display"]
    name: str
    level: Literal["stopped", "look", "good"]
    #: Codes, worst first.
    troubles: list[str]
    since: str | None
    seen_at: str | None
    printers: dict[str, str]
    unsent: int | None
    version: str | None


class Fleet(Given):
    """Every kiosk, printer and display of an office, worst first."""

    now: str
    open: bool
    machines: list[FleetMachine]
    recent: list[dict[str, Any]]
    #: Of today: sent, confirmed, reissued, not_printed.
    papers: dict[str, int]
