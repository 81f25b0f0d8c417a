"""Pictures of what people see, read by a QR reader that shares no code with ours."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator


def picture_of(place: Locator) -> Image.Image:
    """Return a screenshot of *place*."""
    return Image.open(io.BytesIO(place.screenshot()))


def codes_in(picture: Image.Image) -> list[str]:
    """Return the texts of all QR codes in *picture*."""
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
