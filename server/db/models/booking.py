"""Before the visit: slots as seats, reservations, sealed pre-applications."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.checkin import ReservationState
from server.domain.review import Channel


class Slot(Base):
    """A bookable time of a service at a venue."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("service_id", "start", "venue", "method"),
        Index("ix_slot_day", "service_id", "day"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    day: Mapped[date]
    start: Mapped[datetime]
    minutes: Mapped[int]
    method: Mapped[str]
    venue: Mapped[str]


class Seat(Base):
    """One place in a slot. Capacity is rows, so overbooking cannot be written down."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("slot_id", "position"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    position: Mapped[int]
    #: A changed plan has no room for it: nobody may book it, who has it may come.
    closed: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Kept for whom staff serve; the plan says from when on the public gets it, too.
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())


class Sealed:
    """Data that only the resident's token or the office's key opens (`sealing.Sealed`)."""

    ciphertext: Mapped[bytes]
    key_for_token: Mapped[bytes]
    key_for_office: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)


class PreApplication(Sealed, Base):
    """Answers and filled forms, sealed, 事前申請."""

    __tablename__ = "pre_application"
    __table_args__ = (Index("ix_pre_application_created", "office", "created_at"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    lookup_id: Mapped[str] = mapped_column(unique=True)
    procedures: Mapped[list[str]]
    language: Mapped[str]
    state: Mapped[str]
    #: How it reached the office: by the resident's own device, or written down by staff.
    channel: Mapped[str] = mapped_column(default=Channel.WEB, server_default=Channel.WEB.value)
    #: Who looks after it, as the log names them; anybody else may act all the same.
    assignee: Mapped[str | None]
    created_at: Mapped[datetime]
    purge_after: Mapped[date]


def _live(column: str) -> Index:
    where = text("state <> 'cancelled'")
    name = f"uq_reservation_live_{column}"
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


class Reservation(Base):
    """A seat held for someone, 予約."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint(one_of("state", ReservationState), "state_known"),
        # I5: a seat is taken at most once.
        _live("seat_id"),
        _live("lookup_id"),
        _live("pre_application_id"),
        Index("ix_reservation_lookup_id", "lookup_id"),
        Index(
            "ix_reservation_unsettled",
            "office",
            "day",
            sqlite_where=text("state IN ('confirmed', 'checked_in')"),
            postgresql_where=text("state IN ('confirmed', 'checked_in')"),
        ),
        Index("ix_reservation_day", "office", "day"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    day: Mapped[date]
    start: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=ReservationState.CONFIRMED)
    lookup_id: Mapped[str]
    pre_application_id: Mapped[int | None] = mapped_column(ForeignKey("pre_application.id"))
    language: Mapped[str]
    #: By staff for somebody, out of their share.
    by_staff: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: How long the visit takes, where that is longer than its first slot.
    minutes: Mapped[int | None]
    contact: Mapped[bytes | None]
    #: The same for the same address, and no way back to it.
    contact_mark: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    purge_after: Mapped[date]
