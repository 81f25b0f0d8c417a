"""Setting up: a pack becomes offices, a catalogue and bookable times; safe to repeat."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.pack import Pack
from config.schema.forms import Form
from config.schema.offices import Office
from config.schema.own import Own
from config.schema.procedures import Procedure
from config.schema.shapes import Shape
from server.db import published
from server.db.models import Base, Catalogue, Counter, Head, OfficeRow, Queue, Service
from server.db.published import PACK


def load_pack(session: Session, pack: Pack) -> None:
    """Bring the database to what *pack* says; what is so already stays untouched."""
    for position, office in enumerate(pack.offices):
        _load_office(session, position, office)
    kinds: Mapping[str, Iterable[tuple[str, Shape]]] = {
        "form": ((form.id, form) for form in pack.forms),
        "procedure": ((one.id, one) for one in pack.procedures),
        "questionnaire": [("questionnaire", pack.questionnaire)],
        "letters": [("letters", pack.letters)],
        "search_words": [("search_words", pack.search_words)],
        "external_section": ((one.role, one) for one in pack.external_sections),
        "facility": ((one.code, one) for one in pack.facilities),
        "validation": [("validation", pack.validation)],
        "phrases": [("phrases", pack.phrases)],
        "explanations": [("explanations", pack.explanations)],
        "translations": [*pack.translations.items()],
    }
    changed = [_publish(session, kind, entries) for kind, entries in kinds.items()]
    changed += [_begin(session, own) for own in pack.own]
    if any(changed):
        published.count_up(session)


def _begin(session: Session, own: Own) -> bool:
    """Publish what an office offers alone, once: from then on it is edited in its catalogue."""
    entries: list[tuple[str, Procedure | Form]] = [
        *(("procedure", one) for one in own.procedures),
        *(("form", one) for one in own.forms),
    ]
    known = {
        tuple(row)
        for row in session.execute(
            select(Catalogue.kind, Catalogue.code).where(Catalogue.office == own.office)
        )
    }
    new = [(kind, entry) for kind, entry in entries if (kind, entry.id) not in known]
    session.add_all(
        Catalogue(
            kind=kind, code=entry.id, office=own.office, version=1,
            document=entry.model_dump(mode="json"),
        )
        for kind, entry in new
    )  # fmt: skip
    return bool(new)


def _load_office(session: Session, position: int, office: Office) -> None:
    setting = office.model_dump(mode="json")
    row = session.get(OfficeRow, office.code)
    if row is None:
        session.add(OfficeRow(code=office.code, position=position, setting=setting))
        session.flush()
        session.add(Head(office=office.code))
    elif row.setting != setting:
        row.position, row.setting = position, setting
        session.get_one(Head, office.code).floor_version += 1
    _add_missing(session, Queue, office.code, [queue.code for queue in office.queues])
    _add_missing(session, Service, office.code, [service.code for service in office.services])
    _add_missing(session, Counter, office.code, [counter.number for counter in office.counters])
    session.flush()


def _add_missing(session: Session, table: type[Base], office: str, codes: Sequence[str]) -> None:
    rows: Any = table
    known = set(session.scalars(select(rows.code).where(rows.office == office)))
    session.add_all(rows(office=office, code=code) for code in codes if code not in known)


def _publish(session: Session, kind: str, entries: Iterable[tuple[str, Shape]]) -> bool:
    """Publish a new version of each entry that differs from the pack's newest; tell if one did."""
    newest: dict[str, Catalogue] = {}
    is_changed = False
    for row in session.scalars(
        select(Catalogue)
        .where(Catalogue.kind == kind, Catalogue.office == PACK)
        .order_by(Catalogue.version)
    ):
        newest[row.code] = row
    for code, entry in entries:
        document = entry.model_dump(mode="json")
        known = newest.get(code)
        if known is None or known.document != document:
            version = known.version + 1 if known else 1
            row = Catalogue(kind=kind, code=code, office=PACK, version=version, document=document)
            session.add(row)
            is_changed = True
    return is_changed
