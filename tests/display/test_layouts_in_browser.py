"""Every layout of the screens: large figures, readable by every eye, nothing for axe to find."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from config.schema.displays import Display
from tests.display.cable import Cable
from tests.display.conftest import wait_until
from tests.display.tiny_office import TinyOffice
from tests.parts.axe import findings
from tests.parts.colour_vision import alike, hard_to_read

pytestmark = pytest.mark.slow

LAYOUTS = ("area", "mixed", "waiting", "handover", "media")
#: Layouts that people look up to from ten metres: what is called, what is ready.
CALLING = ("area", "mixed", "waiting", "handover")
BAND = {
    "preset": "closing_soon", "text": "まもなく受付を終わります",
    "until": "2026-11-24T12:00:00+09:00",
}  # fmt: skip

#: The height of the ink of a figure, in hundredths of the screen's height.
FIGURES = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const numbers = [...document.querySelectorAll(".digits .cell, .counter .cell")];
  return numbers.filter((one) => one.checkVisibility()).map((one) => {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(one);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const ink = pen.measureText("0");
    return 100 * (ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent) / innerHeight;
  });
}"""
#: Figures that lie over one another or leave their row.
CROWDED = """() => [...document.querySelectorAll("#rows .row, .ready, .line")].flatMap((row) => {
  const place = row.getBoundingClientRect();
  return [...row.querySelectorAll(".number:has(.cell)")].filter((number) => {
    const cells = [...number.querySelectorAll(".cell")];
    const last = cells.at(-1).getBoundingClientRect();
    const tile = row.querySelector(".tile, .count")?.getBoundingClientRect().left ?? place.right;
    return last.right > tile + 1 || cells[0].getBoundingClientRect().left < place.left;
  }).map((number) => number.textContent);
})"""


@pytest.fixture
def show(office: TinyOffice, cable: Cable, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Return ``show(layout)``: a full screen of that layout, instead of the one before."""
    hanging: list[Page] = []
    for layout in LAYOUTS:
        office.displays[layout] = Display(code=layout, area="1F", layout=layout)

    def shown(layout: str, **options: object) -> Page:
        while hanging:
            hanging.pop().close()
        page = open_page(1920, 1080, reduced_motion="reduce", **options)
        hanging.append(page)
        page.goto(f"http://127.0.0.1:{cable.port}/display/27125/{layout}")
        wait_until(page, "document.fonts.status === 'loaded'")
        return page

    return shown


def fill(office: TinyOffice, last: str = "A118") -> None:
    """Let the office be busy: a call just now, earlier ones, absent people, papers."""
    for number in range(105, 110):
        office.call(f"A{number}", "6", direction="ahead", ago=timedelta(minutes=3))
    office.call("B041", "12", direction="left", ago=timedelta(minutes=2))
    office.call(last, "3", direction="left")
    office.absent = ["N004"]
    now = office.now()
    office.handover = {
        "ready": [
            {"seq": 90 - at, "label": label, "counter": "12",
             "at": (now - timedelta(minutes=3 * at)).isoformat()}
            for at, label in enumerate((last, "A087", "B032", "A083", "C011"))
        ],
        "preparing": ["A095", "A097"],
        "counters": [{"counter": "12", "direction": "left"}],
    }  # fmt: skip


def stop(page: Page, cable: Cable) -> None:
    """Cut the page off until it says so."""
    cable.pull()
    wait_until(page, "document.body.classList.contains('stale')", 40)


@pytest.mark.parametrize("label", ["A118", "A1018"])
@pytest.mark.parametrize("layout", CALLING)
def test_figures_are_a_ninth_of_the_screen_in_every_state(office, cable, show, layout, label):
    fill(office, label)
    del office.waiting[4:]  # one page of the list: no other comes while it stops
    page = show(layout)
    assert min(page.evaluate(FIGURES)) >= 11
    assert page.evaluate(CROWDED) == []
    office.broadcasts = [BAND]
    page = show(layout)
    assert page.locator("#band-text").is_visible()
    assert min(page.evaluate(FIGURES)) >= 11
    stop(page, cable)
    assert min(page.evaluate(FIGURES)) >= 11
    assert page.evaluate(CROWDED) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_axe_finds_nothing_and_every_eye_can_read(office, cable, show, layout):
    found: dict[str, list[str]] = {}
    page = show(layout)
    found["nobody"] = [*findings(page), *hard_to_read(page)]
    fill(office)
    page = show(layout)
    found["busy"] = [*findings(page), *hard_to_read(page)]
    office.broadcasts = [BAND | {"preset": "evacuate"}]
    page = show(layout)
    found["band"] = [*findings(page), *hard_to_read(page)]
    stop(page, cable)
    found["stopped"] = [*findings(page), *hard_to_read(page)]
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


GROUND = "one => getComputedStyle(one).backgroundColor"
BORDER = "one => getComputedStyle(one).borderTopColor"


def test_what_is_new_is_told_by_more_than_its_colour(office, cable, show):
    page = show("area")
    fill(office)  # now that it hangs: what is new is new for 15 s
    new, old = page.locator("#rows .row.new").first, page.locator("#rows .row:not(.new)").first
    tile = ".tile"
    assert alike({"a new call": new.evaluate(GROUND), "an old one": old.evaluate(GROUND)}) == []
    tiles = {"new": new.locator(tile).evaluate(GROUND), "old": old.locator(tile).evaluate(GROUND)}
    assert alike(tiles) == []
    # A frame, and a counter that is written light on dark instead of dark on light.
    assert alike({"frame": new.evaluate(BORDER), "ground": new.evaluate(GROUND)}) == []
    page.wait_for_selector("#absent:visible")  # with the next picture, not with the call
    assert page.locator("#absent").inner_text().startswith("お席に")
    stop(page, cable)
    assert "更新停止中" in page.locator("#stopped").inner_text()

    cable.plug_in()
    page = show("handover")
    fill(office)
    new, old = page.locator(".ready.new").first, page.locator(".ready:not(.new)").first
    ground = {"ready just now": new.evaluate(GROUND), "before": "rgb(255, 255, 255)"}
    assert alike(ground) == []
    shadows = [one.evaluate("one => getComputedStyle(one).boxShadow") for one in (new, old)]
    assert shadows[1] == "none" != shadows[0]


def test_a_display_with_a_name_stays_as_it_is_and_follows_what_is_published(office, show):
    fill(office)
    page = show("mixed")
    page.evaluate("window.stays = true")
    page.wait_for_timeout(8_000)  # more than one heartbeat, each with the setting
    assert page.evaluate("window.stays === true")
    with page.expect_navigation(timeout=60_000):
        office.displays["mixed"] = Display(code="mixed", area="1F", layout="mixed", volume=10)
    assert page.evaluate("window.stays === undefined")
