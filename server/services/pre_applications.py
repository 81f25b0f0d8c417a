"""Pre-applications, 事前申請: checked, sealed and stored before anybody comes."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from printer_drivers.sealing import Package, lookup_id, open_with_office_key, open_with_token, seal
from printer_drivers.token import NotAToken, new_token, parse_token
from server.db import queries
from server.db.city import Work
from server.db.ledger import Kind, canonical
from server.db.models import PreApplication
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.domain.review import Channel
from server.services import attachments, catalogue, drafts
from server.services.paperwork import checked

#: How long an application waits for a visit that is not booked.
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Submitted:
    """A pre-application that was taken; the token is shown once and stored nowhere."""

    token: str
    pre_application: PreApplication


def submit(
    work: Work,
    procedures: Sequence[str],
    answers: Mapping[str, Any],
    forms: Mapping[str, Mapping[str, Any]],
    language: str,
    channel: Channel = Channel.WEB,
    draft: str | None = None,
) -> Submitted:
    """Check the forms and seal them under a fresh token, with the files of the draft.

    Args:
        draft: the secret of the draft that holds the files.
        channel: how it reached the office; all but ``web`` are written down by staff.

    Raises:
        Misfit: every misfit of every form at once, at ``forms.FORM.FIELD``.

    """
    _require_wanted(work, procedures, forms)
    files = _files(work, draft)
    # Who writes down what somebody says on the phone has no files of theirs.
    kept = check_forms(work, forms, files if channel is Channel.WEB else None)
    token = new_token()
    package = _sealed(work, token, _content(work, answers, kept))
    row = PreApplication(
        office=work.office,
        lookup_id=package.lookup_id,
        ciphertext=package.ciphertext,
        key_for_token=package.key_for_token,
        key_for_office=package.key_for_office,
        version=package.version,
        procedures=list(procedures),
        language=language,
        state="submitted",
        channel=channel,
        created_at=work.now,
        purge_after=work.day + KEPT_FOR,
    )
    work.session.add(row)
    work.session.flush()
    facts = _facts(row)
    if draft and files:
        held, key = drafts.require(work.session, draft), drafts.key_of(draft)
        facts["attachments"] = attachments.take_along(work, held, key, row, package, kept)
    work.record(Kind.PRE_APPLIED, detail=facts)
    return Submitted(token, row)


def _files(work: Work, draft: str | None) -> set[tuple[str, str]]:
    """Return of which form and attachment a draft holds files."""
    if draft is None:
        return set()
    held = attachments.of(work.session, drafts.require(work.session, draft))
    return {(one.form, one.code) for one in held}


def _content(
    work: Work, answers: Mapping[str, Any], kept: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what is sealed; it remembers which version of each form was filled in."""
    versions = {code: catalogue.version_of_form(work.session, work.office, code) for code in kept}
    return {"answers": dict(answers), "forms": kept, "versions": versions}


def _facts(row: PreApplication) -> dict[str, Any]:
    facts = {"procedures": list(row.procedures), "language": row.language, "channel": row.channel}
    return {"pre_application": row.id, **facts}


def check_forms(
    work: Work,
    forms: Mapping[str, Mapping[str, Any]],
    files: Collection[tuple[str, str]] | None = None,
) -> dict[str, dict[str, Any]]:
    """Return the forms' values as they are kept.

    Args:
        files: of which forms and attachments there are files; None: that does not matter.

    Raises:
        Misfit: every misfit of every form at once.

    """
    errors: list[FieldError] = []
    kept: dict[str, dict[str, Any]] = {}
    for code, values in forms.items():
        form = catalogue.form(work.session, work.office, code)
        wrong: list[FieldError] = []
        try:
            kept[code] = checked(form, values, work.floor, work.now)
        except Misfit as misfit:
            wrong += misfit.errors
        if files is not None:
            wrong += attachments.missing(form, {one for of, one in files if of == code})
        errors += [replace(one, field=f"forms.{code}.{one.field}") for one in wrong]
    if errors:
        raise Misfit(errors)
    return kept


def booking_form(work: Work, procedures: Sequence[str]) -> str:
    """Return the booking form that the procedures ask for, or refuse with ``no_booking_form``."""
    for code in procedures:
        form = catalogue.procedure(work.session, work.office, code).booking_form
        if form is not None:
            return form
    raise Refused("no_booking_form", "この用件の予約に、入力する様式はありません。")


def find(session: Session, token: str) -> PreApplication | None:
    """Return the pre-application of a token."""
    return queries.pre_application_by_lookup(session, lookup_id(token))


def bring_along(work: Work, row: PreApplication) -> None:
    """Let *row* belong to this office: who found everything taken at another goes on here.

    Raises:
        NotFound: ``unknown_token`` when the other office has begun to work on it.

    """
    if row.office == work.office:
        return
    if row.state != "submitted":
        raise unknown_token()
    row.office = work.office
    work.record(Kind.PRE_APPLIED, detail=_facts(row))


def opened(row: PreApplication, token: str) -> dict[str, Any]:
    """Return what is sealed in *row*, with the resident's token."""
    return _parsed(open_with_token(package_of(row), token))


def opened_by_office(row: PreApplication, office_key: bytes) -> dict[str, Any]:
    """Return what is sealed in *row*, with the office's key."""
    return _parsed(open_with_office_key(package_of(row), office_key))


def package_of(row: PreApplication) -> Package:
    """Return the sealed package that *row* holds."""
    return Package(
        row.lookup_id, row.version, row.ciphertext, row.key_for_token, row.key_for_office
    )


def token_in(text: str, field: str = "token") -> str:
    """Return the token that *text* means.

    Raises:
        Misfit: ``not_a_token``.

    """
    try:
        return parse_token(text)
    except NotAToken:
        message = "QRコードまたは「WQ1」で始まる20文字の番号を確かめてください。"
        raise Misfit([FieldError(field, "not_a_token", message)], "not_a_token", message) from None


def unknown_token() -> NotFound:
    """Return the one answer to every token that opens nothing."""
    return NotFound(
        "unknown_token", "この番号の予約・申請は見つかりません。番号札をお取りいただけます。"
    )


def _require_wanted(
    work: Work, procedures: Sequence[str], forms: Mapping[str, Mapping[str, Any]]
) -> None:
    wanted = [catalogue.offered(work.session, work.office, code) for code in procedures]
    allowed = {form for procedure in wanted for form in procedure.forms}
    errors = [
        FieldError(f"forms.{code}", "unknown_form", "選んだ手続きに、この様式は使いません。")
        for code in forms
        if code not in allowed
    ]
    if errors:
        raise Misfit(errors)


def _sealed(work: Work, token: str, content: dict[str, Any]) -> Package:
    return seal(canonical(content).encode(), token, work.secrets.office_key)


def _parsed(plain: bytes) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(plain)
    return content
