"""Documents in, papers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from printer_drivers.documents import (
    CoverDocument,
    FormDocument,
    SheetDocument,
    TicketDocument,
    Wait,
)
from printer_drivers.layout.blanks import Blanks
from printer_drivers.layout.cover import cover_data
from printer_drivers.layout.form import form_data, form_texts
from printer_drivers.layout.overlay import filled
from printer_drivers.layout.sheet import sheet_data
from printer_drivers.layout.strips import strips
from printer_drivers.layout.ticket import FITS, body_texts, head_texts, language_of
from printer_drivers.layout.typesetting import typesetter
from printer_drivers.layout.words import JAPAN, words_of
from printer_drivers.profiles import Profile, profile


@dataclass(frozen=True)
class Page:
    """A paper for a thermal printer."""

    #: 1-bit, exactly as wide as the printer prints; each is cut off by itself.
    images: tuple[Image.Image, ...]
    #: What no font has; drawn 〓. Staff must be told.
    missing: tuple[str, ...] = ()
    #: Variants that no font has; their plain form was drawn.
    substituted: tuple[str, ...] = ()

    @property
    def image(self) -> Image.Image:
        """The first sheet: the only one, but of very long forms."""
        return self.images[0]


def warm_up() -> None:
    """Load the compiler and all fonts, once, so that no resident waits for it."""
    now = datetime.now(JAPAN)
    shown = words_of("vi")["end"]  # in no font alone
    sample = TicketDocument(
        title=shown, office=shown, label="A1", service=shown, service_ja=shown, issued_at=now,
        order_time=now, visit_class="walk_in", where=shown, ahead=0, wait=Wait(state="soon"),
    )  # fmt: skip
    raster(sample, profile("generic-80"))


def missing_in(document: TicketDocument | FormDocument) -> tuple[str, ...]:
    """Return the characters of *document* that no font has, without drawing it."""
    if isinstance(document, FormDocument):
        return typesetter().missing_in("ja", form_texts(document))
    texts = head_texts(document) | body_texts(document, FITS[0])
    return typesetter().missing_in(language_of(document), texts)


def raster(document: TicketDocument | FormDocument, profile: Profile) -> Page:
    """Return *document* as a picture for a printer of *profile*: no greys, no smoothing."""
    sheets: list[list[Image.Image]] = [[]]
    missing: list[str] = []
    substituted: list[str] = []
    for strip in strips(document, profile):
        sheets[-1].append(strip.image)
        missing += strip.missing
        substituted += strip.substituted
        if strip.is_last:
            sheets.append([])
    images = tuple(map(_joined, filter(None, sheets)))
    return Page(images, tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(substituted)))


def _joined(images: Sequence[Image.Image]) -> Image.Image:
    """Return one picture of *images* below each other."""
    sheet = Image.new("1", (images[0].width, sum(image.height for image in images)))
    at = 0
    for image in images:
        sheet.paste(image, (0, at))
        at += image.height
    return sheet


@dataclass(frozen=True)
class A4:
    """A paper for an office printer, and what on it no font could draw right."""

    pdf: bytes
    missing: tuple[str, ...] = ()
    substituted: tuple[str, ...] = ()


def a4(form: FormDocument, blanks: Blanks | None = None) -> A4:
    """Return *form* on A4: on the office's own blank if *blanks* has one, else as we draw it.

    Raises:
        BadBlank: the office's own form does not fit.
    """
    blank = blanks.of(form.form) if blanks else None
    made = filled(blank, form) if blank else typesetter().pdf("form_a4", *form_data(form))
    return A4(made.pages, made.missing, made.substituted)


def picture(form: FormDocument, dpi: int = 110) -> bytes:
    """Return the first page of *form* on A4 as a PNG, for a screen."""
    return typesetter().png("form_a4", *form_data(form), dpi).pictures[0]


def pdf(document: FormDocument | SheetDocument | CoverDocument) -> bytes:
    """Return *document* as an A4 PDF."""
    if isinstance(document, FormDocument):
        return a4(document).pdf
    if isinstance(document, CoverDocument):
        return typesetter().pdf("cover_a4", *cover_data(document)).pages
    return typesetter().pdf("sheet_a4", *sheet_data(document)).pages
