"""Shapes of the reception desk and of the floor monitor."""

from typing import Annotated, Any

from pydantic import Field

from config.schema.shapes import Language
from server.services.notes import LONGEST
from server.web.shapes import Given, ReasonCode, Taken


class FrontDesk(Given):
    """Everything that the reception desk shows."""

    seq: int
    now: str
    services: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    #: Waiting rooms without a free seat: name, how many wait, how many it holds.
    full_rooms: list[dict[str, Any]]
    appointments: list[dict[str, Any]]
    bells: list[dict[str, Any]]
    machines: list[dict[str, Any]]
    #: Who would be expired at the end of the office's day, by state; None while tickets are given.
    day_end: list[dict[str, Any]] | None


class NewTicket(Taken):
    """A purpose, the named reason why somebody goes first, and a note for the counter."""

    service: str
    reason: ReasonCode | None = None
    note: Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")] | None = None
    language: Language = "ja"


class Wanted(Taken):
    """A label, or the last four digits of a telephone number."""

    text: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\x00-\x1f]*$")]


class Found(Given):
    """Whom it means today."""

    found: list[dict[str, Any]]


class OfficeDayEnded(Given):
    """The office's day is over: how many stops were left, and expired."""

    expired: int


class Monitor(Given):
    """Everything that the floor monitor shows."""

    now: str
    lines: list[dict[str, Any]]
    forecast: dict[str, Any]
    bookings: list[dict[str, Any]]
    today: dict[str, Any]
    alerts: list[dict[str, Any]]
