"""The self-check of a draft: the pack's own checks over the catalogue with the draft in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from config.checks import advice
from config.checks.catalogue import Entries, check_entries
from config.loading import Loaded
from config.problems import Problem
from config.schema.entries import AnyEntry
from config.schema.forms import Form
from config.schema.procedures import Procedure, Procedures, SearchWords
from config.schema.questionnaire import Question
from server.db.floor import Floor
from server.services import catalogue

PROCEDURES, QUESTIONS = "procedures.yaml", "questionnaire.yaml"


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`blocks`: it cannot be approved so) or to look at."""

    #: Where in the entry: ``groups[0].fields[3].label.en``; "" for the entry as a whole.
    field: str
    message: str
    blocks: bool


def findings(session: Session, office: str, floor: Floor, entry: AnyEntry) -> list[Finding]:
    """Return what the self-check finds in *entry*, what blocks it first.

    Args:
        office: whose catalogue it would change; "" for the whole city.

    """
    entries = _entries(session, office, floor, entry)
    looked = (Finding(*_told(one), blocks=False) for one in _advice(entries, entry))
    return [*_blocking(session, office, floor, entry, entries), *looked]


def blocking(session: Session, office: str, floor: Floor, entry: AnyEntry) -> list[Finding]:
    """Return what must be mended before *entry* can be approved."""
    entries = _entries(session, office, floor, entry)
    return list(_blocking(session, office, floor, entry, entries))


def _blocking(
    session: Session, office: str, floor: Floor, entry: AnyEntry, entries: Entries
) -> Iterator[Finding]:
    was_so = set(check_entries(_entries(session, office, floor, None)))
    own = _prefix(entries, entry)
    for one in check_entries(entries):
        if one in was_so:
            continue
        field, message = _told(one)
        if one.file == own[0] and field.startswith(own[1]):
            yield Finding(field.removeprefix(own[1]).removeprefix("."), message, blocks=True)
        else:
            yield Finding("", f"{_name_of(one, entries)}: {message}", blocks=True)


def _entries(session: Session, office: str, floor: Floor, entry: AnyEntry | None) -> Entries:
    """Return the catalogue of *office* with *entry* in it."""
    procedures = tuple(
        entry if isinstance(entry, Procedure) and entry.id == one.id else one
        for one in catalogue.procedures(session, office)
    )
    forms = (
        entry if isinstance(entry, Form) and entry.id == one.id else one
        for one in catalogue.forms(session, office)
    )
    asked = catalogue.questionnaire(session, office)
    questions = tuple(
        entry if isinstance(entry, Question) and entry.id == one.id else one
        for one in asked.questions
    )
    return Entries(
        Loaded(Procedures(as_of="-", procedures=procedures), Path(PROCEDURES), None),
        Loaded(asked.model_copy(update={"questions": questions}), Path(QUESTIONS), None),
        Loaded(
            SearchWords(groups=catalogue.search_groups(session, office)), Path("search_words"), None
        ),
        tuple(Loaded(one, Path(f"{one.id}.yaml"), None) for one in forms),
        frozenset({one.role for one in floor.setup.sections} | catalogue.external_roles(session)),
    )


def _advice(entries: Entries, entry: AnyEntry) -> Iterator[Problem]:
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
    return f"様式「{titles[problem.file]}」" if problem.file in titles else problem.file


def _told(problem: Problem) -> tuple[str, str]:
    """Return the place and the sentence without the code for programs."""
    return problem.key, problem.message.rpartition(" (")[0] or problem.message
