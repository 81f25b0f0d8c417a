"""Files of a draft or an application: sealed as its answers are, and gone with it."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from config.schema.attachments import Attachment as Asked
from config.schema.forms import Form
from printer_drivers.sealing import (
    Package,
    decrypt,
    encrypt,
    open_beside,
    open_beside_for_office,
    seal_beside,
)
from server.db.city import Work
from server.db.models import Attachment, Draft, PreApplication
from server.domain.attachments import code_at, place_of, unknown
from server.domain.refusals import FieldError, Misfit
from server.services.safe_files import SafeFile

Holder = Draft | PreApplication


def asked_by(form: Form, code: str) -> Asked:
    """Return an attachment of *form*, or refuse with ``unknown_attachment``."""
    for one in form.attachments:
        if one.code == code:
            return one
    raise unknown()


def missing(form: Form, there: Collection[str]) -> Iterable[FieldError]:
    """Yield what *form* is not taken without and is not among *there*, at ``attachments.CODE``."""
    for one in form.attachments:
        if one.required and one.code not in there:
            message = f"{one.label.ja}を、写真かPDFで添えてください。"
            yield FieldError(place_of(one.code), "no_file", message)


def of(session: Session, holder: Holder) -> list[Attachment]:
    """Return the files of a draft or an application as they came, without what is in them."""
    return list(session.scalars(select(Attachment).where(_is_of(holder)).order_by(Attachment.id)))


def there_at(session: Session, office: str) -> dict[int, set[tuple[str, str]]]:
    """Return of which form and attachment each application of *office* has files."""
    query = select(PreApplication.id, Attachment.form, Attachment.code)
    found: dict[int, set[tuple[str, str]]] = {}
    for number, form, code in session.execute(
        query.join_from(Attachment, PreApplication).where(PreApplication.office == office)
    ):
        found.setdefault(number, set()).add((form, code))
    return found


def not_sent(
    session: Session, applied: PreApplication, asked: Collection[tuple[str, str]]
) -> Iterable[FieldError]:
    """Yield each attachment of what was *asked*, by form and path, that has no file."""
    there = {(one.form, place_of(one.code)) for one in of(session, applied)}
    for form, path in asked:
        if code_at(path) and (form, path) not in there:
            yield FieldError(f"answers.{form}.{path}", "no_file", "写真かPDFを添えてください。")


def find(session: Session, holder: Holder, number: int) -> Attachment | None:
    """Return one file of *holder*, or None."""
    return session.scalar(select(Attachment).where(_is_of(holder), Attachment.id == number))


def forget(session: Session, holder: Holder) -> None:
    """Delete all files of *holder*."""
    session.execute(delete(Attachment).where(_is_of(holder)))


def require_room(work: Work, holder: Holder, form: str, code: str, most: int) -> None:
    """Return if one more file may come.

    Raises:
        Misfit: ``file_count``.

    """
    there = [one for one in of(work.session, holder) if (one.form, one.code) == (form, code)]
    if len(there) >= most:
        message = f"ここに送れるのは{most}つまでです。いらないものを消してください。"
        raise Misfit([FieldError("data", "file_count", message)])


def keep_in_draft(
    work: Work, draft: Draft, key: bytes, form: str, code: str, file: SafeFile
) -> Attachment:
    """Keep *file* sealed under the draft's *key*."""
    row = Attachment(draft_id=draft.lookup_id, version=0, **_facts(work, form, code, file))
    row.sealed = encrypt(key, file.data, _in_draft(row))
    return _added(work, row)


def keep_in_application(
    work: Work, applied: PreApplication, package: Package, form: str, code: str, file: SafeFile
) -> Attachment:
    """Keep *file* sealed under the application's own key."""
    row = Attachment(
        pre_application_id=applied.id, version=package.version, **_facts(work, form, code, file)
    )
    row.sealed = seal_beside(package, work.secrets.office_key, file.data, _about(row))
    return _added(work, row)


def take_along(
    work: Work, draft: Draft, key: bytes, applied: PreApplication, package: Package,
    forms: Collection[str],
) -> list[int]:  # fmt: skip
    """Hand the draft's files of *forms* to the application; return their ids. The rest is gone."""
    for row in of(work.session, draft):
        if row.form not in forms:
            work.session.delete(row)
            continue
        data = open_in_draft(row, key)
        row.draft_id, row.pre_application_id, row.version = None, applied.id, package.version
        row.sealed = seal_beside(package, work.secrets.office_key, data, _about(row))
    work.session.flush()
    return [row.id for row in of(work.session, applied)]


def open_in_draft(row: Attachment, key: bytes) -> bytes:
    """Return a file of a draft, with the draft's key."""
    return decrypt(key, row.sealed, _in_draft(row))


def open_with_token(row: Attachment, package: Package, token: str) -> bytes:
    """Return a file of an application, with the resident's token."""
    return open_beside(token, row.version, package.key_for_token, row.sealed, _about(row))


def open_for_office(row: Attachment, package: Package, office_key: bytes) -> bytes:
    """Return a file of an application, with the office's key."""
    return open_beside_for_office(package, office_key, row.version, row.sealed, _about(row))


def _is_of(holder: Holder) -> ColumnElement[bool]:
    if isinstance(holder, Draft):
        return Attachment.draft_id == holder.lookup_id
    return Attachment.pre_application_id == holder.id


def _facts(work: Work, form: str, code: str, file: SafeFile) -> dict[str, object]:
    size = len(file.data)
    return {
        "form": form, "code": code, "kind": file.kind, "size": size, "added_at": work.now,
    }  # fmt: skip


def _added(work: Work, row: Attachment) -> Attachment:
    work.session.add(row)
    work.session.flush()
    return row


def _about(row: Attachment) -> str:
    return f"attachment:{row.form}:{row.code}:{row.kind}"


def _in_draft(row: Attachment) -> str:
    return f"{row.draft_id}:{_about(row)}"
