"""The office as a place: what changes only when a manager publishes a setting."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.numbers import OnOverflow


class CounterState(StrEnum):
    """Whether somebody serves at a counter."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


class OfficeRow(Base):
    """A place residents come to. Its settings stand in `settings` as the pack gave them."""

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)
    names: Mapped[dict[str, str]]
    settings: Mapped[dict[str, Any]]


class Head(Base):
    """The end of an office's event log; every writing transaction locks this row first."""

    __tablename__ = "head"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(BIG_ID, default=0)
    hash: Mapped[str] = mapped_column(default="")
    #: Counts up when settings change, so that caches know.
    floor_version: Mapped[int] = mapped_column(default=1)


class Section(Base):
    """An organisational unit, 課."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("office", "role"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    role: Mapped[str]
    names: Mapped[dict[str, str]]


class Area(Base):
    """A waiting area; displays and speakers belong to it."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("office", "code"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    names: Mapped[dict[str, str]]


class Queue(Base):
    """A line with its own prefix and numbers, 番号系列."""

    __tablename__ = "queue"
    __table_args__ = (
        UniqueConstraint("office", "code"),
        CheckConstraint(one_of("on_overflow", OnOverflow), "on_overflow_known"),
        CheckConstraint("first_number >= 0 AND last_number >= first_number", "numbers_in_order"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    prefix: Mapped[str]
    first_number: Mapped[int]
    last_number: Mapped[int]
    on_overflow: Mapped[str] = mapped_column(default=OnOverflow.WIDEN)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    names: Mapped[dict[str, str]]


class Service(Base):
    """What a resident chooses, 用件."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("office", "code"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    settings: Mapped[dict[str, Any]]


class Counter(Base):
    """A numbered place where somebody serves, 窓口."""

    __tablename__ = "counter"
    __table_args__ = (
        UniqueConstraint("office", "number"),
        CheckConstraint(one_of("state", CounterState), "state_known"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    number: Mapped[str]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    direction: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=CounterState.CLOSED)


class CounterSkill(Base):
    """A queue that a counter may call."""

    __tablename__ = "counter_skill"

    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), primary_key=True)
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"), primary_key=True)


class Catalogue(Base):
    """One published version of a form, a procedure or a questionnaire; never changed.

    ``office`` is empty for the city's default; a ward may override it.
    """

    __tablename__ = "catalogue"
    __table_args__ = (UniqueConstraint("kind", "code", "office", "version"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    kind: Mapped[str]
    code: Mapped[str]
    office: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
