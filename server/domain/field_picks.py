"""Answers picked from a list, and the ids of things."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from server.domain.field_texts import codes
from server.domain.questions import Field, Surroundings, Unfit

_CODE = re.compile(r"[!-~]{1,60}")
_MOST_PROCEDURES = 100
_MOST_ANSWERS = 200


def choice(field: Field, raw: object, _: Surroundings) -> str:
    if not isinstance(raw, str) or raw not in {option.value for option in field.options}:
        raise Unfit("choice", "は、1つ選んでください。")
    return raw


def multi_choice(field: Field, raw: object, _: Surroundings) -> list[str]:
    offered = [option.value for option in field.options]
    if not isinstance(raw, list) or not all(value in offered for value in raw):
        raise Unfit("choice", "は、選択肢から選んでください。")
    return [value for value in offered if value in raw]


def checkbox(_: Field, raw: object, __: Surroundings) -> bool | None:
    if not isinstance(raw, bool):
        raise Unfit("type", "は、チェックを入れるか、外してください。")
    return raw or None


def listed(raw: object, known: Collection[str] | None) -> str:
    text = codes(raw)
    if not _CODE.fullmatch(text) or (known is not None and text not in known):
        raise Unfit("choice", "は、一覧から選んでください。")
    return text


def facility_code(_: Field, raw: object, around: Surroundings) -> str:
    return listed(raw, around.facilities)


def ward_code(_: Field, raw: object, around: Surroundings) -> str:
    return listed(raw, around.wards)


def slot(_: Field, raw: object, __: Surroundings) -> str:
    return listed(raw, None)


def procedure_list(_: Field, raw: object, around: Surroundings) -> list[str]:
    if not isinstance(raw, list) or len(raw) > _MOST_PROCEDURES:
        raise Unfit("choice", "は、一覧から選んでください。")
    return [listed(code, around.procedures) for code in raw]


def answers(_: Field, raw: object, __: Surroundings) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or len(raw) > _MOST_ANSWERS:
        raise Unfit("type", "は、もう一度選んでください。")
    return {listed(question, None): answer(value) for question, value in raw.items()}


def answer(value: object) -> object:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [listed(one, None) for one in value[:50]]
    return listed(value, None)
