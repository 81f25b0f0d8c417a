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

#: Where nobody is called on a board, staff come to whom they call.
AT_SEAT: Mapping[Language, str] = {
    "ja": "{area}の席（係がお席へうかがいます）",
    "easy_ja": "{area}の 席(せき)（係(かかり)の 人(ひと)が 席(せき)に 行(い)きます）",
    "en": "{area}, in a seat (staff come to you)",
    "zh_hans": "{area} 座位（工作人员会到您的座位）",
    "zh_hant": "{area} 座位（工作人員會到您的座位）",
    "ko": "{area} 좌석 (직원이 자리로 찾아갑니다)",
    "vi": "{area}, ngồi tại chỗ (nhân viên sẽ đến)",
}

#: What comes out of the machine beside the ticket, in a sentence.
A_FORM: Mapping[Language, str] = {
    "ja": "申請書",
    "easy_ja": "申請書",
    "en": "form",
    "zh_hans": "申请书",
    "zh_hant": "申請書",
    "ko": "신청서",
    "vi": "đơn",
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

#: Where more than one counter is said in another way than one.
_WHERE_SEVERAL: Mapping[Language, str] = {
    "en": "{area}, in front of counters {counters}",
    "vi": "{area}, trước các quầy {counters}",
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

#: What stands between two numbers, before the last of them, and between the ends of a span.
_BETWEEN: Mapping[Language, tuple[str, str, str]] = {
    "ja": ("・", "・", "〜"),
    "easy_ja": ("・", "・", "〜"),
    "en": (", ", " and ", "–"),
    "zh_hans": ("、", "、", "～"),
    "zh_hant": ("、", "、", "～"),
    "ko": ("·", "·", "~"),
    "vi": (", ", " và ", "–"),
}

#: So many numbers in a row are told as a span; more numbers and spans than this as one.
_LEAST_SPAN, _MOST_NAMED = 4, 3


def where_to_wait(floor: Floor, queue: QueuePlan, language: Language) -> str:
    """Return where people of a queue wait: 「1階 10・11番窓口の前」, or at their seat."""
    area = queue.area.names.in_language(language)
    if not queue.setup.on_board:
        return AT_SEAT[language].format(area=area)
    several = len(floor.counters_of_queue[queue.id]) > 1
    where = _WHERE_SEVERAL.get(language) if several else None
    counters = counters_of(floor, queue, language)
    return (where or _WHERE[language]).format(area=area, counters=counters)


def counters_of(floor: Floor, queue: QueuePlan, language: Language) -> str:
    """Return the numbers over the counters of a queue: 「10・11」, 「1〜4・30」."""
    numbers = sorted(int(counter.number) for counter in floor.counters_of_queue[queue.id])
    between, before_last, until = _BETWEEN[language]
    named: list[str] = []
    for run in _runs(numbers):
        named += [f"{run[0]}{until}{run[-1]}"] if len(run) >= _LEAST_SPAN else map(str, run)
    if len(named) > _MOST_NAMED:
        return f"{numbers[0]}{until}{numbers[-1]}"
    return before_last.join(filter(None, [between.join(named[:-1]), *named[-1:]]))


def _runs(numbers: list[int]) -> list[list[int]]:
    """Part sorted *numbers* where one is left out."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
