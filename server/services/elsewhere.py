"""Other offices with a free time, the nearest first: for who finds everything taken here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import select

from config.schema.services import Elsewhere
from config.schema.shapes import Words
from server.db.city import Look
from server.db.floor import Floor
from server.db.models import OfficeRow
from server.domain.nearness import kilometres
from server.services import seats
from server.services.ways import Way

#: So many offices are named; more is no help on a phone.
MOST = 3


@dataclass(frozen=True)
class FreeElsewhere:
    """An office that still has a time, the earliest, and how far it is."""

    office: str
    names: Words
    start: datetime
    #: None where the pack does not say where the offices stand.
    km: float | None
    serves: Elsewhere


def free_elsewhere(
    look: Look, office: str, service: str, first: date, last: date, minutes: int = 0,
    method: str | None = None,
) -> list[FreeElsewhere]:  # fmt: skip
    """Return the nearest other offices with a free time between two days, at most `MOST`.

    With a *method*, times that are kept another way do not count.

    Nearest by the positions in the pack; offices without one follow in the city's order.
    """
    here = look.floor_of(office)
    if here.service(service).setup.elsewhere == "own_ward":
        return []
    found = _free(look, here, service, max(first, look.day), last, minutes, Way(method))
    return list(islice(found, MOST))


def _free(
    look: Look, here: Floor, service: str, first: date, last: date, minutes: int, way: Way
) -> Iterator[FreeElsewhere]:
    """Yield offices one by one: usually those next door have a time, and the rest is not read."""
    serves = here.service(service).setup.elsewhere
    for km, there in _nearest_first(look, here):
        plan = there.services.get(service)
        if plan is None or not plan.setup.bookable:
            continue
        offered = seats.offered(look, there, plan, first, last, minutes)
        start = next((slot.start for slot in offered if slot.free and way.fits(slot)), None)
        if start is not None:
            yield FreeElsewhere(there.setup.code, there.setup.names, start, km, serves)


def _nearest_first(look: Look, here: Floor) -> list[tuple[float | None, Floor]]:
    codes = look.session.scalars(select(OfficeRow.code).order_by(OfficeRow.position))
    others = [look.floor_of(code) for code in codes if code != here.setup.code]
    far = [(_km(here, there), there) for there in others]
    return sorted(far, key=lambda both: float("inf") if both[0] is None else both[0])


def _km(here: Floor, there: Floor) -> float | None:
    if here.setup.position is None or there.setup.position is None:
        return None
    return kilometres(here.setup.position, there.setup.position)
