"""How long a visit takes: one slot, and more for further procedures and a large family."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from config.schema.procedures import Procedure
from server.db.city import Work
from server.db.floor import Floor, ServicePlan
from server.db.models import PreApplication
from server.services import booking_window, catalogue, pre_applications
from server.services.takers import service_for
from server.services.ways import ANY, Way

#: The question of booking forms that says how many people come.
VISITORS = "booking.visitors"


def of_application(
    work: Work, plan: ServicePlan, at_least: int, applied: PreApplication | None, token: str
) -> int:
    """Return how many minutes the visit of an application takes at the service of *plan*."""
    if applied is None:
        return at_least
    content = pre_applications.opened(applied, token)
    people = visitors(work.session, work.office, content)
    return at_least + further(work.session, work.floor, plan, applied.procedures, people)


def further(
    session: Session, floor: Floor, plan: ServicePlan, procedures: Sequence[str], people: int = 1
) -> int:
    """Return the minutes beside the slot of the longest procedure.

    Procedures of other desks are done there, later in the same visit, unless this one
    gathers them. A booking is never longer than the service's ``longest_min``.
    """
    entries = (
        catalogue.procedure(session, floor.setup.code, code) for code in dict.fromkeys(procedures)
    )
    here = [
        one.service_minutes.value
        for one in entries
        if plan.setup.gathers or _is_here(floor, plan, one)
    ]
    rule = booking_window.rule_of(plan)
    more = sum(sorted(here)[:-1]) + rule.per_visitor_min * (people - 1)
    return max(0, min(more, rule.longest_min - slot_min(floor, plan)))


def slot_min(floor: Floor, plan: ServicePlan, way: Way = ANY) -> int:
    """Return the minutes of the longest slot of a service, of one *way* alone."""
    plans = (one for one in floor.setup.slot_plans if one.service == plan.code and way.fits(one))
    return max((one.minutes for one in plans), default=0)


def visitors(session: Session, office: str, content: Mapping[str, Any]) -> int:
    """Return how many people come, as a booking form in *content* says; else one."""
    for code, values in content["forms"].items():
        for field in catalogue.filled_form(session, office, content, code).fields:
            if field.bind == VISITORS and values.get(field.key):
                return int(values[field.key])
    return 1


def _is_here(floor: Floor, plan: ServicePlan, procedure: Procedure) -> bool:
    taker = service_for(floor, procedure)
    return taker is not None and taker.code == plan.code
