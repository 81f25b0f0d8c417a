"""The back office's page in a real browser: digits tick papers, Enter opens when all are there."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.parts.api import Api
from tests.parts.axe import findings
from tests.parts.colour_vision import hard_to_read
from tests.parts.consoles import ANSWER_MS, Consoles, take_number
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow

DESK = f"/offices/{OFFICE}/counters/1"


def receive(machine: Api, *papers: dict, service: str = "certificates") -> str:
    """Serve the next one at counter 1, who then waits for papers; return the label."""
    label = take_number(machine, service)
    assert machine.post(f"{DESK}/call", {"label": label}).status == 200
    assert machine.post(f"{DESK}/start").status == 200
    following = {"queue": "handover", "preparing": True, "papers": list(papers)}
    assert machine.post(f"{DESK}/finish", {"next": [following]}).status == 200
    return label


def test_papers_are_ticked_by_digit_and_enter_opens_only_when_all_are_there(consoles: Consoles):
    machine = consoles.machine
    machine.post(f"{DESK}/open")
    machine.post(f"/offices/{OFFICE}/counters/13/open")
    first = receive(
        machine, {"code": "juminhyo", "copies": 2}, {"code": "seal_certificate", "copies": 1}
    )
    second = receive(machine, {"code": "koseki"})
    page = consoles.log_in(f"/staff/handover/{OFFICE}")
    expect(page.locator("#rows tr")).to_have_count(2, timeout=ANSWER_MS)
    expect(page.locator("#rows tr").first).to_contain_text("住民票の写し 2通・印鑑登録証明書 1通")
    expect(page.locator("#rows tr").first).to_contain_text("900円")
    expect(page.locator("#detail .number")).to_have_attribute("aria-label", first)

    page.keyboard.press("Enter")  # nothing is there yet, so nothing happens
    for digit in ("1", "2"):
        page.keyboard.press(digit)
        paper = page.locator(f".papers li:nth-child({digit}) button")
        expect(paper).to_have_attribute("aria-pressed", "true", timeout=ANSWER_MS)
    expect(page.locator("#detail .enter-block")).to_contain_text("あと1つに印をつけると押せます")
    assert findings(page) == []
    assert hard_to_read(page) == []
    bar = page.locator("#bar").bounding_box()
    assert bar is not None
    assert (round(bar["height"]), round(bar["y"] + bar["height"])) == (52, 768)
    if folder := os.environ.get("MADOGUCHI_PICTURES"):
        page.screenshot(path=Path(folder) / "handover.png")
    page.keyboard.press("Backspace")
    expect(page.locator(".papers .done")).to_have_count(1, timeout=ANSWER_MS)
    for digit in ("2", "3"):
        page.keyboard.press(digit)
        paper = page.locator(f".papers li:nth-child({digit}) button")
        expect(paper).to_have_attribute("aria-pressed", "true", timeout=ANSWER_MS)
    expect(page.locator(".chip-good", has_text="そろった")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("#rows tr")).to_have_count(1, timeout=ANSWER_MS)
    expect(page.locator("#detail .number")).to_have_attribute("aria-label", second)
    expect(page.locator("#counters .standing").first).to_contain_text("次に呼ばれます")
    called = machine.post(f"/offices/{OFFICE}/counters/13/call-next").body["call"]
    assert called["label"] == first
    expect(page.locator("#counters")).to_contain_text("呼出中", timeout=ANSWER_MS)
