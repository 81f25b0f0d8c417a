"""The papers of a visit: its ticket, and the forms that were filled at home."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from config.schema.shapes import Language
from printer_drivers.documents import Document, FormDocument
from server.db.city import Work
from server.db.floor import Floor
from server.db.models import PreApplication, Stop, Visit
from server.domain.business_day import JST
from server.services import catalogue, pre_applications
from server.services.paperwork import form_document, names_of
from server.services.tickets import Ticket, ticket_document
from server.services.words import FILLED_FORM

#: The kinds of papers that are never printed for a visit.
NOT_PRINTED = frozenset({"booking"})


def of_visit(
    work: Work,
    visit: Visit,
    stop: Stop,
    ticket: Ticket,
    applied: PreApplication | None,
    token: str | None,
) -> Sequence[Document]:
    """Return the ticket and, opened with the resident's own code, the filled forms."""
    if applied is None or token is None:
        return [ticket_document(work, visit, stop, ticket, ())]
    forms = _forms(work, visit, applied, token)
    bring = _things(work.session, work.office, applied, forms, visit.language)
    return [ticket_document(work, visit, stop, ticket, bring), *forms]


def bring_list(
    session: Session, office: str, procedures: Sequence[str], language: str
) -> list[str]:
    """Return what to bring for all the procedures, each thing once, certain ones first."""
    things: dict[str, bool] = {}
    for code in procedures:
        for item in catalogue.procedure(session, office, code).bring:
            text = (
                (item.item_en or item.item_ja)
                if language not in ("ja", "easy_ja")
                else item.item_ja
            )
            things[text] = things.get(text, False) or item.required is True
    return sorted(things, key=lambda text: not things[text])


def form_documents(
    session: Session,
    floor: Floor,
    content: Mapping[str, Any],
    day: date,
    label: str | None = None,
    token: str | None = None,
) -> list[FormDocument]:
    """Return the opened *content* of a pre-application as the papers that are printed."""
    names = names_of(floor)
    office = floor.setup.code
    papers = []
    for code, values in content["forms"].items():
        form = catalogue.filled_form(session, office, content, code)
        if form.print_mode in NOT_PRINTED:
            continue
        papers.append(
            form_document(
                form, values,
                office=floor.setup.names.ja,
                day=day,
                names=names,
                label=label,
                token=token,
            )
        )  # fmt: skip
    return papers


def for_kiosk(
    session: Session, floor: Floor, applied: PreApplication, content: Mapping[str, Any], day: date
) -> tuple[list[FormDocument], list[str]]:
    """Return the forms without number and code, and what stands on the ticket to bring."""
    forms = form_documents(session, floor, content, day)
    return forms, _things(session, floor.setup.code, applied, forms, applied.language)


def _forms(work: Work, visit: Visit, applied: PreApplication, token: str) -> Sequence[FormDocument]:
    content = pre_applications.opened(applied, token)
    return form_documents(work.session, work.floor, content, day_of(visit), visit.label, token)


def day_of(visit: Visit) -> date:
    """Return the day that stands on the papers of a visit."""
    return visit.issued_at.astimezone(JST).date()


def _things(
    session: Session,
    office: str,
    applied: PreApplication,
    forms: Sequence[FormDocument],
    language: str,
) -> list[str]:
    spoken: Language = language  # type: ignore[assignment]  # checked when it came in
    filled = [FILLED_FORM[spoken].format(form=form.title.split("(")[0]) for form in forms]
    known = {form.title.split("(")[0] for form in forms}
    things = bring_list(session, office, applied.procedures, language)
    return filled + [thing for thing in things if thing not in known]
