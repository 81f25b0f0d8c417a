"""A filled form as the data its templates draw, on a strip and on A4 alike."""

import re
from datetime import date
from typing import Any

from printer_drivers.documents import (
    BoxesRow,
    CheckRow,
    FieldRow,
    FormDocument,
    FormRow,
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
_SIGNED_ON = "令和　　年　　月　　日"


def form_data(form: FormDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *form*, its texts, and what is no text."""
    title = _ASIDE.match(form.title)
    texts = {
        "title": title["title"] if title else form.title,
        "aside": title["aside"] if title else "",
        "date": wareki(form.date),
        "addressee": form.addressee or form.office,
        "label": f"番号 {form.label}" if form.label else "",
        "reissue": f"再発行 {form.reissue}回目",
        "draft": _DRAFT,
        "draft_note": _DRAFT_NOTE,
        "sections": [
            {"title": f"{number}　{section.title}", "rows": [_texts(row) for row in section.rows]}
            for number, section in enumerate(form.sections, start=1)
        ],
        "signed_on": _SIGNED_ON,
        "by_office": _BY_OFFICE,
        "note": "" if form.print_mode == "draft_only" else _THERMAL_NOTE,
        "office": form.office,
    }
    plain = {
        "draft": form.print_mode == "draft_only",
        "reissue": form.reissue,
        "sections": [[_plain(row) for row in section.rows] for section in form.sections],
        "qr": vars(qr(form.token)) if form.token else None,
        "code": in_fours(form.token) if form.token else "",
    }
    return "ja", texts, plain


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


#: What cannot be broken at the end of a line: dates, numbers, words in Latin letters.
_UNBROKEN = re.compile(r"[!-~]+")
_FEWEST_LETTERS = 4


def _widths(table: TableRow) -> dict[str, list[int]]:
    """Return how wide each column wants to be and must be, in half-width letters."""
    columns = list(zip(table.columns, *table.lines, strict=False))
    return {
        "wants": [max(_FEWEST_LETTERS, *map(_letters, cells)) for cells in columns],
        "least": [max(_FEWEST_LETTERS, *map(_unbroken, cells)) for cells in columns],
    }


def _unbroken(cell: str) -> int:
    return max(map(len, _UNBROKEN.findall(cell)), default=0)


def _letters(cell: str) -> int:
    return sum(1 if char.isascii() else 2 for char in cell)
