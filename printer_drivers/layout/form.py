"""A filled form as the data its templates draw, on a strip and on A4 alike."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from printer_drivers.documents import (
    BoxesRow,
    CheckRow,
    FieldRow,
    FormDocument,
    FormRow,
    FormSection,
    SignatureRow,
    TableRow,
)
from printer_drivers.layout.qr import qr
from printer_drivers.token import in_fours

_REIWA = date(2019, 5, 1)
_ASIDE = re.compile(r"^(?P<title>[^（(]+)(?P<aside>[（(].+[）)])$")

_DRAFT = "下書き"
_DRAFT_NOTE = "このままでは出せません。\n正式な用紙に書き写してください。"
_THERMAL_NOTE = "この紙は熱で印刷しています。今日の受付に使います。"
_BY_OFFICE = "区役所が書くところ"
_DUPLICATE = "控え（ご本人用）"
_DUPLICATE_NOTE = "窓口に出す紙は、もう1枚のほうです。"
_SIGNED_ON = "令和　　年　　月　　日"


def form_data(form: FormDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *form*, its texts, and what is no text."""
    plain = {
        "draft": form.print_mode == "draft_only",
        "reissue": form.reissue,
        "sections": [[_plain(row) for row in section.rows] for section in _sections(form)],
        "qr": vars(qr(form.token)) if form.token else None,
        "code": in_fours(form.token) if form.token else "",
    }
    return "ja", form_texts(form), plain


def form_texts(form: FormDocument) -> dict[str, Any]:
    """Return what *form* says."""
    title = _ASIDE.match(form.title)
    return {
        "title": title["title"] if title else form.title,
        "aside": title["aside"] if title else "",
        "date": wareki(form.date),
        "addressee": form.addressee or form.office,
        "label": f"番号 {form.label}" if form.label else "",
        "reissue": reissue_words(form.reissue),
        "draft": _DRAFT,
        "draft_note": _DRAFT_NOTE,
        "sections": [
            {"title": f"{number}　{section.title}", "rows": [_texts(row) for row in section.rows]}
            for number, section in enumerate(_sections(form), start=1)
        ],
        "signed_on": _SIGNED_ON,
        "by_office": _BY_OFFICE,
        "duplicate": _DUPLICATE if form.duplicate else "",
        "note": _note(form),
        "office": form.office,
    }


def _sections(form: FormDocument) -> Sequence[FormSection]:
    return _without_handwriting(form.sections) if form.duplicate else form.sections


def _without_handwriting(sections: Sequence[FormSection]) -> list[FormSection]:
    """Return the sections with what is filled in; nobody writes on the resident's copy."""
    kept = (
        FormSection(
            title=section.title,
            rows=tuple(row for row in section.rows if not isinstance(row, _BY_HAND)),
        )
        for section in sections
    )
    return [section for section in kept if section.rows]


_BY_HAND = (BoxesRow, SignatureRow)


def _note(form: FormDocument) -> str:
    if form.duplicate:
        return _DUPLICATE_NOTE
    return "" if form.print_mode == "draft_only" else _THERMAL_NOTE


def reissue_words(count: int) -> str:
    """Return the mark of a paper that was printed before."""
    return f"再発行 {count}回目"


def wareki(day: date) -> str:
    """Return a day as papers of today are dated.

    >>> wareki(date(2026, 11, 24)), wareki(date(2019, 5, 1))
    ('令和8年11月24日', '令和元年5月1日')
    """
    if day < _REIWA:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - _REIWA.year + 1
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def _texts(row: FormRow) -> dict[str, Any]:
    match row:
        case FieldRow():
            return {"label": row.label, "value": row.value, "furigana": row.furigana or ""}
        case BoxesRow():
            return {"label": row.label, "note": row.note or ""}
        case TableRow():
            return {"columns": list(row.columns), "lines": [list(line) for line in row.lines]}
        case CheckRow() | SignatureRow():
            return {"label": row.label}


def _plain(row: FormRow) -> dict[str, Any]:
    match row:
        case FieldRow():
            return {"row": row.row, "name": row.is_name}
        case BoxesRow():
            return {"row": row.row, "count": row.count}
        case TableRow():
            return {"row": row.row} | _widths(row)
        case CheckRow():
            return {"row": row.row, "checked": row.checked}
        case SignatureRow():
            return {"row": row.row}


#: What is not broken at the end of a line: dates, numbers, words in Latin letters.
_UNBROKEN = re.compile(r"[!-\u024f\u1e00-\u1eff]+")
#: In half-width letters: longer words are broken all the same; a heading keeps some of its
#: letters side by side; a long text does not take the room of the columns beside it.
_FEWEST, _LONGEST_WORD, _HEADING, _MOST = 4, 12, 6, 26


def _widths(table: TableRow) -> dict[str, list[int]]:
    """Return how wide each column wants to be and must be, in half-width letters."""
    columns = list(zip(*table.lines, strict=True)) or [()] * len(table.columns)
    return {
        "wants": [
            min(_MOST, max(_FEWEST, _letters(head), *map(_letters, cells)))
            for head, cells in zip(table.columns, columns, strict=True)
        ],
        "least": [
            max(_FEWEST, min(_HEADING, _letters(head)), *map(_unbroken, cells))
            for head, cells in zip(table.columns, columns, strict=True)
        ],
    }


def _unbroken(cell: str) -> int:
    return min(_LONGEST_WORD, max(map(len, _UNBROKEN.findall(cell)), default=0))


def _letters(cell: str) -> int:
    return sum(1 if char.isascii() else 2 for char in cell)
