"""The day itself: visits, their stops, papers."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.queueing import TIE, VisitClass
from server.domain.stops import AT_COUNTER, CLOSED, OPEN, State


def among(states: Iterable[State]) -> str:
    """Return the condition "in one of these states" in the spelling of the partial indexes."""
    return f"state IN ({', '.join(sorted(repr(state.value) for state in states))})"


def _unique_where(name: str, column: str, condition: str) -> Index:
    where = text(condition)
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


def _noted(table: str, noted: str = "note", by: str = "visit_id") -> Index:
    """Return the index that finds what is to be forgotten, and nothing else."""
    where = text(f"{noted} IS NOT NULL")
    return Index(f"ix_{table}_{noted}", by, sqlite_where=where, postgresql_where=where)


class NumberSeries(Base):
    """The last number a queue gave on a business day."""

    __tablename__ = "number_series"

    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    business_date: Mapped[date] = mapped_column(primary_key=True)
    last_issued: Mapped[int]


class NumberBlock(Base):
    """Numbers that one kiosk gives out by itself while the office cannot be reached.

    Returned at the end of the day it ends with the last number that was used; a block of
    which none was used ends before its first.
    """

    __tablename__ = "number_block"
    __table_args__ = (
        UniqueConstraint("device_id", "lease"),
        Index("ix_number_block_day", "queue_id", "business_date"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    #: Made by the kiosk before it asks; asked again, the same lease is the same block.
    lease: Mapped[str]
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))
    business_date: Mapped[date]
    first_number: Mapped[int]
    last_number: Mapped[int]
    leased_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class LinkedNumber(Base):
    """A further number on a paper of a visit that has another one: nobody else gets it."""

    __tablename__ = "linked_number"

    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    business_date: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    label: Mapped[str]


class Visit(Base):
    """One person's or family's presence on one day; it carries the ticket's label."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("queue_id", "business_date", "number"),  # I1
        CheckConstraint(one_of("visit_class", VisitClass), "class_known"),
        _noted("visit", "note", "business_date"),
        _noted("visit", "priority_reason", "business_date"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    business_date: Mapped[date]
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))
    number: Mapped[int]
    label: Mapped[str]
    visit_class: Mapped[str]
    language: Mapped[str]
    origin: Mapped[str]
    #: A kiosk gave the number while the office could not be reached (I11).
    offline: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: A paper of the visit has a 〓 where a character should be; staff write it in.
    unprintable: Mapped[bool] = mapped_column(default=False, server_default=false())
    issued_at: Mapped[datetime]
    reserved_for: Mapped[datetime | None]
    visit_code_hash: Mapped[str | None] = mapped_column(unique=True)
    reservation_id: Mapped[int | None] = mapped_column(
        ForeignKey("reservation.id"), unique=True
    )  # I6
    pre_application_id: Mapped[int | None] = mapped_column(
        ForeignKey("pre_application.id"), unique=True
    )
    note: Mapped[str | None]
    #: The reason for its priority, a code.
    priority_reason: Mapped[str | None]
    #: The room where it sits while the sections come to it, 巡回; None: it goes to the desks.
    room: Mapped[str | None]


class Stop(Base):
    """The visit's stay in one queue, 立寄り.

    The four columns of the line's sort key stand side by side in the index that
    "who is next" reads.
    """

    __tablename__ = "stop"
    __table_args__ = (
        CheckConstraint(one_of("state", State), "state_known"),
        CheckConstraint(
            f"counter_id IS NOT NULL OR NOT ({among(AT_COUNTER)})", "counter_where_needed"
        ),
        UniqueConstraint("visit_id", "position"),
        _unique_where("uq_stop_open_visit", "visit_id", among(OPEN)),  # I3
        _unique_where("uq_stop_at_counter", "counter_id", among(AT_COUNTER)),  # I4
        Index(
            "ix_stop_line",
            "queue_id", "order_time", "tie", "checked_in", "number",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_stop_unfinished",
            "office", "state",
            sqlite_where=text(f"NOT ({among(CLOSED)})"),
            postgresql_where=text(f"NOT ({among(CLOSED)})"),
        ),
        _noted("stop"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    order_time: Mapped[datetime]
    tie: Mapped[int]
    checked_in: Mapped[datetime]
    number: Mapped[int]
    label: Mapped[str]
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    since: Mapped[datetime]
    #: What gave it another order time than the rule (`queueing.Placed`).
    placed: Mapped[str | None]
    #: A planned stop joins the line at this time, and not before.
    opens_at: Mapped[datetime | None]
    #: How often it was called in vain.
    misses: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # I9: compare and set

    @staticmethod
    def tie_of(visit_class: str) -> int:
        """Return who goes first among equal order times."""
        return TIE[VisitClass(visit_class)]


class Task(Base):
    """Something still to be done for a visit, 用事: a procedure, a paper to prepare, a request.

    It travels with the visit: whoever serves it next in the queue sees what is open.
    """

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_visit", "visit_id"), _noted("task"))

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    #: Where it is done.
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))
    #: The stop that cannot be ready without it; None for all that is done at the desk itself.
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("stop.id"))
    #: A procedure, or what is handed over; None: the note says it.
    code: Mapped[str | None]
    note: Mapped[str | None]
    added_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class PrintOrder(Base):
    """Papers that somebody at a counter wants from a machine: it takes them and reports."""

    __tablename__ = "print_order"
    __table_args__ = (
        Index(
            "ix_print_order_waiting",
            "device_id",
            sqlite_where=text("state = 'ordered'"),
            postgresql_where=text("state = 'ordered'"),
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: None: the sample of a draft, which belongs to nobody.
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    #: ``ticket``, ``form:CODE`` or ``draft:NUMBER``.
    documents: Mapped[list[str]]
    state: Mapped[str]
    ordered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class PrintJob(Base):
    """What a kiosk said of a paper; at most one paper of a document lacks 再発行 (I8)."""

    __tablename__ = "print_job"
    __table_args__ = (
        UniqueConstraint("visit_id", "document", "attempt"),
        Index(
            "uq_print_job_original",
            "visit_id",
            "document",
            unique=True,
            sqlite_where=text("reissue = 0 AND state = 'printed'"),
            postgresql_where=text("reissue = 0 AND state = 'printed'"),
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    document: Mapped[str]
    attempt: Mapped[int]
    reissue: Mapped[int]
    state: Mapped[str]
    at: Mapped[datetime]
