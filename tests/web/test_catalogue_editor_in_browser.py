"""A manager makes a procedure and a form of the ward's own, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.parts.axe import findings
from tests.parts.consoles import Consoles
from tests.web.test_catalogue_in_browser import log_in, people

__all__ = ["people"]

pytestmark = pytest.mark.slow


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what *selector* names has the focus."""
    page.locator("#main").focus()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("([one]) => document.activeElement.matches(one)", [selector]):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def press(page: Page, selector: str) -> None:
    """Press a button that leads to a new page, and wait for it."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("body[data-ready]").wait_for()


def new_entry(consoles: Consoles, kind: str, **names: str) -> Page:
    page = log_in(consoles, "kaori", f"/new?kind={kind}")
    assert findings(page) == []
    for name, text in names.items():
        tab_to(page, f"[name={name}]")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("body[data-ready] #editor").wait_for()
    return page


def test_a_new_procedure_gets_conditions_in_conditions_by_keyboard(people, consoles):
    page = new_entry(
        consoles, "procedure",
        name_ja="自転車の登録", name_kana="じてんしゃのとうろく", name_en="Bicycle",
    )  # fmt: skip
    expect(page.locator("#check .blocks")).to_have_count(2)
    press(page, "[value='when:row:when']")
    press(page, "[value='when:group:when']")
    expect(page.locator("[name='when.1.0.q']")).to_be_visible()
    assert findings(page) == []

    tab_to(page, "[name='when.0.value']")
    page.keyboard.press("Space")  # nothing is chosen now
    expect(page.locator("[data-wrong='when.0.value']")).to_contain_text("答えを1つ以上")
    page.keyboard.press("Space")
    expect(page.locator("[data-wrong]")).to_have_count(0)

    tab_to(page, "[name='when.1.0.q']")
    with page.expect_navigation():
        page.keyboard.press("ArrowDown")
    page.locator("body[data-ready]").wait_for()
    expect(page.locator("[name='when.1.0.q']")).to_be_focused()
    press(page, "[value='when:remove:when.0']")
    expect(page.locator("[name='when.1.q'], [name='when.1.0.q']")).to_have_count(0)


def test_a_table_gets_its_columns_by_keyboard(people, consoles):
    page = new_entry(consoles, "form", name_ja="自転車登録の申請書", name_en="Bicycle form")
    tab_to(page, ".add select")
    page.keyboard.press("End")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator(".add select")).to_have_value("table")
    press(page, "[value=add]")
    expect(page.locator("[name=col_0_ja]")).to_have_value("氏名")
    assert findings(page) == []

    tab_to(page, "[name=col_1_ja]")
    page.keyboard.type("続柄")
    page.keyboard.press("Tab")
    page.keyboard.type("Relation")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("body[data-ready]").wait_for()
    expect(page.locator("[name=col_1_key]")).to_have_count(1)
    press(page, "[value='column:up:1']")
    expect(page.locator("[name=col_0_ja]")).to_have_value("続柄")

    tab_to(page, "[name=max_rows]")
    page.keyboard.press("Control+a")
    page.keyboard.type("99")
    page.keyboard.press("Tab")
    expect(page.locator("[data-wrong=max_rows]")).to_be_visible()
    expect(page.locator("[name=max_rows]")).to_have_attribute("aria-invalid", "true")
    assert findings(page) == []
