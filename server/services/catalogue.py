"""The published catalogue: forms and procedures, the city's or the ward's own."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from config.schema.entries import AnyEntry, EntryKind
from config.schema.forms import Form
from config.schema.letters import Letter, Letters, LetterWords
from config.schema.procedures import Procedure, SearchGroup, SearchWords
from config.schema.questionnaire import Question, Questionnaire
from config.schema.services import ExternalSection
from config.schema.shapes import Shape, language_of
from config.schema.wording import Phrases
from server.db import published
from server.db.models import Catalogue
from server.domain.refusals import NotFound

Entry = TypeVar("Entry", bound=Shape)


def form(session: Session, office: str, code: str) -> Form:
    """Return the form as *office* publishes it, or refuse with ``unknown_form``."""
    return _entry(session, office, "form", code, Form, "様式")


def version_of(session: Session) -> int:
    """Return the number that changes when anything of the catalogue is published."""
    return published.version_of(session)


def version_of_form(session: Session, office: str, code: str) -> int:
    """Return the id of the version of a form that is in force at *office*.

    Raises:
        NotFound: ``unknown_form``.

    """
    form(session, office, code)
    return published.in_force(session, office)[("form", code)]


def filled_form(session: Session, office: str, content: Mapping[str, Any], code: str) -> Form:
    """Return a form as it was when *content* was filled in, whatever was published since.

    Args:
        content: of a pre-application, opened; it remembers the versions of its forms.

    """
    version = content.get("versions", {}).get(code)
    row = session.get(Catalogue, version) if version is not None else None
    if row is None or (row.kind, row.code) != ("form", code):
        return form(session, office, code)
    return published.entry(session, row.id, Form)


def procedure(session: Session, office: str, code: str) -> Procedure:
    """Return the procedure as *office* publishes it, or refuse with ``unknown_procedure``."""
    return _entry(session, office, "procedure", code, Procedure, "手続き")


def procedures(session: Session, office: str) -> list[Procedure]:
    """Return every procedure as *office* publishes it, in the order of the catalogue."""
    codes = (code for kind, code in published.in_force(session, office) if kind == "procedure")
    return [procedure(session, office, code) for code in codes]


def forms(session: Session, office: str) -> list[Form]:
    """Return every form as *office* publishes it."""
    codes = (code for kind, code in published.in_force(session, office) if kind == "form")
    return [form(session, office, code) for code in codes]


def entry(session: Session, office: str, kind: EntryKind, code: str) -> AnyEntry:
    """Return a procedure, a form or a question as *office* publishes it.

    Raises:
        NotFound: ``unknown_procedure``, ``unknown_form``, ``unknown_question``.

    """
    if kind == "procedure":
        return procedure(session, office, code)
    if kind == "form":
        return form(session, office, code)
    for question in questionnaire(session, office).questions:
        if question.id == code:
            return question
    raise NotFound("unknown_question", f"「{code[:40]}」という質問はありません。")


def entry_version(session: Session, office: str, kind: str, code: str) -> int:
    """Return the id of the version that says what an entry is; a question may be the pack's."""
    index = published.in_force(session, office)
    return index.get((kind, code)) or index[("questionnaire", "questionnaire")]


def questions(session: Session, office: str) -> list[Question]:
    """Return the finder's questions in the order in which they are asked."""
    found = questionnaire(session, office)
    known = {question.id: question for question in found.questions}
    return [known[code] for screen in found.screens for code in screen.questions]


def questionnaire(session: Session, office: str) -> Questionnaire:
    """Return the finder's questions and screens, each question as *office* publishes it."""
    found = _entry(session, office, "questionnaire", "questionnaire", Questionnaire, "質問")
    own = {code for kind, code in published.in_force(session, office) if kind == "question"}
    mine = tuple(
        _entry(session, office, "question", one.id, Question, "質問")
        if one.id in own or published.on_trial(session, "question", one.id)
        else one
        for one in found.questions
    )
    return found.model_copy(update={"questions": mine})


def search_groups(session: Session, office: str) -> tuple[SearchGroup, ...]:
    """Return what residents say instead of the procedures' names."""
    return _entry(session, office, "search_words", "search_words", SearchWords, "ことば").groups


def letter(session: Session, office: str, name: str, language: str) -> Letter:
    """Return a letter to residents in *language*, or what comes nearest.

    Raises:
        NotFound: ``unknown_letter``.

    """
    found = _entry(session, office, "letters", "letters", Letters, "メールの文")
    words: LetterWords | None = getattr(found, name, None)
    if words is None:
        raise NotFound("unknown_letter", f"「{name[:40]}」というメールの文はありません。")
    return words.in_language(language_of(language))


def external_section(session: Session, role: str) -> ExternalSection:
    """Return somebody outside the ward office, or refuse with ``unknown_external_section``."""
    return _entry(session, "", "external_section", role, ExternalSection, "担当")


def external_roles(session: Session) -> set[str]:
    """Return the roles of whoever is outside the ward office."""
    return {code for kind, code in published.in_force(session, "") if kind == "external_section"}


def _entry(
    session: Session, office: str, kind: str, code: str, shape: type[Entry], word: str
) -> Entry:
    draft = published.on_trial(session, kind, code)
    if isinstance(draft, shape):
        return draft
    newest = published.in_force(session, office).get((kind, code))
    if newest is None:
        raise NotFound(f"unknown_{kind}", f"「{code[:40]}」という{word}はありません。")
    return published.entry(session, newest, shape)


def phrases(session: Session) -> dict[str, dict[str, str]]:
    """Return the sentences of calls by kind and language: ``phrases["call"]["ja"]``."""
    found = _entry(session, "", "phrases", "phrases", Phrases, "文例")
    return {kind: words.model_dump(exclude_none=True) for kind, words in found.call.items()}


def display_words(session: Session) -> dict[str, dict[str, str]]:
    """Return what displays say in all languages: ``display_words["room_full"]["ja"]``."""
    found = _entry(session, "", "phrases", "phrases", Phrases, "文例")
    return {kind: words.model_dump(exclude_none=True) for kind, words in found.display.items()}
