"""Which service of an office takes a procedure."""

from collections.abc import Iterator

from config.schema.procedures import Procedure
from server.db.floor import Floor, ServicePlan


def service_for(floor: Floor, procedure: Procedure) -> ServicePlan | None:
    """Return the service that takes *procedure*, or None if no counter here does.

    What an office added to the catalogue goes to the service of its section, the section's
    own before one where it helps.
    """
    return next(_takers(floor, procedure), None)


def _takers(floor: Floor, procedure: Procedure) -> Iterator[ServicePlan]:
    plans, role = floor.services.values(), procedure.section_role
    yield from (plan for plan in plans if procedure.id in plan.setup.procedures)
    yield from (plan for plan in plans if plan.setup.section_roles[0] == role)
    yield from (plan for plan in plans if role in plan.setup.section_roles)
