"""What residents do with their files: send, see and remove them; and how staff open one.

A file belongs to a draft until its form is sent, then to the application. There the applicant
changes files while the office asks for something, and never else.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from config.schema.forms import Form
from config.schema.shapes import Language
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Attachment, Draft, PreApplication
from server.db.types import row_id
from server.domain import attachments as rules
from server.domain import review
from server.domain.business_day import iso
from server.domain.review import ReviewStep
from server.services import (
    attachments,
    catalogue,
    corrections,
    drafts,
    pre_applications,
    review_history,
)
from server.services.attachments import Holder
from server.services.safe_files import SafeFile
from server.services.tongues import speaking


def holder_of(session: Session, token: str) -> Holder:
    """Return what *token* opens: an application, a draft, or refuse with ``unknown_draft``."""
    return pre_applications.find(session, token) or drafts.require(session, token)


def add(work: Work, token: str, form: str, code: str, file: SafeFile) -> Attachment:
    """Keep a file with the draft or the application of *token*.

    Raises:
        NotFound: ``unknown_attachment``, ``unknown_form``.
        Misfit: ``file_count``.
        Refused: ``step_not_allowed`` unless the office asks for something.

    """
    holder = holder_of(work.session, token)
    if isinstance(holder, Draft):
        asked = attachments.asked_by(catalogue.form(work.session, work.office, form), code)
        attachments.require_room(work, holder, form, code, asked.most)
        return attachments.keep_in_draft(work, holder, drafts.key_of(token), form, code, file)
    review.after(holder.state, ReviewStep.ATTACH)
    asked = attachments.asked_by(_form(work, holder, token, form), code)
    attachments.require_room(work, holder, form, code, asked.most)
    package = pre_applications.package_of(holder)
    row = attachments.keep_in_application(work, holder, package, form, code, file)
    _note(work, holder, ReviewStep.ATTACH, row, asked.label.ja)
    return row


def remove(work: Work, token: str, number: int) -> None:
    """Delete a file at once.

    Raises:
        NotFound: ``unknown_attachment``.
        Refused: ``step_not_allowed`` unless the office asks for something.

    """
    holder = holder_of(work.session, token)
    row = _require(work, holder, number)
    work.session.delete(row)
    work.session.flush()
    if isinstance(holder, PreApplication):
        review.after(holder.state, ReviewStep.DETACH)
        asked = attachments.asked_by(_form(work, holder, token, row.form), row.code)
        _note(work, holder, ReviewStep.DETACH, row, asked.label.ja)


def listed(look: Look, token: str) -> list[Attachment]:
    """Return the files of the draft or the application of *token*."""
    return attachments.of(look.session, holder_of(look.session, token))


def told(look: Look, token: str, language: Language) -> list[tuple[str, int]]:
    """Return what was sent along with the application of *token*: its name, how many files."""
    applied = pre_applications.find(look.session, token)
    there = attachments.of(look.session, applied) if applied else []
    if applied is None or not there:
        return []
    content = pre_applications.opened(applied, token)
    tongue = speaking(look.session, language)
    counted = Counter((one.form, one.code) for one in there)
    return [
        (tongue.say(one.label), counted[code, one.code])
        for code in content["forms"]
        for one in catalogue.filled_form(look.session, applied.office, content, code).attachments
        if counted[code, one.code]
    ]


def opened(look: Look, token: str, number: int) -> tuple[Attachment, bytes]:
    """Return one of them with what is in it, or refuse with ``unknown_attachment``."""
    holder = holder_of(look.session, token)
    row = _require(look, holder, number)
    if isinstance(holder, Draft):
        return row, attachments.open_in_draft(row, drafts.key_of(token))
    package = pre_applications.package_of(holder)
    return row, attachments.open_with_token(row, package, token)


def opened_by_office(
    look: Look, office: str, application: str, number: str
) -> tuple[Attachment, bytes]:
    """Return a file of an application of *office*, with the office's key."""
    applied = corrections.of_office(look, office, application)
    row = _require(look, applied, row_id(number))
    package = pre_applications.package_of(applied)
    return row, attachments.open_for_office(row, package, look.secrets.office_key)


def as_json(row: Attachment) -> dict[str, Any]:
    """Return a file in the API's shape, without its bytes."""
    return {
        "id": row.id,
        "form": row.form,
        "attachment": row.code,
        "kind": row.kind,
        "bytes": row.size,
        "added_at": iso(row.added_at),
    }


def _require(look: Look | Work, holder: Holder, number: int) -> Attachment:
    row = attachments.find(look.session, holder, number)
    if row is None:
        raise rules.unknown()
    return row


def _form(work: Work, applied: PreApplication, token: str, form: str) -> Form:
    content = pre_applications.opened(applied, token)
    if form not in content["forms"]:
        raise rules.unknown()
    return catalogue.filled_form(work.session, applied.office, content, form)


def _note(
    work: Work, applied: PreApplication, step: ReviewStep, row: Attachment, label: str
) -> None:
    """Note in history and log that the files have changed; neither says what is on them."""
    after = len(_alike(work, applied, row))
    before = after - 1 if step is ReviewStep.ATTACH else after + 1
    path = rules.place_of(row.code)
    counts: Mapping[str, Any] = {"before": f"{before}点", "after": f"{after}点"}
    change = {"form": row.form, "path": path, "label": label, **counts}
    review_history.note(work, applied, step, by_staff=False, changes=[change])
    detail = {
        "pre_application": applied.id, "step": step, "state": applied.state,
        "attachment": row.id, "fields": [f"{row.form}:{path}"],
    }  # fmt: skip
    work.record(Kind.CORRECTED, detail=detail)


def _alike(work: Work, applied: PreApplication, row: Attachment) -> list[Attachment]:
    there = attachments.of(work.session, applied)
    return [one for one in there if (one.form, one.code) == (row.form, row.code)]
