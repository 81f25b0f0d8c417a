"""axe-core finds nothing on any page of the staff, in any of its states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.parts.axe import findings
from tests.parts.consoles import Consoles, enter, press_enter, says, take_number
from tests.parts.demo_city import CLERK, PASSWORD

pytestmark = pytest.mark.slow


def test_login_and_the_choice_of_a_counter(open_page: Callable[..., Page], consoles: Consoles):
    page = open_page(1366, 768)
    page.goto(f"{consoles.server.url}/staff/login")
    assert findings(page) == []
    page.fill("#login", CLERK)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".places").first).to_be_visible()
    assert findings(page) == []


def test_the_console_in_each_of_its_states(consoles: Consoles):
    page = consoles.open("1")
    assert findings(page) == []
    first = take_number(consoles.machine)
    take_number(consoles.machine)
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ")
    assert findings(page) == []
    page.keyboard.press("7")
    expect(page.locator("#given")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Escape")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", first)
    assert findings(page) == []
    press_enter(page, "対応を始める")
    says(page, "対応中", first)
    page.keyboard.press("*")
    expect(page.locator(".choices")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()
    assert findings(page) == []


def test_the_console_without_its_server(consoles: Consoles):
    page = consoles.open("1")
    page.context.set_offline(True)
    expect(page.locator("#strip")).to_contain_text("ネットワークが切れています")
    assert findings(page) == []


def test_the_rules_are_really_asked(open_page: Callable[..., Page]):
    page = open_page()
    page.set_content("<!doctype html><img src='x.png'><input>")
    assert any(found.startswith("image-alt") for found in findings(page))
    assert any(found.startswith("label") for found in findings(page))
