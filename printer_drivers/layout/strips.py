"""A paper as strips, one below the other: the first is ready long before the last.

A printer begins with a ticket's number while the rest of the ticket is still being set.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from printer_drivers.bands import Band, bands_of, rows_of, weight
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.layout.dots import THRESHOLD
from printer_drivers.layout.form import form_data
from printer_drivers.layout.ticket import (
    FITS,
    Fit,
    body_texts,
    head_texts,
    language_of,
    letters_in,
)
from printer_drivers.layout.ticket_pictures import body_pictures, head_pictures, typed_code
from printer_drivers.layout.typesetting import Template, typesetter
from printer_drivers.profiles import Profile

#: A ticket's picture in bytes, so that with its commands it stays within 26 kB.
_HEAVIEST = 25_900
#: Bytes that a ticket's pictures take, and a half-width letter for each dot of its size.
_PICTURES, _A_LETTER = 4_800, 1.72
#: Scripts with more ink, and small type, which has fewer rows alike; found by measuring many.
_INK = {"ja": 1.06, "zh_hans": 1.09, "zh_hant": 1.09}
_SMALLER = 0.018
#: White below the last ink, in dots.
_WHITE_END = 40
#: The length of A4.
_LONGEST_MM = 297.0
_BLACK_OR_WHITE = [255 * (value >= THRESHOLD) for value in range(256)]

#: The language of a document, its texts, and what is no text.
Data = tuple[str, dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class Strip:
    """A piece of a paper from edge to edge."""

    #: 1-bit, exactly as wide as the printer prints.
    image: Image.Image
    #: The same, as it is sent.
    bands: tuple[Band, ...]
    #: The paper is cut off below it.
    is_last: bool = True
    #: What no font has; drawn 〓. Staff must be told.
    missing: tuple[str, ...] = ()
    #: Variants that no font has; their plain form was drawn.
    substituted: tuple[str, ...] = ()


def strips(document: TicketDocument | FormDocument, profile: Profile) -> Iterator[Strip]:
    """Yield *document* for a printer of *profile*, each strip as soon as it is set.

    A form longer than A4 is set tighter, so that it can be filed with the others; if it still
    is, it goes on on a second sheet, with its number and code on each.
    """
    if isinstance(document, TicketDocument):
        yield from _ticket(document, profile)
    else:
        yield from _form(document, profile)


def _form(form: FormDocument, profile: Profile) -> Iterator[Strip]:
    language, texts, plain = form_data(form)
    for shape in ({}, {"tight": True}, {"tight": True, "sheets": True}):
        looks = plain | {"tight": False, "sheets": False} | shape
        sheets = list(_strips("form", (language, texts, looks), profile))
        if sheets[0].image.height <= _LONGEST_MM / 25.4 * profile.dpi:
            break
    yield from sheets


def _ticket(ticket: TicketDocument, profile: Profile) -> Iterator[Strip]:
    """Yield the number and where to wait, then the rest in the first fit that is light enough.

    Setting it takes some 30 ms, so fits that are surely too heavy are passed over.
    """
    head, surely = None, 0.96
    for fit in FITS:
        about = _weight_of(ticket, fit, profile)
        if about * surely > _HEAVIEST and fit is not FITS[-1]:
            continue
        if head is None:
            yield (head := _head(ticket, fit, profile))
            pictures = body_pictures(ticket, profile, typesetter().fonts)
        body = _body(ticket, fit, profile, pictures)
        weighs = sum(weight(one.bands, margins=profile.in_dots) for one in (head, body))
        if weighs <= _HEAVIEST:
            break
        surely = 0.99 * weighs / about
    yield body


def _head(ticket: TicketDocument, fit: Fit, profile: Profile) -> Strip:
    plain = head_pictures(ticket, profile, typesetter().fonts) | {"body": fit.body}
    data = language_of(ticket), head_texts(ticket), plain
    [head] = _strips("ticket_head", data, profile)
    return replace(head, is_last=False)


def _body(ticket: TicketDocument, fit: Fit, profile: Profile, pictures: Mapping[str, Any]) -> Strip:
    code = typed_code(ticket) if fit.spare else ""
    plain = {**pictures, "body": fit.body, "code": code}
    data = language_of(ticket), body_texts(ticket, fit), plain
    [body] = _strips("ticket_body", data, profile)
    return body


def _weight_of(ticket: TicketDocument, fit: Fit, profile: Profile) -> float:
    """Return about how many bytes *ticket* takes."""
    letters = letters_in(head_texts(ticket)) + letters_in(body_texts(ticket, fit))
    area = (fit.body * profile.dpi / 203) ** 2 / fit.body
    margins = 1 if profile.in_dots else 1.1
    small = 1 + _SMALLER * (FITS[0].body - fit.body)
    ink = _INK.get(language_of(ticket), 1)
    return ink * margins * small * (_PICTURES + _A_LETTER * area * letters)


def _strips(template: Template, data: Data, profile: Profile) -> Iterator[Strip]:
    """Yield each picture that *template* gives, in black and white and cut into bands."""
    language, texts, plain = data
    paper = {"width_dots": profile.width_dots, "dpi": profile.dpi}
    made = typesetter().png(template, language, texts, {**plain, **paper}, profile.dpi)
    for picture in made.pictures:
        image = _in_black(picture)
        bands = tuple(bands_of(rows_of(image), profile.band_rows, margins=profile.in_dots))
        yield Strip(image, bands, missing=made.missing, substituted=made.substituted)


def _in_black(picture: bytes) -> Image.Image:
    """Return a picture without greys, and without most of the white that it ends with."""
    grey = Image.open(BytesIO(picture)).convert("L")
    bits = grey.point(_BLACK_OR_WHITE, "1")
    ink = ImageChops.invert(bits).getbbox()
    end = min(grey.height, (ink[3] if ink else 0) + _WHITE_END)
    return bits.crop((0, 0, grey.width, end))
