"""A manager words a letter with the keyboard and sees it as it would arrive."""

import pytest
from playwright.sync_api import expect

from tests.parts.axe import findings
from tests.parts.consoles import Consoles
from tests.web.test_catalogue_editor_in_browser import press, tab_to
from tests.web.test_catalogue_in_browser import log_in, people

__all__ = ["people"]

pytestmark = pytest.mark.slow


def test_a_letter_is_worded_by_keyboard_and_shown_as_it_arrives(people, consoles: Consoles):
    page = log_in(consoles, "kaori", "?kind=letter")
    assert findings(page) == []
    page.click("text=予約の受付 >> nth=0")
    page.click("text=この区だけ変える")
    page.locator("body[data-ready] #editor").wait_for()
    assert findings(page) == []

    tab_to(page, "[name=body]")
    page.keyboard.press("Control+Home")
    page.keyboard.type("15台の駐車場があります。")
    tab_to(page, "[data-insert='{office}']")
    page.keyboard.press("Enter")
    expect(page.locator("[name=body]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".mail-body")).to_contain_text("15台の駐車場があります。住之江区役所")
    expect(page.locator("#diff ins")).to_contain_text("15台の駐車場")
    expect(page.locator("#check")).to_contain_text("この言葉は標準の文のままです")
    assert findings(page) == []

    tab_to(page, "[name=subject]")
    page.keyboard.press("End")
    page.keyboard.type("{nmae}")
    page.keyboard.press("Tab")
    expect(page.locator("[data-wrong=subject]")).to_contain_text("1行目: {nmae}")
    tab_to(page, "[name=subject]")
    page.keyboard.press("End")
    for _ in range(len("{nmae}")):
        page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    expect(page.locator("[data-wrong]")).to_have_count(0)
    press(page, "[value=standard]")
    expect(page.locator("#diff")).to_contain_text("市の標準と同じです")
