"""Who wants to be told that a turn is near, and how; nothing of it outlives the visit."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.channels import Channel


class Notice(Base):
    """A wish to be told. The address is sealed by the office key and deleted with the turn."""

    __tablename__ = "notice"
    __table_args__ = (CheckConstraint(one_of("channel", Channel), "channel_known"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    day: Mapped[date]
    channel: Mapped[str]
    language: Mapped[str]
    sealed: Mapped[bytes]
    #: The visit and the address, so that one who asks twice is told once.
    mark: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]


class BookingNotice(Base):
    """A browser that wants to hear of a booking; sealed, and deleted with the booking."""

    __tablename__ = "booking_notice"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    language: Mapped[str]
    sealed: Mapped[bytes]
    #: The booking and the address, so that one who asks twice is told once.
    mark: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
