"""Each problem's own screen: the fact, what is unchanged, and at most three ways on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from kiosk.lobby import Lobby
from kiosk.office_clock import JAPAN
from kiosk.problem import Problem
from kiosk.screen.times import clock_time, day_facts, day_word, opens_again
from kiosk.screen.words import Words
from kiosk.visitor import Visitor


@dataclass(frozen=True)
class Way:
    """A button that leads on from a problem."""

    touch: str
    icon: str
    title: Markup
    hint: Markup
    value: str = ""


#: Which ways each problem offers; the first is the filled one.
WAYS: Mapping[str, tuple[str, ...]] = {
    "unreadable": ("try_again", "type_code", "home"),
    "not_ours": ("try_again", "type_code", "home"),
    "not_a_token": ("try_again", "type_code", "home"),
    "unknown_token": ("walk_in_choose", "type_code", "home"),
    "other_office": ("home",),
    "other_day": ("walk_in", "come_again", "change_day"),
    "too_early": ("walk_in", "wait_until", "home"),
    "too_late": ("home",),
    "cancelled": ("walk_in", "home"),
    "already_used": ("walk_in_choose", "home"),
    "reception_closed": ("home",),
    "contingent_spent": ("home",),
    "reservation_only": ("home",),
    "numbers_exhausted": ("home",),
    "unreachable": ("try_later", "home"),
    "not_held": ("walk_in_choose", "home"),
    "block_exhausted": ("home",),
}
_OTHERWISE = ("home",)
#: After these only a person can help: the bell is the filled button.
NEEDS_STAFF = {
    "too_late",
    "unreachable",
    "key_refused",
    "refused",
    "numbers_exhausted",
    "block_exhausted",
}
_SAME_WORDS = {"not_a_token": "unreadable", "key_refused": "unreachable"}


def problem_page(visitor: Visitor, words: Words, lobby: Lobby, now: datetime) -> dict[str, Any]:
    """Return what the screen of the visitor's problem shows."""
    problem = visitor.problem or Problem("refused")
    code = _SAME_WORDS.get(problem.code, problem.code)
    known = code if code in WAYS else "refused"
    told = _Told(problem, words, lobby, now)
    told.assisted = visitor.assisted
    return {
        "code": known,
        "title": told.title(known),
        "text": told.text(known),
        "days": told.days() if known == "other_day" else None,
        "ways": [told.way(name) for name in WAYS.get(known, _OTHERWISE)],
        "needs_staff": known in NEEDS_STAFF,
    }


class _Told:
    """The words of one problem."""

    def __init__(self, problem: Problem, words: Words, lobby: Lobby, now: datetime) -> None:
        self._body = problem.body
        self._words = words
        self._lobby = lobby
        self._now = now
        self.assisted = False
        self._today = now.astimezone(JAPAN).date()
        start = self._body.start if self._body else None
        self._start = start.astimezone(JAPAN) if start and start.tzinfo else None

    def title(self, code: str) -> Markup:
        return self._say(code, "title")

    def text(self, code: str) -> Markup:
        if code == "refused" and self._body and self._words.language == "ja":
            said = escape(self._body.message)
            return Markup("<br>").join([said, self._words.lines("refused_text")])
        return self._say(code, "text")

    def _say(self, code: str, part: str) -> Markup:
        key = f"{code}_{part}"
        if code == "other_office" and not self._office():
            key += "_plain"
        if code == "other_day" and self._past():
            key += "_past"
        if key == "reception_closed_text" and not self._opens():
            key += "_never"
        return self._words.lines(key, **self._values())

    def _values(self) -> dict[str, object]:
        office = self._office()
        word = day_word(self._day(), self._today, self._words)
        return {
            "office": office,
            "office_en": office,
            "day_word": word,
            "opens": self._opens(),
        }

    def _opens(self) -> str:
        moment = self._body.opens_at if self._body else None
        return opens_again(moment, self._now, self._words) if moment else ""

    def _office(self) -> str:
        return (self._body.office_name or "") if self._body else ""

    def _day(self) -> Any:
        if self._start:
            return self._start.date()
        return (self._body.day if self._body else None) or self._today

    def _past(self) -> bool:
        return bool(self._day() < self._today)

    def days(self) -> list[dict[str, Any]] | None:
        """Return the two calendar leaves: today and the booked day."""
        day = self._day()
        leaf = {
            "today_card": (self._today, ""),
            "booked_card": (day, clock_time(self._start) if self._start else ""),
        }
        return [
            {
                "head": self._words.plain(key),
                "date": when.day,
                "day": self._words.plain("card_day", **day_facts(when, self._words)),
                "time": time,
            }
            for key, (when, time) in leaf.items()
        ]

    def way(self, name: str) -> Way:
        return getattr(self, f"_way_{name}")()  # type: ignore[no-any-return]

    def _way_try_again(self) -> Way:
        return self._way("close", "scan", "try_again")

    def _way_try_later(self) -> Way:
        return self._way("close", "scan", "try_again", "home_hint")

    def _way_type_code(self) -> Way:
        return self._way("type", "keys", "type_code")

    def _way_home(self) -> Way:
        return self._way("close", "back", "home")

    def _way_walk_in_choose(self) -> Way:
        return self._way("close", "clock", "walk_in_today", "walk_in_choose_hint")

    def _way_walk_in(self) -> Way:
        service = self._lobby.service((self._body.service if self._body else None) or "")
        if service is None or not (service.walk_in and service.open):
            return self._way_walk_in_choose()
        hint = self._words.plain("walk_in_today_hint", count=service.waiting or 0)
        title = self._words.plain("walk_in_today")
        ask = service.ask_priority and not self.assisted
        return Way("ask" if ask else "choose", "clock", title, hint, service.id)

    def _way_come_again(self) -> Way:
        values = day_facts(self._day(), self._words)
        values["time"] = clock_time(self._start) if self._start else ""
        hint = self._words.plain("come_again_hint", **values)
        return Way("close", "calendar", self._words.plain("come_again"), hint)

    def _way_wait_until(self) -> Way:
        time = clock_time(self._start) if self._start else ""
        return self._way("close", "calendar", "wait_until", time=time)

    def _way_change_day(self) -> Way:
        return self._way("close", "phone", "change_day")

    def _way(
        self, touch: str, icon: str, title: str, hint: str | None = None, **values: object
    ) -> Way:
        said = self._words.plain(hint or f"{title}_hint", **values)
        return Way(touch, icon, self._words.plain(title), said)
