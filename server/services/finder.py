"""手続き判定 for an office: who does each procedure, what to bring, and until which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from config.schema.procedures import Channel, Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Words
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.models import OfficeRow
from server.domain import deadlines, finder
from server.domain.conditions import Answer
from server.domain.refusals import Misfit
from server.services import catalogue
from server.services.opening_hours import opening_of
from server.services.takers import service_for

#: Where something is settled, the way that saves most first.
Place = Literal["home", "office", "elsewhere", "nothing"]

PLACE: Mapping[Channel, Place] = {
    "full_online": "home",
    "remote": "home",
    "pre_apply": "office",
    "pre_apply_and_interview": "office",
    "reserve_only": "office",
    "draft_only": "office",
    "counter_only": "office",
    "referral": "elsewhere",
    "info_only": "nothing",
}
_RANK: Mapping[Place, int] = {"home": 0, "office": 1, "elsewhere": 2, "nothing": 3}

#: The answer that tells the day from which a deadline counts.
_DAY_OF: Mapping[str, str] = {
    "move_date": "mv_date",
    "death_date": "bv_death_date",
    "birth_date": "bc_birth_date",
}


@dataclass(frozen=True)
class Found:
    """A procedure somebody needs, with what this office makes of it."""

    procedure: Procedure
    place: Place
    #: Who takes it here; None where it is settled outside or no office is meant.
    service: ServicePlan | None
    section_names: Words
    #: The last day, moved to an opening day; None where it cannot be counted.
    due: date | None


@dataclass(frozen=True)
class Result:
    """What the answers so far lead to."""

    procedures: list[Found]
    next_questions: list[Question]
    floor: Floor | None


def find(look: Look, answers: Mapping[str, Any], office: str | None) -> Result:
    """Return what somebody needs who gave *answers*, and what is still to be asked.

    Procedures stand in the order home, office, elsewhere, nothing to do; what is due
    first comes first.

    Raises:
        Misfit: every unknown question and every answer that a question does not have.
        NotFound: ``unknown_office``.

    """
    wards = look.session.scalars(select(OfficeRow.code).order_by(OfficeRow.position)).all()
    # Without an office the city's calendar is asked for closed days: every ward has it.
    floor = look.floor_of(office or wards[0])
    questions = catalogue.questions(look.session, office or "")
    wrong = finder.misfits(questions, answers, wards)
    if wrong:
        raise Misfit(wrong)
    found = [
        _found(look, floor, procedure, answers, is_here=office is not None)
        for procedure in finder.needed(catalogue.procedures(look.session, office or ""), answers)
    ]
    found.sort(key=lambda one: (_RANK[one.place], one.due or date.max))
    rest = finder.unanswered(questions, answers)
    return Result(found, rest, floor if office else None)


def _found(
    look: Look, floor: Floor, procedure: Procedure, answers: Mapping[str, Answer], *, is_here: bool
) -> Found:
    service = service_for(floor, procedure)
    return Found(
        procedure,
        PLACE[procedure.channel],
        service if is_here else None,
        _section_names(look, floor, procedure.section_role),
        _due(floor, service, procedure, answers),
    )


def _section_names(look: Look, floor: Floor, role: str) -> Words:
    inside = {section.role: section.names for section in floor.setup.sections}
    return inside.get(role) or catalogue.external_section(look.session, role).names


def _due(
    floor: Floor, service: ServicePlan | None, procedure: Procedure, answers: Mapping[str, Answer]
) -> date | None:
    event = answers.get(_DAY_OF.get(procedure.deadline.from_ or "", ""))
    if not isinstance(event, str):
        return None
    last = deadlines.last_day(date.fromisoformat(event), procedure.deadline)
    opening = opening_of(floor, service or next(iter(floor.services.values())))
    return opening.opening_day_from(last) if last else None
