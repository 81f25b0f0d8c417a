"""Shapes of the waiting list."""

from datetime import date
from typing import Annotated

from pydantic import Field

from config.schema.shapes import Language
from server.web.booking_shapes import Email, Method
from server.web.shapes import Given, Scanned, Taken


class NewEntry(Taken):
    """Who waits for which service, between which days, and where offers go."""

    service: str
    from_: date = Field(alias="from")
    to: date
    email: Email
    #: How and where the time is to be kept; without them any will do.
    method: Method | None = None
    venue: Annotated[str, Field(max_length=60)] | None = None
    pre_application: Scanned | None = None
    language: Language = "ja"


class Entered(Given):
    """An entry of the waiting list and its code, shown this once."""

    token: str
    code: str
    state: str


class EntryShape(Given):
    """How an entry stands, as its holder sees it."""

    state: str
    office: str
    office_name: str
    service: str
    service_name: str
    from_: Annotated[date, Field(serialization_alias="from")]
    to: date
    #: What is offered, and until when.
    start: str | None
    until: str | None
    now: str
