"""A QR as part of a page: one path, sharp at any size."""

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4


def qr_svg(text: str) -> Markup:
    """Return *text* as an SVG element with its quiet zone."""
    rows = _rows(text, _QUIET)
    return Markup(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="QR" '
        'shape-rendering="crispEdges"><path d="{1}"/></svg>'
    ).format(len(rows), _dots(rows))


def qr_path(text: str) -> Markup:
    """Return *text* as a path for a picture of a QR, without quiet zone."""
    return Markup('<path d="{}"/>').format(_dots(_rows(text, 0)))


def _rows(text: str, border: int) -> list[list[bool | None]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=border)
    code.add_data(text)
    rows: list[list[bool | None]] = code.get_matrix()
    return rows


def _dots(rows: list[list[bool | None]]) -> str:
    return "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
