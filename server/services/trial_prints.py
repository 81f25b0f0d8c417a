"""試し刷り: the paper of a draft with sample answers, as a file and on a machine's own printer."""

from typing import Any

from sqlalchemy import select

from config.schema.forms import Form
from config.schema.procedures import Procedure
from printer_drivers.documents import FormDocument
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Device, PrintOrder
from server.domain.refusals import NotFound
from server.services import catalogue, editions, samples
from server.services.paperwork import form_document, names_of
from server.services.printing_machines import heard_lately, state_of

#: Stands where a visitor's number would: nobody hands such a paper in.
SAMPLE = "見本"
#: What an order of a draft's paper names, with the draft's number.
DRAFT = "draft:"
SHOWN = 3


def paper(look: Look | Work, office: str, draft: str) -> FormDocument:
    """Return the paper of a form's draft, or of the form of a procedure's, filled as a sample.

    Raises:
        NotFound: ``unknown_draft``; ``no_form`` where nothing is printed.

    """
    entry = editions.entry_of(editions.of(look, office, draft))
    if isinstance(entry, Procedure) and entry.form:
        entry = catalogue.form(look.session, office, entry.form)
    if not isinstance(entry, Form):
        raise NotFound("no_form", "この案に、印刷する申請書はありません。")
    floor = look.floor if isinstance(look, Work) else look.floor_of(office)
    return form_document(
        entry, samples.of_form(entry), office=floor.setup.names.ja, day=look.day,
        names=names_of(floor), label=SAMPLE,
    )  # fmt: skip


def order(work: Work, draft: str, device_id: int) -> PrintOrder:
    """Order the paper of a draft from a machine, as it is when the machine takes it.

    Raises:
        NotFound: as `paper`; ``unknown_device``.
        Refused: ``device_away``.

    """
    paper(work, work.office, draft)
    device = heard_lately(work, device_id)
    row = PrintOrder(
        office=work.office, visit_id=None, device_id=device.id, documents=[f"{DRAFT}{int(draft)}"],
        state="ordered", ordered_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    record(work, row)
    return row


def ordered(work: Work, row: PrintOrder) -> list[FormDocument]:
    """Return the papers of an order that belongs to no visit."""
    return [paper(work, work.office, name.removeprefix(DRAFT)) for name in row.documents]


def of_draft(look: Look, office: str, draft: str) -> list[dict[str, Any]]:
    """Return what was ordered of a draft, newest first."""
    rows = look.session.execute(
        select(PrintOrder, Device.name)
        .join(Device, Device.id == PrintOrder.device_id)
        .where(PrintOrder.office == office, PrintOrder.documents == [f"{DRAFT}{int(draft)}"])
        .order_by(PrintOrder.id.desc())
        .limit(SHOWN)
    ).all()
    return [
        {"device": name, "state": state_of(row, look.now), "at": row.ordered_at}
        for row, name in rows
    ]


def record(work: Work, row: PrintOrder) -> None:
    """Write down how far an order of a draft's paper is."""
    detail = {"order": row.id, "device": row.device_id, "state": row.state, "papers": row.documents}
    work.record(Kind.PRINT_ORDERED, detail=detail)
