"""Puts a ticket and its forms on paper, and says of each what became of it.

A paper is *printed* when the printer says so. *Not printed* means surely nothing came
out: it may go to the other printer. *Unknown* means something may have come out: it is
never sent again by itself, staff look first.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.answers import Arrival
from kiosk.checkin import Ticket
from kiosk.journal import Journal, Outcome, State
from kiosk.office_clock import OfficeClock
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.errors import NotPrinted, UnknownOutcome

log = logging.getLogger(__name__)


class Printer(Protocol):
    """What the kiosk needs of a printer driver."""

    def print(
        self, document: TicketDocument | FormDocument, *, on_hold: Callable[[NotPrinted], None]
    ) -> object:
        """Return when *document* is on paper, else raise NotPrinted or UnknownOutcome."""


@dataclass
class Paper:
    """One paper of a visit and how far it is."""

    key: str
    document: TicketDocument | FormDocument
    outcome: Outcome | None = None
    #: The printer's own word for what is wrong, e.g. ``paper_out``.
    why: str | None = None

    @property
    def reason(self) -> str | None:
        """Why staff are called: in the words of the bell."""
        if self.why is None:
            return None
        return "paper_out" if self.why == "paper_out" else "paper_failed"


Report = Callable[[str, Paper, int], None]


@dataclass(frozen=True)
class Printers:
    """The printers of the kiosk; with one printer both are the same."""

    ticket: Printer
    #: None: forms are not printed here.
    form: Printer | None

    def for_paper(self, paper: Paper) -> list[Printer]:
        """Return where *paper* may go, best first."""
        if paper.document.kind == "ticket":
            return _distinct(self.ticket, self.form)
        return _distinct(self.form, self.ticket) if self.form else []


@dataclass
class Press:
    """Prints the papers of one visit after the other."""

    printers: Printers
    journal: Journal
    clock: OfficeClock
    #: Told to the server afterwards: (visit, paper, attempt).
    report: Report
    #: The last trouble of a printer, until the next paper is out.
    trouble: str | None = None

    def papers(self, arrival: Arrival) -> list[Paper]:
        """Return what to print for *arrival*: the ticket first, it holds the place."""
        ticket = arrival.ticket_paper
        papers = [Paper("ticket", ticket)] if ticket else []
        if self.printers.form:
            papers += [Paper(f"form:{form.form}", form) for form in arrival.forms]
        return papers

    def print_all(self, ticket: Ticket, papers: Sequence[Paper], told: Callable[[], None]) -> bool:
        """Print *papers*, call *told* after each change, and tell whether all are out."""
        self.journal.move(ticket.entry, State.PRINTING, self.clock.seconds())
        for paper in papers:
            paper.outcome = Outcome.PRINTING
            told()
            self._print(str(ticket.arrival.visit), paper, told)
            told()
        done = bool(papers) and all(paper.outcome is Outcome.PRINTED for paper in papers)
        state = State.PRINTED if done else State.FAILED
        self.journal.move(ticket.entry, state, self.clock.seconds())
        return done

    def _print(self, visit: str, paper: Paper, told: Callable[[], None]) -> None:
        paper.document = self._as_reissue(visit, paper)
        for printer in self.printers.for_paper(paper):
            attempt = self.journal.begin_paper(visit, paper.key, self.clock.seconds())
            paper.outcome = _outcome(printer, paper, told)
            self.trouble = paper.why
            self.journal.end_paper(visit, paper.key, attempt, paper.outcome, self.clock.seconds())
            self.report(visit, paper, attempt)
            if paper.outcome is not Outcome.NOT_PRINTED:
                return

    def _as_reissue(self, visit: str, paper: Paper) -> TicketDocument | FormDocument:
        """Return the document marked 再発行 if another like it may be in somebody's hand."""
        before = max(self.journal.reissue(visit, paper.key), paper.document.reissue)
        return paper.document.model_copy(update={"reissue": before})


def _outcome(printer: Printer, paper: Paper, told: Callable[[], None]) -> Outcome:
    def hold(cause: NotPrinted) -> None:
        log.warning("the printer stopped in the middle: %s", cause)
        paper.why = cause.code
        told()

    paper.why = None
    try:
        printer.print(paper.document, on_hold=hold)
    except NotPrinted as error:
        log.warning("not printed: %s", error)
        paper.why = error.code
        return Outcome.NOT_PRINTED
    except UnknownOutcome as error:
        log.warning("nobody knows whether it was printed: %s", error)
        if paper.why is None:  # what `hold` heard says more
            paper.why = error.code
        return Outcome.UNKNOWN
    except Exception:
        log.exception("the printer's driver broke off")
        paper.why = "driver"
        return Outcome.UNKNOWN
    paper.why = None
    return Outcome.PRINTED


def _distinct(first: Printer, second: Printer | None) -> list[Printer]:
    return [first] if second is None or second is first else [first, second]
