"""Which version of each entry of the catalogue is in force at an office.

Three layers lie on each other: the pack as it was loaded, what the city publishes for all
wards, what a ward publishes for itself. The index of an office is kept in this process and
read anew when the one counter `catalogue_head` says that something was published, so every
process of the server follows within a request, and no request reads more than that number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema.shapes import Shape
from server.db.driver import run
from server.db.models import Catalogue, CatalogueHead

#: The layers below a ward's own; an office's code has five digits.
PACK, CITY = "", "city"

Entry = TypeVar("Entry", bound=Shape)
#: Kind and code -> the id of the version in force.
Index = Mapping[tuple[str, str], int]
#: Kind and code -> what is looked at instead of the version in force.
Drafts = Mapping[tuple[str, str], Shape]

_KEY = "published"
_VERSION = "catalogue_version"
_TRIAL = "catalogue_trial"


@dataclass
class Published:
    """What one process keeps of one database's catalogue."""

    indexes: dict[str, tuple[int, Index]] = field(default_factory=dict)
    #: Published versions never change, so what was parsed once stays right.
    parsed: dict[int, Shape] = field(default_factory=dict)


def session_facts(published: Published, trial: Drafts) -> dict[str, object]:
    """Return what a session carries so that it finds the catalogue: `Session(info=…)`."""
    return {_KEY: published, _TRIAL: trial}


def version_of(session: Session) -> int:
    """Return the number that changes with each publishing; asked once in a session."""
    known: int | None = session.info.get(_VERSION)
    if known is None:
        row = run(session, "SELECT version FROM catalogue_head WHERE id = ?", 1).fetchone()
        known = session.info[_VERSION] = row[0] if row else 0
    return known


def in_force(session: Session, office: str) -> Index:
    """Return the versions in force at *office*; in the whole city where it is ""."""
    kept = _published(session).indexes
    version = version_of(session)
    known = kept.get(office)
    if known is None or known[0] != version:
        known = kept[office] = (version, _read(session, office))
    return known[1]


def on_trial(session: Session, kind: str, code: str) -> Shape | None:
    """Return the draft that this session looks at instead of what is published."""
    trial: Drafts = session.info.get(_TRIAL, {})
    return trial.get((kind, code))


def entry(session: Session, version: int, shape: type[Entry]) -> Entry:
    """Return a version by its id."""
    parsed = _published(session).parsed
    known = parsed.get(version)
    if not isinstance(known, shape):
        known = shape.model_validate(session.get_one(Catalogue, version).document)
        parsed[version] = known
    return known


def count_up(session: Session) -> None:
    """Let every process read the catalogue anew once this transaction commits.

    Until then this session alone sees the change, and nothing of it is kept if it rolls back.
    """
    session.flush()
    head = session.get(CatalogueHead, 1, with_for_update=True)
    if head is None:
        session.add(CatalogueHead(id=1, version=1))
    else:
        head.version += 1
    session.flush()
    session.info[_KEY] = Published()
    session.info.pop(_VERSION, None)


def _published(session: Session) -> Published:
    known: Published = session.info.setdefault(_KEY, Published())
    return known


def _read(session: Session, office: str) -> Index:
    layers = (PACK, CITY, office) if office else (PACK, CITY)
    rows = session.execute(
        select(Catalogue.id, Catalogue.kind, Catalogue.code, Catalogue.office, Catalogue.withdrawn)
        .where(Catalogue.office.in_(layers))
        .order_by(Catalogue.version, Catalogue.id)
    ).all()
    index: dict[tuple[str, str], int] = {}
    for layer in layers:
        newest = {(row.kind, row.code): row for row in rows if row.office == layer}
        index |= {key: row.id for key, row in newest.items() if not row.withdrawn}
    return index
