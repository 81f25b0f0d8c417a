"""Drafts: somebody stops in the middle of a form and goes on later, on any device.

A draft is sealed under a key that derives from the secret in its link. The office cannot
open it. It is gone when the form is sent, and at the latest `KEPT_FOR` after it was saved.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from printer_drivers.sealing import decrypt, derive, encrypt, lookup_id
from printer_drivers.token import new_token
from server.db.city import Look, Work
from server.db.ledger import canonical
from server.db.models import Draft
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.domain.writing import has_my_number
from server.services import attachments

KEPT_FOR = timedelta(days=30)
#: Of the sealed text. The longest form filled to its limits has a third of it.
MOST_BYTES = 200_000


@dataclass(frozen=True)
class Saved:
    """A draft as it is stored now, and the secret of its link."""

    token: str
    draft: Draft


def save(work: Work, content: dict[str, Any], token: str | None = None, version: int = 0) -> Saved:
    """Seal *content*: as a new draft, or in the place of *version* of the one of *token*.

    Raises:
        Misfit: ``my_number`` where an answer holds one, ``too_long``.
        Refused: ``newer_draft`` if another device has saved since.
        NotFound: ``unknown_draft``.

    """
    _require_no_my_number(content)
    plain = canonical(content).encode()
    if len(plain) > MOST_BYTES:
        raise Misfit([FieldError("content", "too_long", "入力が長すぎて、保存できません。")])
    if token is None:
        token = new_token()
        row = Draft(lookup_id=lookup_id(token), office=work.office, version=0)
        work.session.add(row)
    else:
        row = require(work.session, token)
        if row.version != version:
            raise Refused("newer_draft", "ほかの端末で、これより新しい入力が保存されています。")
    row.version += 1
    row.ciphertext = encrypt(key_of(token), plain, _about(row))
    row.saved_at, row.purge_after = work.now, work.day + KEPT_FOR
    work.session.flush()
    return Saved(token, row)


def opened(look: Look, token: str) -> tuple[Draft, dict[str, Any]]:
    """Return the draft of a link and what is in it, or refuse with ``unknown_draft``."""
    row = require(look.session, token)
    content: dict[str, Any] = json.loads(decrypt(key_of(token), row.ciphertext, _about(row)))
    return row, content


def delete(work: Work, token: str) -> None:
    """Delete a draft with its files, because its form was sent or nobody wants it."""
    row = require(work.session, token)
    attachments.forget(work.session, row)
    work.session.delete(row)


def require(session: Session, token: str) -> Draft:
    """Return the draft of a link, or refuse with ``unknown_draft``."""
    row = session.get(Draft, lookup_id(token))
    if row is None:
        raise NotFound("unknown_draft", "この途中の入力は、送られたか、期限が過ぎて消えました。")
    return row


def key_of(token: str) -> bytes:
    """Return the key of the draft that *token* opens."""
    return derive(token.encode(), "draft key")


def _about(row: Draft) -> str:
    return f"draft:{row.lookup_id}:{row.version}"


def _require_no_my_number(content: dict[str, Any]) -> None:
    message = "マイナンバーは入力しないでください。窓口で紙に書きます。"
    errors = [
        FieldError(path, "my_number", message)
        for path, text in _texts(content, "")
        if has_my_number(text)
    ]
    if errors:
        raise Misfit(errors)


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for key, one in value.items():
                yield from _texts(one, f"{path}.{key}" if path else str(key))
        case list():
            for at, one in enumerate(value):
                yield from _texts(one, f"{path}.{at}")
