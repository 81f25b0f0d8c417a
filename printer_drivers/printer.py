"""Print a document and know that it is out.

One job: real-time status check, body, "tell me when this is on paper". `Printer.print`
returns when the printer said so, and otherwise raises what that means for the paper:
`NotPrinted` (printing elsewhere is safe) or `UnknownOutcome` (a person looks first).
"""

from dataclasses import dataclass, field
from itertools import chain
from threading import Lock

from printer_drivers import escpos
from printer_drivers.conversation import Conversation, Evidence, OnHold, Patience, trouble
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.drawing import Drawing
from printer_drivers.errors import LinkLost, NotPrinted, Unreachable, WireBroken
from printer_drivers.profiles import Profile
from printer_drivers.status import Facts
from printer_drivers.wire import Connect, Wire


@dataclass(frozen=True)
class Printed:
    """A paper that is out."""

    evidence: Evidence
    #: What was on the paper but in no font; drawn 〓. Staff must be told.
    missing: tuple[str, ...] = ()
    #: What was drawn in its plain form, because no font has the variant that was asked for.
    substituted: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether the printer itself said that this very job is on paper."""
        return self.evidence == "process_id"


@dataclass(frozen=True)
class Health:
    """How a printer is, as far as it says."""

    #: ``ok``, ``paper_near_end``, ``unknown``, or the code of what is wrong (`errors`).
    state: str
    facts: Facts = field(default_factory=Facts)


def health_of(facts: Facts) -> Health:
    """Return what *facts* mean for the next paper; what was not said is not assumed.

    >>> health_of(Facts(offline=False, paper_near_end=True)).state
    'paper_near_end'
    >>> health_of(Facts()).state
    'unknown'
    """
    cause = trouble(facts)
    if cause is not None:
        return Health(cause.code, facts)
    if facts.paper_near_end:
        return Health("paper_near_end", facts)
    return Health("ok" if facts.known else "unknown", facts)


class Printer:
    """Prints one document at a time.

    A printer stays where it is when the link is opened and closed: every job opens its own
    link through *connect* and holds it until the printer has answered.
    """

    #: The papers it is for.
    kinds = frozenset({"ticket", "form"})

    def __init__(
        self, connect: Connect, profile: Profile, *, patience: Patience | None = None
    ) -> None:
        self.profile = profile
        self._connect = connect
        self._patience = patience or Patience()
        self._one_at_a_time = Lock()
        self._talk: Conversation | None = None
        # a job of an earlier process may have broken off inside a picture
        self._first = escpos.wake(profile, scrap=False)

    def drawing(self, document: TicketDocument | FormDocument) -> Drawing:
        """Return what `print` sends, for who has *document* drawn before it is printed."""
        return Drawing(document, self.profile)

    def print(
        self,
        document: TicketDocument | FormDocument,
        *,
        drawing: Drawing | None = None,
        on_hold: OnHold | None = None,
    ) -> Printed:
        """Return when *document* is on paper.

        *drawing* is what may be drawn of it already. *on_hold* is called when the printer stops
        in the middle (paper out, cover open): the job is held and goes on by itself when a
        person has put it right.

        Raises:
            NotPrinted: nothing of it is on paper; it may be printed elsewhere.
            UnknownOutcome: something may be on paper; never try again silently.
        """
        if drawing is None:
            drawing = self.drawing(document)
        drawing.begin()  # while the printer is asked how it is
        with self._one_at_a_time:
            evidence = self._send(drawing, on_hold or (lambda cause: None))
        missing, substituted = map(dict.fromkeys, (drawing.missing, drawing.substituted))
        return Printed(evidence, tuple(missing), tuple(substituted))

    def look(self) -> Facts:
        """Return what the printer says of itself now; prints nothing.

        Raises:
            NotPrinted: it cannot be reached, or does not answer in its language.
        """
        with self._one_at_a_time:
            return self._look()

    def health(self) -> Health:
        """Return how the printer is; while it prints, what it has said during the job."""
        if not self._one_at_a_time.acquire(blocking=False):
            return health_of(self._talk.facts if self._talk else Facts())
        try:
            return health_of(self._look())
        except NotPrinted as error:
            return Health(error.code)
        finally:
            self._one_at_a_time.release()

    def _look(self) -> Facts:
        wire = self._open()
        try:
            return Conversation(wire, self.profile, self._patience).examine()
        except WireBroken as error:
            raise Unreachable(str(error)) from error
        finally:
            wire.close()

    def _send(self, drawing: Drawing, on_hold: OnHold) -> Evidence:
        wire = self._open()
        self._talk = talk = Conversation(wire, self.profile, self._patience)
        try:
            cause = trouble(talk.examine())
            if cause is not None:
                raise cause
            pieces = iter(drawing)
            head = self._first + next(pieces)
            evidence = talk.deliver(chain((head,), pieces), on_hold)
        except WireBroken as error:
            if talk.bytes_taken:
                raise LinkLost(f"the link broke in the middle of the job: {error}") from error
            raise Unreachable(str(error)) from error
        finally:
            wire.close()
            if talk.bytes_taken:
                self._first = escpos.wake(self.profile, scrap=True)
        self._first = b""
        return evidence

    def _open(self) -> Wire:
        try:
            return self._connect()
        except WireBroken as error:
            raise Unreachable(str(error)) from error
