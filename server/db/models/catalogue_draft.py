"""Drafts of the catalogue: what an office or the city wants its entries to say."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.models.base import BIG_ID, Base, one_of
from server.db.types import Json
from server.domain.editions import EditionState


def _open() -> Any:
    return text("state IN ('draft', 'asked', 'approved')")


class CatalogueDraft(Base):
    """One draft of one entry, from the first change to the archive; never deleted."""

    __tablename__ = "catalogue_draft"
    __table_args__ = (
        CheckConstraint(one_of("state", EditionState), "state_known"),
        # At most one draft of an entry is worked on in a layer.
        Index(
            "uq_catalogue_draft_open", "office", "kind", "code",
            unique=True, sqlite_where=_open(), postgresql_where=_open(),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    #: The layer: a ward's code, or ``city``.
    office: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str]
    state: Mapped[str] = mapped_column(default=EditionState.DRAFT)
    #: Counts up with every change, so that nobody overwrites what they have not seen.
    revision: Mapped[int] = mapped_column(default=1)
    document: Mapped[dict[str, Any]]
    #: Nobody shall be offered the entry any more.
    takes_out: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The documents before it, oldest first, for undoing.
    before: Mapped[list[Any]] = mapped_column(Json())
    #: The catalogue's row that the draft began as; 0: there was none.
    base: Mapped[int] = mapped_column(BIG_ID)
    #: Whoever changed it, as the log names them; none of them may approve it.
    editors: Mapped[list[str]]
    changed_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    #: It publishes itself on the morning of that day; None: somebody presses.
    publish_on: Mapped[date | None]
    #: Which version of its layer it became, when and by whom (of one that waits
    #: for its day: who said so).
    version: Mapped[int | None]
    published_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    #: The version that was published once more; 0: the layer was withdrawn.
    brings_back: Mapped[int | None]
    #: What changed and why, for colleagues.
    note: Mapped[str] = mapped_column(default="")
