"""Shapes before the visit: slots, pre-applications, reservations."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from config.schema.services import Elsewhere
from config.schema.shapes import Language
from server.web.shapes import Given, Id, ReasonCode, Scanned, Taken, Token

Email = Annotated[str, Field(max_length=256, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


Method = Literal["visit", "web", "phone"]
AssistedChannel = Literal["phone", "desk", "fax", "post"]
StaffShare = Annotated[
    bool, Field(description="also what is kept for staff; only they may ask for it")
]


class Between(Taken):
    """Slots of a service between two days, both included."""

    service: str
    from_: date = Field(alias="from")
    to: date
    #: How long the visit takes; what is longer than a slot needs the next ones too.
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    #: Only times that are kept this way, at this place.
    method: Method | None = None
    venue: Annotated[str, Field(max_length=60)] | None = None
    #: Of the names of other offices.
    language: Language = "ja"
    staff_share: StaffShare = False


class SlotShape(Given):
    """A bookable time."""

    id: int
    start: str
    minutes: int
    method: str
    venue: str
    free: int
    #: Lots are drawn for it: people apply by the waiting list until then.
    apply_until: str | None = None


class FreeElsewhereShape(Given):
    """Another office with a free time, its earliest."""

    office: str
    office_name: str
    start: str
    #: As the crow flies; null where the city's pack has no positions.
    km: float | None
    #: ``ask_first``: it may serve residents of its own ward only.
    serves: Elsewhere


class Slots(Given):
    """Slots, earliest first."""

    slots: list[SlotShape]
    #: Only when nothing is free here: the nearest offices with a free time in the same days.
    elsewhere: list[FreeElsewhereShape] = []


class NewPreApplication(Taken):
    """A form filled at home."""

    procedures: Annotated[list[ReasonCode], Field(min_length=1, max_length=40)]
    answers: dict[str, Any] = {}
    forms: Annotated[dict[str, dict[str, Any]], Field(max_length=40)] = {}
    #: The secret of the draft that holds the files to be sent along.
    draft: Scanned | None = None
    language: Language = "ja"


class AssistedApplication(NewPreApplication):
    """A form that staff fill in for somebody, and how that person reached them."""

    channel: AssistedChannel


class PreApplied(Given):
    """The code of a pre-application, shown this once."""

    code: str
    token: str
    qr_png: str
    qr_svg: str
    state: str


class Contact(Taken):
    """Where news of a reservation go."""

    email: Email | None = None


class NewReservation(Taken):
    """A seat wanted."""

    service: str
    slot: Id
    pre_application: Scanned | None = None
    form: dict[str, Any] | None = None
    contact: Contact | None = None
    #: The secret of a hold on this time.
    hold: Scanned | None = None
    language: Language = "ja"
    staff_share: StaffShare = False
    #: How somebody reached the staff who book for them; only staff may say so.
    channel: AssistedChannel | None = None


class NewHold(Taken):
    """A time to be kept while the rest is filled in."""

    service: str
    slot: Id
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    #: The hold that this one replaces: each person keeps one time.
    hold: Scanned | None = None
    staff_share: StaffShare = False


class OfHold(Taken):
    """The secret of a hold."""

    hold: Scanned


class HoldShape(Given):
    """A time that is kept, until when, and the office's clock."""

    hold: str
    start: str
    until: str
    now: str


class Reserved(Given):
    """A reservation and its code, shown this once."""

    reservation: int
    token: str
    code: str
    qr_png: str
    qr_svg: str
    start: str


class MoveTo(Token):
    """Another slot for a reservation."""

    slot: Id
    staff_share: StaffShare = False


class ReservationShape(Given):
    """A reservation, as its holder sees it."""

    reservation: int
    state: str
    start: str
