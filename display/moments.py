"""What a screen shows because of the time: the day's phases, bands, languages in turn, loudness.

``static/moments.js`` holds the same rules for the running page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from display.office import Phrases

TURN = timedelta(seconds=8)
#: So long after a call the screen does not go to sleep.
AWAKE_AFTER_CALL = timedelta(minutes=15)

_OSAKA = ZoneInfo("Asia/Tokyo")
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Phase:
    """Whether the office receives people, and what a screen says while it does not."""

    name: str
    headline: str = ""
    then: str = ""


@dataclass(frozen=True)
class Band:
    """A text across the screen, in Japanese and in the languages of the display."""

    kind: str
    texts: Mapping[str, str]


OPEN = Phase("open")


def phase(snapshot: Mapping[str, Any], words: Phrases, now: datetime) -> Phase:
    """Return the phase of the day; as long as anybody waits or was just called it is open."""
    opening = snapshot.get("opening")
    if opening is None or _is_busy(snapshot, now):
        return OPEN
    opens, closes, following = (
        datetime.fromisoformat(opening[name]) if opening[name] else None
        for name in ("opens_at", "closes_at", "next_opens_at")
    )
    if opens is not None and now < opens:
        return Phase("before", words["opens"]["ja"].replace("{time}", time_words(opens)))
    if closes is not None and now < closes:
        return OPEN
    then = f"次は {date_words(following)} {time_words(following)} から" if following else ""
    return Phase("closed", words["closed"]["ja"] if opens else "本日は閉庁日です", then)


def _is_busy(snapshot: Mapping[str, Any], now: datetime) -> bool:
    handover = snapshot.get("handover") or {}
    return bool(
        any(queue["count"] for queue in snapshot["waiting"])
        or handover.get("ready")
        or handover.get("preparing")
        or any(
            now - datetime.fromisoformat(call["at"]) < AWAKE_AFTER_CALL
            for call in snapshot["calls"]
        )
    )


def band(
    snapshot: Mapping[str, Any], words: Phrases, setting: Mapping[str, Any], now: datetime
) -> Band | None:
    """Return the text across the screen: what staff put up last, else that the room is full."""
    standing = [
        text
        for text in snapshot.get("broadcasts", ())
        if datetime.fromisoformat(text["until"]) > now
    ]
    # Who has to leave the building must read that first.
    standing.sort(key=lambda text: text["preset"] == "evacuate", reverse=True)
    if standing:
        preset = standing[0]["preset"]
        return Band(preset or "text", words[preset] if preset else {"ja": standing[0]["text"]})
    waiting = sum(queue["count"] for queue in snapshot["waiting"])
    is_full = setting.get("capacity") and waiting >= setting["capacity"]
    if is_full or snapshot.get("room_full"):
        return Band("room_full", words["room_full"])
    return None


def in_turn(languages: Sequence[str], at_once: int, now: datetime) -> list[str]:
    """Return the languages whose turn it is: the next ones every eight seconds."""
    if len(languages) <= at_once:
        return list(languages)
    turn = int(now.timestamp() // TURN.total_seconds())
    first = turn * at_once % len(languages)
    return [languages[(first + place) % len(languages)] for place in range(at_once)]


def date_words(moment: datetime) -> str:
    """Return the date as it is said in Osaka.

    >>> date_words(datetime.fromisoformat("2026-11-24T10:44:00+09:00"))
    '11月24日（火）'
    """
    day = moment.astimezone(_OSAKA)
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def time_words(moment: datetime) -> str:
    """Return the time on the office's clock."""
    return f"{moment.astimezone(_OSAKA):%H:%M}"
