"""Drafts: forms that are not finished yet, sealed for whoever has the link."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import Base


class Draft(Base):
    """A half-filled form. Nobody but the holder of the link can open it, the office neither."""

    __tablename__ = "draft"

    lookup_id: Mapped[str] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    ciphertext: Mapped[bytes]
    version: Mapped[int]
    saved_at: Mapped[datetime]
    purge_after: Mapped[date] = mapped_column(index=True)
