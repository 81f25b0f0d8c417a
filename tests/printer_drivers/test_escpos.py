import pytest
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer_drivers.escpos import encode, wake
from printer_drivers.layout import raster
from printer_drivers.profiles import Profile, profile, profiles
from printer_drivers.virtual import Paper, VirtualPrinter
from tests.printer_drivers.papers import a_ticket, dots_at_random

M30 = profile("epson-tm-m30")
GRAPHICS = M30.model_copy(update={"raster": "gs_l"})


def printed(data: bytes, width_dots: int = 576) -> Paper:
    """Return the paper that *data* gives on a printer that shares no code with the sender."""
    printer = VirtualPrinter(width_dots=width_dots)
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
        "1d 76 30 00 02 00 02 00"  # GS v 0: 2 bytes wide, 2 rows
        "80 00 00 40"
        "1d 56 42 00"  # GS V 66: feed to the cutter and cut
    )


def test_the_graphics_command_stores_and_prints_the_same_picture():
    page = Image.new("1", (576, 1), 1)
    page.putpixel((7, 0), 0)

    assert encode(page, GRAPHICS) == bytes.fromhex(
        "1b 40 1d 61 ff"
        "1d 28 4c 0b 00 30 70 30 01 01 31 08 00 01 00 01"  # GS ( L 112: store
        "1d 28 4c 02 00 30 32"  # GS ( L 50: print
        "1d 56 42 00"
    )


@pytest.mark.parametrize("name", profiles())
def test_every_profile_prints_its_page_dot_by_dot(name):
    kind = profile(name)
    page = dots_at_random(kind.width_dots, 700)

    assert printed(encode(page, kind), kind.width_dots).image.tobytes() == page.tobytes()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(0, 2**32), st.sampled_from([M30, GRAPHICS]))
def test_every_picture_comes_out_as_it_went_in(height, seed, kind):
    page = dots_at_random(576, height, seed)

    assert printed(encode(page, kind)).image.tobytes() == page.tobytes()


def test_a_ticket_comes_out_as_it_was_laid_out():
    page = raster(a_ticket(), M30).image

    assert printed(encode(page, M30)).image.tobytes() == page.tobytes()


def test_a_ticket_fits_into_the_receive_buffer_of_a_network_printer():
    assert len(encode(raster(a_ticket(), M30).image, M30)) < 60_000


def test_no_band_is_higher_than_the_profile_allows():
    low = M30.model_copy(update={"band_rows": 16})
    data = encode(Image.new("1", (576, 100), 0), low)

    assert data.count(b"\x1dv0\x00\x48\x00\x10\x00") == 6


@pytest.mark.parametrize("page", [Image.new("1", (512, 8)), Image.new("L", (576, 8))])
def test_a_page_for_another_printer_is_refused(page):
    with pytest.raises(ValueError, match="1-bit, 576 dots wide"):
        encode(page, M30)


@pytest.mark.parametrize("missing_bytes", [1, 700, 9000])
def test_a_printer_left_inside_a_picture_wakes_up_and_prints_the_next_page_clean(missing_bytes):
    page = dots_at_random(576, 128)
    half = encode(Image.new("1", (576, 128), 0), M30)[:-4]
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
