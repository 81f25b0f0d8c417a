"""One visitor after the other: what happens when somebody scans, presses or goes away.

Fingers, the scanner and the clock come in from their own threads; what takes time (the
server, the printers) runs on one thread of its own and reports back. `kiosk.steps` has
the last word on every change of screen.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from kiosk.checkin import CheckIn, Ticket, token_in
from kiosk.journal import Journal, Outcome
from kiosk.printing import Press
from kiosk.problem import Problem
from kiosk.scanner.debounce import Debounce
from kiosk.scanner.framing import Frame
from kiosk.stage import Stage
from kiosk.steps import ASKS_WHEN_IDLE, Screen, Step
from kiosk.visitor import Visitor

log = logging.getLogger(__name__)

#: Calls staff for a reason and a number; returns whether somebody was told.
Ring = Callable[[str, str | None], bool]

#: After these the next scan is the next person's.
_OVER = {Screen.DONE, Screen.THANKS, Screen.STILL_THERE}


@dataclass(frozen=True)
class Parts:
    """What the flow works with."""

    checkin: CheckIn
    press: Press
    journal: Journal
    ring: Ring
    #: One worker: a kiosk does one thing at a time.
    errands: Executor


class Flow:
    """Moves the stage."""

    def __init__(self, stage: Stage, parts: Parts) -> None:
        self.stage = stage
        self._parts = parts
        self._debounce = Debounce()

    def heard(self, frame: Frame) -> None:
        """Take a code that was held before the reader, or typed."""
        with self.stage.changed:
            code, now = frame.text, self.stage.now()
            if self._debounce.repeats(code, now) or not self.stage.takes(Step.SCAN):
                return
            self._debounce.take(code, now)
            try:
                self._scan(token_in(frame))
            except Problem as problem:
                self._refuse(problem)

    def open_purpose(self, purpose: str) -> None:
        """Ask which service of a purpose is meant."""
        with self.stage.changed:
            self.stage.visitor.purpose = purpose
            self.stage.go(Step.OPEN)

    def ask_priority(self, service: str) -> None:
        """Ask whether somebody needs help before a number for *service* is taken."""
        with self.stage.changed:
            if self.stage.go(Step.ASK):
                self.stage.visitor.service = service

    def answer_priority(self, *, needed: bool) -> None:
        """Take a number for the service that was asked about."""
        with self.stage.changed:
            visitor = self.stage.visitor
            visitor.assisted = needed
            if visitor.service:
                self.choose(visitor.service)

    def choose(self, service: str) -> None:
        """Take a number for a service."""
        with self.stage.changed:
            visitor = self.stage.visitor
            if self.stage.go(Step.CHOOSE):
                self._send(self._walk_in, service, visitor)

    def confirm(self) -> None:
        """Check in: 「はい、紙を出す」, or nobody said otherwise."""
        with self.stage.changed:
            visitor = self.stage.visitor
            if visitor.token and self.stage.go(Step.YES):
                self._send(self._check_in, visitor)

    def print_again(self) -> None:
        """Print the papers once more, with the same number."""
        with self.stage.changed:
            ticket = self.stage.visitor.ticket
            if ticket and self.stage.go(Step.AGAIN):
                self._send(self._print, ticket)

    def print_unfinished(self, entry: str) -> None:
        """Print the ticket that a stop of the machine left without a sure paper."""
        with self.stage.changed:
            ticket = self._parts.checkin.remembered(entry)
            if ticket and self.stage.go(Step.AGAIN):
                self._keep(ticket)
                self._send(self._print, ticket)

    def type_code(self) -> None:
        """Offer to type the characters below the QR."""
        with self.stage.changed:
            self.stage.visitor.typed = ""
            self.stage.go(Step.TYPE)

    def go_on(self) -> None:
        """Go back to where 「まだお使いですか」 came up."""
        with self.stage.changed:
            self.stage.go_on()

    def close(self) -> None:
        """Back to the first screen; nothing of the visitor stays."""
        with self.stage.changed:
            if self.stage.go(Step.CLOSE):
                self.stage.clear()

    def call_staff(self) -> None:
        """Ring at the consoles; the screen says whether somebody was told."""
        self._ring("help", self._label())

    def tick(self) -> None:
        """Let time pass; called several times a second."""
        with self.stage.changed:
            left = self.stage.seconds_left()
            if left is not None:
                if left <= 0:
                    self._time_up()
            elif self.stage.idle:
                self._nobody_there()

    def _time_up(self) -> None:
        if self.stage.screen is Screen.CONFIRM:
            self.confirm()
        else:
            self.close()

    def _nobody_there(self) -> None:
        if self.stage.screen in ASKS_WHEN_IDLE:
            self.stage.go(Step.IDLE)
        elif self.stage.screen is Screen.HOME and self.stage.visitor != Visitor():
            self.stage.clear()

    def _scan(self, token: str) -> None:
        before = self.stage.screen
        if self.stage.go(Step.SCAN):
            self._new_visit(before)
            self.stage.visitor.token = token
            confirm = self.stage.pace.confirm_s > 0
            errand = self._look if confirm else self._check_in
            self._send(errand, self.stage.visitor)

    def _new_visit(self, before: Screen) -> None:
        """Keep what makes the screen readable for the same person, and nothing else."""
        if before in _OVER:
            self.stage.clear()
        else:
            self.stage.clear(self.stage.visitor.as_a_new_one())

    def _refuse(self, problem: Problem) -> None:
        before = self.stage.screen
        if self.stage.go(Step.REFUSE):
            if before is not Screen.ASKING:
                self._new_visit(before)
            self.stage.visitor.problem = problem
            self.stage.bump()

    # Errands: these run on the worker, without the lock while they wait.

    def _send(self, errand: Callable[..., None], *facts: object) -> None:
        self._parts.errands.submit(self._run, errand, *facts)

    def _run(self, errand: Callable[..., None], *facts: object) -> None:
        """Run *errand*; whatever breaks in it, nobody is left before a screen that only waits."""
        try:
            errand(*facts)
        except Exception:
            log.exception("an errand broke off")
            with self.stage.changed:
                failed = self.stage.go(Step.FAIL)
                self._refuse(Problem("refused"))
            self._ring("paper_failed" if failed else "help", self._label())

    def _label(self) -> str | None:
        ticket = self.stage.visitor.ticket
        return ticket.arrival.ticket.label if ticket else None

    def _look(self, visitor: Visitor) -> None:
        token = visitor.token or ""
        try:
            preview = self._parts.checkin.look(token)
        except Problem as problem:
            self._told(problem)
            return
        if preview is None or preview.label:
            self._check_in(visitor)
            return
        with self.stage.changed:
            visitor.preview = preview
            visitor.follow(preview.language)
            self.stage.go(Step.FOUND)

    def _check_in(self, visitor: Visitor) -> None:
        token = visitor.token or ""
        self._take(lambda: self._parts.checkin.scanned(token))

    def _walk_in(self, service: str, visitor: Visitor) -> None:
        language, priority = visitor.language, visitor.assisted
        self._take(lambda: self._parts.checkin.walk_in(service, language, priority=priority))

    def _take(self, take: Callable[[], Ticket]) -> None:
        try:
            ticket = take()
        except Problem as problem:
            self._told(problem)
            return
        known = ticket.arrival.again and not self._surely_without_paper(ticket)
        if known:
            self._parts.checkin.leave(ticket)
        with self.stage.changed:
            self._keep(ticket)
            self.stage.go(Step.KNOWN if known else Step.TAKEN)
        if not known:
            self._print(ticket)

    def _surely_without_paper(self, ticket: Ticket) -> bool:
        """Tell whether this kiosk knows that no ticket for this number has come out."""
        visit, journal = str(ticket.arrival.visit), self._parts.journal
        return journal.knows(visit) and journal.reissue(visit, "ticket") == 0

    def _keep(self, ticket: Ticket) -> None:
        """From here on the number is sure; the code is not needed any more."""
        visitor = self.stage.visitor
        visitor.token = None
        visitor.ticket = ticket
        visitor.papers = self._parts.press.papers(ticket.arrival)
        paper = ticket.arrival.ticket_paper
        if paper and not visitor.preview:
            visitor.follow(paper.language)

    def _print(self, ticket: Ticket) -> None:
        if self.stage.visitor.assisted and self.stage.visitor.preview:
            self._ring("help", ticket.arrival.ticket.label)
        papers = self.stage.visitor.papers
        done = self._parts.press.print_all(ticket, papers, lambda: self._paper_moved(ticket))
        with self.stage.changed:
            self.stage.go(Step.PRINTED if done else Step.FAIL)
        if not done and self.stage.visitor.staff_called is not True:
            reasons = [paper.reason for paper in papers if paper.reason]
            self._ring(reasons[0] if reasons else "paper_failed", ticket.arrival.ticket.label)

    def _paper_moved(self, ticket: Ticket) -> None:
        """Show it; if a printer stopped in the middle, call staff while it waits for them."""
        visitor = self.stage.visitor
        held = [one for one in visitor.papers if one.outcome is Outcome.PRINTING and one.reason]
        if held and visitor.staff_called is None:
            self._ring(held[0].reason or "paper_failed", ticket.arrival.ticket.label)
        else:
            self.refreshed()

    def _told(self, problem: Problem) -> None:
        with self.stage.changed:
            self._refuse(problem)

    def _ring(self, reason: str, label: str | None) -> None:
        heard = self._parts.ring(reason, label)
        with self.stage.changed:
            self.stage.visitor.staff_called = heard
            self.stage.bump()

    def refreshed(self) -> None:
        """Show that a paper, the purposes or the link to the server have changed."""
        with self.stage.changed:
            self.stage.bump()
