"""Documents in, papers out."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from printer_drivers.documents import FormDocument, SheetDocument, TicketDocument
from printer_drivers.layout.form import form_data
from printer_drivers.layout.sheet import sheet_data
from printer_drivers.layout.ticket import ticket_data
from printer_drivers.layout.typesetting import typesetter
from printer_drivers.profiles import Profile

#: Lighter grey than this stays white; found by eye on 203 dpi.
_THRESHOLD = 140


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
    """Return *document* as a picture for a printer of *profile*: no greys, no smoothing."""
    if isinstance(document, TicketDocument):
        language, texts, plain = ticket_data(document)
    else:
        language, texts, plain = form_data(document)
    paper = {"width_dots": profile.width_dots, "dpi": profile.dpi}
    made = typesetter().png(document.kind, language, texts, plain | paper, profile.dpi)
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
