"""What a kiosk needs to give out numbers by itself: hours, words and queues of two days."""

from datetime import date, datetime, timedelta
from typing import Any, get_args

from config.schema.shapes import Language
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.domain.business_day import ends_at, iso, starts_at
from server.domain.refusals import Refused
from server.services import opening_hours, walk_ins
from server.services.answers_by_time import answers_by_time
from server.services.words import TICKET_TITLE, where_to_wait

LANGUAGES: tuple[Language, ...] = get_args(Language)


def plan(look: Look, office: str) -> dict[str, Any]:
    """Return the plan of *office* for today and tomorrow."""
    floor = look.floor_of(office)
    days = covered(look)
    return {
        "as_of": iso(look.now),
        "until": iso(ends_at(days[-1])),
        "office": _in_all(floor.setup.names.in_language),
        "logo": floor.setup.logo,
        "titles": dict(TICKET_TITLE),
        "services": [_service(look, floor, service, days) for service in floor.services.values()],
        "queues": [
            {"queue": queue.code, "prefix": queue.prefix, "block": queue.setup.offline_block}
            for queue in floor.queues.values()
        ],
    }


def covered(look: Look) -> list[date]:
    """Return the days that a kiosk is told of."""
    return [look.day, look.day + timedelta(days=1)]


def changes_of_reception(
    floor: Floor, service: ServicePlan, days: list[date]
) -> list[datetime | None]:
    """Return when reception of a service begins and ends, and when each day does."""
    opening = opening_hours.opening_of(floor, service)
    return [
        moment
        for day in days
        for moment in (
            starts_at(day), opening.opens_at(day), opening.reception_ends(day), ends_at(day)
        )
    ]  # fmt: skip


def _service(look: Look, floor: Floor, service: ServicePlan, days: list[date]) -> dict[str, Any]:
    def ticket(at: datetime) -> dict[str, Any]:
        if not service.setup.walk_in:
            raise Refused("reservation_only", "この用件は予約制です。職員にお声がけください。")
        left = walk_ins.left_at(look.session, floor, service, at, look.now)
        return {} if left is None else {"left": left}

    return {
        "service": service.code,
        "queue": service.queue.code,
        "names": _in_all(service.setup.names.in_language),
        "where": _in_all(lambda spoken: where_to_wait(floor, service.queue, spoken)),
        "priority_min": service.setup.priority_min,
        "walk_in": answers_by_time(
            [*changes_of_reception(floor, service, days), *walk_ins.changes(floor, service, days)],
            ticket,
        ),
    }


def _in_all(say: Any) -> dict[str, str]:
    return {language: say(language) for language in LANGUAGES}
