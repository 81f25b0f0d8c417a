"""What the kiosk knows of the person before it. It is forgotten as soon as they go."""

from dataclasses import dataclass, field
from uuid import uuid4

from kiosk.answers import DayCounts, FoundTicket, Preview
from kiosk.checkin import Ticket
from kiosk.printing import Paper
from kiosk.problem import Problem

#: The steps of 「文字を大きく」.
SIZES = 3


@dataclass
class StaffView:
    """What a member of staff has typed and sees at the machine."""

    #: The PIN as far as it is typed; never shown.
    typed: str = ""
    locked_s: float = 0.0
    label: str = ""
    counts: DayCounts | None = None
    found: FoundTicket | None = None
    #: The next touch takes the ticket back.
    sure: bool = False
    busy: bool = False
    #: What became of it, as a key of the staff's words, and the server's own sentence.
    said: str | None = None
    details: str = ""


@dataclass
class Opinion:
    """How somebody found the visit. It carries a random mark, and nothing of the person."""

    mark: str = field(default_factory=lambda: uuid4().hex)
    #: 4 is the best; None: not said yet.
    score: int | None = None
    typed: str = ""
    #: Which keyboard stands: a key of `kiosk.screen.keyboard.KEYBOARDS`; "" is the language's own.
    keys: str = ""
    #: Whether the words have been sent.
    said: bool = False


@dataclass
class Visitor:
    """One person's choices and results; the token is in memory only."""

    language: str = "ja"
    size: int = 0
    low: bool = False
    contrast: bool = False
    #: Where the screen is read aloud: ``speaker``, ``headphones`` or nowhere.
    voice: str = ""
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
    #: The service that was chosen by hand.
    service: str | None = None
    #: How it was, as somebody is just saying.
    opinion: Opinion | None = None
    #: Somebody of the staff stands here.
    staff: StaffView | None = None

    def follow(self, language: str | None) -> None:
        """Go on in the *language* of the booking with whoever has chosen none here."""
        if language and self.language == Visitor.language:
            self.language = language

    def as_a_new_one(self) -> "Visitor":
        """Return what makes the screen readable for the same person, and nothing else."""
        return Visitor(
            language=self.language,
            size=self.size,
            low=self.low,
            contrast=self.contrast,
            voice=self.voice,
            assisted=self.assisted,
        )
