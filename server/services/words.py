"""Phrases the server puts together itself, by language; names come from the setting."""

from collections.abc import Mapping

from config.schema.shapes import Language
from server.db.floor import Floor, QueuePlan

TICKET_TITLE: Mapping[Language, str] = {
    "ja": "番号札",
    "easy_ja": "番号札(ばんごうふだ)",
    "en": "Queue ticket",
    "zh_hans": "号码票",
    "zh_hant": "號碼票",
    "ko": "번호표",
    "vi": "Phiếu số thứ tự",
}

#: ``{area}`` and ``{counters}`` become the waiting area and the numbers over its counters.
_WHERE: Mapping[Language, str] = {
    "ja": "{area} {counters}番窓口の前",
    "easy_ja": "{area} {counters}番(ばん)窓口(まどぐち)の 前(まえ)",
    "en": "{area}, in front of counter {counters}",
    "zh_hans": "{area} {counters}号窗口前",
    "zh_hant": "{area} {counters}號窗口前",
    "ko": "{area} {counters}번 창구 앞",
    "vi": "{area}, trước quầy {counters}",
}

FILLED_FORM: Mapping[Language, str] = {
    "ja": "{form}（いっしょに出た紙・署名する）",
    "easy_ja": "{form}（いっしょに 出(で)た 紙(かみ)）",
    "en": "{form} (printed with this ticket, to be signed)",
    "zh_hans": "{form}（与本票一起打印，需签名）",
    "zh_hant": "{form}（與本票一起列印，需簽名）",
    "ko": "{form} (함께 나온 종이, 서명 필요)",
    "vi": "{form} (in cùng phiếu này, cần ký tên)",
}

#: What stands between two numbers, and between the ends of a span.
_BETWEEN: Mapping[Language, tuple[str, str]] = {
    "ja": ("・", "〜"),
    "easy_ja": ("・", "〜"),
    "en": (", ", "–"),
    "zh_hans": ("、", "～"),
    "zh_hant": ("、", "～"),
    "ko": ("·", "~"),
    "vi": (", ", "–"),
}

#: More counters than this are told as a span.
_MOST_NAMED = 3


def where_to_wait(floor: Floor, queue: QueuePlan, language: Language) -> str:
    """Return where people of a queue wait: 「1階 10・11番窓口の前」."""
    area = queue.area.names.in_language(language)
    return _WHERE[language].format(area=area, counters=counters_of(floor, queue, language))


def counters_of(floor: Floor, queue: QueuePlan, language: Language) -> str:
    """Return the numbers over the counters of a queue: 「10・11」, 「1〜4」."""
    numbers = sorted((counter.number for counter in floor.counters_of_queue[queue.id]), key=int)
    between, until = _BETWEEN[language]
    if len(numbers) <= _MOST_NAMED:
        return between.join(numbers)
    return f"{numbers[0]}{until}{numbers[-1]}"
