"""Days and times as people say them. Everything here is Japan's time."""

from datetime import date, datetime

from kiosk.office_clock import JAPAN
from kiosk.screen.words import Words

_WEEKDAYS_JA = "月火水木金土日"


def clock_time(moment: datetime) -> str:
    """Return a time of day: 10:45."""
    local = moment.astimezone(JAPAN)
    return f"{local.hour}:{local.minute:02}"


def weekday(day: date, language: str) -> str:
    """Return 木 or Thu."""
    return _WEEKDAYS_JA[day.weekday()] if language == "ja" else f"{day:%a}"


def day_facts(day: date, language: str) -> dict[str, object]:
    """Return the parts of a day for the texts that need them."""
    return {
        "month": day.month,
        "date": day.day,
        "month_name": f"{day:%b}",
        "weekday": weekday(day, language),
    }


def day_word(day: date, today: date, words: Words) -> str:
    """Return あした, あさって or the date."""
    near = {1: "tomorrow", 2: "day_after"}.get((day - today).days)
    if near:
        return words.plain(near)
    return words.plain("on_day", **day_facts(day, words.language))


def header_date(now: datetime, language: str) -> str:
    """Return 11月24日（火）, or Tue, Nov 24."""
    if language == "ja":
        return f"{now.month}月{now.day}日（{_WEEKDAYS_JA[now.weekday()]}）"
    return f"{now:%a, %b} {now.day}"
