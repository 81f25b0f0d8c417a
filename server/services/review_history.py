"""The history of an application: who did what to it and when. It can only grow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from printer_drivers.sealing import open_beside_for_office, seal_beside
from server.db.city import Look, Work
from server.db.ledger import canonical
from server.db.models import Correction, PreApplication, Staff
from server.domain.review import ReviewStep
from server.services import pre_applications


@dataclass(frozen=True)
class Change:
    """One answer before and after, as people read it."""

    form: str
    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One entry of the history; `who` is None for the applicant."""

    step: str
    at: datetime
    who: str | None
    changes: tuple[Change, ...] = ()
    #: Which of the ready reasons; "" if none was chosen.
    reason: str = ""
    #: What the applicant was told, or why it is held.
    message: str = ""
    #: The labels of what the applicant is asked to mend.
    asked: tuple[str, ...] = ()
    #: Who looks after the application from here on, or no longer does.
    person: str = ""
    #: The checks that the step is about, in words; of an acceptance those left unticked.
    checks: tuple[str, ...] = ()


def note(
    work: Work, applied: PreApplication, step: ReviewStep, *, by_staff: bool = True, **content: Any
) -> None:
    """Add an entry; *content* is sealed under the application's own key."""
    package = pre_applications.package_of(applied)
    plain = canonical(content).encode()
    work.session.add(
        Correction(
            office=work.office,
            pre_application_id=applied.id,
            step=step,
            at=work.now,
            staff=work.actor if by_staff else None,
            version=applied.version,
            sealed=seal_beside(package, work.secrets.office_key, plain, _about(step)),
        )
    )


def of(look: Look | Work, applied: PreApplication) -> list[Entry]:
    """Return the entries of an application, newest first."""
    rows = look.session.scalars(
        select(Correction)
        .where(Correction.pre_application_id == applied.id)
        .order_by(Correction.id.desc())
    ).all()
    contents = [content_of(look, applied, row) for row in rows]
    people = {row.staff for row in rows} | {content.get("person") for content in contents}
    names = names_of(look.session, {one for one in people if one})
    return [_entry(row, content, names) for row, content in zip(rows, contents, strict=True)]


def content_of(look: Look | Work, applied: PreApplication, row: Correction) -> dict[str, Any]:
    """Return what was sealed in an entry."""
    plain = open_beside_for_office(
        pre_applications.package_of(applied),
        look.secrets.office_key,
        row.version,
        row.sealed,
        _about(row.step),
    )
    found: dict[str, Any] = json.loads(plain)
    return found


def newest(session: Session, applied: PreApplication, step: ReviewStep) -> Correction | None:
    """Return the newest entry of one kind."""
    return session.scalar(
        select(Correction)
        .where(Correction.pre_application_id == applied.id, Correction.step == step)
        .order_by(Correction.id.desc())
        .limit(1)
    )


def names_of(session: Session, actors: set[str]) -> dict[str, str]:
    """Return the names of people of the office, by how the log names them."""
    ids = {int(one.partition(":")[2]) for one in actors if one.startswith("staff:")}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))
    return {f"staff:{row.id}": row.name for row in rows}


def _entry(row: Correction, content: dict[str, Any], names: dict[str, str]) -> Entry:
    return Entry(
        step=row.step,
        at=row.at,
        who=None if row.staff is None else name_in(row.staff, names),
        changes=tuple(Change(**one) for one in content.get("changes", ())),
        reason=content.get("reason", ""),
        message=content.get("message", ""),
        asked=tuple(one["label"] for one in content.get("fields", ())),
        person=name_in(content["person"], names) if "person" in content else "",
        checks=tuple(content.get("checks", ())),
    )


def name_in(person: str | None, names: Mapping[str, str]) -> str:
    """Return what people call somebody, whom the log names, in *names*."""
    return names.get(person or "", "職員")


def _about(step: str) -> str:
    return f"history:{step}"
