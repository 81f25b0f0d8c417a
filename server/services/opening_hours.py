"""Opening hours of a floor's services, with Japan's holidays."""

from datetime import date, datetime
from typing import Any

from config.national_holidays import is_national_holiday
from server.db.floor import Floor, ServicePlan
from server.domain.business_day import JST, iso, starts_at
from server.domain.opening import Opening
from server.domain.refusals import Refused
from server.domain.why import clock_time


def opening_of(floor: Floor, service: ServicePlan) -> Opening:
    """Return when a service is open."""
    calendar = floor.setup.calendar
    return Opening(calendar.rules[service.setup.opening], calendar, is_national_holiday)


def reception_ends(floor: Floor, service: ServicePlan, now: datetime) -> datetime | None:
    """Return when today's last ticket is issued; None on a closed day."""
    return opening_of(floor, service).reception_ends(now.astimezone(JST).date())


def require_reception(floor: Floor, service: ServicePlan, now: datetime) -> None:
    """Return if a ticket can be taken now.

    Raises:
        Refused: ``reception_closed``, with the next opening.

    """
    opening = opening_of(floor, service)
    if opening.takes_tickets(now):
        return
    following = opening.next_opening(now)
    again = f"次の受付は{_day_and_time(following)}からです。" if following else ""
    raise Refused(
        "reception_closed",
        f"ただいまの時間は受付していません。{again}",
        opens_at=iso(following) if following else None,
    )


def today(floor: Floor, now: datetime) -> dict[str, Any]:
    """Return when the office opens and closes today: its earliest and latest service."""
    day = now.astimezone(JST).date()
    openings = [opening_of(floor, service) for service in floor.services.values()]
    opens = [moment for one in openings if (moment := one.opens_at(day)) is not None]
    closes = [moment for one in openings if (moment := one.closes_at(day)) is not None]
    return {
        "open": any(one.is_open(now) for one in openings),
        "opens_at": iso(min(opens)) if opens else None,
        "closes_at": iso(max(closes)) if closes else None,
    }


def today_and_next(floor: Floor, day: date) -> dict[str, Any]:
    """Return when the office opens and closes on *day*, and when it opens the time after."""
    openings = [opening_of(floor, service) for service in floor.services.values()]
    opens = [moment for one in openings if (moment := one.opens_at(day)) is not None]
    closes = [moment for one in openings if (moment := one.closes_at(day)) is not None]
    after = max(opens, default=starts_at(day))
    following = [moment for one in openings if (moment := one.next_opening(after)) is not None]
    return {
        "opens_at": iso(min(opens)) if opens else None,
        "closes_at": iso(max(closes)) if closes else None,
        "next_opens_at": iso(min(following)) if following else None,
    }


def _day_and_time(moment: datetime) -> str:
    local = moment.astimezone(JST)
    return f"{local.month}月{local.day}日{clock_time(moment)}"
