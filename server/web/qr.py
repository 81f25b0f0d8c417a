"""QR codes: of a token (version 1, level M, quiet zone 4) as PNG and SVG, of a link as SVG."""

import base64
from io import BytesIO
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

QUIET_ZONE = 4
PNG_DOTS_A_MODULE = 10


def _code(token: str) -> Any:
    code = qrcode.QRCode(
        version=1, error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=PNG_DOTS_A_MODULE
    )
    code.add_data(token, optimize=0)
    code.make(fit=False)
    return code


def png_base64(token: str) -> str:
    """Return the picture as PNG in base64."""
    out = BytesIO()
    _code(token).make_image().save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def svg(token: str) -> str:
    """Return the picture as SVG text."""
    text: str = _code(token).make_image(SvgPathImage).to_string(encoding="unicode")
    return text


def link_svg(link: str) -> str:
    """Return the picture of an address as SVG text, as small as it can be read."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(link)
    text: str = code.make_image(SvgPathImage).to_string(encoding="unicode")
    return text
