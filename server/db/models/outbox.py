"""What is to be sent to residents: sealed until it is sent, then forgotten."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.channels import Channel


class Sending(StrEnum):
    """How far a letter came."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Outbox(Base):
    """One letter. Address and facts are sealed by the office key; a sent one holds neither."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(one_of("state", Sending), "state_known"),
        CheckConstraint(one_of("channel", Channel), "channel_known"),
        Index(
            "ix_outbox_due",
            "next_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    letter: Mapped[str]
    channel: Mapped[str] = mapped_column(default=Channel.MAIL, server_default=Channel.MAIL)
    language: Mapped[str]
    sealed: Mapped[bytes | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    #: Not before; whoever sends it takes it by moving this on.
    next_at: Mapped[datetime]
    created_at: Mapped[datetime]
    purge_after: Mapped[date]
    #: The occasion, so that one letter goes out for it.
    once: Mapped[str] = mapped_column(unique=True)
