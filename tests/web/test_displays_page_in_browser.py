"""The manager's page of the displays in a real browser: it fits, and axe finds nothing."""

import pytest
from playwright.sync_api import expect

from tests.parts.axe import findings
from tests.parts.colour_vision import hard_to_read
from tests.parts.consoles import Consoles
from tests.parts.demo_city import OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow

MANAGER = "sachiko"
#: What stands out of the window or of its own card to the right.
CUT_OFF = """() => {
  const all = [...document.querySelectorAll("main .card, main .chip, #preview")];
  const right = (one) => one.getBoundingClientRect().right;
  return all.filter((one) => right(one) > Math.min(innerWidth, right(one.parentElement) + 1))
    .map((one) => one.id || one.textContent);
}"""


def test_the_displays_page_fits_the_screen_and_shows_the_picture_as_it_hangs(
    consoles: Consoles, sqlite_office: DemoOffice
):
    new = ("staff", "create", MANAGER, "--role", "manager", "--office", OFFICE)
    sqlite_office.processes.run(*new, *sqlite_office.options, stdin=f"{PASSWORD}\n")
    page = consoles.log_in(f"/staff/displays/{OFFICE}", login=MANAGER)
    expect(page.locator(".display-item")).to_have_count(2)
    picture = page.frame_locator("#frame")
    expect(picture.locator("#rows .row").first).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    box = page.locator("#preview").bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.02
    assert findings(page) == []
    assert hard_to_read(page) == []
