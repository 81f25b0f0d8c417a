"""Answers that are days and times, in western or Japanese years."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from server.domain import writing
from server.domain.field_texts import codes, typed
from server.domain.questions import Field, Surroundings, Unfit
from server.domain.wareki import NotADate, first_day, last_day, parse

#: Nobody's register reaches further back.
EARLIEST_BIRTH = date(1868, 1, 25)

#: Longer text is no date.
_MOST_CHARACTERS = 30
_TIME = re.compile(r"([01]?\d|2[0-3]):?([0-5]\d)", re.ASCII)


def _any_date(raw: object) -> str:
    text = typed(raw)
    if len(text) > _MOST_CHARACTERS:
        raise Unfit("date", "は、年月日を入力してください。")
    try:
        return parse(text)
    except NotADate as error:
        raise Unfit("date", f"は、{error}") from None


def day(_: Field, raw: object, __: Surroundings) -> str:
    iso = _any_date(raw)
    if iso.count("-") < len(("month", "day")):
        raise Unfit("date", "は、年・月・日をすべて入力してください。")
    return iso


def birth_date(_: Field, raw: object, around: Surroundings) -> str:
    iso = _any_date(raw)
    if first_day(iso) > around.today:
        raise Unfit("future", "は、今日までの日付を入力してください。")
    if last_day(iso) < EARLIEST_BIRTH:
        raise Unfit("range", "は、明治元年（1868年）より後の日付を入力してください。")
    return iso


def year_month(_: Field, raw: object, __: Surroundings) -> str:
    iso = _any_date(raw)
    if iso.count("-") != 1:
        raise Unfit("date", "は、年と月を入力してください（例 令和9年4月）。")
    return iso


def clock(raw: object) -> str:
    text = writing.half_width(typed(raw)).replace("時半", ":30").removesuffix("分")
    match = _TIME.fullmatch(re.sub("時$", ":00", text).replace("時", ":"))
    if match is None:
        raise Unfit("time", "は、「8:30」のように入力してください。")
    return f"{int(match[1]):02}:{match[2]}"


def time_range(_: Field, raw: object, __: Surroundings) -> dict[str, str]:
    if isinstance(raw, str):
        raw = _ends(raw)
    if not isinstance(raw, Mapping) or set(raw) != {"from", "to"}:
        raise Unfit("time", "は、はじめとおわりの時刻を入力してください。")
    start, end = clock(raw["from"]), clock(raw["to"])
    if start >= end:
        raise Unfit("time", "のおわりの時刻は、はじめの時刻より後にしてください。")
    return {"from": start, "to": end}


def _ends(raw: str) -> dict[str, str]:
    start, _, end = re.sub("[〜～~]", "-", writing.half_width(raw)).partition("-")
    return {"from": start.strip(), "to": end.strip()}


def date_time(_: Field, raw: object, __: Surroundings) -> str:
    try:
        moment = datetime.fromisoformat(codes(raw))
    except ValueError:
        raise Unfit("date", "は、年月日と時刻を入力してください。") from None
    return moment.strftime("%Y-%m-%dT%H:%M")
