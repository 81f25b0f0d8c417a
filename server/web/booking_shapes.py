"""Shapes before the visit: slots, pre-applications, reservations."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from config.schema.shapes import Language
from server.web.shapes import Given, Id, ReasonCode, Scanned, Taken, Token


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
    slot: Id
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


class MoveTo(Token):
    """Another slot for a reservation."""

    slot: Id


class ReservationShape(Given):
    """A reservation, as its holder sees it."""

    reservation: int
    state: str
    start: str
