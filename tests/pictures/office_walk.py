"""A clerk's and a manager's walk through the office's pages, a picture at each stop."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.resident_pages import apply_online, book_first_time
from tests.parts.demo_office import OFFICE
from tests.parts.family import APPLICATION, PROCEDURE

#: Takes a picture of a page under a name.
Take = Callable[[Page, str], None]

FORM = "juminhyo_koufu_seikyu"
ASKED = "どなたの住民票ですか"


def walk(browser: Browser, server: str, take: Take) -> None:
    """Let a family book, and the office look after it and change what it offers."""
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    apply_online(phone, server, PROCEDURE, APPLICATION)
    book_first_time(phone)
    clerk = logged_in(browser, server, "clerk", f"/staff/review/{OFFICE}?day=week")
    looks_over(clerk, take)
    clerk.goto(f"{server}/staff/assist/{OFFICE}")
    take(clerk, "assist")
    manager = logged_in(browser, server, "manager", f"/staff/slot-plans/{OFFICE}")
    closes_a_day(manager, take)
    changes_a_form(browser, server, manager, take)


def logged_in(browser: Browser, server: str, role: str, path: str) -> Page:
    """Return a page of the office's, opened by somebody of the demo."""
    desk = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    desk.goto(f"{server}{path}")
    desk.locator("#login").fill(role)
    desk.locator("#password").fill(f"madoguchi-{role}")
    desk.locator("button.primary").click()
    desk.locator(".office-page").wait_for()
    return desk


def looks_over(clerk: Page, take: Take) -> None:
    """See who comes, correct a slip beside the paper, take it as looked over."""
    take(clerk, "review")
    clerk.locator("[data-key=e]").first.click()
    clerk.locator("a[data-row]").first.click()
    clerk.locator("#edit").wait_for()
    clerk.locator("main img").first.evaluate("paper => paper.decode()")
    take(clerk, "review-correct")
    clerk.keyboard.press("Escape")


def closes_a_day(manager: Page, take: Take) -> None:
    """Close the day of a booking, and see the booking fall outside before anybody else does."""
    booked = manager.locator(".plan-grid td", has=manager.locator(".taken")).first
    if not booked.count():
        manager.get_by_label("次の週").click()
    take(manager, "slot-plans")
    column = booked.evaluate("cell => cell.cellIndex")
    head = manager.locator(".plan-grid thead th").nth(column).inner_text()
    day = int(re.match(r"\d+", head)[0])
    first = manager.locator("[name=date]").input_value()
    manager.locator("[name=date]").fill(f"{first[:8]}{day:02}")
    manager.locator("[name=note]").first.fill("設備の点検")
    manager.locator("[value=exception]").click()
    manager.locator(".decide").wait_for()
    take(manager, "slot-plans-outside")
    manager.locator(".decide a.button").click()


def changes_a_form(browser: Browser, server: str, manager: Page, take: Take) -> None:
    """Change a form as a draft, try it, have it approved, publish it, go back."""
    manager.goto(f"{server}/staff/catalogue/{OFFICE}/form/{FORM}")
    manager.locator("[value=begin]").first.click()
    manager.locator("body[data-ready] #editor").wait_for()
    manager.locator("[name=label_en]").fill("Whose certificate is it?")
    manager.locator("[name=label_ja]").fill(ASKED)
    manager.keyboard.press("Tab")
    expect(manager.locator("#diff ins").first).to_have_text(ASKED)
    expect(manager.frame_locator("#phone").locator("label", has_text=ASKED)).to_be_visible()
    take(manager, "catalogue-draft")
    manager.locator("#note").fill("窓口でよく聞かれるため")
    manager.locator("[value=ask]").click()
    second = logged_in(browser, server, "admin", manager.url.removeprefix(server).partition("?")[0])
    second.locator("[value=approve]").wait_for()
    take(second, "catalogue-approve")
    second.locator("[value=approve]").click()
    manager.reload()
    manager.locator("[value=publish]").click()
    manager.locator("[value=bring-back]").first.wait_for()
    take(manager, "catalogue-versions")
    manager.locator("[value=bring-back]").first.click()
    manager.get_by_text("市の標準と同じです").wait_for()
