"""The ledger's tables. They are written by `server.db.ledger` alone, in driver SQL."""

from datetime import date

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base


class EventRow(Base):
    """One thing that happened; append-only, gapless per office, hash-chained."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_area", "office", "area", "seq"),
        Index("ix_event_counter", "office", "counter", "seq"),
        Index("ix_event_stop", "stop", "seq"),
        {"sqlite_with_rowid": False},
    )

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BIG_ID)
    kind: Mapped[str]
    command: Mapped[str]
    visit: Mapped[int | None] = mapped_column(BIG_ID)
    stop: Mapped[int | None] = mapped_column(BIG_ID)
    counter: Mapped[str | None]
    area: Mapped[str | None]
    label: Mapped[str | None]
    staff: Mapped[str | None]
    detail: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class Idempotency(Base):
    """The stored answer of a POST, sealed under a key that only the caller has (I2)."""

    __tablename__ = "idempotency"
    # The day first: a day's answers lie together, and go together.
    __table_args__ = (
        PrimaryKeyConstraint("purge_after", "scope"),
        {"sqlite_with_rowid": False},
    )

    scope: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[bytes]
    purge_after: Mapped[date]
