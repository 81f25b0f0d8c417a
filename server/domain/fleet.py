"""How machines are, judged from what they said of themselves and when they last said it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

#: A kiosk beats every three seconds, a display every five; one lost beat is no news.
LOST_AFTER = timedelta(seconds=9)
#: More papers and numbers than this wait for nobody who is there.
MANY_UNSENT = 10
#: Tickets are ordered by time; a minute is more than a network takes.
CLOCK_OFF_S = 60
#: What a printer or scanner may say without anybody having to go.
_FINE = frozenset({"ok", "ready", "unknown", ""})
#: What it says when it is surely well; one that says nothing may still stand there empty.
_WELL = frozenset({"ok", "ready"})
#: What a machine calls staff for and tells by itself when it is over, and what each printer may
#: say then. Whether a visitor is still waiting for a paper, or for help, no machine knows.
_OVER_WHEN: Mapping[str, frozenset[str]] = {
    "paper_out": _WELL | {"paper_near_end"},
    "printer": _WELL | {"paper_near_end"},
    "paper_near_end": _WELL,
}


class Level(StrEnum):
    """How bad it is; worst first."""

    STOPPED = "stopped"
    LOOK = "look"
    GOOD = "good"


#: What can be wrong, worst first, and how bad it is.
TROUBLES: Mapping[str, Level] = {
    "lost": Level.STOPPED,
    "paper_out": Level.STOPPED,
    "printer": Level.STOPPED,
    "disk": Level.STOPPED,
    "scanner": Level.LOOK,
    "paper_near_end": Level.LOOK,
    "unsent": Level.LOOK,
    "refused_reports": Level.LOOK,
    "no_numbers": Level.LOOK,
    "clock_off": Level.LOOK,
    "muted": Level.LOOK,
    "voice": Level.LOOK,
    "never_seen": Level.LOOK,
}
_RANK = {what: place for place, what in enumerate(TROUBLES)}


@dataclass(frozen=True)
class Sign:
    """The last that was heard of a machine."""

    seen_at: datetime | None
    health: Mapping[str, Any]


def troubles(sign: Sign, now: datetime, *, clock_ahead_s: float = 0.0) -> list[str]:
    """Return what is wrong with a machine, worst first.

    Args:
        clock_ahead_s: how far the office's own clock is set ahead of the true time, as in a demo.

    """
    if sign.seen_at is None:
        return ["never_seen"]
    if now - sign.seen_at > LOST_AFTER:
        return ["lost"]
    return sorted(set(_said(sign.health, clock_ahead_s)), key=_RANK.__getitem__)


def level_of(found: list[str]) -> Level:
    """Return how bad the worst of it is."""
    return TROUBLES[found[0]] if found else Level.GOOD


def rank_of(found: list[str]) -> int:
    """Return the place of the worst of it among `TROUBLES`; after them all if nothing is wrong."""
    return _RANK[found[0]] if found else len(_RANK)


def printer_states(health: Mapping[str, Any]) -> dict[str, str]:
    """Return what each printer of a machine said, by its name."""
    printers = health.get("printers")
    if not isinstance(printers, Mapping):
        return {"ticket": str(health["printer"])} if "printer" in health else {}
    return {
        str(name): str(said.get("state", "unknown") if isinstance(said, Mapping) else said)
        for name, said in printers.items()
    }


def printers_with(health: Mapping[str, Any], what: str) -> list[str]:
    """Return which printers of a machine the trouble *what* is about, by name.

    >>> printers_with({"printers": {"ticket": {"state": "paper_out"}, "form": {"state": "ok"}}},
    ...               "paper_out")
    ['ticket']
    """
    return [name for name, state in printer_states(health).items() if _trouble_of(state) == what]


def is_over(reason: str, health: Mapping[str, Any]) -> bool:
    """Tell whether a machine says that what it called staff for, *reason*, has been put right."""
    if reason == "scanner":
        return health.get("scanner") in _WELL
    states = printer_states(health).values()
    return bool(states) and all(state in _OVER_WHEN.get(reason, ()) for state in states)


def _trouble_of(state: str) -> str | None:
    if state in _FINE:
        return None
    return state if state in {"paper_out", "paper_near_end"} else "printer"


def _said(health: Mapping[str, Any], clock_ahead_s: float) -> Iterator[str]:
    for state in printer_states(health).values():
        if what := _trouble_of(state):
            yield what
    numbers = health.get("numbers")
    lent = numbers.values() if isinstance(numbers, Mapping) else ()
    off_s = _number(health.get("clock_offset_s", clock_ahead_s)) - clock_ahead_s
    wrong = {
        "scanner": str(health.get("scanner", "ok")) not in _FINE,
        "disk": health.get("disk") == "failed",
        "unsent": _number(health.get("unsent")) > MANY_UNSENT,
        "refused_reports": _number(health.get("refused_reports")) > 0,
        "no_numbers": any(_number(left) <= 0 for left in lent),
        "clock_off": abs(off_s) > CLOCK_OFF_S,
        "muted": health.get("muted") is True or health.get("trouble") == "card",
        "voice": health.get("trouble") == "voice",
    }
    yield from (what for what, is_so in wrong.items() if is_so)


def _number(said: object) -> float:
    """Return a number a machine said; what is none counts as nothing."""
    return float(said) if isinstance(said, int | float) else 0.0
