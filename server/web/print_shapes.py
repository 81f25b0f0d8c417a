"""Shapes of papers that a counter orders from a machine."""

from typing import Annotated, Any, Literal

from pydantic import Field

from server.web.shapes import Given, Id, Taken

DocumentKey = Annotated[str, Field(pattern=r"^(ticket|forms|form:[a-z][a-z0-9_]{0,59})$")]


class NewOrder(Taken):
    """Papers of a visit, and the machine that shall print them."""

    documents: Annotated[list[DocumentKey], Field(min_length=1, max_length=20)]
    device: Id


class Ordered(Given):
    """The order, as the machine will find it."""

    order: int
    state: str


class Orders(Given):
    """The orders that wait for a machine."""

    orders: list[int]


class OrderedPapers(Given):
    """An order handed to its machine."""

    order: int
    #: ``trial-NUMBER`` for the sample of a draft, which belongs to no visit.
    visit: int | str
    label: str
    documents: list[dict[str, Any]]


class PrintedPaper(Taken):
    """What a printer said of one paper."""

    document: DocumentKey
    state: Literal["printed", "not_printed", "unknown"]
    reissue: Annotated[int, Field(ge=0, le=99)] = 0


class SettledOrder(Taken):
    """What became of every paper of an order."""

    papers: Annotated[list[PrintedPaper], Field(max_length=20)]
