"""A consultation by web meeting on a phone: nobody comes to the office."""

import pytest
from playwright.sync_api import expect

from tests.parts import axe
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow


def test_a_web_meeting_is_checked_in_and_joined_from_the_phone(sqlite_office, open_page):
    office, phone = sqlite_office, open_page(390, 844)
    server = office.servers()[0]
    desk, service = office.api("counter"), "childcare_consult"
    day = "from=2026-11-24&to=2026-11-24"
    [slot, *_] = desk.get(office.path(f"/slots?service={service}&{day}"))["slots"]
    body = {"service": service, "slot": slot["id"]}
    token = desk.post(office.path("/reservations"), body).body["token"]
    phone.goto(f"{server.url}/booking#{token}")
    expect(phone.locator("#remote-way")).to_contain_text("お越しはいりません")
    expect(phone.locator("#qr")).to_be_hidden()
    assert axe.findings(phone) == []
    phone.locator("#check-in").press("Enter")
    phone.wait_for_url("**/turn#*")
    expect(phone.locator("#remote")).to_contain_text("Web会議の入口")
    expect(phone.locator("#join")).to_be_hidden()

    desk.post(office.path("/counters/10/open"))
    desk.post(office.path("/counters/10/call-next"))
    expect(phone.locator("#join")).to_have_attribute("href", f"https://kaigi.example.jp/{OFFICE}")
    expect(phone.locator("#tile")).to_be_hidden()
    expect(phone.locator("#say")).to_contain_text("Web会議に入る")
    expect(phone.locator("#say")).not_to_contain_text("番窓口")
    assert axe.findings(phone) == []
    desk.post(office.path("/counters/10/start"))
    expect(phone.locator("#join")).to_be_visible()
    desk.post(office.path("/counters/10/finish"))
