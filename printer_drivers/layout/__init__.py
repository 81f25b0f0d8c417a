"""How a document looks: the only place that draws.

`strips` gives the 1-bit pictures that a thermal printer prints one below the other, `raster`
the whole of them, `pdf` and `a4` the A4 paper, `picture` what of it a screen shows.
`missing_in` says beforehand what will be drawn 〓; `warm_up` loads fonts before they are needed.
"""

from printer_drivers.layout.blanks import Blanks
from printer_drivers.layout.pages import A4, Page, a4, missing_in, pdf, picture, raster, warm_up
from printer_drivers.layout.strips import Strip, strips

__all__ = [
    "A4", "Blanks", "Page", "Strip", "a4", "missing_in", "pdf", "picture", "raster", "strips",
    "warm_up",
]  # fmt: skip
