"""手続き判定: answers in, procedures and further questions out; nothing is kept."""

from config.schema.procedures import Bring, Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Language
from server.db.city import Look
from server.db.floor import Floor
from server.services import finder, searching
from server.services.access import ALL, STATISTICS_READERS
from server.services.finder import Found
from server.services.portal import is_prepared
from server.services.takers import service_for
from server.services.words import counters_of, where_to_wait
from server.web.current import city
from server.web.endpoint import Nothing, get, post
from server.web.finder_shapes import (
    BringShape,
    DeadlineShape,
    FinderAnswers,
    FinderResult,
    FoundShape,
    Hits,
    HitShape,
    Misses,
    MissShape,
    QuestionShape,
    Searched,
)


@post("/procedure-finder", who=ALL, takes=FinderAnswers, answers={200: FinderResult}, writes=False)
def find_procedures(look: Look, body: FinderAnswers) -> FinderResult:
    """What somebody needs who gave these answers, and what is still to be asked."""
    result = finder.find(look, body.answers, body.office)
    return FinderResult(
        procedures=[_found(one, result.floor, body.language) for one in result.procedures],
        next_questions=[_question(one, body.language) for one in result.next_questions],
    )


@post("/offices/{office}/procedure-searches", who=ALL, takes=Searched, answers={200: Hits},
      writes=False)  # fmt: skip
def search_procedures(look: Look, body: Searched, office: str) -> Hits:
    """Procedures by name, reading or everyday word; a search in vain is counted."""
    found = searching.search(look, office, body.text)
    if not found:
        searching.count_miss(city(), office, body.text)
    floor = look.floor_of(office)
    return Hits(procedures=[_hit(one, floor, body.language) for one in found])


@get("/offices/{office}/procedure-searches/misses", who=STATISTICS_READERS, answers={200: Misses})
def list_search_misses(look: Look, query: Nothing, office: str) -> Misses:
    """What residents looked for in vain, to be added to the words of the catalogue."""
    found = searching.misses(look, office)
    return Misses(misses=[MissShape(text=text, count=count) for text, count in found])


def _hit(one: Procedure, floor: Floor, language: Language) -> HitShape:
    service = service_for(floor, one)
    return HitShape(
        id=one.id,
        name=one.name.in_language(language),
        summary=one.summary_ja,
        place=finder.PLACE[one.channel],
        section=one.section_role,
        service=service.code if service else None,
        form=one.form,
        channel=one.channel,
    )


def _found(found: Found, floor: Floor | None, language: Language) -> FoundShape:
    procedure, service = found.procedure, found.service
    here = (floor, service.queue, language) if floor and service else None
    return FoundShape(
        id=procedure.id,
        name=procedure.name.in_language(language),
        official_name=procedure.name.ja,
        summary=procedure.summary_ja,
        place=found.place,
        channel=procedure.channel,
        section=procedure.section_role,
        section_name=found.section_names.in_language(language),
        counter=counters_of(*here) if here else None,
        where=where_to_wait(*here) if here else None,
        service=service.code if service else None,
        bookable=procedure.bookable and bool(service and service.setup.bookable),
        prepared=is_prepared(procedure),
        minutes=procedure.service_minutes.value,
        bring=[_bring(one, language) for one in procedure.bring],
        deadline=DeadlineShape(
            date=found.due,
            text=procedure.deadline.text(language),
            kind=procedure.deadline.kind,
            note=procedure.deadline.note(language),
        ),
        form=procedure.form,
        fee_yen=procedure.fees.yen,
        who=procedure.who_can_apply_ja,
        notes=procedure.notes_ja,
        external=procedure.external_ja,
    )


def _bring(one: Bring, language: Language) -> BringShape:
    item = one.item_ja if language in ("ja", "easy_ja") else one.item_en
    return BringShape(item=item, required=one.required is True, when=one.when(language))


def _question(one: Question, language: Language) -> QuestionShape:
    return QuestionShape(
        id=one.id,
        text=one.text.in_language(language),
        help=one.help_ja,
        type=one.type,
        required=one.required,
        options=[
            {"value": option.value, "label": option.label.in_language(language)}
            for option in one.options
        ],
    )
