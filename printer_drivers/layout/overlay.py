"""Fills an office's own PDF form: a page with nothing but the values, laid over the blank."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Pdf, PdfError, Rectangle

from printer_drivers.documents import CheckRow, FieldRow, FormDocument, TableRow
from printer_drivers.errors import BadBlank
from printer_drivers.layout.blanks import Blank, Place
from printer_drivers.layout.form import reissue_words
from printer_drivers.layout.qr import qr
from printer_drivers.layout.typesetting import Typeset, typesetter

_MM_PER_POINT = 25.4 / 72
#: A text, and what the template needs to place it.
Item = tuple[str, dict[str, Any]]


def filled(blank: Blank, form: FormDocument) -> Typeset:
    """Return *blank* with the values of *form* in their places.

    Raises:
        BadBlank: the blank is no PDF, or a value stands on a page that it does not have.
    """
    try:
        with Pdf.open(BytesIO(blank.pdf)) as paper:
            sizes = [_size(page.mediabox) for page in paper.pages]
            values = _typeset(blank, form, sizes)
            with Pdf.open(BytesIO(values.pages)) as over:
                for page, above in zip(paper.pages, over.pages, strict=True):
                    page.add_overlay(above, Rectangle(page.mediabox))
                out = BytesIO()
                paper.save(out)
    except PdfError as error:
        raise BadBlank(f"the blank of {form.form} is no PDF: {error}") from None
    return Typeset(out.getvalue(), (), values.missing, values.substituted)


def _size(box: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    return (right - left) * _MM_PER_POINT, (top - bottom) * _MM_PER_POINT


def _typeset(blank: Blank, form: FormDocument, sizes: list[tuple[float, float]]) -> Typeset:
    items = list(_items(blank, form))
    for _, item in items:
        if item["page"] > len(sizes):
            raise BadBlank(f"{form.form}: there is no page {item['page']}")
    texts = {"items": [text for text, _ in items]}
    code = blank.places.code
    plain = {
        "sizes": sizes,
        "items": [item for _, item in items],
        "code": _placed(code) if code and form.token else None,
        "qr": vars(qr(form.token)) if form.token else None,
    }
    return typesetter().pdf("overlay", "ja", texts, plain)


def _items(blank: Blank, form: FormDocument) -> Iterator[Item]:
    places = blank.places
    for section in form.sections:
        for row in section.rows:
            match row:
                case FieldRow() if place := places.fields.get(f"{section.title} / {row.label}"):
                    yield row.value, _placed(place)
                case CheckRow() if row.checked and (
                    place := places.marks.get(f"{section.title} / {row.label}")
                ):
                    yield "✓", _placed(place)
                case TableRow():
                    yield from _columns(places.fields, section.title, row)
                case _:
                    pass  # boxes and signatures are the blank's own
    if places.ticket and form.label:
        yield form.label, _placed(places.ticket)
    if form.reissue:
        yield reissue_words(form.reissue), _placed(places.reissue)


def _columns(fields: dict[str, Place], title: str, table: TableRow) -> Iterator[Item]:
    for number, column in enumerate(table.columns):
        place = fields.get(f"{title} / {column}")
        if place is None:
            continue
        for line, cells in enumerate(table.lines):
            lower = place.model_copy(update={"y": place.y + line * place.step})
            yield cells[number], _placed(lower)


def _placed(place: Place) -> dict[str, Any]:
    return place.model_dump(exclude={"step"})
