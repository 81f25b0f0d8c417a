"""The words on papers, by language, and how moments are written there."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

import yaml

#: Japan keeps one time all year.
JAPAN = timezone(timedelta(hours=9))

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "月火水木金土日"


#: From Monday; the week's days on the sheets of each language.
_DAYS_OF = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh_hans": "一二三四五六日",
    "zh_hant": "一二三四五六日",
    "ko": "월화수목금토일",
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
}


@cache
def _all(name: str = "words") -> Mapping[str, Mapping[str, str]]:
    source = files("printer_drivers.layout") / f"{name}.yaml"
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load(source.read_text("utf-8"))
    return words


def known_language(language: str) -> str:
    """Return *language* as papers know it; English for what they do not know.

    >>> known_language("zh-Hans"), known_language("fr")
    ('zh_hans', 'en')
    """
    plain = language.replace("-", "_").lower()
    return plain if plain in _all() else "en"


def words_of(language: str) -> Mapping[str, str]:
    """Return the words of a known language."""
    return _all()[language]


def clock(moment: datetime) -> str:
    """Return the time of day on a wall in Japan: 「9:05」."""
    local = moment.astimezone(JAPAN)
    return f"{local.hour}:{local.minute:02}"


def moment_in(language: str, moment: datetime) -> str:
    """Return day and time as *language* writes them.

    >>> moment_in("ja", datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN))
    '11月24日(火)10:38'
    """
    local = moment.astimezone(JAPAN)
    return words_of(language)["moment"].format(
        m=local.month,
        M=_MONTHS[local.month - 1],
        d=local.day,
        w=_WEEKDAYS[local.weekday()],
        t=clock(moment),
    )


def a4_words_of(language: str) -> Mapping[str, str]:
    """Return the words of the A4 sheets of a known language."""
    return _all("a4_words")[language]


def day(moment: datetime, language: str = "ja") -> str:
    """Return a day with its weekday as a known *language* writes it.

    >>> thursday = datetime(2026, 11, 26, 10, tzinfo=JAPAN)
    >>> day(thursday), day(thursday, "en"), day(thursday, "vi")
    ('11月26日（木）', 'Thu 26 Nov', 'Thứ Năm, 26/11')
    """
    local = moment.astimezone(JAPAN)
    weekday = _DAYS_OF.get(language, _WEEKDAYS)[local.weekday()]
    return a4_words_of(language)["day"].format(
        m=local.month, M=_MONTHS[local.month - 1], d=local.day, w=weekday
    )
