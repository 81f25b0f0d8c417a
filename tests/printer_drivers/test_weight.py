"""A ticket is light on its wire: 26 kB at most, whatever is on it and whoever prints it."""

import base64
from collections.abc import Iterable
from io import BytesIO
from unicodedata import east_asian_width

import pytest
from PIL import Image, ImageDraw

from config import load_pack
from printer_drivers.documents import TicketDocument
from printer_drivers.escpos import encode
from printer_drivers.layout import raster
from printer_drivers.profiles import profile
from server.services.words import AT_SEAT, FILLED_FORM
from tests.printer_drivers.papers import URL, a_ticket, read_codes
from tests.printer_drivers.tickets import KINDS, OFFICES, ticket_of

MOST = 26_000
#: One for each way of sending: in dots or not, 203 and 180 dpi, 80 and 58 mm.
PRINTERS = ("epson-tm-m30", "epson-tm-t88", "generic-80", "generic-58")
#: Kinds of tickets that say much.
HEAVY = ("reserved", "offline", "many_things", "everything")
CITY = load_pack("osaka-demo")


@pytest.mark.parametrize("language", OFFICES)
@pytest.mark.parametrize("printer", PRINTERS)
def test_every_ticket_in_every_language_is_light_and_its_code_is_read(printer, language):
    kind = profile(printer)
    for name in KINDS:
        ticket = ticket_of(name, language)
        page = raster(ticket, kind)

        assert len(encode(page.image, kind)) <= MOST, name
        assert page.missing == page.substituted == (), name
        assert read_codes(page.image) == list(filter(None, [ticket.visit_url])), name


@pytest.mark.parametrize("language", OFFICES)
@pytest.mark.parametrize("printer", PRINTERS)
def test_the_longest_names_of_the_city_are_light_too(printer, language):
    kind = profile(printer)
    for name in HEAVY:
        page = raster(_longest(ticket_of(name, language)), kind)

        assert len(encode(page.image, kind)) <= MOST, name
        assert page.missing == page.substituted == (), name


def _longest(ticket: TicketDocument) -> TicketDocument:
    """Return *ticket* with the longest office, service, place and thing to bring of the city."""
    said, offices = ticket.language, list(CITY.offices)
    services = [one.names for office in offices for one in office.services]
    areas = [one.names for office in offices for one in office.areas]
    form = _widest(one.title.in_language(said) for one in CITY.forms)
    names = {
        "office": _widest(one.names.in_language(said) for one in offices),
        "service": _widest(one.in_language(said) for one in services),
        "service_ja": _widest(one.ja for one in services),
        "where": AT_SEAT[said].format(area=_widest(one.in_language(said) for one in areas)),
        "label": "A1030",
    }
    if ticket.bring:
        names["bring"] = (FILLED_FORM[said].format(form=form), *ticket.bring)
    return ticket.model_copy(update=names)


def _widest(texts: Iterable[str]) -> str:
    return max(texts, key=lambda text: sum(1 + (east_asian_width(c) in "WF") for c in text))


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
