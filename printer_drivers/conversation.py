"""One link to a printer, from the first question to the last answer."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from printer_drivers import status
from printer_drivers.errors import (
    CoverOpen,
    CutterJam,
    Faulty,
    Garbled,
    NoAnswer,
    NoConfirmation,
    NotPrinted,
    Offline,
    PaperOut,
    StoppedMidJob,
)
from printer_drivers.profiles import Completion, Profile
from printer_drivers.wire import Wire

#: What stands behind "printed": the printer's word for this job, its answer to a question
#: sent after the data, the word of CUPS, or nothing but that the wire took every byte.
Evidence = Literal["process_id", "status_reply", "job_state", "sent"]
#: Told, once for each reason, why a job stands still in the middle.
OnHold = Callable[[NotPrinted], None]

_ID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds."""

    #: For the answer to a real-time question.
    answer_s: float = 2.0
    #: For any progress of a job while nothing is known to be wrong.
    silence_s: float = 15.0
    #: For a person to put in paper or close the cover in the middle of a job.
    hold_s: float = 180.0
    #: Between looks at a job that waits.
    look_s: float = 0.5


def trouble(facts: status.Facts) -> NotPrinted | None:
    """Return why the printer cannot print, the reason that a person can mend first.

    >>> trouble(status.Facts(offline=True, cover_open=True))
    CoverOpen('the cover is open')
    """
    if facts.cover_open:
        return CoverOpen("the cover is open")
    if facts.paper_out:
        return PaperOut("the paper has run out")
    if facts.cutter_jam:
        return CutterJam("the cutter is stuck")
    if facts.error:
        return Faulty("the printer reports an error")
    if facts.offline:
        return Offline("the printer is offline and does not say why")
    return None


class Conversation:
    """Asks, sends and listens on one wire; raises `WireBroken` when that is gone."""

    def __init__(self, wire: Wire, profile: Profile, patience: Patience) -> None:
        #: Bytes of the job that left us: none means that none can be on paper.
        self.bytes_taken = 0
        self._wire = wire
        self._profile = profile
        self._patience = patience
        self._proof = _proof(profile.completion)
        self._proven = False
        self._facts = status.Facts()
        self._unread = b""

    @property
    def facts(self) -> status.Facts:
        """What the printer has said of itself so far."""
        return self._facts

    def examine(self) -> status.Facts:
        """Ask everything that this kind of printer answers truly, one question at a time.

        Raises:
            NoAnswer: silence.
            Garbled: what comes back is no status.
        """
        for n in self._profile.questions:
            if not self._ask(n):
                raise self._why_silent
        return self._facts

    def deliver(self, job: Iterable[bytes], on_hold: OnHold) -> Evidence:
        """Send *job*, piece by piece, and return what proves that it is on paper.

        A job that stops in the middle is held: the link stays open, *on_hold* is told why,
        and the job goes on by itself. Sending it a second time would print it twice.

        Raises:
            StoppedMidJob: nobody put it right in time.
            NoConfirmation: nothing is wrong, and no answer came.
        """
        pieces = filter(None, chain(job, (self._proof.question,)))
        left = next(pieces, b"")
        watch = _Watch(self._patience, on_hold)
        while True:
            taken = self._wire.send(left, self._patience.look_s) if left else 0
            self.bytes_taken += taken
            left = left[taken:] or next(pieces, b"")
            if not left and self._proof.evidence == "sent":
                return "sent"
            self._listen(0.0 if left else self._patience.look_s)
            if not left and not self._proven:
                self._look()
            if self._proven:
                return self._proof.evidence
            watch.see(trouble(self._facts), moved=taken > 0, full=bool(left))

    def _look(self) -> None:
        """Ask again while waiting; a printer that is busy may stay silent."""
        for n in self._profile.questions:
            if not self._ask(n) or self._proven:
                return

    def _ask(self, n: int) -> bool:
        """Return whether question *n* was answered; notes the answer."""
        stale = self._listen(0.0)
        question = status.ask(n)
        if self._wire.send(question, self._patience.answer_s) < len(question):
            self._why_silent: NotPrinted = NoAnswer("the printer takes no data")
            return False
        end = time.monotonic() + self._patience.answer_s
        heard = bool(stale)
        while (left := end - time.monotonic()) > 0 and not self._proven:
            for reply in (replies := self._listen(left)):
                if isinstance(reply, status.RealTime):
                    self._facts = self._facts.updated(status.facts_of_answer(n, reply.value))
                    return True
            heard = heard or bool(replies)
        self._why_silent = (
            Garbled("what comes back is no printer status")
            if heard
            else NoAnswer("the printer does not answer")
        )
        return False

    def _listen(self, timeout_s: float) -> list[status.Reply]:
        self._unread += self._wire.receive(timeout_s)
        replies, self._unread = status.parse(self._unread)
        for reply in replies:
            if isinstance(reply, status.StatusBack):
                self._facts = self._facts.updated(status.facts_of_status_back(reply.value))
            if self.bytes_taken and self._proof.given_by(reply):
                self._proven = True
        return replies


@dataclass
class _Watch:
    """Decides how long a job may stand still, and who is told."""

    patience: Patience
    on_hold: OnHold
    moved_at: float = field(default_factory=time.monotonic)
    held_since: float | None = None
    told: type[NotPrinted] | None = None

    def see(self, cause: NotPrinted | None, *, moved: bool, full: bool) -> None:
        """Take note of one look; raise when patience has run out.

        *full* means that the printer still has to take a part of the job.
        """
        now = time.monotonic()
        if moved:
            self.moved_at = now
        still = now - self.moved_at > self.patience.silence_s
        if cause is None and full and still:
            cause = Offline("the printer takes no more data")
        if cause is not None:
            self._hold(cause, now)
        elif self.held_since is not None:
            self.held_since, self.told, self.moved_at = None, None, now
        elif still:
            raise NoConfirmation("the printer took the job and does not say that it is out")

    def _hold(self, cause: NotPrinted, now: float) -> None:
        if self.held_since is None:
            self.held_since = now
        if type(cause) is not self.told:
            self.told = type(cause)
            self.on_hold(cause)
        if now - self.held_since > self.patience.hold_s:
            raise StoppedMidJob(cause)


@dataclass(frozen=True)
class _Proof:
    """What is asked after the job, and which reply proves it."""

    question: bytes
    evidence: Evidence
    given_by: Callable[[status.Reply], bool]


def _proof(completion: Completion) -> _Proof:
    match completion:
        case Completion.PROCESS_ID:
            # random, so that a late answer to an older job proves nothing
            job = "".join(secrets.choice(_ID_LETTERS) for _ in range(4)).encode()
            question = status.ask_when_printed(job)
            return _Proof(question, "process_id", lambda reply: status.printed(reply, job))
        case Completion.STATUS_REPLY:
            return _Proof(status.ASK_PAPER_IN_ORDER, "status_reply", status.went_through)
        case Completion.DC2_Q:
            number = secrets.randbelow(0x80)
            question = status.ask_executed(number)
            return _Proof(question, "status_reply", lambda reply: status.executed(reply, number))
        case Completion.NONE:
            return _Proof(b"", "sent", lambda reply: False)
