"""QR codes as pictures whose modules lie on whole dots."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from printer_drivers.layout.dots import Dots, dots_of

#: Blank modules that a reader needs around the code.
QUIET_ZONE = 4


def qr(text: str) -> Dots:
    """Return the QR code of *text*, one dot a module, level M, in the smallest version.

    >>> qr("WQ17A3F9K2Z8M4PR6T0J").width
    21
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    # long upper-case parts, like the code in a link, take less room than the rest
    code.add_data(text, optimize=20)
    code.make(fit=True)
    return dots_of(code.get_matrix())
