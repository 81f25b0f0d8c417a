"""Tables as files: CSV that a Japanese Excel opens by a double click, and Excel's own format."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

#: Excel reads UTF-8 only behind this mark.
BOM = "\ufeff"
#: A cell that begins so would be a formula; somebody's search words may.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROOT = "http://schemas.openxmlformats.org"
_MAIN = f"{_ROOT}/spreadsheetml/2006/main"
_OFFICE = f"{_ROOT}/officeDocument/2006/relationships"
_PACKAGE = f"{_ROOT}/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: The least that Excel and LibreOffice open: ECMA-376, part 1.
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>'
    ),
}

Row = Mapping[str, Any]


def as_csv(columns: Mapping[str, str], rows: Iterable[Row]) -> bytes:
    """Return the table with the names of its columns as the first line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns.values())
    writer.writerows([_harmless(row[code]) for code in columns] for row in rows)
    return (BOM + out.getvalue()).encode()


def as_xlsx(name: str, columns: Mapping[str, str], rows: Iterable[Row]) -> bytes:
    """Return the table as a workbook of one sheet."""
    lines = [list(columns.values()), *([row[code] for code in columns] for row in rows)]
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    body = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    parts = _PARTS | {"xl/workbook.xml": book, "xl/sheet1.xml": sheet}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, _HEAD + text)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
