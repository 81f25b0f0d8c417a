"""The office as a place: what changes only when a manager publishes a setting.

The setting itself is one document per office, `config.schema.offices.Office`; the rows
beside it give its parts the ids that visits, stops and slots refer to. A part that a
new setting no longer names keeps its row, for history does.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of


class CounterState(StrEnum):
    """Whether somebody serves at a counter."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"


class OfficeRow(Base):
    """A place residents come to, and its published setting."""

    __tablename__ = "office"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    setting: Mapped[dict[str, Any]]


class Head(Base):
    """The end of an office's event log; every writing transaction locks this row first."""

    __tablename__ = "head"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(BIG_ID, default=0)
    hash: Mapped[str] = mapped_column(default="")
    #: Counts up when a setting is published, so that caches know.
    floor_version: Mapped[int] = mapped_column(default=1)


class Queue(Base):
    """A line with its own prefix and numbers, 番号系列."""

    __tablename__ = "queue"
    __table_args__ = (UniqueConstraint("office", "code"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]


class Service(Base):
    """What a resident chooses, 用件."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("office", "code"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    code: Mapped[str]


class Counter(Base):
    """A numbered place where somebody serves, 窓口."""

    __tablename__ = "counter"
    __table_args__ = (
        UniqueConstraint("office", "code"),
        CheckConstraint(one_of("state", CounterState), "state_known"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: The number over the counter.
    code: Mapped[str]
    state: Mapped[str] = mapped_column(default=CounterState.CLOSED)
    #: When it went on or off duty.
    since: Mapped[datetime | None]


class Catalogue(Base):
    """One published version of a form, a procedure, a question or a letter; never changed.

    ``office`` is empty for what the pack says, ``city`` for what the city publishes over it;
    a ward may override both.
    """

    __tablename__ = "catalogue"
    __table_args__ = (UniqueConstraint("kind", "code", "office", "version"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    kind: Mapped[str]
    code: Mapped[str]
    office: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    #: From this version on the layer says nothing: what lies below it is in force again.
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: From this version on nobody is offered it; who has it already goes on with these words.
    taken_out: Mapped[bool] = mapped_column(default=False, server_default=false())


class CatalogueHead(Base):
    """The one number that counts up when anything of the catalogue is published."""

    __tablename__ = "catalogue_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class SearchMiss(Base):
    """What residents looked for in vain on one day; "" counts texts that are not kept."""

    __tablename__ = "search_miss"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
