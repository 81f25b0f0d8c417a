"""What the kiosk knows of the person before it. It is forgotten as soon as they go."""

from dataclasses import dataclass, field

from kiosk.answers import Preview
from kiosk.checkin import Problem, Ticket
from kiosk.printing import Paper

#: The steps of 「文字を大きく」.
SIZES = 3


@dataclass
class Visitor:
    """One person's choices and results; the token is in memory only."""

    language: str = "ja"
    size: int = 0
    low: bool = False
    #: 「お手伝いが必要です」
    assisted: bool = False
    token: str | None = None
    preview: Preview | None = None
    ticket: Ticket | None = None
    papers: list[Paper] = field(default_factory=list)
    problem: Problem | None = None
    #: Typed by hand so far, without the prefix.
    typed: str = ""
    #: None: nobody was called; False: the call did not get through.
    staff_called: bool | None = None
    #: The purpose whose services are asked about.
    purpose: str | None = None
