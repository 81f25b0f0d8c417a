"""What the server answers to a kiosk. A kiosk may be older than its server: extra is skipped."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from printer_drivers.documents import Document, FormDocument, TicketDocument, Wait


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Ticket(_Answer):
    """A place in a queue."""

    label: str
    number: int
    queue: str
    #: None on a number that the kiosk gave alone: nobody told it.
    ahead: int | None
    wait: Wait
    issued_at: AwareDatetime
    order_time: AwareDatetime


class Arrival(_Answer):
    """The answer to a check-in or to a walk-in: a number, and the papers for it."""

    visit: int | str
    visit_code: str | None = None
    ticket: Ticket
    documents: tuple[Document, ...] = ()
    late: bool = False
    #: Set by the client: 200, the ticket was already there (201: it is new).
    again: bool = False

    @property
    def ticket_paper(self) -> TicketDocument | None:
        """The first ticket among the documents."""
        return next((paper for paper in self.documents if paper.kind == "ticket"), None)

    @property
    def offline(self) -> bool:
        """Whether the kiosk gave this number without the office."""
        paper = self.ticket_paper
        return paper is not None and paper.offline

    @property
    def forms(self) -> tuple[FormDocument, ...]:
        """The filled forms among the documents."""
        return tuple(paper for paper in self.documents if paper.kind == "form")

    def for_the_disk(self) -> str:
        """Return what prints the ticket again, without forms and what opens "my turn"."""
        paper = self.ticket_paper
        kept = (paper.model_copy(update={"visit_url": None}),) if paper else ()
        bare = self.model_copy(update={"documents": kept, "visit_code": None})
        return bare.model_dump_json(by_alias=True)


class ComingPaper(_Answer):
    """A paper that a check-in would bring."""

    kind: str
    title: str = ""


class Preview(_Answer):
    """What a check-in with this code would bring; nothing has changed yet."""

    service: str
    service_name: str
    reserved_for: AwareDatetime | None = None
    minutes: int | None = None
    name: str | None = None
    papers: tuple[ComingPaper, ...] = ()
    late: bool = False
    #: What whoever booked or applied has read until now.
    language: str | None = None
    #: The label, if the code has checked in before.
    label: str | None = None


class Service(_Answer):
    """A purpose that a resident can choose."""

    id: str
    name: str
    names: dict[str, str] = Field(default_factory=dict)
    queue: str
    bookable: bool = False
    walk_in: bool = True
    open: bool = True
    #: When tickets are given again, while `open` is false.
    opens_at: AwareDatetime | None = None
    #: Whoever comes by hand is asked whether they need to be served early.
    ask_priority: bool = False
    waiting: int | None = None
    wait: Wait | None = None
    area: str | None = None
    icon: str | None = None


class Purpose(_Answer):
    """A button of the first screen; with several services it asks once more."""

    code: str
    icon: str | None = None
    name: str = ""
    names: dict[str, str] = Field(default_factory=dict)
    #: Stands where the wait would stand, by language.
    hint: dict[str, str] | None = None
    services: tuple[str, ...]


class Offer(_Answer):
    """What one can come for today."""

    services: tuple[Service, ...] = ()
    purposes: tuple[Purpose, ...] = ()


class OfficeFacts(_Answer):
    """Name and hours of the office."""

    code: str
    name: str
    names: dict[str, str] = Field(default_factory=dict)
    accent: Annotated[str | None, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = None
    open: bool = True
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    now: AwareDatetime | None = None


class FoundTicket(_Answer):
    """One of today's tickets, as staff look it up."""

    visit: int | str
    label: str
    state: str
    counter: str | None = None
    service_name: str = ""
    issued_at: AwareDatetime | None = None
    papers: int = 0


class ServiceCount(_Answer):
    """A service's tickets of the day."""

    name: str
    prefix: str
    issued: int
    waiting: int


class DayCounts(_Answer):
    """The office's tickets of the day."""

    issued: int
    waiting: int
    services: tuple[ServiceCount, ...] = ()


class RefusalBody(BaseModel):
    """The ``error`` of a refusal; some carry more than code and message."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: str
    message: str = ""
    day: date | None = None
    start: datetime | None = None
    opens_at: datetime | None = None
    service: str | None = None
    office_name: str | None = None

    @property
    def details(self) -> dict[str, Any]:
        """Whatever else the server said."""
        return dict(self.model_extra or {})


class OrderList(_Answer):
    """The print orders that wait for this machine."""

    orders: tuple[int, ...] = ()


class Ordered(_Answer):
    """Papers that staff want from this machine."""

    visit: int | str
    documents: tuple[Document, ...]
