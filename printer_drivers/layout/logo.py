"""An office's own mark on its papers. None is shipped."""

import base64
import binascii
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from printer_drivers.layout.dots import Dots, dots_of_image
from printer_drivers.profiles import Profile

#: The place of a logo at 203 dpi, in dots.
WIDEST, HIGHEST = 160, 48


def logo(picture: str, profile: Profile) -> Dots | None:
    """Return the mark in *picture* (a PNG in base64) for a printer of *profile*.

    It is never enlarged. What is no picture is left out: a ticket matters more than a mark.
    """
    try:
        image = Image.open(BytesIO(base64.b64decode(picture, validate=True)))
        image.load()
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError):
        return None
    scale = min(profile.dpi / 203, WIDEST / image.width, HIGHEST / image.height, 1)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    grey = _on_white(image)
    return dots_of_image(grey if size == grey.size else grey.resize(size))


def _on_white(image: Image.Image) -> Image.Image:
    with_alpha = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, with_alpha).convert("L")
