"""The catalogue: procedures, questions and forms point at each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.checks.names import Place, each, every, known, unique
from config.checks.reach import unknown_values
from config.loading import Loaded
from config.problems import Problem
from config.schema.conditions import Condition
from config.schema.forms import Form
from config.schema.procedures import Procedures, SearchWords
from config.schema.questionnaire import Question, Questionnaire
from config.sources import Sources


@dataclass(frozen=True)
class Entries:
    """What points at each other, from the files of a pack or with somebody's draft in it."""

    procedures: Loaded[Procedures]
    questionnaire: Loaded[Questionnaire]
    search_words: Loaded[SearchWords]
    forms: tuple[Loaded[Form], ...]
    roles: frozenset[str]


def check(sources: Sources) -> Iterator[Problem]:
    """Yield what does not fit between procedures, questions, forms and sections."""
    yield from check_entries(
        Entries(
            sources.procedures,
            sources.questionnaire,
            sources.search_words,
            sources.forms,
            frozenset(roles(sources)),
        )
    )
    yield from _facilities(sources)
    for file in sources.translations:
        if file.value.language != file.path.stem:
            text = f"language はファイル名と同じにしてください: {file.path.stem}"
            yield file.problem(text, "language")


def check_entries(entries: Entries) -> Iterator[Problem]:
    """Yield what does not fit in the catalogue itself."""
    yield from _procedures(entries)
    yield from _questions(entries)
    yield from _search_words(entries)
    yield from _forms(entries)


def roles(sources: Sources) -> set[str]:
    """Return the roles of all sections, those outside the ward office included."""
    sections = sources.sections.value
    inside = {section.role for section in sections.internal}
    return inside | {section.role for section in sections.external}


def _procedures(entries: Entries) -> Iterator[Problem]:
    file = entries.procedures
    procedures = file.value.procedures
    forms = {form.value.id for form in entries.forms}
    yield from unique(file, each(procedures, "id", "procedures"))
    yield from known(file, "申請書", forms, each(procedures, "form", "procedures"))
    yield from known(file, "申請書", forms, each(procedures, "booking_form", "procedures"))
    yield from known(file, "申請書", forms, each(procedures, "proxy_form", "procedures"))
    yield from known(file, "担当", entries.roles, each(procedures, "section_role", "procedures"))
    questions = {question.id: question for question in entries.questionnaire.value.questions}
    for at, procedure in enumerate(procedures):
        place = ("procedures", at, "needed_when")
        yield from _condition(file, procedure.needed_when, questions, place)


def _questions(entries: Entries) -> Iterator[Problem]:
    file = entries.questionnaire
    questions = {question.id: question for question in file.value.questions}
    yield from unique(file, each(file.value.questions, "id", "questions"))
    for at, question in enumerate(file.value.questions):
        if question.show_if:
            place = ("questions", at, "show_if")
            yield from _condition(file, question.show_if, questions, place)
    yield from known(file, "質問", questions, each(file.value.questions, "after", "questions"))
    shown = every(file.value.screens, "questions", "screens")
    yield from known(file, "質問", questions, shown)
    yield from unique(file, shown)
    on_screens = {name for name, _ in shown}
    for at, question in enumerate(file.value.questions):
        if question.id not in on_screens:
            yield file.problem(f"どの画面にも出ない質問です: {question.id}", "questions", at)


def _search_words(entries: Entries) -> Iterator[Problem]:
    file = entries.search_words
    procedures = {procedure.id for procedure in entries.procedures.value.procedures}
    yield from known(file, "手続き", procedures, every(file.value.groups, "procedures", "groups"))


def _condition(
    file: Loaded[Any], condition: Condition, questions: dict[str, Question], place: Place
) -> Iterator[Problem]:
    for part in condition.questions():
        question = questions.get(part.q or "")
        if question is None:
            yield file.problem(f"ない質問を見ています: {part.q} (unknown)", *place)
            continue
        for value in part.values:
            if value not in question.values:
                yield file.problem(f"質問 {part.q} にない答えです: {value} (unknown)", *place)
        if (part.has_any is not None) != (question.type == "multi"):
            yield file.problem(
                f"has_any は複数選択の質問に、is と in は1つ選ぶ質問に使います: {part.q}", *place
            )


def _forms(entries: Entries) -> Iterator[Problem]:
    users: dict[str, set[str]] = {}
    for procedure in entries.procedures.value.procedures:
        for code in procedure.forms:
            users.setdefault(code, set()).add(procedure.id)
    procedures = {procedure.id for procedure in entries.procedures.value.procedures}
    for file in entries.forms:
        form = file.value
        if form.id != file.path.stem:
            yield file.problem(f"id はファイル名と同じにしてください: {file.path.stem}", "id")
        for field, rule, reason in unknown_values(form):
            yield file.problem(f"{reason} (unknown)", *places_of(form)[field.key], rule)
        yield from known(file, "担当", entries.roles, [(form.submit_to, ("submit_to",))])
        used = [(code, ("used_by", at)) for at, code in enumerate(form.used_by)]
        yield from known(file, "手続き", procedures, used)
        for code in sorted(users.get(form.id, set()) - set(form.used_by)):
            yield file.problem(f"この申請書を使う手続きが used_by にありません: {code}", "used_by")


def places_of(form: Form) -> dict[str, Place]:
    """Return where each field of *form* stands."""
    return {
        field.key: ("groups", at, "fields", number)
        for at, group in enumerate(form.groups)
        for number, field in enumerate(group.fields)
    }


def _facilities(sources: Sources) -> Iterator[Problem]:
    file = sources.facilities
    wards = {ward.code5 for ward in sources.wards.value.wards}
    yield from unique(file, each(file.value.facilities, "code", "facilities"))
    yield from known(file, "区", wards, each(file.value.facilities, "ward_code", "facilities"))
