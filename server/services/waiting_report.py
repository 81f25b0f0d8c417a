"""The page of waits: a month at one glance, medians first, small cells hidden."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from server.db.city import Look
from server.db.floor import Floor
from server.domain.business_day import JST, business_date
from server.domain.figures import FEWEST_SHOWN, Stay, Summary, point, summary
from server.services.reports import Period, stays

#: The distribution goes in steps of five minutes; what is longer stands in the last one.
STEP_MIN, STEPS = 5, 18
#: A cell of the heat map is the darker, the longer its median; upper ends of the shades.
SHADES_MIN = (6, 10, 14, 18, 22, 26)
WEEKDAYS = "月火水木金土日"


def overview(look: Look, office: str, period: Period, queue: str | None = None) -> dict[str, Any]:
    """Return the waits of a period: figures, distribution, weekday by hour, by service.

    Args:
        queue: one line alone; None: all of them.

    """
    floor = look.floor_of(office)
    wanted = {
        plan.id for plan in floor.services.values() if queue is None or plan.queue.code == queue
    }
    called = [
        stay
        for stay in stays(look, floor, period)
        if stay.waited_min is not None and stay.service in wanted
    ]
    minutes, cells = _minutes(called), _cells(called)
    days = {day for day, _ in cells}
    return {
        "figures": summary(minutes),
        "steps": _steps(minutes),
        "hours": sorted({hour for _, hour in cells}),
        "weekdays": [(name, day) for day, name in enumerate(WEEKDAYS) if day in days],
        "cells": cells,
        "services": _by_service(floor, called),
    }


def _minutes(called: Iterable[Stay]) -> list[float]:
    return [stay.waited_min for stay in called if stay.waited_min is not None]


def _steps(minutes: Sequence[float]) -> list[float]:
    """Return the share of people in each step, in percent."""
    if not minutes:
        return []
    counts = Tally(min(int(one // STEP_MIN), STEPS - 1) for one in minutes)
    return [round(100 * counts[step] / len(minutes), 1) for step in range(STEPS)]


def _cells(called: Iterable[Stay]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the median of each weekday and hour; None where too few came."""
    groups: dict[tuple[int, int], list[float]] = defaultdict(list)
    for stay in called:
        if stay.joined is not None and stay.waited_min is not None:
            hour = stay.joined.astimezone(JST).hour
            groups[business_date(stay.joined).weekday(), hour].append(stay.waited_min)
    return {key: _cell(minutes) for key, minutes in groups.items()}


def _cell(minutes: Sequence[float]) -> dict[str, Any]:
    if len(minutes) < FEWEST_SHOWN:
        return {"median": None, "shade": 0}
    median = point(sorted(minutes), 50)
    return {"median": round(median), "shade": sum(median > end for end in SHADES_MIN)}


def _by_service(floor: Floor, called: Iterable[Stay]) -> list[tuple[str, str, Summary]]:
    groups: dict[int, list[Stay]] = defaultdict(list)
    for stay in called:
        groups[stay.service].append(stay)
    return [
        (plan.queue.prefix, plan.setup.names.ja, summary(_minutes(groups[plan.id])))
        for plan in floor.services.values()
        if plan.id in groups
    ]
