"""The day itself: visits, their stops, papers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.queueing import TIE, VisitClass
from server.domain.stops import AT_COUNTER, CLOSED, OPEN, State, Step, advance


def _among(states: frozenset[State]) -> str:
    return f"state IN ({', '.join(sorted(repr(state.value) for state in states))})"


def _unique_where(name: str, column: str, condition: str) -> Index:
    where = text(condition)
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


class NumberSeries(Base):
    """The last number a queue gave on a business day."""

    __tablename__ = "number_series"

    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    business_date: Mapped[date] = mapped_column(primary_key=True)
    last_issued: Mapped[int]


class Visit(Base):
    """One person's or family's presence on one day; it carries the ticket's label."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("queue_id", "business_date", "number"),  # I1
        CheckConstraint(one_of("visit_class", VisitClass), "class_known"),
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


class Stop(Base):
    """The visit's stay in one queue, 立寄り.

    The four columns of the line's sort key stand side by side in the index that
    "who is next" reads.
    """

    __tablename__ = "stop"
    __table_args__ = (
        CheckConstraint(one_of("state", State), "state_known"),
        CheckConstraint(
            f"counter_id IS NOT NULL OR NOT ({_among(AT_COUNTER)})", "counter_where_needed"
        ),
        UniqueConstraint("visit_id", "position"),
        _unique_where("uq_stop_open_visit", "visit_id", _among(OPEN)),  # I3
        _unique_where("uq_stop_at_counter", "counter_id", _among(AT_COUNTER)),  # I4
        Index(
            "ix_stop_line",
            "queue_id", "order_time", "tie", "checked_in", "number",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_stop_unfinished",
            "office", "state",
            sqlite_where=text(f"NOT ({_among(CLOSED)})"),
            postgresql_where=text(f"NOT ({_among(CLOSED)})"),
        ),
        Index("ix_stop_visit", "visit_id"),
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
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # I9: compare and set

    def take(self, step: Step, now: datetime) -> None:
        """Move along the table of steps, or raise StepNotAllowed."""
        self.state = advance(State(self.state), step)
        self.since = now

    @staticmethod
    def tie_of(visit_class: str) -> int:
        """Return who goes first among equal order times."""
        return TIE[VisitClass(visit_class)]


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
