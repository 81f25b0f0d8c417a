"""The sheet that goes along by mail, as the data its template draws."""

from typing import Any

from printer_drivers.documents import CoverDocument
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import a4_words_of, day, known_language
from printer_drivers.token import in_fours


def cover_data(cover: CoverDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *cover*, its texts, and what is no text."""
    language = known_language(cover.language)
    words = a4_words_of(language)
    texts = {
        "title": words["cover_title"],
        "day": day(cover.at, language),
        "cut": words["cut"],
        "postal_code": f"〒{cover.postal_code}",
        "address": cover.address,
        "to": f"{cover.office}\n{cover.section} 御中",
        "red": "手続き書類在中",
        "procedure": cover.procedure,
        "how": words["cover_how"],
        "enclosed_head": words["enclosed"],
        "enclosed": list(cover.enclosures),
        "sender_head": words["sender"],
        "sender": words["sender_rows"].split("\n"),
    }
    plain = {"qr": vars(qr(cover.token)), "code": in_fours(cover.token)}
    return language, texts, plain
