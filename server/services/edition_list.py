"""The catalogue as a list: what there is, whose word is in force, where a draft is worked on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from config.schema.entries import ENTRIES, AnyEntry, EntryKind
from config.schema.forms import Form
from config.schema.letters import CONTENTS, LetterEntry
from config.schema.procedures import Procedure
from server.db import published
from server.db.city import Look
from server.db.models import Catalogue, CatalogueDraft
from server.db.published import CITY, PACK
from server.domain.editions import OPEN
from server.domain.refusals import NotFound
from server.services import catalogue
from server.services.edition_letters import NAMES


@dataclass(frozen=True)
class Listed:
    """One entry of the list."""

    kind: EntryKind
    code: str
    name: str
    #: ``pack``, ``city`` or ``office``: whose version is in force here.
    layer: str
    version: int
    #: The state of the ward's draft and of the city's; "" where nobody works on one.
    state: str
    city_state: str
    #: For searching: the section that takes it; of a letter, when it is sent.
    about: str
    #: Nobody is offered it any more.
    is_out: bool = False
    #: The draft of an entry that nobody has published yet.
    new_draft: int | None = None
    #: The city has no such entry: this office alone offers it.
    is_own: bool = False


def listed(look: Look, office: str) -> list[Listed]:
    """Return every entry of *office*'s catalogue, kind by kind in the order of the catalogue.

    What was taken out comes last, after it what is only a draft yet.
    """
    index = published.in_force(look.session, office)
    standard = published.in_force(look.session, "")
    versions = _versions(look, office)
    states = _states(look, office)
    sections = {one.role: one.names.ja for one in look.floor_of(office).setup.sections}
    gone = published.taken_out(look.session, office)
    known = [
        Listed(
            kind=kind,
            code=entry.id,
            name=name_of(entry),
            layer=versions.get(index.get((kind, entry.id), 0), ("pack", 1))[0],
            version=versions.get(index.get((kind, entry.id), 0), ("pack", 1))[1],
            state=states.get((office, kind, entry.id), ""),
            city_state=states.get((CITY, kind, entry.id), ""),
            about=_about(entry, sections),
            is_out=(kind, entry.id) in gone,
            is_own=(kind, entry.id) in index and (kind, entry.id) not in standard,
        )
        for kind, entry in (*_entries(look, office), *_taken_out(look, office, gone))
    ]
    return [*known, *_only_drafts(look, office, {(one.kind, one.code) for one in known}, sections)]


def words_of(look: Look, office: str, kind: EntryKind, code: str) -> AnyEntry:
    """Return what an entry says: what is in force, else its newest draft.

    Raises:
        NotFound: nobody ever began such an entry at *office* or in the city.

    """
    try:
        return catalogue.entry(look.session, office, kind, code)
    except NotFound:
        mine = CatalogueDraft.office.in_((CITY, office))
        drafts = select(CatalogueDraft).where(
            mine, CatalogueDraft.kind == kind, CatalogueDraft.code == code
        )
        row = look.session.scalars(drafts.order_by(CatalogueDraft.id.desc())).first()
        if row is None:
            raise
        return ENTRIES[kind].model_validate(row.document)


def name_of(entry: AnyEntry) -> str:
    """Return what people call an entry."""
    if isinstance(entry, Procedure):
        return entry.name.ja
    if isinstance(entry, LetterEntry):
        return NAMES[entry.id].name
    return entry.title.ja if isinstance(entry, Form) else entry.text.ja


def _taken_out(
    look: Look, office: str, gone: Collection[tuple[str, str]]
) -> Iterator[tuple[EntryKind, AnyEntry]]:
    for kind in ENTRIES:
        for code in sorted(code for one, code in gone if one == kind):
            yield kind, catalogue.entry(look.session, office, kind, code)


def _only_drafts(
    look: Look, office: str, known: Collection[tuple[str, str]], sections: dict[str, str]
) -> Iterator[Listed]:
    for row in _open_drafts(look, office):
        for kind, shape in ENTRIES.items():
            if kind == row.kind and (kind, row.code) not in known:
                entry = shape.model_validate(row.document)
                is_city = row.office == CITY
                yield Listed(
                    kind=kind, code=row.code, name=name_of(entry), layer="draft", version=0,
                    state="" if is_city else row.state, city_state=row.state if is_city else "",
                    about=_about(entry, sections), new_draft=row.id,
                )  # fmt: skip


def _open_drafts(look: Look, office: str) -> list[CatalogueDraft]:
    rows = select(CatalogueDraft).where(
        CatalogueDraft.office.in_((CITY, office)), CatalogueDraft.state.in_(OPEN)
    )
    return list(look.session.scalars(rows.order_by(CatalogueDraft.id)))


def _about(entry: AnyEntry, sections: dict[str, str]) -> str:
    if isinstance(entry, Procedure):
        return sections.get(entry.section_role, entry.external_ja or "")
    if isinstance(entry, LetterEntry):
        return NAMES[entry.id].when
    return sections.get(entry.submit_to, "") if isinstance(entry, Form) else ""


def _entries(look: Look, office: str) -> Iterator[tuple[EntryKind, AnyEntry]]:
    for procedure in catalogue.procedures(look.session, office):
        yield "procedure", procedure
    for form in catalogue.forms(look.session, office):
        yield "form", form
    for question in catalogue.questions(look.session, office):
        yield "question", question
    for name in CONTENTS:
        yield "letter", catalogue.entry(look.session, office, "letter", name)


def _versions(look: Look, office: str) -> dict[int, tuple[str, int]]:
    rows = look.session.execute(
        select(Catalogue.id, Catalogue.office, Catalogue.version).where(
            Catalogue.office.in_((PACK, CITY, office)), Catalogue.kind.in_(ENTRIES)
        )
    )
    names = {PACK: "pack", CITY: "city", office: "office"}
    return {row.id: (names[row.office], row.version) for row in rows}


def _states(look: Look, office: str) -> dict[tuple[str, str, str], str]:
    rows = _open_drafts(look, office)
    return {(row.office, row.kind, row.code): row.state for row in rows}
