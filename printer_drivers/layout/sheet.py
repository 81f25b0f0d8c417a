"""The sheet a resident may print at home, as the data its template draws."""

from typing import Any

from printer_drivers.documents import SheetDocument
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import JAPAN, clock, day, known_language
from printer_drivers.token import in_fours

_HOW = "この紙を、入口の機械にかざしてください。\n番号札が出ます。"
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
        "how": _HOW,
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
