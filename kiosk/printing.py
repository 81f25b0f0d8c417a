"""Puts a ticket and its forms on paper, and says of each what became of it.

A paper is *printed* when the printer says so. *Not printed* means surely nothing came
out: it may go to the other printer. *Unknown* means something may have come out: it is
never sent again by itself, staff look first.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.answers import Arrival
from kiosk.checkin import Ticket
from kiosk.journal import Journal, Outcome, State
from kiosk.office_clock import OfficeClock
from printer_drivers.documents import FormDocument, TicketDocument, Wait
from printer_drivers.drawing import Drawing, begin_in_turn
from printer_drivers.errors import NotPrinted, UnknownOutcome
from printer_drivers.layout import missing_in
from printer_drivers.printer import Health

log = logging.getLogger(__name__)


class Printer(Protocol):
    """What the kiosk needs of a printer driver."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of papers that it prints."""

    def drawing(self, document: TicketDocument | FormDocument) -> Drawing | None:
        """Return what may be drawn of *document* before it is printed, if anything."""

    def print(
        self,
        document: TicketDocument | FormDocument,
        *,
        drawing: Drawing | None,
        on_hold: Callable[[NotPrinted], None],
    ) -> object:
        """Return when *document* is on paper, else raise NotPrinted or UnknownOutcome."""

    def health(self) -> Health:
        """Return how it is now."""


@dataclass
class Paper:
    """One paper of a visit and how far it is."""

    key: str
    document: TicketDocument | FormDocument
    outcome: Outcome | None = None
    #: The printer's own word for what is wrong, e.g. ``paper_out``.
    why: str | None = None
    #: How many of its characters no font has: drawn 〓, staff write them in.
    unprintable: int = 0

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

    def by_name(self) -> dict[str, Printer]:
        """Return each printer once: ``ticket``, and ``form`` if it is another."""
        form = {"form": self.form} if self.form and self.form is not self.ticket else {}
        return {"ticket": self.ticket, **form}

    def for_paper(self, paper: Paper) -> list[Printer]:
        """Return where *paper* may go, best first."""
        kind = paper.document.kind
        if kind == "ticket":
            best = _distinct(self.ticket, self.form)
        else:
            best = _distinct(self.form, self.ticket) if self.form else []
        return [printer for printer in best if kind in printer.kinds]


@dataclass
class Press:
    """Prints the papers of one visit after the other."""

    printers: Printers
    journal: Journal
    clock: OfficeClock
    #: Told to the server afterwards: (visit, paper, attempt).
    report: Report
    #: Whether residents get a copy of each form to take home.
    with_copy: bool = False

    def papers(self, arrival: Arrival) -> list[Paper]:
        """Return what to print for *arrival*: the ticket first, it holds the place."""
        forms = [paper for form in arrival.forms for paper in self._copies(form)]
        if not self.printers.form:
            forms = []
        ticket = arrival.ticket_paper
        if ticket is None:
            return forms
        flawed = any(missing_in(form.document) for form in forms)
        return [Paper("ticket", ticket.model_copy(update={"unprintable": flawed})), *forms]

    def _copies(self, form: FormDocument) -> list[Paper]:
        """Return the form, and the resident's own copy where the office gives one (控え)."""
        papers = [Paper(f"form:{form.form}", form)]
        if self.with_copy:
            copy = form.model_copy(update={"duplicate": True})
            papers.append(Paper(f"form:{form.form}:copy", copy))
        return papers

    def print_all(self, ticket: Ticket, papers: Sequence[Paper], told: Callable[[], None]) -> bool:
        """Print *papers*, call *told* after each change, and tell whether all are out."""
        visit = str(ticket.arrival.visit)
        drawings = self._begin(visit, papers)
        for paper, drawing in zip(papers, drawings, strict=True):
            paper.outcome = Outcome.PRINTING
            told()
            self._print(visit, paper, drawing, told, self.report, ticket.entry)
            told()
        done = bool(papers) and all(paper.outcome is Outcome.PRINTED for paper in papers)
        state = State.PRINTED if done else State.FAILED
        self.journal.move(ticket.entry, state, self.clock.seconds())
        return done

    def print_test(self) -> bool:
        """Print a page that is no ticket on every printer, and tell whether all came out."""
        papers = [Paper("test", _test_page(self.clock.now())) for _ in self.printers.by_name()]
        for paper, printer in zip(papers, self.printers.by_name().values(), strict=True):
            paper.outcome = _outcome(printer, paper, lambda: None)
        return all(paper.outcome is Outcome.PRINTED for paper in papers)

    def print_ordered(self, visit: str, papers: Sequence[Paper]) -> None:
        """Print what staff ordered; their order, not the visitor's report, tells how it went."""
        for paper, drawing in zip(papers, self._begin(visit, papers), strict=True):
            self._print(visit, paper, drawing, told=lambda: None, report=lambda *_: None)

    def _begin(self, visit: str, papers: Sequence[Paper]) -> list[Drawing | None]:
        """Mark what is not the first of its kind, and begin to draw.

        The number is drawn while the disk still writes, a form while its ticket comes out.
        """
        drawings = []
        for paper in papers:
            paper.document = self._as_reissue(visit, paper)
            printers = self.printers.for_paper(paper)
            drawings.append(printers[0].drawing(paper.document) if printers else None)
        begin_in_turn(list(filter(None, drawings)))
        return drawings

    def _print(
        self,
        visit: str,
        paper: Paper,
        drawing: Drawing | None,
        told: Callable[[], None],
        report: Report,
        entry: str | None = None,
    ) -> None:
        paper.unprintable = len(missing_in(paper.document))
        for printer in self.printers.for_paper(paper):
            began = self.clock.seconds()
            attempt = self.journal.begin_paper(visit, paper.key, began, entry=entry)
            paper.outcome = _outcome(printer, paper, told, drawing)
            drawing = None  # another printer has dots of another size
            self.journal.end_paper(visit, paper.key, attempt, paper.outcome, self.clock.seconds())
            report(visit, paper, attempt)
            if paper.outcome is not Outcome.NOT_PRINTED:
                return

    def _as_reissue(self, visit: str, paper: Paper) -> TicketDocument | FormDocument:
        """Return the document marked 再発行 if another like it may be in somebody's hand."""
        before = max(self.journal.reissue(visit, paper.key), paper.document.reissue)
        return paper.document.model_copy(update={"reissue": before})


def _test_page(now: datetime) -> TicketDocument:
    return TicketDocument(
        title="印刷テスト",
        office="印刷テスト",
        label="000",
        service="これは番号札ではありません",
        service_ja="これは番号札ではありません",
        issued_at=now,
        order_time=now,
        visit_class="walk_in",
        where="この紙は捨ててください",
        ahead=0,
        wait=Wait(state="unknown"),
    )


def _outcome(
    printer: Printer, paper: Paper, told: Callable[[], None], drawing: Drawing | None = None
) -> Outcome:
    def hold(cause: NotPrinted) -> None:
        log.warning("the printer stopped in the middle: %s", cause)
        paper.why = cause.code
        told()

    paper.why = None
    try:
        printer.print(paper.document, drawing=drawing, on_hold=hold)
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
