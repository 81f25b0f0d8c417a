"""A ticket is light on its wire: 26 kB at most, whatever is on it and whoever prints it."""

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from printer_drivers.escpos import encode
from printer_drivers.layout import raster
from printer_drivers.profiles import profile
from tests.printer_drivers.papers import URL, a_ticket, read_codes
from tests.printer_drivers.tickets import KINDS, OFFICES, ticket_of

MOST = 26_000
#: One for each way of sending: in dots or not, 203 and 180 dpi, 80 and 58 mm.
PRINTERS = ("epson-tm-m30", "epson-tm-t88", "generic-80", "generic-58")


@pytest.mark.parametrize("language", OFFICES)
@pytest.mark.parametrize("printer", PRINTERS)
def test_every_ticket_in_every_language_is_light_and_its_code_is_read(printer, language):
    kind = profile(printer)
    for name in KINDS:
        page = raster(ticket_of(name, language), kind)

        assert len(encode(page.image, kind)) <= MOST, name
        assert page.missing == page.substituted == (), name
        assert read_codes(page.image) == [URL], name


def test_a_walk_in_gets_the_comfortable_size_and_every_sentence():
    plain = raster(ticket_of("walk_in", "ja"), profile("epson-tm-m30")).image
    heavier = raster(ticket_of("everything", "ja"), profile("epson-tm-m30")).image

    assert len(encode(plain, profile("epson-tm-m30"))) < 23_000
    assert heavier.height > plain.height


def test_an_office_may_put_its_mark_beside_its_name():
    mark = Image.new("1", (60, 40), 1)
    ImageDraw.Draw(mark).ellipse((2, 2, 38, 38), fill=0)
    file = BytesIO()
    mark.save(file, "PNG")
    marked = a_ticket(logo=base64.b64encode(file.getvalue()).decode())
    page = raster(marked, profile("epson-tm-m30")).image
    corner = page.crop((16, 0, 56, 70))

    assert corner.convert("L").histogram()[0] > 1000
    assert read_codes(page) == [URL]


@pytest.mark.parametrize("logo", ["", "no picture", base64.b64encode(b"GIF89a").decode()])
def test_a_mark_that_is_no_picture_is_left_out_and_the_ticket_printed(logo):
    kind = profile("epson-tm-m30")

    assert (
        raster(a_ticket(logo=logo), kind).image.tobytes()
        == raster(a_ticket(), kind).image.tobytes()
    )
