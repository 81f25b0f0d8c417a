"""An office's own PDF form, filled in."""

from io import BytesIO
from pathlib import Path

import pytest
import typst
from pikepdf import Pdf

from printer_drivers.documents import CheckRow, FieldRow, FormSection, TableRow
from printer_drivers.errors import BadBlank
from printer_drivers.layout import Blanks, a4
from tests.parts.pdfs import dark_in, picture_of
from tests.printer_drivers.papers import a_form

BLANK = """
#set page(paper: "a4", margin: 20mm)
#place(top + left, dx: 20mm, dy: 40mm, rect(width: 120mm, height: 14mm))
"""
PLACES = """
fields:
  保護者 / 氏名: {x: 42, y: 62, width: 90, size_pt: 16}
  世帯員 / 続柄: {x: 42, y: 120, width: 30, step: 9}
marks:
  世帯員 / 同意します: {x: 150, y: 120}
ticket: {x: 170, y: 12, width: 30, size_pt: 14}
code: {x: 170, y: 25, width: 22}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "blank.typ"
    source.write_text(BLANK)
    (tmp_path / "moushikomi.pdf").write_bytes(typst.compile(source))
    (tmp_path / "moushikomi.yaml").write_text(PLACES, encoding="utf-8")
    return tmp_path


def the_form(**changes):
    guardian = FieldRow(label="氏名", value="𠮷野　花子", furigana="ヨシノ", is_name=True)
    family = TableRow(columns=("氏名", "続柄"), lines=(("𠮷野　一郎", "子"), ("𠮷野　二郎", "孫")))
    agrees = CheckRow(label="同意します", checked=True)
    sections = (
        FormSection(title="保護者", rows=(guardian,)),
        FormSection(title="世帯員", rows=(family, agrees)),
    )
    return a_form(form="moushikomi", sections=sections, **changes)


def test_each_value_stands_in_its_place_and_nowhere_else(folder):
    page = picture_of(a4(the_form(), Blanks(folder)).pdf)

    for place in [(42, 62, 40, 6), (42, 120, 5, 5), (42, 129, 5, 5), (150, 120, 5, 5),
                  (170, 12, 12, 5), (170, 25, 22, 22)]:  # fmt: skip
        assert dark_in(page, *place) > 0.02, place
    assert dark_in(page, 42, 140, 60, 60) == 0


def test_the_blank_stays_as_it_is_below(folder):
    page = picture_of(a4(the_form(), Blanks(folder)).pdf)

    assert dark_in(page, 39, 59, 124, 2) > 0.05  # the upper edge of its box


def test_a_long_value_gets_smaller_before_it_breaks(folder):
    long = FieldRow(label="氏名", value="ニホンノトテモナガイナマエノヒト", is_name=True)
    form = the_form().model_copy(update={"sections": (FormSection(title="保護者", rows=(long,)),)})
    page = picture_of(a4(form, Blanks(folder)).pdf)

    assert dark_in(page, 42, 62, 90, 6) > 0.02
    assert dark_in(page, 134, 62, 24, 6) == 0


def test_a_form_printed_again_says_so_on_the_offices_own_form_too(folder):
    first, again = (picture_of(a4(the_form(reissue=n), Blanks(folder)).pdf) for n in (0, 1))

    assert dark_in(first, 12, 6, 40, 5) == 0
    assert dark_in(again, 12, 6, 40, 5) > 0.02


def test_the_result_has_the_pages_of_the_blank(folder):
    with Pdf.open(BytesIO(a4(the_form(), Blanks(folder)).pdf)) as paper:
        assert len(paper.pages) == 1


def test_a_form_that_the_office_does_not_have_is_drawn_as_ours(folder):
    assert a4(a_form(), Blanks(folder)).pdf != a4(the_form(), Blanks(folder)).pdf
    assert Blanks(folder).of("hoiku_riyou_moushikomi") is None


def test_what_no_font_has_is_reported(folder):
    name = FieldRow(label="氏名", value="\U0001f600", is_name=True)
    form = the_form().model_copy(update={"sections": (FormSection(title="保護者", rows=(name,)),)})

    assert a4(form, Blanks(folder)).missing == ("\U0001f600",)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("fields: {a: {x: 1}}", "fields → a → y"),
        ("field: {}", "field: Extra inputs"),
        ("fields: [", "cannot be read"),
    ],
)
def test_a_list_of_places_that_does_not_fit_is_named_at_the_start(folder, places, said):
    (folder / "moushikomi.yaml").write_text(places)

    with pytest.raises(BadBlank, match=said):
        Blanks(folder)


def test_a_place_on_a_page_that_is_not_there_is_named(folder):
    (folder / "moushikomi.yaml").write_text("ticket: {page: 3, x: 1, y: 1}")

    with pytest.raises(BadBlank, match="no page 3"):
        a4(the_form(), Blanks(folder))


def test_a_blank_that_is_no_pdf_is_named(folder):
    (folder / "moushikomi.pdf").write_bytes(b"not a pdf")

    with pytest.raises(BadBlank, match="is no PDF"):
        a4(the_form(), Blanks(folder))
