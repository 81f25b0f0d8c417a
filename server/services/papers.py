"""The papers of a visit: its ticket, and the forms that were filled at home."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from config.schema.forms import Form
from config.schema.shapes import language_of
from printer_drivers.documents import Document, FormDocument
from server.db.city import Work
from server.db.floor import Floor
from server.db.models import PreApplication, Stop, Visit
from server.domain.business_day import JST
from server.services import catalogue, pre_applications
from server.services.paperwork import form_document, names_of
from server.services.tickets import Ticket, ticket_document
from server.services.tongues import Tongue, speaking
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
    content = pre_applications.opened(applied, token)
    day = day_of(visit)
    forms = form_documents(work.session, work.floor, content, day, visit.label, token)
    bring = _things(work.session, work.office, applied, content, visit.language)
    return [ticket_document(work, visit, stop, ticket, bring), *forms]


def bring_list(
    session: Session,
    office: str,
    procedures: Sequence[str],
    tongue: Tongue,
    printed: Collection[str] = (),
) -> list[str]:
    """Return what to bring for all the procedures, each thing once, certain ones first.

    Args:
        printed: Japanese titles of forms that come out of the machine, so nobody brings them.

    """
    known = {short(title) for title in printed}
    things: dict[str, bool] = {}
    for code in procedures:
        for one in catalogue.procedure(session, office, code).bring:
            if one.item_ja not in known:
                text = tongue.say(one.item)
                things[text] = things.get(text, False) or one.required is True
    return sorted(things, key=lambda text: not things[text])


def short(title: str) -> str:
    """Return the title of a form without what stands in brackets behind it."""
    return title.split("(", maxsplit=1)[0].rstrip()


def form_documents(
    session: Session,
    floor: Floor,
    content: Mapping[str, Any],
    day: date,
    label: str | None = None,
    token: str | None = None,
    *,
    even_unprinted: bool = False,
) -> list[FormDocument]:
    """Return the opened *content* of a pre-application as the papers that are printed.

    Args:
        even_unprinted: also what was told for the booking, which is only read on a screen.

    """
    names = names_of(floor)
    office = floor.setup.code
    return [
        form_document(
            form, content["forms"][form.id],
            office=floor.setup.names.ja, day=day, names=names, label=label, token=token,
        )
        for form in _filled(session, office, content)
        if even_unprinted or is_printed(form)
    ]  # fmt: skip


def for_kiosk(
    session: Session, floor: Floor, applied: PreApplication, content: Mapping[str, Any], day: date
) -> tuple[list[FormDocument], list[str]]:
    """Return the forms without number and code, and what stands on the ticket to bring."""
    forms = form_documents(session, floor, content, day)
    return forms, _things(session, floor.setup.code, applied, content, applied.language)


def day_of(visit: Visit) -> date:
    """Return the day that stands on the papers of a visit."""
    return visit.issued_at.astimezone(JST).date()


def _things(
    session: Session,
    office: str,
    applied: PreApplication,
    content: Mapping[str, Any],
    language: str,
) -> list[str]:
    tongue = speaking(session, language_of(language))
    filled_in = _filled(session, office, content)
    titles = [form.title for form in filled_in if is_printed(form)]
    filled = [
        FILLED_FORM[tongue.language].format(form=short(tongue.say(title))) for title in titles
    ]
    printed = [title.ja for title in titles]
    return filled + bring_list(session, office, applied.procedures, tongue, printed)


def is_printed(form: Form) -> bool:
    """Tell whether a form comes out of a machine."""
    return form.print_mode not in NOT_PRINTED


def _filled(session: Session, office: str, content: Mapping[str, Any]) -> list[Form]:
    return [catalogue.filled_form(session, office, content, code) for code in content["forms"]]
