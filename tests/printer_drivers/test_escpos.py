import pytest
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer_drivers.bands import bands_of, rows_of
from printer_drivers.escpos import encode, wake
from printer_drivers.layout import raster
from printer_drivers.profiles import Profile, profile, profiles
from printer_drivers.virtual import Paper, VirtualPrinter
from printer_drivers.virtual.paper import stretched
from tests.printer_drivers.papers import a_ticket, dots_at_random

M30 = profile("epson-tm-m30")
GRAPHICS = M30.model_copy(update={"raster": "gs_l"})


def printed(data: bytes, kind: Profile = M30) -> Paper:
    """Return the paper that *data* gives on a printer that shares no code with the sender."""
    printer = VirtualPrinter(width_dots=kind.width_dots, dpi=kind.dpi)
    try:
        printer.received(data)
        assert printer.wait_for_cuts(1)
        assert printer.strays == []
        return printer.papers[0]
    finally:
        printer.close()


def test_a_page_becomes_exactly_these_bytes():
    page = Image.new("1", (576, 2), 1)
    page.putpixel((0, 0), 0)
    page.putpixel((9, 1), 0)

    assert encode(page, M30) == bytes.fromhex(
        "1b 40"  # ESC @
        "1d 61 ff"  # GS a: report changes
        "1d 50 cb cb"  # GS P: feeds and margins count 1/203 inch
        "1d 76 30 00 02 00 02 00"  # GS v 0: 2 bytes wide, 2 rows
        "80 00 00 40"
        "1d 56 42 00"  # GS V 66: feed to the cutter and cut
    )


def test_the_graphics_command_stores_and_prints_the_same_picture():
    page = Image.new("1", (576, 1), 1)
    page.putpixel((7, 0), 0)

    assert encode(page, GRAPHICS) == bytes.fromhex(
        "1b 40 1d 61 ff 1d 50 cb cb"
        "1d 28 4c 0b 00 30 70 30 01 01 31 08 00 01 00 01"  # GS ( L 112: store
        "1d 28 4c 02 00 30 32"  # GS ( L 50: print
        "1d 56 42 00"
    )


@pytest.mark.parametrize("name", profiles())
def test_every_profile_prints_its_page_dot_by_dot(name):
    kind = profile(name)
    page = dots_at_random(kind.width_dots, 700)

    assert printed(encode(page, kind), kind).image.tobytes() == page.tobytes()


@settings(max_examples=40)
@given(st.integers(1, 400), st.integers(0, 2**32), st.sampled_from([M30, GRAPHICS]))
def test_every_picture_comes_out_as_it_went_in(height, seed, kind):
    page = dots_at_random(576, height, seed)

    assert printed(encode(page, kind)).image.tobytes() == page.tobytes()


def test_a_ticket_comes_out_as_it_was_laid_out():
    page = raster(a_ticket(), M30).image

    assert printed(encode(page, M30)).image.tobytes() == page.tobytes()


def test_what_lies_on_a_grid_of_two_dots_goes_in_a_quarter_of_the_bytes():
    page = Image.new("1", (576, 40), 1)
    page.paste(0, (16, 0, 32, 4))

    assert encode(page, M30) == bytes.fromhex(
        "1b 40 1d 61 ff 1d 50 cb cb"
        "1d 4c 10 00"  # GS L: begin 16 dots from the left
        "1d 76 30 03 01 00 02 00 ff ff"  # GS v 0, twice as wide and high: 1 byte, 2 rows
        "1b 4a 24"  # ESC J: feed 36 dots
        "1d 56 42 00"
    )


def test_a_printer_that_does_not_count_in_dots_gets_no_feeds_and_no_margins():
    page = Image.new("1", (576, 40), 1)
    page.paste(0, (16, 0, 32, 4))
    data = encode(page, profile("send-only"))

    assert not any(command in data for command in (b"\x1bJ", b"\x1dL", b"\x1dP"))
    assert printed(data).image.tobytes() == page.tobytes()


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.binary(max_size=9), st.integers(1, 9)), max_size=30),
    st.booleans(),
    st.integers(16, 128),
)
def test_bands_are_the_rows_they_were_cut_from(runs, margins, most):
    rows = [row.rstrip(b"\0") for row, times in runs for _ in range(times)]
    bands = list(bands_of(rows, most, margins=margins))

    assert [
        (b"\0" * band.left + stretched(row, band.across, 0)).rstrip(b"\0")
        for band in bands
        for row in band.rows
        for _ in range(band.down)
    ] == rows
    assert all(len(band.rows) <= most for band in bands)


def test_no_band_is_higher_than_the_profile_allows():
    low = M30.model_copy(update={"band_rows": 16})
    page = dots_at_random(576, 400)
    bands = bands_of(rows_of(page), low.band_rows)

    assert max(len(band.rows) for band in bands) == 16
    assert printed(encode(page, low)).image.tobytes() == page.tobytes()


@pytest.mark.parametrize("page", [Image.new("1", (512, 8)), Image.new("L", (576, 8))])
def test_a_page_for_another_printer_is_refused(page):
    with pytest.raises(ValueError, match="1-bit, 576 dots wide"):
        encode(page, M30)


@pytest.mark.parametrize("missing_bytes", [1, 700, 9000])
def test_a_printer_left_inside_a_picture_wakes_up_and_prints_the_next_page_clean(missing_bytes):
    page = dots_at_random(576, 128)
    half = encode(dots_at_random(576, 128, seed=2), M30)[:-4]
    printer = VirtualPrinter()

    printer.received(half[:-missing_bytes] + wake(M30, scrap=True) + encode(page, M30))

    assert printer.wait_for_cuts(2)
    assert printer.strays == []
    assert printer.papers[1].image.tobytes() == page.tobytes()
    printer.close()


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics"])
def test_the_virtual_printer_reads_what_others_write(way):
    page = dots_at_random(576, 300)
    other = Dummy(profile="default")
    other.image(page, impl=way, fragment_height=128)
    other.cut()

    paper = printed(other.output)

    assert paper.image.crop((0, 0, 576, 300)).tobytes() == page.tobytes()


def test_every_profile_is_a_whole_number_of_bytes_wide():
    assert all(
        isinstance(kind, Profile) and kind.width_dots % 8 == 0 for kind in profiles().values()
    )
