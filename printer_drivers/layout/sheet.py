"""The sheet a resident may print at home, as the data its template draws."""

from typing import Any

from printer_drivers.documents import SheetDocument
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import JAPAN, clock, day, known_language
from printer_drivers.token import in_fours

_HOW = {
    "ja": "この紙を、入口の発券機にかざしてください。",
    "easy_ja": "この 紙(かみ)を、入口(いりぐち)の 機械(きかい)に 見(み)せてください。",
    "en": "Hold this sheet to the machine at the entrance.",
}
_TICKET = {
    "ja": "番号札が出ます。",
    "easy_ja": "番号(ばんごう)の 紙(かみ)が 出(で)ます。",
    "en": "A ticket comes out.",
}
_PAPER_TOO = {
    "ja": "記入ずみの{paper}と番号札が出ます。",
    "easy_ja": "書(か)いた {paper}と、番号(ばんごう)の 紙(かみ)が 出(で)ます。",
    "en": "Your {paper} and a ticket come out.",
}
_BRING = "持ってくるもの"
_BEFORE = "予約はまだありません。\n開いている時間に、いつでもお越しください。"


def sheet_data(sheet: SheetDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *sheet*, its texts, and what is no text."""
    start = sheet.start
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=JAPAN)
    texts = {
        "title": sheet.title,
        "office": sheet.office,
        "service": sheet.service,
        "day": day(start) if start else "",
        "time": clock(start) if start else "",
        "minutes": f"{sheet.minutes}分くらい" if start and sheet.minutes else "",
        "before": "" if start else _BEFORE,
        "where": sheet.where,
        "how": _how(sheet),
        "bring_head": _BRING,
        "bring": list(sheet.bring),
        "notes": list(sheet.notes),
    }
    plain = {
        "booked": start is not None,
        "qr": vars(qr(sheet.token)),
        "code": in_fours(sheet.token),
    }
    return known_language(sheet.language), texts, plain


def _how(sheet: SheetDocument) -> str:
    """Return what to do with the sheet and what comes out then, in Japanese if need be."""
    language = sheet.language if sheet.language in _HOW else "ja"
    out = _PAPER_TOO[language].format(paper=sheet.paper) if sheet.paper else _TICKET[language]
    return f"{_HOW[language]}\n{out}"
