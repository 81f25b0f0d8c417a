"""Seats that are kept without a reservation of their own, and who waits for one."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of


class Keeping(StrEnum):
    """Why a seat is nobody else's."""

    #: A booking that is longer than its first slot goes on here.
    MORE = "more"
    #: Somebody is just about to book it.
    HELD = "held"
    #: It was given back, and is offered again a little later.
    RESTING = "resting"
    #: It is offered to somebody on the waiting list.
    OFFERED = "offered"


class KeptSeat(Base):
    """A seat that is kept: one row a seat, so that it is kept for one alone."""

    __tablename__ = "kept_seat"
    __table_args__ = (CheckConstraint(one_of("kind", Keeping), "kind_known"),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    kind: Mapped[str]
    #: The lookup id of a hold, or of an entry of the waiting list.
    owner: Mapped[str | None] = mapped_column(index=True)
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservation.id"), index=True)
    #: From then on it is free; none: as long as the reservation lives.
    until: Mapped[datetime | None]


class Waiting(StrEnum):
    """Where an entry of the waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    #: An offer was not answered, or no day is left.
    OVER = "over"


class WaitingEntry(Base):
    """Somebody who would like a time that is full now, キャンセル待ち."""

    __tablename__ = "waiting_entry"
    __table_args__ = (
        CheckConstraint(one_of("state", Waiting), "state_known"),
        Index(
            "ix_waiting_entry_open",
            "office",
            "service_id",
            "id",
            sqlite_where=text("state IN ('waiting', 'offered')"),
            postgresql_where=text("state IN ('waiting', 'offered')"),
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    lookup_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=Waiting.WAITING)
    first_day: Mapped[date]
    last_day: Mapped[date]
    #: By coming, by web meeting, on the phone, and at which place; none: any will do.
    method: Mapped[str | None]
    venue: Mapped[str | None]
    #: How long the visit takes; 0: as long as one slot.
    minutes: Mapped[int]
    language: Mapped[str]
    #: The token and the address, sealed by the office key: offers carry the link.
    sealed: Mapped[bytes]
    #: One entry for an address and a service.
    contact_mark: Mapped[str]
    #: What is offered now, and until when.
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    offer_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    purge_after: Mapped[date]


class Draw(Base):
    """A day for which lots were drawn, 抽選; the seed draws the same order again."""

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("service_id", "method", "venue", "day"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    method: Mapped[str]
    venue: Mapped[str]
    day: Mapped[date]
    seed: Mapped[str]
    entries: Mapped[int]
    winners: Mapped[int]
    at: Mapped[datetime]
