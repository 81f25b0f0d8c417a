"""Which version of each entry of the catalogue is in force at an office.

Three layers lie on each other: the pack as it was loaded, what the city publishes for all
wards, what a ward publishes for itself. The index of an office is kept in this process and
read anew when the one counter `catalogue_head` says that something was published, so every
process of the server follows within a request, and no request reads more than that number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema.shapes import Shape
from server.db.driver import run
from server.db.models import Catalogue, CatalogueHead

#: The layers below a ward's own; an office's code has five digits.
PACK, CITY = "", "city"

Entry = TypeVar("Entry", bound=Shape)
Key = tuple[str, str]
#: Kind and code -> the id of the version in force; of what was taken out, of its last words.
Index = Mapping[Key, int]
#: Kind and code -> what is looked at instead of the version in force; None: it is taken out.
Drafts = Mapping[Key, Shape | None]

_KEY = "published"
_VERSION = "catalogue_version"
_TRIAL = "catalogue_trial"


@dataclass(frozen=True)
class Force:
    """What an office's catalogue is as of one number of the head."""

    version: int
    index: Index
    taken_out: frozenset[Key]


@dataclass
class Published:
    """What one process keeps of one database's catalogue."""

    forces: dict[str, Force] = field(default_factory=dict)
    #: Published versions never change, so what was parsed once stays right.
    parsed: dict[int, Shape] = field(default_factory=dict)

    def forget(self) -> None:
        """Read all of it anew."""
        self.forces.clear()
        self.parsed.clear()


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
    return _force(session, office).index


def taken_out(session: Session, office: str) -> frozenset[Key]:
    """Return the entries that nobody is offered at *office* any more."""
    trial: Drafts = session.info.get(_TRIAL, {})
    gone = _force(session, office).taken_out - trial.keys()
    return gone | {key for key, draft in trial.items() if draft is None}


def offered(session: Session, office: str, kind: str) -> list[str]:
    """Return the codes of the entries of a kind that are offered, in the catalogue's order."""
    trial: Drafts = session.info.get(_TRIAL, {})
    gone = taken_out(session, office)
    keys = dict.fromkeys((*in_force(session, office), *trial))
    return [code for one, code in keys if one == kind and (one, code) not in gone]


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


def _force(session: Session, office: str) -> Force:
    kept = _published(session).forces
    version = version_of(session)
    known = kept.get(office)
    if known is None or known.version != version:
        known = kept[office] = _read(session, office, version)
    return known


def _read(session: Session, office: str, version: int) -> Force:
    layers = (PACK, CITY, office) if office else (PACK, CITY)
    rows = session.execute(
        select(
            Catalogue.id,
            Catalogue.kind,
            Catalogue.code,
            Catalogue.office,
            Catalogue.withdrawn,
            Catalogue.taken_out,
        )
        .where(Catalogue.office.in_(layers))
        .order_by(Catalogue.version, Catalogue.id)
    ).all()
    spoken: dict[Key, Any] = {}
    for layer in layers:
        newest = {(row.kind, row.code): row for row in rows if row.office == layer}
        spoken |= {key: row for key, row in newest.items() if not row.withdrawn}
    return Force(
        version,
        {key: row.id for key, row in spoken.items()},
        frozenset(key for key, row in spoken.items() if row.taken_out),
    )
