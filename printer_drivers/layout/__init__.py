"""How a document looks: the only place that draws.

`raster` gives the 1-bit picture that a thermal printer prints, `pdf` the A4 paper.
"""

from printer_drivers.layout.pages import Page, pdf, raster

__all__ = ["Page", "pdf", "raster"]
