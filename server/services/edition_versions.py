"""What a layer of the catalogue has said so far: its versions and the drafts they came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db.models import Catalogue, CatalogueDraft
from server.db.published import CITY, PACK
from server.domain.editions import OPEN
from server.services import catalogue

#: How many of the newest versions are offered to bring back.
HISTORY = 20


@dataclass(frozen=True)
class Version:
    """One published version of a layer's entry."""

    version: int
    #: None for what came with the pack.
    at: datetime | None
    by: str | None
    note: str
    brings_back: int | None
    withdrawn: bool
    taken_out: bool


def open_draft(session: Session, layer: str, kind: str, code: str) -> CatalogueDraft | None:
    """Return the draft that is worked on, if there is one."""
    return session.scalar(
        select(CatalogueDraft).where(
            CatalogueDraft.office == layer,
            CatalogueDraft.kind == kind,
            CatalogueDraft.code == code,
            CatalogueDraft.state.in_(OPEN),
        )
    )


def newest(session: Session, layer: str, kind: str, code: str) -> int:
    """Return the newest version of a layer's entry; 0 where the layer never said anything."""
    number = select(func.max(Catalogue.version)).where(*_is(layer, kind, code))
    return session.scalar(number) or 0


def is_below(session: Session, layer: str, kind: str, code: str) -> bool:
    """Tell whether a layer below *layer* says what an entry is."""
    layers = (PACK,) if layer == CITY else (PACK, CITY)
    said = (newest(session, one, kind, code) for one in layers)
    return any(said) or catalogue.is_of_pack(session, kind, code)


def history(session: Session, layer: str, kind: str, code: str) -> list[Version]:
    """Return the newest versions of a layer's entry, newest first."""
    told = {row.version: row for row in session.scalars(_drafts_of(layer, kind, code))}
    rows = session.scalars(
        select(Catalogue)
        .where(*_is(layer, kind, code))
        .order_by(Catalogue.version.desc())
        .limit(HISTORY)
    )
    return [_version(row, told.get(row.version)) for row in rows]


def _version(row: Catalogue, told: CatalogueDraft | None) -> Version:
    if told is None:
        return Version(row.version, None, None, "", None, row.withdrawn, row.taken_out)
    return Version(
        row.version,
        told.published_at,
        told.published_by,
        told.note,
        told.brings_back,
        row.withdrawn,
        row.taken_out,
    )


def _is(layer: str, kind: str, code: str) -> tuple[Any, ...]:
    return Catalogue.office == layer, Catalogue.kind == kind, Catalogue.code == code


def row_of(session: Session, layer: str, kind: str, code: str, version: int) -> Catalogue | None:
    query = select(Catalogue).where(*_is(layer, kind, code), Catalogue.version == version)
    return session.scalar(query)


def _drafts_of(layer: str, kind: str, code: str) -> Any:
    return select(CatalogueDraft).where(
        CatalogueDraft.office == layer,
        CatalogueDraft.kind == kind,
        CatalogueDraft.code == code,
        CatalogueDraft.version.is_not(None),
    )


def draft_of(session: Session, row: Catalogue) -> CatalogueDraft | None:
    """Return the draft that became a version; None for the pack's."""
    drafts = _drafts_of(row.office, row.kind, row.code)
    found: CatalogueDraft | None = session.scalar(
        drafts.where(CatalogueDraft.version == row.version)
    )
    return found
