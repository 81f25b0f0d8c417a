"""The reception desk by keyboard, and the floor monitor on the staff's wall."""

import pytest
from playwright.sync_api import Page, expect

from tests.parts.axe import findings
from tests.parts.consoles import Consoles, take_number
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow

TELEVISION = (1920, 1080)


def ready(page: Page) -> Page:
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


def board(consoles: Consoles) -> dict:
    return consoles.machine.get(f"/offices/{OFFICE}/counters/1")


def test_two_keys_give_a_ticket_a_third_says_why_first_and_undo_takes_it_back(consoles):
    page = ready(consoles.log_in(f"/staff/reception/{OFFICE}", *TELEVISION))
    assert findings(page) == []

    page.keyboard.press("1")
    expect(page.locator("#enter")).to_contain_text("番号札を出す")
    page.keyboard.press("Enter")
    expect(page.locator("#bar")).to_contain_text("A001 を出しました")

    page.keyboard.press("1")
    page.keyboard.press("y")
    expect(page.locator("#reasons")).to_contain_text("先にお呼びする理由")
    assert findings(page) == []
    page.keyboard.press("3")
    expect(page.locator("#enter")).to_contain_text("優先")
    page.keyboard.press("Enter")
    expect(page.locator("#bar")).to_contain_text("A002 を出しました")
    assert [one["label"] for one in board(consoles)["waiting"]] == ["A002", "A001"]

    page.keyboard.press("Backspace")
    expect(page.locator("#bar")).to_contain_text("取り消しました")
    assert [one["label"] for one in board(consoles)["waiting"]] == ["A001"]


def test_who_stands_in_the_wrong_line_is_found_and_moved(consoles):
    label = take_number(consoles.machine)
    page = ready(consoles.log_in(f"/staff/reception/{OFFICE}"))

    page.keyboard.press("F2")
    page.keyboard.type(label)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("引っ越し")
    page.keyboard.press("/")
    expect(page.locator("#found")).to_contain_text("どの列へ移しますか")
    page.keyboard.press("2")

    expect(page.locator("#bar")).to_contain_text(f"{label} を移しました")
    assert board(consoles)["waiting"] == []

    expect(page.locator("#undo-left")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Backspace")
    expect(page.locator("#bar")).to_contain_text("取り消しました")
    assert [one["label"] for one in board(consoles)["waiting"]] == [label]


def test_a_booked_person_is_received_with_a_key(consoles):
    resident = consoles.integrator
    day = "2026-11-24"
    slots = resident.get(f"/offices/{OFFICE}/slots?service=childcare&from={day}&to={day}")["slots"]
    slot = next(one["id"] for one in slots if one["free"])
    resident.post(f"/offices/{OFFICE}/reservations", {"service": "childcare", "slot": slot})
    page = ready(consoles.log_in(f"/staff/reception/{OFFICE}"))
    expect(page.locator("#bookings tbody tr")).to_have_count(1)

    page.keyboard.press("F3")
    expect(page.locator("#enter")).to_contain_text("予約の人を受け付ける")
    page.keyboard.press("Enter")

    expect(page.locator("#bookings tbody")).to_contain_text("早めに到着")
    expect(page.locator("#bar")).to_contain_text("F001 で受け付けました")
    assert findings(page) == []


def test_the_monitor_shows_the_floor_and_says_when_it_is_old(consoles):
    consoles.machine.post(f"/offices/{OFFICE}/counters/1/open")
    for _ in range(3):
        take_number(consoles.machine)
    page = ready(consoles.log_in(f"/staff/monitor/{OFFICE}", *TELEVISION))

    first = page.locator("tbody tr").first
    expect(first).to_contain_text("A 住所・証明書")
    expect(first.locator(".figure").first).to_contain_text("3")
    expect(page.locator(".forecast")).to_contain_text("遅くとも")
    assert findings(page) == []
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 1080

    page.context.set_offline(True)
    expect(page.locator("#fresh")).to_contain_text("更新が止まっています", timeout=30_000)


def test_a_text_for_the_displays_is_written_and_taken_away(consoles):
    page = consoles.log_in(f"/staff/broadcast/{OFFICE}")
    expect(page.locator("#text")).to_be_visible()
    assert findings(page) == []
    page.fill("#text", "まもなく受付を終わります。")
    page.keyboard.press("Enter")
    expect(page.locator(".broadcasts")).to_contain_text("全部の待合・10:3")
    shown = consoles.machine.get(f"/offices/{OFFICE}/board")["notice"]
    assert shown == "まもなく受付を終わります。"

    page.get_by_role("button", name="すぐに消す").click()
    expect(page.locator(".empty")).to_be_visible()
