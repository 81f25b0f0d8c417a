"""The published catalogue: forms and procedures, the city's or the ward's own."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema.forms import Form
from config.schema.procedures import Procedure
from config.schema.shapes import Shape
from config.schema.wording import Phrases
from server.db.models import Catalogue
from server.domain.refusals import NotFound

Entry = TypeVar("Entry", bound=Shape)

#: Published versions never change, so what was parsed once stays right.
_parsed: dict[int, Shape] = {}


def form(session: Session, office: str, code: str) -> Form:
    """Return the form as *office* publishes it, or refuse with ``unknown_form``."""
    return _entry(session, office, "form", code, Form, "様式")


def procedure(session: Session, office: str, code: str) -> Procedure:
    """Return the procedure as *office* publishes it, or refuse with ``unknown_procedure``."""
    return _entry(session, office, "procedure", code, Procedure, "手続き")


def _entry(
    session: Session, office: str, kind: str, code: str, shape: type[Entry], word: str
) -> Entry:
    newest = session.scalar(
        select(Catalogue.id)
        .where(Catalogue.kind == kind, Catalogue.code == code, Catalogue.office.in_(("", office)))
        .order_by(Catalogue.office.desc(), Catalogue.version.desc())
        .limit(1)
    )
    if newest is None:
        raise NotFound(f"unknown_{kind}", f"「{code[:40]}」という{word}はありません。")
    known = _parsed.get(newest)
    if not isinstance(known, shape):
        known = shape.model_validate(session.get_one(Catalogue, newest).document)
        _parsed[newest] = known
    return known


def phrases(session: Session) -> dict[str, dict[str, str]]:
    """Return the sentences of calls by kind and language: ``phrases["call"]["ja"]``."""
    found = _entry(session, "", "phrases", "phrases", Phrases, "文例")
    return {kind: words.model_dump(exclude_none=True) for kind, words in found.call.items()}
