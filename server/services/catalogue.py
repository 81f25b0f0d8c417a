"""The published catalogue: forms and procedures, the city's or the ward's own."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema.forms import Form
from config.schema.letters import Letter, Letters, LetterWords
from config.schema.procedures import Procedure, SearchGroup, SearchWords
from config.schema.questionnaire import Question, Questionnaire
from config.schema.services import ExternalSection
from config.schema.shapes import Shape, language_of
from config.schema.wording import Phrases
from server.db.models import Catalogue
from server.domain.refusals import NotFound

Entry = TypeVar("Entry", bound=Shape)

#: Published versions never change, so what was parsed once stays right.
_parsed: dict[int, Shape] = {}


def form(session: Session, office: str, code: str) -> Form:
    """Return the form as *office* publishes it, or refuse with ``unknown_form``."""
    return _entry(session, office, "form", code, Form, "様式")


def procedure(session: Session, office: str, code: str) -> Procedure:
    """Return the procedure as *office* publishes it, or refuse with ``unknown_procedure``."""
    return _entry(session, office, "procedure", code, Procedure, "手続き")


def procedures(session: Session, office: str) -> list[Procedure]:
    """Return every procedure as *office* publishes it, in the order of the catalogue."""
    published = session.execute(
        select(Catalogue.id, Catalogue.code)
        .where(Catalogue.kind == "procedure", Catalogue.office.in_(("", office)))
        .order_by(Catalogue.office, Catalogue.version, Catalogue.id)
    )
    newest = {row.code: row.id for row in published}
    return [_parsed_as(session, entry, Procedure) for entry in newest.values()]


def questions(session: Session, office: str) -> list[Question]:
    """Return the finder's questions in the order in which they are asked."""
    found = _entry(session, office, "questionnaire", "questionnaire", Questionnaire, "質問")
    known = {question.id: question for question in found.questions}
    return [known[code] for screen in found.screens for code in screen.questions]


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


def _entry(
    session: Session, office: str, kind: str, code: str, shape: type[Entry], word: str
) -> Entry:
    newest = session.scalar(
        select(Catalogue.id)
        .where(Catalogue.kind == kind, Catalogue.code == code, Catalogue.office.in_(("", office)))
        .order_by(Catalogue.office.desc(), Catalogue.version.desc())
        .limit(1)
    )
    if newest is None:
        raise NotFound(f"unknown_{kind}", f"「{code[:40]}」という{word}はありません。")
    return _parsed_as(session, newest, shape)


def _parsed_as(session: Session, version: int, shape: type[Entry]) -> Entry:
    known = _parsed.get(version)
    if not isinstance(known, shape):
        known = shape.model_validate(session.get_one(Catalogue, version).document)
        _parsed[version] = known
    return known


def phrases(session: Session) -> dict[str, dict[str, str]]:
    """Return the sentences of calls by kind and language: ``phrases["call"]["ja"]``."""
    found = _entry(session, "", "phrases", "phrases", Phrases, "文例")
    return {kind: words.model_dump(exclude_none=True) for kind, words in found.call.items()}


def display_words(session: Session) -> dict[str, dict[str, str]]:
    """Return what displays say in all languages: ``display_words["room_full"]["ja"]``."""
    found = _entry(session, "", "phrases", "phrases", Phrases, "文例")
    return {kind: words.model_dump(exclude_none=True) for kind, words in found.display.items()}
