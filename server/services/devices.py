"""Machines with keys: made once, told once, taken away when a machine is lost."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.city import Look
from server.db.models import Device, DeviceKind
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services.callers import fingerprint, new_secret

#: A machine that was not heard for so long is taken for off.
LATELY = timedelta(seconds=45)


def create_key(session: Session, kind: DeviceKind, office: str, name: str, now: datetime) -> str:
    """Register a machine and return its key; nobody can ask for it a second time.

    Raises:
        Misfit: a machine of this kind and name is there already and still has its key.

    """
    return register(session, kind, office, name, now)[1]


def register(
    session: Session, kind: DeviceKind, office: str, name: str, now: datetime
) -> tuple[Device, str]:
    """Return a new machine and its key, as `create_key` does."""
    device = find(session, kind, office, name)
    if device is not None and device.revoked_at is None:
        message = f"「{name}」という機器はもう登録されています。別の名前を付けてください。"
        raise Misfit([FieldError("name", "taken", message)])
    key = new_secret()
    if device is None:
        device = Device(kind=kind, office=office, name=name)
        session.add(device)
    device.key_hash, device.created_at, device.revoked_at = fingerprint(key), now, None
    session.flush()
    return device, key


def replace_key(session: Session, kind: DeviceKind, office: str, name: str, now: datetime) -> str:
    """Return a new key for a machine, known or not; an old one is no longer good."""
    device = find(session, kind, office, name)
    if device is not None:
        device.revoked_at = now
    return create_key(session, kind, office, name, now)


def revoke_key(session: Session, kind: DeviceKind, office: str, name: str, now: datetime) -> None:
    """Take a machine's key away; its next request is refused.

    Raises:
        NotFound: there is no such machine.

    """
    device = find(session, kind, office, name)
    if device is None:
        raise NotFound("unknown_device", f"「{name}」という機器は登録されていません。")
    device.revoked_at = now


def newest_sign(look: Look, office: str, kind: str) -> dict[str, Any] | None:
    """Return what a machine of the kind last said of itself; None if none was heard lately."""
    device = look.session.scalar(
        select(Device)
        .where(
            Device.office == office,
            Device.kind == kind,
            Device.revoked_at.is_(None),
            Device.last_seen > look.now - LATELY,
        )
        .order_by(Device.last_seen.desc())
        .limit(1)
    )
    return None if device is None else device.health or {}


def find(session: Session, kind: DeviceKind, office: str, name: str) -> Device | None:
    """Return the machine of a kind and name."""
    return session.scalar(
        select(Device).where(Device.kind == kind, Device.office == office, Device.name == name)
    )
