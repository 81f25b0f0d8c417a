"""Who is calling: a person of the staff, a machine with its key, or anybody.

A cookie and a key are random and long, so their SHA-256 is what the database keeps:
who reads the database can log in as nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.db.models import Device, Role, Staff, StaffRole, StaffSession, Stop
from server.domain.stops import AT_COUNTER

#: 256 random bits, for cookies and keys alike.
SECRET_BYTES = 32
#: Nothing was pressed for so long: the roles of the back office rest until the next login.
IDLE = timedelta(minutes=10)
#: A session's end, unless somebody is called or served at its counter.
ABSOLUTE = timedelta(hours=12)
#: How often a session in use is noted as used.
NOTE_USE_EVERY = timedelta(minutes=1)


class Kind(StrEnum):
    """What kind of caller this is."""

    ANYBODY = "anybody"
    STAFF = "staff"
    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER = "counter"
    INTEGRATOR = "integrator"


#: These work at a counter and are never logged out in the middle of a visit.
COUNTER_ROLES = frozenset({Role.CLERK, Role.LEAD})


@dataclass(frozen=True)
class Caller:
    """Who is calling, and what they may be where."""

    kind: Kind
    #: Office code -> roles there; of a machine: its one office, without roles.
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    name: str = ""
    staff_id: int | None = None
    device_id: int | None = None
    #: What the database keeps of the login's cookie.
    session_mark: str | None = None
    #: Nothing was pressed for a while: only the counter roles are left.
    idle: bool = False
    #: The person has left the seat: nothing may be done until the PIN is given.
    locked: bool = False
    #: The session was last noted as used so long ago that it is time to note it again.
    note_use: bool = False

    @property
    def offices(self) -> frozenset[str]:
        """The codes of the offices the caller belongs to."""
        return frozenset(self.roles)

    def roles_at(self, office: str) -> frozenset[Role]:
        """Return what the caller may be at *office*."""
        return self.roles.get(office, frozenset())


ANYBODY = Caller(Kind.ANYBODY)


def new_secret() -> str:
    """Return a cookie or key that nobody can guess."""
    return token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> str:
    """Return what the database keeps of a cookie or key."""
    return sha256(secret.encode()).hexdigest()


def caller_for_session(session: Session, cookie: str, now: datetime) -> Caller | None:
    """Return the member of the staff who holds *cookie*, or None if it is no longer good."""
    mark = fingerprint(cookie)
    row = session.get(StaffSession, mark)
    if row is None or not compare_digest(row.id_hash, mark):
        return None
    if now >= row.created_at + ABSOLUTE and not _in_a_visit(session, row):
        return None
    person = session.get_one(Staff, row.staff_id)
    if row.locked_at is not None:
        return Caller(
            Kind.STAFF, name=person.name, staff_id=person.id, session_mark=mark, locked=True
        )
    unused = now - row.seen_at
    return Caller(
        Kind.STAFF,
        roles=_roles(session, person.id, COUNTER_ROLES if unused >= IDLE else frozenset(Role)),
        name=person.name,
        staff_id=person.id,
        session_mark=mark,
        idle=unused >= IDLE,
        note_use=NOTE_USE_EVERY <= unused < IDLE,
    )


def caller_for_key(session: Session, key: str) -> Caller | None:
    """Return the machine that holds *key*, or None if there is none or it was taken away."""
    mark = fingerprint(key)
    device = session.scalar(select(Device).where(Device.key_hash == mark))
    if device is None or not compare_digest(device.key_hash, mark):
        return None
    if device.revoked_at is not None:
        return None
    return Caller(
        Kind(device.kind), {device.office: frozenset()}, name=device.name, device_id=device.id
    )


def _roles(
    session: Session, staff_id: int, awake: frozenset[Role]
) -> Mapping[str, frozenset[Role]]:
    found: dict[str, frozenset[Role]] = {}
    for row in session.scalars(select(StaffRole).where(StaffRole.staff_id == staff_id)):
        found[row.office] = found.get(row.office, frozenset()) | ({Role(row.role)} & awake)
    return found


def _in_a_visit(session: Session, row: StaffSession) -> bool:
    """Tell whether somebody is called or served at the counter this session works at."""
    if row.counter_id is None:
        return False
    at_counter = exists().where(Stop.counter_id == row.counter_id, Stop.state.in_(AT_COUNTER))
    return bool(session.scalar(select(at_counter)))
