"""手続き判定: answers in, procedures and further questions out; nothing is kept."""

from config.schema.procedures import Bring, Fee, Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Language, Words
from server.db.city import Look
from server.db.floor import Floor
from server.services import finder, searching
from server.services.access import ALL, STATISTICS_READERS
from server.services.explaining import Explainer
from server.services.finder import Found
from server.services.portal import is_prepared
from server.services.takers import service_for
from server.services.tongues import Tongue, speaking
from server.services.words import counters_of, where_to_wait
from server.web.current import city
from server.web.endpoint import Nothing, get, post
from server.web.finder_shapes import (
    BringShape,
    DeadlineShape,
    ExplainedShape,
    FeeShape,
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
    tongue = speaking(look.session, body.language)
    explainer = Explainer.speaking(look.session, tongue)
    return FinderResult(
        procedures=[_found(one, result.floor, explainer) for one in result.procedures],
        next_questions=[_question(one, tongue) for one in result.next_questions],
    )


@post("/offices/{office}/procedure-searches", who=ALL, takes=Searched, answers={200: Hits},
      writes=False)  # fmt: skip
def search_procedures(look: Look, body: Searched, office: str) -> Hits:
    """Procedures by name, reading or everyday word; a search in vain is counted."""
    found = searching.search(look, office, body.text)
    if not found:
        searching.count_miss(city(), office, body.text)
    floor, tongue = look.floor_of(office), speaking(look.session, body.language)
    return Hits(procedures=[_hit(one, floor, tongue) for one in found])


@get("/offices/{office}/procedure-searches/misses", who=STATISTICS_READERS, answers={200: Misses})
def list_search_misses(look: Look, query: Nothing, office: str) -> Misses:
    """What residents looked for in vain, to be added to the words of the catalogue."""
    found = searching.misses(look, office)
    return Misses(misses=[MissShape(text=text, count=count) for text, count in found])


def _hit(one: Procedure, floor: Floor, tongue: Tongue) -> HitShape:
    service = service_for(floor, one)
    said = _Spoken(tongue)
    return HitShape(
        id=one.id,
        name=said("name", one.name.words),
        summary=said("summary", one.summary),
        place=finder.PLACE[one.channel],
        section=one.section_role,
        service=service.code if service else None,
        form=one.form,
        channel=one.channel,
        other_languages=said.others,
    )


def _found(found: Found, floor: Floor | None, explainer: Explainer) -> FoundShape:
    procedure, service = found.procedure, found.service
    tongue = explainer.tongue
    here = (floor, service.queue, tongue.language) if floor and service else None
    said = _Spoken(tongue)
    return FoundShape(
        id=procedure.id,
        name=said("name", procedure.name.words),
        official_name=procedure.name.ja,
        summary=said("summary", procedure.summary),
        place=found.place,
        channel=procedure.channel,
        section=procedure.section_role,
        section_name=said("section_name", found.section_names),
        counter=counters_of(*here) if here else None,
        where=where_to_wait(*here) if here else None,
        service=service.code if service else None,
        bookable=procedure.bookable and bool(service and service.setup.bookable),
        prepared=is_prepared(procedure),
        minutes=procedure.service_minutes.value,
        bring=[_bring(one, tongue) for one in procedure.bring],
        deadline=DeadlineShape(
            date=found.due,
            text=said("deadline", procedure.deadline.text),
            kind=procedure.deadline.kind,
            note=said.or_none("deadline_note", procedure.deadline.note),
        ),
        form=procedure.form,
        proxy_form=procedure.proxy_form,
        fee_yen=procedure.fees.yen,
        fees=[_fee(one, tongue) for one in procedure.fees.kinds],
        who=said("who", procedure.who_can_apply),
        notes=said.or_none("notes", procedure.notes),
        external=said.or_none("external", procedure.external),
        explained=[ExplainedShape(**vars(word)) for word in explainer.of(procedure)],
        other_languages=said.others,
    )


class _Spoken:
    """Says texts in one language, and remembers which had to be said in another."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        self.others: dict[str, Language] = {}

    def __call__(self, field: str, words: Words) -> str:
        said = self._tongue.said(words)
        if said.language != self._tongue.language and not self._tongue.is_japanese:
            self.others[field] = said.language
        return said.text

    def or_none(self, field: str, words: Words | None) -> str | None:
        return self(field, words) if words else None


def _fee(fee: Fee, tongue: Tongue) -> FeeShape:
    return FeeShape(name=tongue.say(fee.name), yen=fee.yen)


def _bring(one: Bring, tongue: Tongue) -> BringShape:
    said = _Spoken(tongue)
    return BringShape(
        item=said("item", one.item),
        required=one.required is True,
        when=said.or_none("when", one.when),
        other_languages=said.others,
    )


def _question(one: Question, tongue: Tongue) -> QuestionShape:
    return QuestionShape(
        id=one.id,
        text=tongue.say(one.text),
        help=tongue.say(one.help) if one.help else None,
        type=one.type,
        required=one.required,
        options=[
            {"value": option.value, "label": tongue.say(option.label)} for option in one.options
        ],
    )
