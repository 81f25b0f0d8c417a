"""How residents found their visit. No row leads to a person or a visit."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base


class Feedback(Base):
    """One answer to 「いかがでしたか」, 4 the best, 1 the worst."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 4", "score_known"),
        Index("ix_feedback_day", "office", "day"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    day: Mapped[date]
    service: Mapped[str | None]
    score: Mapped[int]
    comment: Mapped[str | None]
    given_at: Mapped[str]
    #: So nobody answers twice. Of a phone: known by the visit's own code and the office key alone;
    #: of a kiosk: a random mark that it forgets with the visitor.
    once: Mapped[str | None] = mapped_column(unique=True)
