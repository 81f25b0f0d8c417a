"""What the macros of a form need beside its questions: years, nurseries, lists of relations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from config.schema.forms import Column, FormField
from config.schema.wording import Facility
from server.db.floor import Floor
from server.domain import previous_answers
from server.domain.fields import BLANK
from server.domain.previous_answers import Fact
from server.services.explaining import Explainer
from server.services.preparing import Page
from server.services.tongues import Tongue
from server.web.resident.explained import FirstTimes
from server.web.resident.years import Years, years_for

#: How the family of an applying child is related to it; no list of the city says so.
TO_A_CHILD = (
    "父", "母", "兄", "姉", "弟", "妹", "祖父", "祖母", "曽祖父", "曽祖母", "おじ", "おば",
    "いとこ",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The surroundings of the questions on a page."""

    floor: Floor
    this_year: int
    tongue: Tongue
    words: FirstTimes

    blank = BLANK

    @cached_property
    def years(self) -> Mapping[str, Years]:
        """Years to pick from, by the type of the date."""
        kinds = ("birth_date", "date", "year_month")
        return {kind: years_for(kind, self.this_year) for kind in kinds}

    @property
    def inside_a_table(self) -> Self:
        """The same for the questions of a row: the table explains their words, once."""
        return replace(self, words=FirstTimes(Explainer(self.tongue, {})))

    @property
    def facilities(self) -> Sequence[Facility]:
        """The nurseries that can be applied for here."""
        return self.floor.setup.facilities

    @staticmethod
    def fact(column: Column) -> Fact | None:
        """Return what a device may keep of this answer for the next form; rows are of others."""
        return previous_answers.fact(column) if isinstance(column, FormField) else None

    def begins_with_the_writer(self, pages: Sequence[Page]) -> int:
        """Return which page first asks something that a device may have kept; else the first."""
        asking = (n for n, page in enumerate(pages) if any(map(self.fact, page.questions)))
        return next(asking, 0)

    def relations(self, column: Column) -> Sequence[str]:
        """Return the usual answers to this question about a relation."""
        lists = self.floor.setup.relations
        label = column.label.ja
        if "児童" in label or lists is None:
            return TO_A_CHILD
        if any(word in label for word in ("死亡", "亡", "故人")):
            return lists.to_deceased
        return lists.to_head_juminhyo
