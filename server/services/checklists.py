"""確認項目 (checks) of an application's forms: which apply, who ticked which, which are open.

A tick holds for the answers as they were: once something else stands in its form, the check is
open again, and the tick says who looked at what stood there before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from config.schema.checklists import Check
from server.db.city import Look, Work
from server.db.models import CheckTick, PreApplication
from server.domain.form_rules import holds
from server.services import catalogue, review_history

#: Form and code of checks, as ticks name them.
Ticked = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A check that an application has to pass, in the form that asks for it."""

    form: str
    title: str
    check: Check

    @property
    def key(self) -> tuple[str, str]:
        """What a tick of it is kept under."""
        return self.form, self.check.code

    @property
    def place(self) -> str:
        """``form:code``, as pages and the log name it."""
        return ":".join(self.key)


@dataclass(frozen=True)
class Line:
    """A check as the screens show it; `who` and `at` of a tick, also of one that is over."""

    place: str
    form: str
    title: str
    text: str
    ticked: bool
    who: str
    at: datetime | None


def asked(look: Look | Work, office: str, content: Mapping[str, Any]) -> Iterator[Asked]:
    """Yield the checks that apply to what was filled in, form by form."""
    for code, values in content["forms"].items():
        form = catalogue.filled_form(look.session, office, content, code)
        for check in form.checks:
            if holds(check.show_if, values, otherwise=True):
                yield Asked(code, form.title.ja, check)


def ticked_at(look: Look, office: str) -> Mapping[int, Ticked]:
    """Return which ticks hold, by application, for all applications at *office*."""
    found: dict[int, set[tuple[str, str]]] = {}
    rows = look.session.execute(
        select(CheckTick.pre_application_id, CheckTick.form, CheckTick.code)
        .join(PreApplication, PreApplication.id == CheckTick.pre_application_id)
        .where(PreApplication.office == office, CheckTick.version == PreApplication.version)
    )
    for application, form, code in rows:
        found.setdefault(application, set()).add((form, code))
    return found


def open_of(look: Look | Work, applied: PreApplication, content: Mapping[str, Any]) -> list[Asked]:
    """Return the checks of an opened application that nobody has ticked."""
    held = {key for key, tick in ticks(look, applied).items() if tick.version == applied.version}
    return [one for one in asked(look, applied.office, content) if one.key not in held]


def lines(look: Look, applied: PreApplication, content: Mapping[str, Any]) -> list[Line]:
    """Return the checks of an opened application with who ticked them and when."""
    found = ticks(look, applied)
    names = review_history.names_of(
        look.session, {one.staff for one in found.values() if one.staff}
    )
    return [
        _line(one, found.get(one.key), applied, names)
        for one in asked(look, applied.office, content)
    ]


def ticks(look: Look | Work, applied: PreApplication) -> dict[tuple[str, str], CheckTick]:
    """Return all ticks of an application, those that are over too."""
    rows = look.session.scalars(select(CheckTick).where(CheckTick.pre_application_id == applied.id))
    return {(row.form, row.code): row for row in rows}


def carry(work: Work, applied: PreApplication, before: int, changed: Iterable[str]) -> None:
    """Let the ticks of version *before* hold for the new one too, but for the *changed* forms."""
    work.session.execute(
        update(CheckTick)
        .where(
            CheckTick.pre_application_id == applied.id,
            CheckTick.version == before,
            CheckTick.form.not_in(set(changed)),
        )
        .values(version=applied.version)
    )


def _line(
    one: Asked, tick: CheckTick | None, applied: PreApplication, names: Mapping[str, str]
) -> Line:
    return Line(
        place=one.place,
        form=one.form,
        title=one.title,
        text=one.check.text_ja,
        ticked=tick is not None and tick.version == applied.version,
        who=review_history.name_in(tick.staff, names) if tick else "",
        at=tick.at if tick else None,
    )
