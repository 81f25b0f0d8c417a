"""Who may do what: staff, their sessions, and machines with keys."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of


class Role(StrEnum):
    """What a staff member is in an office."""

    CLERK = "clerk"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


class DeviceKind(StrEnum):
    """What a machine with a key is."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER = "counter"
    INTEGRATOR = "integrator"


class Staff(Base):
    """A staff account. Events know it by its id alone."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    #: Opens a console that this person's login has locked; without one the password does.
    pin_hash: Mapped[str | None]


class StaffRole(Base):
    """A role of a staff member in an office."""

    __tablename__ = "staff_role"
    __table_args__ = (CheckConstraint(one_of("role", Role), "role_known"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class StaffSession(Base):
    """A login; the cookie holds the secret, the row only its hash."""

    __tablename__ = "staff_session"

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    #: The counter whose console it opened last, and when; the newest one holds the counter.
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"), index=True)
    counter_since: Mapped[datetime | None]
    #: The person has left the seat; the login may do nothing until the PIN is given.
    locked_at: Mapped[datetime | None]
    pin_failures: Mapped[int] = mapped_column(default=0, server_default="0")


class Device(Base):
    """A kiosk, display, counter machine or integrator; the row holds its key's hash."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint(one_of("kind", DeviceKind), "kind_known"),
        UniqueConstraint("office", "kind", "name"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    kind: Mapped[str]
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_seen: Mapped[datetime | None]
    health: Mapped[dict[str, Any] | None]
    #: What staff want it to do; it hears of it once, with its next sign of life.
    errand: Mapped[str | None]


class Bell(Base):
    """A call for staff from a machine, until somebody goes."""

    __tablename__ = "bell"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    reason: Mapped[str]
    label: Mapped[str | None]
    #: The counter that calls for help; None: a machine does.
    counter: Mapped[str | None]
    rung_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    #: Who goes, as the log names them.
    answered_by: Mapped[str | None]


class Broadcast(Base):
    """A text that staff put on the displays for a while. It is free text, so never in the log."""

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"), index=True)
    #: The area whose displays show it; None: all of the office.
    area: Mapped[str | None]
    text: Mapped[str]
    #: Which of the ready texts it is; boards have it in all languages.
    preset: Mapped[str | None]
    #: The codes of the displays that show it; empty means all of the area.
    displays: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    shown_from: Mapped[datetime]
    shown_until: Mapped[datetime]
    staff: Mapped[str | None]


class MachineTrouble(Base):
    """Something that is or was wrong with a machine: consoles tell it until it is over."""

    __tablename__ = "machine_trouble"
    __table_args__ = (
        Index(
            "uq_machine_trouble_open",
            "office", "machine", "what",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_machine_trouble_since", "office", "since"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: ``kiosk:7``, ``display:1F``.
    machine: Mapped[str]
    what: Mapped[str]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
