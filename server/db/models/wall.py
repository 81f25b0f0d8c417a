"""The screens on the wall: pictures, who speaks, who is well."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base


class Picture(Base):
    """A picture of a notice screen, as we re-encoded it; named by its bytes."""

    __tablename__ = "picture"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    jpeg: Mapped[bytes] = mapped_column(deferred=True)
    added_at: Mapped[datetime]
    by: Mapped[str | None]


class Speaker(Base):
    """Which page says the calls of an area now; it holds for seconds and is renewed."""

    __tablename__ = "speaker"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    #: A display that a manager chose goes before a page that somebody opened.
    rank: Mapped[int]
    until: Mapped[datetime]
    #: Who goes before the holder and waits for the end.
    next_holder: Mapped[str | None]
    #: The newest call that was said, so that the next one to speak goes on after it.
    said: Mapped[int] = mapped_column(BIG_ID, default=0)


class PageSign(Base):
    """The last sign of life of a page with a board."""

    __tablename__ = "page_sign"

    office: Mapped[str] = mapped_column(ForeignKey("office.code"), primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    health: Mapped[dict[str, Any]]
