"""Documents in, papers out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from printer_drivers.documents import FormDocument, SheetDocument, TicketDocument
from printer_drivers.layout.form import form_data
from printer_drivers.layout.sheet import sheet_data
from printer_drivers.layout.ticket import ticket_data
from printer_drivers.layout.typesetting import Template, typesetter
from printer_drivers.profiles import Profile

#: Lighter grey than this stays white; found by eye on 203 dpi.
_THRESHOLD = 140
#: The length of A4.
_LONGEST_MM = 297.0

#: The language of a document, its texts, and what is no text.
Data = tuple[str, dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A paper for a thermal printer."""

    #: 1-bit, exactly as wide as the printer prints.
    image: Image.Image
    #: What no font has; drawn 〓. Staff must be told.
    missing: tuple[str, ...] = ()
    #: Variants that no font has; their plain form was drawn.
    substituted: tuple[str, ...] = ()


def raster(document: TicketDocument | FormDocument, profile: Profile) -> Page:
    """Return *document* as a picture for a printer of *profile*: no greys, no smoothing.

    A form longer than A4 is set tighter, so that it can be filed with the others.
    """
    paper = {"width_dots": profile.width_dots, "dpi": profile.dpi}
    if isinstance(document, TicketDocument):
        return _page(document.kind, ticket_data(document), paper, profile)
    data = form_data(document)
    page = _page(document.kind, data, paper | {"tight": False}, profile)
    if page.image.height <= _LONGEST_MM / 25.4 * profile.dpi:
        return page
    return _page(document.kind, data, paper | {"tight": True}, profile)


def _page(template: Template, data: Data, paper: dict[str, Any], profile: Profile) -> Page:
    language, texts, plain = data
    made = typesetter().png(template, language, texts, plain | paper, profile.dpi)
    grey = Image.open(BytesIO(made.pages)).convert("L")
    bits = grey.point(lambda value: 255 if value >= _THRESHOLD else 0).convert(
        "1", dither=Image.Dither.NONE
    )
    return Page(bits, made.missing, made.substituted)


def pdf(document: FormDocument | SheetDocument) -> bytes:
    """Return *document* as an A4 PDF."""
    if isinstance(document, FormDocument):
        return typesetter().pdf("form_a4", *form_data(document)).pages
    return typesetter().pdf("sheet_a4", *sheet_data(document)).pages
