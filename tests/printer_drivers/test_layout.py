import os
from importlib.resources import files

import pytest
import yaml
from PIL import Image, ImageChops

from printer_drivers.documents import FieldRow, FormSection, Wait
from printer_drivers.layout import pdf, raster
from printer_drivers.layout.qr import qr
from printer_drivers.layout.sheet import sheet_data
from printer_drivers.layout.words import words_of
from printer_drivers.profiles import profile, profiles
from printer_drivers.token import in_fours
from tests.printer_drivers.papers import TOKEN, URL, a_form, a_sheet, a_ticket, at, read_codes

M30 = profile("epson-tm-m30")
LANGUAGES = yaml.safe_load((files("printer_drivers.layout") / "words.yaml").read_text("utf-8"))


def ink(image: Image.Image) -> int:
    """Return how many dots of *image* are black."""
    return image.convert("L").histogram()[0]


def differs(one: Image.Image, other: Image.Image) -> bool:
    return one.size != other.size or ImageChops.difference(one, other).getbbox() is not None


# --- every paper


@pytest.mark.parametrize("name", profiles())
@pytest.mark.parametrize("document", [a_ticket(), a_form()], ids=["ticket", "form"])
def test_a_paper_is_black_and_white_and_exactly_as_wide_as_the_printer(document, name):
    kind = profile(name)
    page = raster(document, kind)

    assert page.image.mode == "1"
    assert page.image.width == kind.width_dots
    assert page.missing == page.substituted == ()


@pytest.mark.parametrize("name", profiles())
def test_an_independent_reader_reads_the_codes_at_every_width(name):
    kind = profile(name)

    assert read_codes(raster(a_ticket(), kind).image) == [URL]
    assert read_codes(raster(a_form(), kind).image) == [TOKEN]


@pytest.mark.parametrize("name", ["epson-tm-m30", "epson-tm-t88"])
def test_the_modules_of_a_code_are_equal_squares_of_6_to_8_dots(name):
    page = raster(a_form(sections=()), profile(name)).image
    left, top, module = finder(page)

    assert 6 <= module <= 8
    for row in range(21):
        for column in range(21):
            x, y = left + column * module, top + row * module
            square = page.crop((x, y, x + module, y + module))
            assert ink(square) in (0, module * module), (row, column)


@pytest.mark.parametrize("document", [a_ticket(), a_form(sections=())], ids=["ticket", "form"])
def test_four_modules_around_a_code_are_white(document):
    page = raster(document, M30).image
    size = qr(URL if document.kind == "ticket" else TOKEN).width
    left, top, module = finder(page)
    quiet, side = 4 * module, size * module
    around = page.crop((left - quiet, top - quiet, left + side + quiet, top + side + quiet))
    inside = page.crop((left, top, left + side, top + side))

    assert left - quiet >= 0
    assert left + side + quiet <= page.width
    assert ink(around) == ink(inside)


def finder(page: Image.Image) -> tuple[int, int, int]:
    """Return where the code starts, and its dots a module, from the reader's own findings."""
    import zxingcpp

    [code] = zxingcpp.read_barcodes(page.convert("L"))
    corner = code.position.top_left
    x, y = corner.x + 2, corner.y + 2
    while page.getpixel((x - 1, y)) == 0:
        x -= 1
    while page.getpixel((x, y - 1)) == 0:
        y -= 1
    module = 0
    while page.getpixel((x, y + module)) == 0:
        module += 1
    return x, y, module // 7


# --- the ticket


def test_the_digits_of_the_number_are_17_mm_high():
    rows = rows_of_number(raster(a_ticket(label="A000"), M30).image)

    assert rows / 203 * 25.4 == pytest.approx(17, abs=0.6)


def rows_of_number(page: Image.Image) -> int:
    """Return the height of the number: the longest run of rows with ink above the black bar."""
    black_bar = next(
        y
        for y in range(page.height)
        if ink(page.crop((16, y, 560, y + 1))) == 544
        and ink(page.crop((16, y + 20, 560, y + 21))) > 300
    )
    runs, run = [], 0
    for y in range(120, black_bar):
        run = run + 1 if ink(page.crop((0, y, page.width, y + 1))) else 0
        runs.append(run)
    return max(runs)


@pytest.mark.parametrize("label", ["A1", "A012", "A1000", "AB1000", "7"])
def test_numbers_of_any_length_stay_on_the_paper(label):
    page = raster(a_ticket(label=label), M30).image

    assert ink(page.crop((0, 0, 14, page.height))) == 0
    assert ink(page.crop((page.width - 14, 0, page.width, page.height))) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_every_letter_has_a_font(language):
    assert words_of(language).keys() == words_of("ja").keys()
    page = raster(a_ticket(language=language, reissue=2, bring=("本人確認書類",)), M30)

    assert page.missing == page.substituted == ()


def test_a_ticket_in_another_language_keeps_the_purpose_in_japanese_for_staff():
    english = a_ticket(language="en", service="Address / certificates")

    assert differs(
        raster(english, M30).image,
        raster(english.model_copy(update={"service_ja": "保険"}), M30).image,
    )


@pytest.mark.parametrize("language", ["zh-Hans", "ZH_HANT", "fr"])
def test_languages_are_known_by_any_spelling_and_unknown_ones_read_english(language):
    assert raster(a_ticket(language=language), M30).missing == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"reissue": 1},
        {"bring": ("本人確認書類",)},
        {"visit_url": None},
        {"reserved_for": at(10, 45), "visit_class": "reserved", "head_start_min": 30},
        {"wait": Wait(state="soon")},
        {"wait": Wait(state="unknown")},
        {"ahead": 3},
        {"where": "2階 5番窓口の前"},
        {"label": "A131"},
    ],
    ids=str,
)
def test_every_fact_of_a_ticket_shows_on_the_paper(changes):
    assert differs(raster(a_ticket(), M30).image, raster(a_ticket(**changes), M30).image)


def test_a_second_print_is_marked_above_everything_else():
    first, again = raster(a_ticket(), M30).image, raster(a_ticket(reissue=1), M30).image

    longer = again.height - first.height
    assert longer > 40
    assert not differs(
        again.crop((0, again.height - 900, 576, again.height)),
        first.crop((0, first.height - 900, 576, first.height)),
    )


# --- the form


def test_a_draft_says_so_in_white_on_black():
    draft = raster(a_form(print_mode="draft_only"), M30).image
    plain = raster(a_form(), M30).image

    assert ink(draft) > ink(plain) + 544 * 40


def test_a_form_of_one_person_fits_on_an_a4_length():
    assert raster(a_form(), M30).image.height / 203 * 25.4 < 297


def test_a_long_address_and_a_wide_table_stay_on_the_paper():
    long = FieldRow(
        label="住所（住民票のあるところ）", value="大阪市住之江区南港北二丁目一番十号" * 6
    )
    page = raster(a_form(sections=(FormSection(title="長い" * 30, rows=(long,)),)), M30).image

    assert ink(page.crop((0, 0, 14, page.height))) == 0
    assert ink(page.crop((562, 0, 576, page.height))) == 0


@pytest.mark.parametrize(
    "document",
    [a_form(), a_form(print_mode="draft_only"), a_sheet(), a_sheet(start=None, minutes=None)],
)
def test_a4_papers_are_pdfs_with_their_fonts_inside(document):
    data = pdf(document)

    assert data.startswith(b"%PDF-")
    assert b"BIZUDPGothic" in data
    assert len(data) < 200_000


def test_codes_are_printed_in_fours():
    assert in_fours(TOKEN) == "WQ17 A3F9 K2Z8 M4PR 6T0J"


@pytest.mark.parametrize(
    "text", ["#set page(width: 1pt)", '"\\"', "*bold* _it_ $x$ @ref", "<b>&amp;</b>", "\\u{41}"]
)
def test_what_people_type_is_drawn_and_never_run(text):
    page = raster(a_ticket(service=text), M30)

    assert page.image.width == 576
    assert page.missing == ()


def test_the_environment_of_the_tests_adds_no_fonts():
    assert "MADOGUCHI_FONT_PATH" not in os.environ


def test_the_sheet_says_whether_a_form_comes_out_too():
    with_form = sheet_data(a_sheet(paper="申込書"))[1]["how"]
    without = sheet_data(a_sheet())[1]["how"]
    assert with_form.endswith("\n記入ずみの申込書と番号札が出ます。")
    assert without.endswith("\n番号札が出ます。")
