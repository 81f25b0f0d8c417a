"""A manager's draft of a slot plan: changed step by step, kept nowhere until it is published."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select

from config.schema.slot_plans import SlotPlan
from server.db.city import Look
from server.db.floor import Floor
from server.db.models import Visit
from server.domain.business_day import JST
from server.domain.queueing import VisitClass
from server.domain.refusals import FieldError, Misfit, NotFound
from server.domain.slots import days_from, planned
from server.services.opening_hours import opening_of

#: Walk-ins of so many weeks tell how many to expect.
WEEKS_SEEN = 4


def parsed(document: Mapping[str, Any]) -> SlotPlan:
    """Return a plan from its document.

    Raises:
        Misfit: every misfit at once, with its place in the plan.

    """
    try:
        return SlotPlan.model_validate(document)
    except ValidationError as wrong:
        raise Misfit(
            [
                FieldError(
                    ".".join(map(str, one["loc"])), "misfit", _sentence(one["loc"], one["msg"])
                )
                for one in wrong.errors()
            ]
        ) from None


def beginning(values: Mapping[str, str]) -> SlotPlan:
    """Return a new plan for another way or place: one seat on weekdays, to be changed.

    Args:
        values: ``service``, ``method``, ``venue``, ``minutes``, ``meeting_url``.

    """
    names = ("service", "method", "venue", "minutes")
    meeting = values.get("meeting_url", "").strip() if values.get("method") == "web" else ""
    weekdays = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "10:00", "to": "16:00"}
    return parsed(
        {name: values.get(name, "") for name in names}
        | {"patterns": [{**weekdays, "capacity": 1}], "meeting_url": meeting or None}
    )


def first_of(floor: Floor) -> SlotPlan:
    """Return the office's first plan, or one to begin with.

    Raises:
        NotFound: ``nothing_bookable``, where no service takes bookings.

    """
    if floor.setup.slot_plans:
        return floor.setup.slot_plans[0]
    service = next((one for one in floor.setup.services if one.bookable), None)
    if service is None or not floor.setup.venues:
        text = (
            "予約を受ける用件か場所が、まだ登録されていません。区役所の設定を読みこんでください。"
        )
        raise NotFound("nothing_bookable", text)
    venue = next(iter(floor.setup.venues))
    return beginning({"service": service.code, "method": "visit", "venue": venue, "minutes": "30"})


def with_exception(
    plan: SlotPlan, day: str, from_: str, to: str, capacity: str, note: str, internal: str = ""
) -> SlotPlan:
    """Return *plan* with another capacity on one day, for all of it or between two times."""
    one = {
        "date": day, "from": from_ or None, "to": to or None, "capacity": capacity,
        "note_ja": note or None, "internal": internal or None,
    }  # fmt: skip
    document = document_of(plan)
    return parsed({**document, "exceptions": [*document["exceptions"], one]})


def with_pattern(plan: SlotPlan, pattern: Mapping[str, Any]) -> SlotPlan:
    """Return *plan* with one more layer on top: weekdays, hours, seats, and a season if wanted."""
    document = document_of(plan)
    return parsed({**document, "patterns": [*document["patterns"], pattern]})


def without(plan: SlotPlan, part: str, at: int) -> SlotPlan:
    """Return *plan* without the layer or exception at a place (``patterns``, ``exceptions``)."""
    document = document_of(plan)
    kept = [one for place, one in enumerate(document[part]) if place != at]
    return parsed({**document, part: kept})


def with_value(plan: SlotPlan, name: str, value: str) -> SlotPlan:
    """Return *plan* with another value of ``minutes`` or ``meeting_url``."""
    return parsed({**document_of(plan), name: value.strip()})


def with_shares(plan: SlotPlan, shares: Mapping[str, str]) -> SlotPlan:
    """Return *plan* with the most bookings of each half-day, staff's part and its release.

    Args:
        shares: ``morning``, ``morning_internal`` and so on, ``release_hours``,
            ``lottery_days``; empty: no limit, no lots.

    """
    halves = {
        half: {"most": shares[half], "internal": shares.get(f"{half}_internal") or 0}
        if shares.get(half)
        else None
        for half in ("morning", "afternoon")
    }
    release = shares.get("release_hours") or None
    days = shares.get("lottery_days") or None
    lottery = {"apply_until_days_before": days} if days else None
    rest = {"release_hours": release, "lottery": lottery}
    return parsed({**document_of(plan), **halves, **rest})


def with_week_copied(floor: Floor, plan: SlotPlan, monday: date) -> SlotPlan:
    """Return *plan* with the seats of the week before *monday* in the week that it begins."""
    opening = opening_of(floor, floor.service(plan.service))
    seats = {
        one.start: (one.capacity, one.internal)
        for one in planned(plan, days_from(monday, 7), opening)
    }
    week = timedelta(days=7)
    before = planned(plan, days_from(monday - week, 7), opening)
    wanted = {one.start + week: (one.capacity, one.internal) for one in before}
    draft = plan
    for start, now in sorted(seats.items()):
        target = wanted.get(start, (0, 0))
        if target != now:
            local = start.astimezone(JST)
            until = local + timedelta(minutes=1)
            draft = with_exception(
                draft, local.date().isoformat(), f"{local:%H:%M}", f"{until:%H:%M}", str(target[0]),
                "前の週と同じ", str(target[1]),
            )  # fmt: skip
    return draft


def suggested(look: Look, floor: Floor, plan: SlotPlan, days: Sequence[date]) -> dict[date, int]:
    """Return for each day how many seats a slot leave room for the walk-ins to be expected.

    What all counters of the line serve in a slot, less the walk-ins that came in one on the
    same weekday of the last weeks. A day without a walk-in in memory has no suggestion.
    """
    service = floor.service(plan.service)
    counters = len(floor.counters_of_queue.get(service.queue.id, ()))
    serves = counters * plan.minutes / service.setup.minutes_p50
    opening = opening_of(floor, service)
    found: dict[date, int] = {}
    for day in days:
        seen = [day - timedelta(weeks=back) for back in range(1, WEEKS_SEEN + 9)]
        seen = [one for one in seen if one < look.day][:WEEKS_SEEN]
        came = look.session.scalar(
            select(func.count())
            .select_from(Visit)
            .where(
                Visit.queue_id == service.queue.id,
                Visit.business_date.in_(seen),
                Visit.visit_class != VisitClass.RESERVED,
            )
        )
        slots = sum(1 for _ in planned(plan, [day], opening))
        if came and slots:
            found[day] = max(0, round(serves - came / len(seen) / slots))
    return found


def document_of(plan: SlotPlan) -> dict[str, Any]:
    """Return the plan as a document that `parsed` reads."""
    return plan.model_dump(mode="json", by_alias=True)


_NAMES = {
    "patterns": "形", "exceptions": "例外", "days": "曜日", "from": "始まり", "to": "終わり",
    "capacity": "席の数", "date": "日", "minutes": "1枠の分", "every_min": "枠の間隔",
    "season": "季節", "morning": "午前", "afternoon": "午後", "most": "件数", "internal": "職員用",
    "lottery": "抽選", "apply_until_days_before": "申し込みの締め切り",
    "release_hours": "職員用を公開する時間",
}  # fmt: skip


def _sentence(place: Sequence[Any], message: str) -> str:
    names = [_NAMES[part] for part in place if part in _NAMES]
    where = "の".join(names[-2:]) or "予約枠"
    own = message.removeprefix("Value error, ")
    is_ours = not own.isascii()
    return own if is_ours else f"{where}を確かめてください。"
