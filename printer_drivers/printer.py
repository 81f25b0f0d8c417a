"""Print a document and know that it is out.

One job: real-time status check, body, "tell me when this is on paper". `Printer.print`
returns when the printer said so, and otherwise raises what that means for the paper:
`NotPrinted` (printing elsewhere is safe) or `UnknownOutcome` (a person looks first).
"""

from dataclasses import dataclass
from threading import Lock

from printer_drivers import escpos
from printer_drivers.conversation import Conversation, Evidence, OnHold, Patience, trouble
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.errors import LinkLost, Unreachable, WireBroken
from printer_drivers.layout import raster
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


class Printer:
    """Prints one document at a time.

    A printer stays where it is when the link is opened and closed: every job opens its own
    link through *connect* and holds it until the printer has answered.
    """

    def __init__(
        self, connect: Connect, profile: Profile, *, patience: Patience | None = None
    ) -> None:
        self.profile = profile
        self._connect = connect
        self._patience = patience or Patience()
        self._one_at_a_time = Lock()
        # a job of an earlier process may have broken off inside a picture
        self._first = escpos.wake(profile, scrap=False)

    def print(
        self, document: TicketDocument | FormDocument, *, on_hold: OnHold | None = None
    ) -> Printed:
        """Return when *document* is on paper.

        *on_hold* is called when the printer stops in the middle (paper out, cover open):
        the job is held and goes on by itself when a person has put it right.

        Raises:
            NotPrinted: nothing of it is on paper; it may be printed elsewhere.
            UnknownOutcome: something may be on paper; never try again silently.
        """
        page = raster(document, self.profile)
        body = escpos.encode(page.image, self.profile)
        with self._one_at_a_time:
            evidence = self._send(body, on_hold or (lambda cause: None))
        return Printed(evidence, page.missing, page.substituted)

    def look(self) -> Facts:
        """Return what the printer says of itself now; prints nothing.

        Raises:
            NotPrinted: it cannot be reached, or does not answer in its language.
        """
        with self._one_at_a_time:
            wire = self._open()
            try:
                return Conversation(wire, self.profile, self._patience).examine()
            except WireBroken as error:
                raise Unreachable(str(error)) from error
            finally:
                wire.close()

    def _send(self, body: bytes, on_hold: OnHold) -> Evidence:
        wire = self._open()
        talk = Conversation(wire, self.profile, self._patience)
        try:
            cause = trouble(talk.examine())
            if cause is not None:
                raise cause
            evidence = talk.deliver(self._first + body, on_hold)
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
