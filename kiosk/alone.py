"""Numbers without the office: from the block that is held and the package that the code opens.

It never waits for the network. The number, the entry in the journal and the letter that
will tell the office of it are one transaction: after a power cut there is all or nothing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.answers import Arrival, ComingPaper, Preview, RefusalBody, Service, Ticket
from kiosk.blocks import Blocks, Number
from kiosk.journal import Journal
from kiosk.masking import applicant
from kiosk.office_clock import JAPAN, OfficeClock
from kiosk.outbox import Outbox
from kiosk.problem import Problem
from kiosk.stock import Stock
from kiosk.supplies import Package, Papers, Plan, PlannedService, TimedAnswer, answer_at
from printer_drivers.documents import Document, TicketDocument, Wait
from printer_drivers.sealing import CannotOpen, lookup_id

#: A code shown longer ago was for another day.
_TODAY_S = 16 * 3600.0
_NOBODY_KNOWS = Wait(state="unknown")
_HANDLED = "受付ずみです。番号札は {label} です。見あたらないときは職員にお声がけください。"


class Alone:
    """Gives out numbers while the office is away."""

    def __init__(
        self, journal: Journal, clock: OfficeClock, stock: Stock, blocks: Blocks, outbox: Outbox
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._stock = stock
        self._blocks = blocks
        self._outbox = outbox

    @property
    def ready(self) -> bool:
        """Whether the plan that is held covers this moment."""
        return self._plan_now() is not None

    def as_planned(self, service: Service) -> Service:
        """Return *service* as the plan has it now; nobody knows how many wait.

        Whether a number is left is told to who presses: closed is another thing.
        """
        unknown = {"waiting": None, "wait": None}
        try:
            self._walk_in(service.id)
        except Problem as problem:
            again = problem.body.opens_at if problem.body else None
            return service.model_copy(update=unknown | {"open": False, "opens_at": again})
        return service.model_copy(update=unknown | {"open": True, "opens_at": None})

    def look(self, token: str) -> Preview:
        """Return what *token* would bring.

        Raises:
            Problem: it would bring nothing; ``not_held``, when this kiosk does not know it.

        """
        package = self._package(token)
        known = self._known(token)
        answer = self._answer(package, known is not None)
        papers = _open(package, token)
        forms = [ComingPaper(kind="form", title=form.title) for form in papers.forms]
        return Preview(
            service=package.service,
            service_name=self._service(package.service).names.get("ja", ""),
            reserved_for=package.reserved_for,
            minutes=package.minutes,
            name=applicant(papers.forms),
            papers=(ComingPaper(kind="ticket"), *forms),
            late=answer.late,
            language=package.language,
            label=known.ticket.label if known else None,
        )

    def scanned(self, token: str, entry: str, after_key: str | None) -> Arrival:
        """Check the holder of *token* in, under the journal's *entry*.

        Args:
            after_key: of the request to the office that was not answered; None: none was sent.

        Raises:
            Problem: there is no number.

        """
        package = self._package(token)
        known = self._known(token)
        answer = self._answer(package, known is not None)
        papers = _open(package, token)
        if known is not None:
            return _with_forms(known, papers, token, self._clock.now())
        service = self._service(package.service)
        at = self._clock.issue_time()
        told = {
            "lookup_id": package.lookup_id,
            "service": package.service,
            "language": package.language,
        }

        def arrival(number: Number) -> Arrival:
            order_time = answer.order_time or at
            return self._arrival(
                entry, number, service, at, order_time, package.language, package.visit_class,
                reserved_for=package.reserved_for, bring=papers.bring, late=answer.late,
            )  # fmt: skip

        given = self._give(entry, service, at, arrival, "/check-ins", told, after_key)
        return _with_forms(given, papers, token, at, again=False)

    def walk_in(
        self, service: str, language: str, entry: str, after_key: str | None, *, priority: bool
    ) -> Arrival:
        """Give a number for *service*, under the journal's *entry*.

        Raises:
            Problem: there is no number.

        """
        planned = self._walk_in(service)
        at = self._clock.issue_time()
        order_time = at - timedelta(minutes=planned.priority_min) if priority else at
        visit_class = "priority" if priority else "walk_in"
        told = {"service": service, "priority": priority, "language": language}

        def arrival(number: Number) -> Arrival:
            return self._arrival(entry, number, planned, at, order_time, language, visit_class)

        return self._give(entry, planned, at, arrival, "/visits", told, after_key)

    def _give(
        self, entry: str, service: PlannedService, at: datetime, make: Any, path: str,
        told: Mapping[str, Any], after_key: str | None,
    ) -> Arrival:  # fmt: skip
        with self._journal.disk.at_once():
            number = self._blocks.take(service.queue, at.timestamp())
            if number is None:
                raise Problem("block_exhausted")
            arrival: Arrival = make(number)
            letter = {**told, "number": number.number, "issued_at": at.isoformat()}
            if after_key:
                letter["after_key"] = after_key
            visit = str(arrival.visit)
            self._outbox.add(path, letter, at.timestamp(), visit=visit)
            self._journal.reported(
                entry, at.timestamp(), visit, number.label, arrival.for_the_disk()
            )
            self._clock.issued(at)
        return arrival

    def _arrival(
        self, entry: str, number: Number, service: PlannedService, at: datetime,
        order_time: datetime, language: str, visit_class: str,
        *, reserved_for: datetime | None = None, bring: tuple[str, ...] = (), late: bool = False,
    ) -> Arrival:  # fmt: skip
        plan = self._plan()
        due = order_time.astimezone(JAPAN)
        before = (reserved_for or at) - order_time
        paper = TicketDocument(
            title=_said(plan.titles, language),
            language=language,
            office=_said(plan.office, language),
            logo=plan.logo,
            label=number.label,
            service=_said(service.names, language),
            service_ja=_said(service.names, "ja"),
            issued_at=at.astimezone(JAPAN),
            order_time=due,
            visit_class=visit_class,
            head_start_min=max(0, round(before.total_seconds() / 60)),
            reserved_for=reserved_for.astimezone(JAPAN) if reserved_for else None,
            where=_said(service.where, language),
            ahead=None,
            wait=_NOBODY_KNOWS,
            offline=True,
            bring=bring,
        )
        ticket = Ticket(
            label=number.label,
            number=number.number,
            queue=service.queue,
            ahead=None,
            wait=_NOBODY_KNOWS,
            issued_at=at,
            order_time=due,
        )
        return Arrival(visit=f"alone:{entry}", ticket=ticket, documents=(paper,), late=late)

    def _package(self, token: str) -> Package:
        self._plan()
        package = self._stock.package(lookup_id(token))
        if package is None:
            raise Problem("not_held")
        return package

    def _answer(self, package: Package, known_here: bool) -> TimedAnswer:
        """Return what the office would say; of who has a number already, only that."""
        if package.label and not known_here:
            message = _HANDLED.format(label=package.label)
            raise Problem("already_used", RefusalBody(code="already_used", message=message))
        answer = answer_at(package.check_in, self._clock.now())
        if answer is None:
            raise Problem("not_held")
        if answer.refusal is not None and not known_here:
            raise Problem(answer.refusal.code, answer.refusal)
        return answer

    def _known(self, token: str) -> Arrival | None:
        since = self._clock.seconds() - _TODAY_S
        before = self._journal.number_of(lookup_id(token), since)
        return Arrival.model_validate_json(before.arrival) if before else None

    def _walk_in(self, service: str) -> PlannedService:
        planned = self._service(service)
        answer = answer_at(planned.walk_in, self._clock.now())
        if answer is None:
            raise Problem("unreachable")
        if answer.refusal is not None:
            raise Problem(answer.refusal.code, answer.refusal)
        since = max(answer.from_, self._plan().as_of).timestamp()
        if answer.left is not None and self._journal.given_alone(service, since) >= answer.left:
            raise Problem("contingent_spent", RefusalBody(code="contingent_spent"))
        return planned

    def _service(self, code: str) -> PlannedService:
        service = self._plan().service(code)
        if service is None:
            raise Problem("unreachable")
        return service

    def _plan(self) -> Plan:
        plan = self._plan_now()
        if plan is None:
            raise Problem("unreachable")
        return plan

    def _plan_now(self) -> Plan | None:
        plan = self._stock.plan
        covers = plan is not None and self._clock.seconds() < plan.until.timestamp()
        return plan if covers else None


def _open(package: Package, token: str) -> Papers:
    try:
        return package.sealed.opened(token) if package.sealed else Papers()
    except CannotOpen:
        raise Problem("not_held") from None


def _with_forms(
    arrival: Arrival, papers: Papers, token: str, at: datetime, *, again: bool = True
) -> Arrival:
    """Return *arrival* with the forms, for this moment and not for the disk."""
    day = at.astimezone(UTC).astimezone(JAPAN).date()
    filled = {"label": arrival.ticket.label, "token": token, "date": day}
    forms: tuple[Document, ...] = tuple(form.model_copy(update=filled) for form in papers.forms)
    tickets = tuple(one for one in arrival.documents if one.kind == "ticket")
    return arrival.model_copy(update={"documents": (*tickets, *forms), "again": again})


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get("ja") or next(iter(words.values()), "")
