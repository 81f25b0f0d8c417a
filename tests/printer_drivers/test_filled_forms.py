"""All forms of the demo city, filled at random by their own rules: every value is on the paper."""

import random
from datetime import date

import pypdfium2 as pdfium
import pytest

from config.schema.forms import Form
from printer_drivers.documents import FieldRow, FormDocument, TableRow
from printer_drivers.layout import a4, raster
from printer_drivers.layout.form import form_data
from printer_drivers.layout.typesetting import typesetter
from printer_drivers.profiles import profile
from server.domain.forms import check_form
from server.domain.questions import Surroundings
from server.services.paper_values import Names
from server.services.paperwork import form_document
from tests.parts.filling import answers
from tests.parts.packs import shipped_sources
from tests.printer_drivers.papers import TOKEN, read_codes
from tests.printer_drivers.positions import faults, text_of

FORMS = {source.value.id: source.value for source in shipped_sources().forms}
M30, T88 = profile("epson-tm-m30"), profile("epson-tm-t88")
TODAY = date(2026, 11, 24)


def filled(form: Form, seed: int, *, full: bool = False) -> FormDocument:
    values = check_form(form, answers(form, random.Random(seed), full=full), Surroundings(TODAY))  # noqa: S311
    return form_document(
        form, values, office="住之江区役所", day=TODAY, names=Names(), label="F024", token=TOKEN
    )


def values_in(document: FormDocument) -> list[str]:
    """Return what was filled in, without white space."""
    rows = [row for section in document.sections for row in section.rows]
    fields = [row.value for row in rows if isinstance(row, FieldRow)]
    cells = [
        cell for row in rows if isinstance(row, TableRow) for line in row.lines for cell in line
    ]
    return ["".join(value.split()) for value in (*fields, *cells)]


@pytest.fixture
def seeds(full_rounds) -> range:
    return range(1, 40 if full_rounds else 2)


def test_there_are_all_forms():
    assert len(FORMS) == 46


@pytest.mark.parametrize("name", FORMS)
def test_no_sheet_is_longer_than_a4_and_each_has_its_code(name):
    for kind in (M30, T88):
        page = raster(filled(FORMS[name], 0, full=True), kind)

        assert page.missing == page.substituted == ()
        for image in page.images:
            assert image.width == kind.width_dots
            assert image.height / kind.dpi * 25.4 <= 297
            assert read_codes(image) == [TOKEN]


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_cut_off_or_over_something_else_on_a_strip(name, seeds):
    for document in (filled(FORMS[name], 0, full=True), *(filled(FORMS[name], n) for n in seeds)):
        language, texts, plain = form_data(document)
        paper = {"width_dots": M30.width_dots, "dpi": M30.dpi, "tight": True, "sheets": True}
        strip = typesetter().pdf("form", language, texts, plain | paper).pages

        assert faults(strip, margin=16 * 72 / 203) == []
        text = text_of(strip)
        assert [value for value in values_in(document) if value not in text] == []


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_cut_off_or_over_something_else_on_a4_and_its_code_is_read(name, seeds):
    for document in (filled(FORMS[name], 0, full=True), *(filled(FORMS[name], n) for n in seeds)):
        made = a4(document)

        assert made.missing == made.substituted == ()
        assert faults(made.pdf, margin=18 * 72 / 25.4) == []
        text = text_of(made.pdf)
        assert [value for value in values_in(document) if value not in text] == []
        first = pdfium.PdfDocument(made.pdf)[0].render(scale=2).to_pil()
        assert read_codes(first) == [TOKEN]
