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
    numbers = [counter.number for counter in floor.counters_of_queue[queue.id]]
    ordered = sorted(numbers, key=int)
    between, until = _BETWEEN[language]
    named = (
        between.join(ordered)
        if len(ordered) <= _MOST_NAMED
        else f"{ordered[0]}{until}{ordered[-1]}"
    )
    return _WHERE[language].format(area=queue.area.names.in_language(language), counters=named)
