"""Shapes of the place: offices, services, boards, the log."""

from typing import Annotated, Any

from pydantic import Field

from server.web.shapes import Given, Id, Taken


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


class BoardQuery(Taken):
    """A waiting area or a display; none means the whole office."""

    area: str | None = None
    display: str | None = None


class Board(Given):
    """What the boards of an area show."""

    seq: int
    calls: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    notice: str | None


class Since(Taken):
    """Events after a number."""

    since: Id = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class Events(Given):
    """The event log."""

    events: list[dict[str, Any]]
