"""What the server hands a kiosk for the time when it cannot be reached, as typed answers."""

from base64 import b64decode
from collections.abc import Sequence

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kiosk.answers import RefusalBody
from printer_drivers.documents import FormDocument
from printer_drivers.sealing import CannotOpen, open_beside


class _Supply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class TimedAnswer(_Supply):
    """What the office will say from a moment on, until the next one."""

    from_: AwareDatetime = Field(alias="from")
    refusal: RefusalBody | None = None
    late: bool = False
    #: None: the order time is the moment of the ticket.
    order_time: AwareDatetime | None = None
    #: Tickets left of a contingent; None: as many as come.
    left: int | None = None


def answer_at(answers: Sequence[TimedAnswer], now: AwareDatetime) -> TimedAnswer | None:
    """Return what the office would say at *now*, or None if it has said nothing of it."""
    return next((one for one in reversed(answers) if one.from_ <= now), None)


class PlannedService(_Supply):
    """A purpose: its queue, its words, and when it gives tickets."""

    service: str
    queue: str
    names: dict[str, str]
    where: dict[str, str]
    priority_min: int = 0
    walk_in: tuple[TimedAnswer, ...] = ()


class PlannedQueue(_Supply):
    """A series of numbers and how many of them a kiosk holds."""

    queue: str
    block: int


class Plan(_Supply):
    """Two days of the office, as last heard."""

    as_of: AwareDatetime
    until: AwareDatetime
    office: dict[str, str]
    #: The office's mark, a PNG in base64.
    logo: str | None = None
    titles: dict[str, str]
    services: tuple[PlannedService, ...]
    queues: tuple[PlannedQueue, ...]

    def service(self, code: str) -> PlannedService | None:
        """Return the service with *code*."""
        return next((one for one in self.services if one.service == code), None)


class Papers(_Supply):
    """What a package holds when it is open: it is printed, never kept."""

    forms: tuple[FormDocument, ...] = ()
    bring: tuple[str, ...] = ()


class Sealed(_Supply):
    """Papers that only the resident's code opens."""

    version: int
    key_for_token: str
    papers: str

    def opened(self, token: str) -> Papers:
        """Return the papers.

        Raises:
            CannotOpen: the code is another one, or the bytes were changed.

        """
        try:
            key, sealed = b64decode(self.key_for_token), b64decode(self.papers)
        except ValueError:
            raise CannotOpen("the package was changed") from None
        plain = open_beside(token, self.version, key, sealed, "papers")
        return Papers.model_validate_json(plain)


class Package(_Supply):
    """Somebody who may come: found by lookup id; who it is stays sealed."""

    lookup_id: str
    etag: str
    service: str
    language: str = "ja"
    visit_class: str
    reserved_for: AwareDatetime | None = None
    minutes: int | None = None
    #: The number, if the code had been shown somewhere when the office was last heard.
    label: str | None = None
    check_in: tuple[TimedAnswer, ...]
    sealed: Sealed | None = None


class PackageNews(_Supply):
    """What has changed of the packages."""

    packages: tuple[Package, ...] = ()
    gone: tuple[str, ...] = ()
    more: bool = False


class Block(_Supply):
    """Numbers that this kiosk alone gives out, from ``from`` until ``until``."""

    lease: str
    queue: str
    from_: AwareDatetime = Field(alias="from")
    until: AwareDatetime
    first: int
    last: int
    prefix: str
    digits: int = 3
