"""Papers that a counter wants once more: ordered from a machine, taken and reported by it.

The machine asks for its orders, so an order reaches it wherever it stands, and nothing is
sent to a machine that is off. A form is opened with the office's key at the moment it is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from printer_drivers.documents import Document
from server.db import queries
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Device, PreApplication, PrintJob, PrintOrder, Visit
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.domain.stops import CLOSED
from server.services import papers, pre_applications, trial_prints
from server.services.printing_machines import heard_lately, state_of
from server.services.tickets import ticket_document, ticket_of

#: Every filled form of the visit, however many there are.
ALL_FORMS = "forms"


@dataclass(frozen=True)
class Outcome:
    """What became of one paper of an order."""

    document: str
    state: str
    reissue: int


@dataclass(frozen=True)
class Handed:
    """An order in the hands of its machine: whose papers, the number on them, the papers."""

    #: ``trial-NUMBER`` for the sample of a draft, which belongs to nobody.
    visit: int | str
    label: str
    documents: Sequence[Document]


def of_visit(look: Look, visit_id: int) -> list[dict[str, Any]]:
    """Return what was ordered for a visit, newest first."""
    rows = look.session.execute(
        select(PrintOrder, Device.name)
        .join(Device, Device.id == PrintOrder.device_id)
        .where(PrintOrder.visit_id == visit_id)
        .order_by(PrintOrder.id.desc())
        .limit(5)
    ).all()
    return [
        {
            "order": order.id,
            "documents": order.documents,
            "device": name,
            "state": state_of(order, look.now),
            "at": iso(order.ordered_at),
        }
        for order, name in rows
    ]


def order(work: Work, visit_id: str, documents: Sequence[str], device_id: int) -> PrintOrder:
    """Order *documents* (``ticket``, ``forms``, ``form:CODE``) of a visit from a machine.

    Raises:
        NotFound: ``unknown_visit``, ``unknown_device``.
        Refused: ``device_away``, when the machine was not heard lately.
        Misfit: a document that the visit does not have.

    """
    visit = _visit(work, visit_id)
    device = heard_lately(work, device_id)
    _require_known(work, visit, documents)
    row = PrintOrder(
        office=work.office,
        visit_id=visit.id,
        device_id=device.id,
        documents=list(documents),
        state="ordered",
        ordered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _record(work, visit, row, "ordered")
    return row


def waiting_for(look: Look, device_id: int | None) -> list[int]:
    """Return the orders that a machine has not taken yet, oldest first."""
    waiting = select(PrintOrder.id).where(
        PrintOrder.device_id == device_id, PrintOrder.state == "ordered"
    )
    return list(look.session.scalars(waiting.order_by(PrintOrder.id)))


def take(work: Work, order_id: str, device_id: int | None) -> Handed:
    """Hand an order to its machine: the papers, each marked 再発行 if one may be out already.

    Raises:
        NotFound: ``unknown_order``.
        Refused: ``already_taken``.

    """
    row = _own(work, order_id, device_id)
    taken = work.session.execute(
        update(PrintOrder)
        .where(PrintOrder.id == row.id, PrintOrder.state == "ordered")
        .values(state="taken", settled_at=None)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]  # an update has one
        raise Refused("already_taken", "この印刷は、もう始まっています。")
    if row.visit_id is None:
        return Handed(f"trial-{row.id}", trial_prints.SAMPLE, trial_prints.ordered(work, row))
    visit = work.session.get_one(Visit, row.visit_id)
    known = _papers(work, visit)
    wanted = [key for name in row.documents for key in _keys(name, known)]
    marked = [_marked(work.session, visit.id, key, known[key]) for key in wanted]
    return Handed(visit.id, visit.label, marked)


def settle(work: Work, order_id: str, device_id: int | None, outcomes: Sequence[Outcome]) -> None:
    """Note what became of the papers of an order, as their printer said.

    Raises:
        NotFound: ``unknown_order``.

    """
    row = _own(work, order_id, device_id)
    if row.state not in {"ordered", "taken"}:
        return
    printed = bool(outcomes) and all(paper.state == "printed" for paper in outcomes)
    row.state, row.settled_at = "printed" if printed else "failed", work.now
    if row.visit_id is None:
        trial_prints.record(work, row)
        return
    visit = work.session.get_one(Visit, row.visit_id)
    for paper in outcomes:
        _keep(work, visit, paper)
    _record(work, visit, row, row.state)


def _keep(work: Work, visit: Visit, paper: Outcome) -> None:
    last = select(func.max(PrintJob.attempt)).where(
        PrintJob.visit_id == visit.id, PrintJob.document == paper.document
    )
    attempt = (work.session.scalar(last) or 0) + 1
    work.session.add(
        PrintJob(
            office=work.office,
            visit_id=visit.id,
            document=paper.document,
            attempt=attempt,
            reissue=paper.reissue,
            state=paper.state,
            at=work.now,
        )
    )
    kind = Kind.REPRINTED if paper.reissue else Kind.PRINTED
    detail = {
        "document": paper.document, "attempt": attempt, "state": paper.state,
        "reissue": paper.reissue,
    }  # fmt: skip
    failed = paper.state != "printed"
    work.record(
        Kind.PRINT_FAILED if failed else kind, visit=visit.id, label=visit.label, detail=detail
    )


def _record(work: Work, visit: Visit, row: PrintOrder, state: str) -> None:
    detail = {"order": row.id, "device": row.device_id, "state": state, "papers": row.documents}
    work.record(Kind.PRINT_ORDERED, visit=visit.id, label=visit.label, detail=detail)


def _require_known(work: Work, visit: Visit, documents: Sequence[str]) -> None:
    known = _papers(work, visit)
    errors = [
        FieldError(f"documents.{at}", "unknown_document", "この方の書類ではありません。")
        for at, key in enumerate(documents)
        if key != ALL_FORMS and key not in known
    ]
    if errors:
        raise Misfit(errors)


def _papers(work: Work, visit: Visit) -> dict[str, Document]:
    """Return every paper of a visit by its key."""
    stops = queries.stops_of(work.session, visit.id)
    stop = next((one for one in stops if one.state not in CLOSED), stops[-1])
    ticket = ticket_of(work, visit, stop)
    found: dict[str, Document] = {"ticket": ticket_document(work, visit, stop, ticket, ())}
    if visit.pre_application_id is not None:
        applied = work.session.get_one(PreApplication, visit.pre_application_id)
        content = pre_applications.opened_by_office(applied, work.secrets.office_key)
        for form in papers.form_documents(
            work.session, work.floor, content, papers.day_of(visit), visit.label
        ):
            found[f"form:{form.form}"] = form
    return found


def _keys(name: str, known: dict[str, Document]) -> list[str]:
    return [key for key in known if key != "ticket"] if name == ALL_FORMS else [name]


def _marked(session: Session, visit_id: int, key: str, paper: Document) -> Document:
    return paper.model_copy(update={"reissue": queries.papers_out(session, visit_id, key)})


def _visit(work: Work, visit_id: str) -> Visit:
    visit = work.session.get(Visit, row_id(visit_id))
    if visit is None or (visit.office, visit.business_date) != (work.office, work.day):
        raise NotFound("unknown_visit", "この番号札は今日の番号札ではありません。")
    return visit


def _own(work: Work, order_id: str, device_id: int | None) -> PrintOrder:
    row = work.session.get(PrintOrder, row_id(order_id))
    if row is None or row.office != work.office or row.device_id != device_id:
        raise NotFound("unknown_order", "この印刷は、この機器へのものではありません。")
    return row
