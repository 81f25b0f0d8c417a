"""What the office does with an application before the visit. Who wrote what is sealed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.review import ReviewStep


class SectionAnswer(StrEnum):
    """What a section says to an application that concerns several."""

    OPEN = "open"
    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    BRING = "bring"


class Correction(Base):
    """One entry of an application's history; written once, gone with the application.

    What was changed, from what to what, and why, is sealed under the application's own key.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint(one_of("step", ReviewStep), "step_known"),
        Index("ix_correction_application", "pre_application_id"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    pre_application_id: Mapped[int] = mapped_column(ForeignKey("pre_application.id"))
    step: Mapped[str]
    at: Mapped[datetime]
    #: As the log names them; None: the applicant.
    staff: Mapped[str | None]
    #: The version of the application that `sealed` is tied to.
    version: Mapped[int]
    sealed: Mapped[bytes]


class SectionTask(Base):
    """A question to a section about an application, 要・不要・持ち物."""

    __tablename__ = "section_task"
    __table_args__ = (
        CheckConstraint(one_of("answer", SectionAnswer), "answer_known"),
        UniqueConstraint("pre_application_id", "section"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("office.code"))
    pre_application_id: Mapped[int] = mapped_column(ForeignKey("pre_application.id"))
    #: The role of the section.
    section: Mapped[str]
    answer: Mapped[str] = mapped_column(default=SectionAnswer.OPEN)
    #: What to bring or to know, sealed by the office key.
    note: Mapped[bytes | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    staff: Mapped[str | None]


class CheckTick(Base):
    """A check of a form that somebody looked at in an application; gone with the application."""

    __tablename__ = "check_tick"
    __table_args__ = (UniqueConstraint("pre_application_id", "form", "code"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    pre_application_id: Mapped[int] = mapped_column(ForeignKey("pre_application.id"))
    form: Mapped[str]
    #: Which check of the form.
    code: Mapped[str]
    #: As the log names them.
    staff: Mapped[str | None]
    at: Mapped[datetime]
    #: The version of the application that it holds for; a later one that left this form alone
    #: takes it along.
    version: Mapped[int]
