"""QR codes as pictures whose modules lie on whole dots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

#: Blank modules that a reader needs around the code.
QUIET_ZONE = 4
_FEWEST_DOTS, _MOST_DOTS = 6, 8


@dataclass(frozen=True)
class Qr:
    """A QR code: `svg` has one unit a module and no quiet zone."""

    modules: int
    svg: str

    def dots_a_module(self, room: int) -> int:
        """Return how many dots a module gets, 6 to 8, to fit into *room* dots if it can."""
        return max(_FEWEST_DOTS, min(_MOST_DOTS, room // self.modules))


def qr(text: str) -> Qr:
    """Return the QR code of *text*, level M, in the smallest version.

    >>> qr("WQ17A3F9K2Z8M4PR6T0J").modules
    21
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    # long upper-case parts, like the code in a link, take less room than the rest
    code.add_data(text, optimize=20)
    code.make(fit=True)
    rows = code.get_matrix()
    bars = "".join(
        f"M{x} {y}h{width}v1h-{width}z"
        for y, row in enumerate(rows)
        for x, width in _dark_runs(row)
    )
    size = len(rows)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size}" height="{size}" shape-rendering="crispEdges"><path d="{bars}"/></svg>'
    )
    return Qr(size, svg)


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length
