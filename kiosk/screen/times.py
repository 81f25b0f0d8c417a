"""Days and times as people say them. Everything here is Japan's time."""

from datetime import date, datetime

from kiosk.office_clock import JAPAN
from kiosk.screen.words import Words


def clock_time(moment: datetime) -> str:
    """Return a time of day: 10:45."""
    local = moment.astimezone(JAPAN)
    return f"{local.hour}:{local.minute:02}"


def day_facts(day: date, words: Words) -> dict[str, object]:
    """Return the parts of a day for the texts that need them."""
    return {
        "month": day.month,
        "date": day.day,
        "month_name": f"{day:%b}",
        "weekday": words.weekday(day.weekday()),
    }


def day_word(day: date, today: date, words: Words) -> str:
    """Return あした, あさって or the date, as a text that other texts can take in."""
    key = {1: "tomorrow", 2: "day_after"}.get((day - today).days, "on_day")
    return words.raw(key, **day_facts(day, words))


def opens_again(moment: datetime, now: datetime, words: Words) -> str:
    """Return 「次の受付 13:00から」, 「あした 9:00から」 or the day, for other texts to take in."""
    day, today = moment.astimezone(JAPAN).date(), now.astimezone(JAPAN).date()
    key = {0: "opens_at", 1: "opens_tomorrow"}.get((day - today).days, "opens_on")
    return words.raw(key, time=clock_time(moment), **day_facts(day, words))


def header_date(now: datetime, words: Words) -> str:
    """Return 11月24日（火）, or Tue, Nov 24."""
    return words.bare("header_date", **day_facts(now.astimezone(JAPAN).date(), words))
