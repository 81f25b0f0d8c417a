"""The sheet a resident may print at home, as the data its template draws."""

from collections.abc import Iterator, Mapping
from typing import Any

from printer_drivers.documents import SheetDocument
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import JAPAN, a4_words_of, clock, day, known_language
from printer_drivers.token import in_fours


def sheet_data(sheet: SheetDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *sheet*, its texts, and what is no text."""
    language = known_language(sheet.language)
    words = a4_words_of(language)
    start = sheet.start
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=JAPAN)
    texts = {
        "title": words["title"],
        "office": sheet.office,
        "service": sheet.service,
        "day": day(start, language) if start else "",
        "time": clock(start) if start else "",
        "minutes": words["minutes"].format(n=sheet.minutes) if start and sheet.minutes else "",
        "before": "" if start else words["before"],
        "where": "\n".join(_where(sheet, words)),
        "how": _how(sheet, words),
        "bring_head": words["bring"],
        "bring": list(sheet.bring),
        "notes": [words["change"], sheet.page] if sheet.page else [],
    }
    plain = {
        "booked": start is not None,
        "qr": vars(qr(sheet.token)),
        "code": in_fours(sheet.token),
    }
    return language, texts, plain


def _where(sheet: SheetDocument, words: Mapping[str, str]) -> Iterator[str]:
    yield sheet.where
    if sheet.address:
        yield sheet.address
    if sheet.phone:
        yield words["phone"].format(n=sheet.phone)


def _how(sheet: SheetDocument, words: Mapping[str, str]) -> str:
    """Return what to do with the sheet and what comes out then."""
    out = words["paper_too"].format(paper=sheet.paper) if sheet.paper else words["ticket"]
    return f"{words['how']}\n{out}"
