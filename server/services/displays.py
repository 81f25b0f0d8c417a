"""The displays of an office: published as a whole by its manager, and brought back as a whole."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema.displays import Display, Wall, wall_problems
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Catalogue, Head, OfficeRow
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.services import pictures

#: How many of the newest versions a manager is offered to bring back.
HISTORY = 20


def published(look: Look, office: str) -> dict[str, Any]:
    """Return the displays of an office, their version and the versions before it.

    Version 0 is what the city's pack says.
    """
    floor = look.floor_of(office)
    rows = _versions(look.session, office)
    return {
        "version": rows[0].version if rows else 0,
        "displays": [one.model_dump(mode="json") for one in floor.setup.displays],
        "areas": [{"code": area.code, "name": area.names.ja} for area in floor.setup.areas],
        "history": [_history_line(row) for row in rows],
        "pictures": pictures.listed(look, office),
    }


def publish(work: Work, displays: Sequence[Display], version: int) -> int:
    """Put *displays* in place of those of *version*, and return the new version.

    Raises:
        Misfit: something does not fit the office; every misfit is named with its place.
        Refused: ``changed_meanwhile``, when *version* is no longer the newest.

    """
    rows = _versions(work.session, work.office)
    newest = rows[0].version if rows else 0
    if version != newest:
        message = "ほかの人が先に変更しました。画面を読みなおして、もう一度変更してください。"
        raise Refused("changed_meanwhile", message, version=newest)
    _require_fit(work, tuple(displays))
    return _put(work, tuple(displays), newest + 1, None)


def bring_back(work: Work, version: int) -> int:
    """Publish once more what *version* said (0: the city's pack), and return the new version.

    Raises:
        NotFound: ``unknown_version``.

    """
    rows = _versions(work.session, work.office)
    known = next((row for row in rows if row.version == version), None)
    if known is None and version != 0:
        raise NotFound("unknown_version", f"{version}版の設定はありません。")
    newest = rows[0].version if rows else 0
    displays = _of_the_pack(work) if known is None else Wall.model_validate(known.document).displays
    _require_fit(work, displays)
    return _put(work, displays, newest + 1, version)


def _put(work: Work, displays: tuple[Display, ...], version: int, brings_back: int | None) -> int:
    wall = Wall(displays=displays, at=iso(work.now), by=work.actor, brings_back=brings_back)
    work.session.add(
        Catalogue(
            kind="displays",
            code="displays",
            office=work.office,
            version=version,
            document=wall.model_dump(mode="json"),
        )
    )
    work.session.get_one(Head, work.office).floor_version += 1
    for area in work.floor.areas:
        work.record(Kind.DISPLAYS_CHANGED, area=area, detail={"version": version})
    return version


def _require_fit(work: Work, displays: tuple[Display, ...]) -> None:
    problems = [
        FieldError(f"displays.{at}.{field}", "misfit", message)
        for at, field, message in wall_problems(displays, set(work.floor.areas))
    ]
    known = pictures.ids(work.session, work.office)
    for at, display in enumerate(displays):
        for page, slide in enumerate(display.slides):
            if slide.picture and slide.picture not in known:
                place = f"displays.{at}.slides.{page}.picture"
                problems.append(FieldError(place, "unknown_picture", "この写真はありません。"))
    if problems:
        raise Misfit(problems)


def _of_the_pack(work: Work) -> tuple[Display, ...]:
    setting = work.session.get_one(OfficeRow, work.office).setting
    return tuple(Display.model_validate(one) for one in setting["displays"])


def _versions(session: Session, office: str) -> list[Catalogue]:
    return list(
        session.scalars(
            select(Catalogue)
            .where(Catalogue.kind == "displays", Catalogue.office == office)
            .order_by(Catalogue.version.desc())
            .limit(HISTORY)
        )
    )


def _history_line(row: Catalogue) -> dict[str, Any]:
    wall = Wall.model_validate(row.document)
    return {
        "version": row.version,
        "at": wall.at,
        "by": wall.by,
        "brings_back": wall.brings_back,
        "count": len(wall.displays),
    }
