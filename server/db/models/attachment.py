"""Files that residents send along: sealed, with a draft first and then with its application."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.domain.attachments import FileKind


class Attachment(Base):
    """One file. What it is called on the resident's device is not kept."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint(one_of("kind", FileKind), "kind_known"),
        CheckConstraint("(draft_id IS NULL) <> (pre_application_id IS NULL)", "one_holder"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("draft.lookup_id"), index=True)
    pre_application_id: Mapped[int | None] = mapped_column(
        ForeignKey("pre_application.id"), index=True
    )
    form: Mapped[str]
    #: Which attachment of the form.
    code: Mapped[str]
    kind: Mapped[str]
    #: Bytes.
    size: Mapped[int]
    added_at: Mapped[datetime]
    #: The version of the application that `sealed` is tied to; 0 with a draft.
    version: Mapped[int]
    #: Read only where one file is opened.
    sealed: Mapped[bytes] = mapped_column(deferred=True)
