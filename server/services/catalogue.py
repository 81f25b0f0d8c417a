"""The published catalogue: forms and procedures, the city's or the ward's own."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from config.schema.entries import AnyEntry, EntryKind
from config.schema.forms import Form
from config.schema.letters import CONTENTS, Letter, LetterEntry, Letters, LetterWords
from config.schema.procedures import Procedure, SearchGroup, SearchWords
from config.schema.questionnaire import Question, Questionnaire
from config.schema.services import ExternalSection
from config.schema.shapes import Language, Shape, language_of
from config.schema.wording import Explanation, Explanations, Phrases, Translations
from server.db import published
from server.db.models import Catalogue
from server.domain.refusals import NotFound

Entry = TypeVar("Entry", bound=Shape)


def form(session: Session, office: str, code: str) -> Form:
    """Return the form as *office* publishes it, or refuse with ``unknown_form``."""
    return _entry(session, office, "form", code, Form, "申請書")


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
    """Return the procedure as *office* publishes it, or refuse with ``unknown_procedure``.

    One that was taken out is still found: whoever has booked it goes on with its last words.
    """
    return _entry(session, office, "procedure", code, Procedure, "手続き")


def offered(session: Session, office: str, code: str) -> Procedure:
    """Return a procedure that somebody may begin now.

    Raises:
        NotFound: ``unknown_procedure``, also for one that was taken out.

    """
    found = procedure(session, office, code)
    if ("procedure", code) in published.taken_out(session, office):
        raise NotFound("unknown_procedure", f"「{found.name.ja}」は、いまは受け付けていません。")
    return found


def offered_codes(session: Session, office: str) -> list[str]:
    """Return the codes of the procedures that somebody may begin now."""
    return published.offered(session, office, "procedure")


def procedures(session: Session, office: str) -> list[Procedure]:
    """Return every procedure that *office* offers, in the order of the catalogue."""
    return [procedure(session, office, code) for code in offered_codes(session, office)]


def forms(session: Session, office: str) -> list[Form]:
    """Return every form that *office* offers."""
    codes = published.offered(session, office, "form")
    return [form(session, office, code) for code in codes]


def is_taken_out(session: Session, office: str, kind: str, code: str) -> bool:
    """Tell whether nobody is offered an entry at *office* any more."""
    return (kind, code) in published.taken_out(session, office)


def entry(session: Session, office: str, kind: EntryKind, code: str) -> AnyEntry:
    """Return a procedure, a form, a question or a letter as *office* publishes it.

    Raises:
        NotFound: ``unknown_procedure``, ``unknown_form``, ``unknown_question``, ``unknown_letter``.

    """
    if kind == "procedure":
        return procedure(session, office, code)
    if kind == "form":
        return form(session, office, code)
    if kind == "letter":
        return letter_of(session, office, code)
    if ("question", code) in published.in_force(session, office) or not is_of_pack(
        session, kind, code
    ):
        return _entry(session, office, "question", code, Question, "質問")
    return next(one for one in _asked(session, office).questions if one.id == code)


def is_of_pack(session: Session, kind: str, code: str) -> bool:
    """Tell whether an entry stands in a document of the pack that holds all of its kind."""
    if kind == "letter":
        return code in CONTENTS
    return kind == "question" and any(one.id == code for one in _asked(session, "").questions)


def entry_version(session: Session, office: str, kind: str, code: str) -> int:
    """Return the id of the version that says what an entry is, or the pack's with all of a kind.

    It is 0 where nothing says anything yet.
    """
    index = published.in_force(session, office)
    if is_of_pack(session, kind, code):
        return index.get((kind, code)) or index[_TOGETHER[kind]]
    return index.get((kind, code), 0)


#: Kinds whose entries stand together in one document of the pack.
_TOGETHER: Mapping[str, published.Key] = {
    "question": ("questionnaire", "questionnaire"),
    "letter": ("letters", "letters"),
}


def questions(session: Session, office: str) -> list[Question]:
    """Return the finder's questions in the order in which they are asked."""
    found = questionnaire(session, office)
    known = {question.id: question for question in found.questions}
    return [known[code] for screen in found.screens for code in screen.questions]


def questionnaire(session: Session, office: str) -> Questionnaire:
    """Return the finder's questions and screens, each question as *office* publishes it."""
    codes = published.offered(session, office, "question")
    own = {code: _entry(session, office, "question", code, Question, "質問") for code in codes}
    gone = {code for kind, code in published.taken_out(session, office) if kind == "question"}
    found = _asked(session, office)
    return found.with_questions(own, gone) if own or gone else found


def _asked(session: Session, office: str) -> Questionnaire:
    """Return the finder's questions as the pack says them."""
    return _entry(session, office, "questionnaire", "questionnaire", Questionnaire, "質問")


def search_groups(session: Session, office: str) -> tuple[SearchGroup, ...]:
    """Return what residents say instead of the names of the procedures that are offered."""
    found = _entry(session, office, "search_words", "search_words", SearchWords, "ことば")
    return found.only(offered_codes(session, office)).groups


def letter(session: Session, office: str, name: str, language: str) -> Letter:
    """Return a letter to residents in *language*, or what comes nearest.

    Raises:
        NotFound: ``unknown_letter``.

    """
    return _letter_words(session, office, name).in_language(language_of(language))


def _letter_words(session: Session, office: str, name: str) -> LetterWords:
    """Return a letter as the ward, else the city words it, or as it came with the pack."""
    if ("letter", name) in published.in_force(session, office):
        return _entry(session, office, "letter", name, LetterEntry, "お知らせの文")
    return _of_pack(session, name)


def _of_pack(session: Session, name: str) -> LetterWords:
    words = _entry(session, "", "letters", "letters", Letters, "お知らせの文").words(name)
    if words is None:
        raise NotFound("unknown_letter", f"「{name[:40]}」というお知らせの文はありません。")
    return words


def letter_of(session: Session, office: str, name: str) -> LetterEntry:
    """Return a letter in all its languages; where *office* is "", the city's.

    Raises:
        NotFound: ``unknown_letter``.

    """
    return _as_entry(name, _letter_words(session, office, name))


def letter_of_pack(session: Session, name: str) -> LetterEntry:
    """Return a letter as it came with the pack, or refuse with ``unknown_letter``."""
    return _as_entry(name, _of_pack(session, name))


def _as_entry(name: str, words: LetterWords) -> LetterEntry:
    return LetterEntry.model_validate(words.model_dump() | {"id": name})


def translations(session: Session, language: Language) -> Mapping[str, str]:
    """Return the catalogue's texts in *language* by their Japanese; empty where there are none."""
    version = published.in_force(session, "").get(("translations", language))
    return {} if version is None else published.entry(session, version, Translations).texts


def explanations(session: Session) -> tuple[Explanation, ...]:
    """Return the words that pages explain; none where the city has not published any yet."""
    version = published.in_force(session, "").get(("explanations", "explanations"))
    if version is None:
        return ()
    return published.entry(session, version, Explanations).explanations


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
