"""Whether a service gives a walk-in ticket now, and if not, when it does again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from server.db import queries
from server.db.floor import Floor, ServicePlan
from server.domain.business_day import JST, business_date, iso
from server.domain.refusals import Refused
from server.domain.walk_ins import WalkIns
from server.domain.why import clock_time
from server.services.opening_hours import opening_of

Why = Literal["reception_closed", "contingent_spent"]

_FACTS: Mapping[Why, str] = {
    "reception_closed": "ただいまの時間は受付していません。",
    "contingent_spent": "この時間の番号札は、すべてお渡ししました。",
}


@dataclass(frozen=True)
class Gate:
    """Whether tickets are given now."""

    #: None: they are. Otherwise the code of the refusal.
    why: Why | None
    #: When they are given again; None while they are given, or if they never are.
    opens_at: datetime | None = None
    #: How many are left of the contingent; None: as many as come.
    left: int | None = None

    @property
    def open(self) -> bool:
        """Whether a ticket can be taken."""
        return self.why is None


def gate(session: Session, floor: Floor, service: ServicePlan, now: datetime) -> Gate:
    """Return whether *service* gives a walk-in ticket at *now*.

    Its contingent counts the tickets given since the part of the day began; one that was
    taken back is free again.
    """
    rule = WalkIns(opening_of(floor, service), service.setup.contingents)
    span = rule.at(now)
    if span is None:
        return Gate("reception_closed", rule.next_after(now))
    if span.tickets is None:
        return Gate(None)
    given = queries.walk_ins_since(
        session, service.queue.id, service.id, business_date(now), span.start
    )
    left = max(0, span.tickets - given)
    return Gate(None, left=left) if left else Gate("contingent_spent", rule.next_after(now), 0)


def left_at(
    session: Session, floor: Floor, service: ServicePlan, at: datetime, now: datetime
) -> int | None:
    """Return how many tickets are left for the part of the day that runs at *at*, as of *now*.

    None: as many as come.

    Raises:
        Refused: ``reception_closed``, with when it opens again.

    """
    rule = WalkIns(opening_of(floor, service), service.setup.contingents)
    span = rule.at(at)
    if span is None:
        raise _refusal(Gate("reception_closed", rule.next_after(at)))
    running = span.start <= now < span.end
    return gate(session, floor, service, now).left if running else span.tickets


def changes(floor: Floor, service: ServicePlan, days: Sequence[date]) -> list[datetime]:
    """Return when tickets of *days* begin and end to be given."""
    rule = WalkIns(opening_of(floor, service), service.setup.contingents)
    return [moment for day in days for span in rule.on(day) for moment in (span.start, span.end)]


def require_ticket(session: Session, floor: Floor, service: ServicePlan, now: datetime) -> None:
    """Return if a walk-in ticket can be taken now.

    Raises:
        Refused: ``reception_closed`` or ``contingent_spent``, with when it opens again.

    """
    found = gate(session, floor, service, now)
    if found.why is not None:
        raise _refusal(found)


def _refusal(found: Gate) -> Refused:
    code = found.why or "reception_closed"
    again = f"次の受付は{_day_and_time(found.opens_at)}からです。" if found.opens_at else ""
    opens_at = iso(found.opens_at) if found.opens_at else None
    return Refused(code, _FACTS[code] + again, opens_at=opens_at)


def _day_and_time(moment: datetime) -> str:
    local = moment.astimezone(JST)
    return f"{local.month}月{local.day}日{clock_time(moment)}"
