"""Papers look as they did when somebody last looked at them, dot by dot.

After a wanted change: ``python -m tests.pictures.papers --golden``, and look at each.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from printer_drivers.layout import raster
from printer_drivers.profiles import profile
from tests.printer_drivers.papers import a_form
from tests.printer_drivers.tickets import OFFICES, ticket_of

GOLDEN = Path(__file__).parent / "data" / "golden"
PAPERS = {
    **{f"ticket-{language}": ticket_of("walk_in", language) for language in OFFICES},
    "ticket-reserved": ticket_of("reserved", "ja"),
    "ticket-everything": ticket_of("everything", "ja"),
    "ticket-offline": ticket_of("offline", "ja"),
    "form": a_form(),
    "form-draft": a_form(print_mode="draft_only"),
    "form-copy": a_form(duplicate=True),
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_did(name, tmp_path):
    kept = Image.open(GOLDEN / f"{name}.png").convert("1")
    now = raster(PAPERS[name], profile("epson-tm-m30")).image

    now.save(tmp_path / f"{name}.png")
    assert now.size == kept.size, f"see {tmp_path}"
    differs = ImageChops.logical_xor(now, kept).getbbox()
    assert differs is None, f"dots differ inside {differs}: see {tmp_path}"
