"""A manager sends a draft to the printer of a kiosk; the paper comes out marked 見本."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.test_reprint import printer
from tests.web.test_catalogue_in_browser import FORM, log_in, people

__all__ = ["people", "printer"]

pytestmark = pytest.mark.slow


def test_the_draft_of_a_form_comes_out_of_the_kiosks_printer(people, printer, consoles):
    manager = log_in(consoles, "kaori", f"/form/{FORM}")
    manager.click("text=この区だけ変える")
    manager.locator("body[data-ready] #editor").wait_for()
    manager.get_by_role("button", name="「見本」と入れて刷る").focus()
    manager.keyboard.press("Enter")
    expect(manager.locator("#prints [role=status]")).to_contain_text("刷れました", timeout=60_000)
    assert len(printer.papers) == 1
