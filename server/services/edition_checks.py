"""The self-check of a draft: the pack's own checks over the catalogue with the draft in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from config.checks import advice, letters
from config.checks.catalogue import Entries, check_entries
from config.loading import Loaded
from config.problems import Problem
from config.schema.entries import AnyEntry
from config.schema.forms import Form
from config.schema.letters import LetterEntry
from config.schema.procedures import Procedure, Procedures, SearchWords
from config.schema.questionnaire import Question
from server.db.floor import Floor
from server.services import catalogue
from server.services.edition_documents import document_of
from server.services.takers import service_for

Entry = TypeVar("Entry", Procedure, Form)
#: Stands where the manager still has to write; nothing goes out with it.
UNWRITTEN = "（ここに書いてください）"
PROCEDURES, QUESTIONS = "procedures.yaml", "questionnaire.yaml"
LETTERS = "letters.yaml"


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`blocks`: it cannot be approved so) or to look at."""

    #: Where in the entry: ``groups[0].fields[3].label.en``; "" for the entry as a whole.
    field: str
    message: str
    blocks: bool


def findings(
    session: Session, office: str, floor: Floor, entry: AnyEntry, *, goes: bool = False
) -> list[Finding]:
    """Return what the self-check finds in *entry*, what blocks it first.

    Args:
        office: whose catalogue it would change; "" for the whole city.
        goes: the entry is taken out, and what is found is found in the others.

    """
    entries = _entries(session, office, floor, entry, goes=goes)
    blocks = _blocking(session, office, floor, entry, entries, goes=goes)
    if goes:
        return list(blocks)
    advised = (
        letters.left_behind(Loaded(entry, Path(), None), catalogue.letter_of(session, "", entry.id))
        if isinstance(entry, LetterEntry)
        else _advice(entries, entry)
    )
    looked = (Finding(*_told(one), blocks=False) for one in advised)
    return [*blocks, *looked, *_without_taker(floor, entry)]


def blocking(
    session: Session, office: str, floor: Floor, entry: AnyEntry, *, goes: bool = False
) -> list[Finding]:
    """Return what must be mended before *entry* can be approved."""
    entries = _entries(session, office, floor, entry, goes=goes)
    return list(_blocking(session, office, floor, entry, entries, goes=goes))


def _blocking(
    session: Session, office: str, floor: Floor, entry: AnyEntry, entries: Entries, *, goes: bool
) -> Iterator[Finding]:
    before = _entries(session, office, floor, None)
    was_so = {(_name_of(one, before), one.message) for one in check_entries(before)}
    own = ("", "") if goes else _prefix(entries, entry)
    for one in check_entries(entries):
        if (_name_of(one, entries), one.message) in was_so:
            continue
        field, message = _told(one)
        if one.file == own[0] and field.startswith(own[1]):
            yield Finding(field.removeprefix(own[1]).removeprefix("."), message, blocks=True)
        else:
            yield Finding("", f"{_name_of(one, entries)}: {message}", blocks=True)
    if isinstance(entry, LetterEntry):
        for language, part, text in letters.misfits(entry.id, entry):
            yield Finding(f"{language}.{part}", _sentence(text), blocks=True)
    if not goes:
        for place in _unwritten(document_of(entry)):
            yield Finding(place, "まだ書いていません。", blocks=True)


def _unwritten(part: object, place: str = "") -> Iterator[str]:
    """Yield the places of a document where the manager still has to write."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _unwritten(inner, f"{place}.{name}" if place else name)
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from _unwritten(inner, f"{place}[{at}]")
    elif part == UNWRITTEN:
        yield place


def _without_taker(floor: Floor, entry: AnyEntry) -> Iterator[Finding]:
    if isinstance(entry, Procedure) and entry.bookable and service_for(floor, entry) is None:
        text = "この担当には用件がないので、予約も番号札も出せません。"
        yield Finding("section_role", text, blocks=False)


def _entries(
    session: Session, office: str, floor: Floor, entry: AnyEntry | None, *, goes: bool = False
) -> Entries:
    """Return the catalogue of *office* with *entry* in it, or without it where it goes."""
    procedures = _with(catalogue.procedures(session, office), Procedure, entry, goes=goes)
    forms = _with(catalogue.forms(session, office), Form, entry, goes=goes)
    asked = catalogue.questionnaire(session, office)
    if isinstance(entry, Question):
        own, gone = ({}, {entry.id}) if goes else ({entry.id: entry}, set())
        asked = asked.with_questions(own, gone)
    users: dict[str | None, set[str]] = defaultdict(set)
    for one in procedures:
        users[one.form].add(one.id)
        users[one.booking_form].add(one.id)
    words = SearchWords(groups=catalogue.search_groups(session, office))
    return Entries(
        Loaded(Procedures(as_of="-", procedures=procedures), Path(PROCEDURES), None),
        Loaded(asked, Path(QUESTIONS), None),
        Loaded(words.only([one.id for one in procedures]), Path("search_words"), None),
        # Who uses a form is what the procedures say: a new one need not be told to both.
        tuple(
            Loaded(
                one.model_copy(update={"used_by": tuple(sorted(users[one.id]))}),
                Path(f"{one.id}.yaml"), None,
            )
            for one in forms
        ),
        frozenset({one.role for one in floor.setup.sections} | catalogue.external_roles(session)),
    )  # fmt: skip


def _with(
    known: Sequence[Entry], shape: type[Entry], entry: AnyEntry | None, *, goes: bool
) -> tuple[Entry, ...]:
    """Return *known* with *entry* in its place, at the end if it is new, or without it."""
    if not isinstance(entry, shape):
        return tuple(known)
    found = {one.id: one for one in known} | {entry.id: entry}
    return tuple(one for code, one in found.items() if not (goes and code == entry.id))


def _advice(entries: Entries, entry: Procedure | Form | Question) -> Iterator[Problem]:
    if isinstance(entry, Form):
        yield from advice.of_form(Loaded(entry, Path(), None), entries)
    elif isinstance(entry, Question):
        yield from advice.of_question(Loaded(entry, Path(), None), entries)
    else:
        yield from advice.of_procedure(Loaded(entry, Path(), None), entries)


def _prefix(entries: Entries, entry: AnyEntry) -> tuple[str, str]:
    """Return the file and the path before what is wrong in *entry* itself."""
    if isinstance(entry, Form):
        return f"{entry.id}.yaml", ""
    if isinstance(entry, Question):
        at = [one.id for one in entries.questionnaire.value.questions].index(entry.id)
        return QUESTIONS, f"questions[{at}]"
    if isinstance(entry, LetterEntry):  # no other entry looks at a letter
        return LETTERS, ""
    at = [one.id for one in entries.procedures.value.procedures].index(entry.id)
    return PROCEDURES, f"procedures[{at}]"


def _name_of(problem: Problem, entries: Entries) -> str:
    """Return what people call the entry that a problem is in."""
    number = problem.key.partition("[")[2].partition("]")[0]
    if problem.file == PROCEDURES and number.isdigit():
        return f"手続き「{entries.procedures.value.procedures[int(number)].name.ja}」"
    if problem.file == QUESTIONS and number.isdigit() and problem.key.startswith("questions"):
        return f"質問「{entries.questionnaire.value.questions[int(number)].text.ja}」"
    titles = {str(one.path): one.value.title.ja for one in entries.forms}
    return f"申請書「{titles[problem.file]}」" if problem.file in titles else problem.file


def _told(problem: Problem) -> tuple[str, str]:
    """Return the place and the sentence without the code for programs."""
    return problem.key, _sentence(problem.message)


def _sentence(message: str) -> str:
    return message.rpartition(" (")[0] or message
