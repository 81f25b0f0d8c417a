"""A consultation on a phone's page: at the counter, by web meeting or on the phone."""

import pytest
from playwright.sync_api import expect

from tests.parts import axe
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow

SERVICE = "childcare_consult"
WISH = {
    "topic": ["nursery"], "method": "visit", "name": "はな", "phone": "06-6000-0012",
    "email": "hana@example.jp",
}  # fmt: skip


def shown(phone) -> list[str]:
    return phone.locator(".slot b").all_inner_texts()


def test_each_way_shows_its_own_times_and_is_what_is_booked(shared_office, open_page):
    server, phone = shared_office.servers()[0], open_page(390, 844)
    phone.goto(f"{server.url}/o/{OFFICE}/times/{SERVICE}")
    expect(phone.locator('input[value="web:online"]')).to_be_checked()
    expect(phone.locator("#where")).to_have_text("オンライン(Web会議)")
    expect(phone.locator(".slot").first).to_be_visible()
    by_web = shown(phone)

    phone.locator('input[value="phone:phone"]').check()
    expect(phone.locator("#where")).to_have_text("電話")
    expect(phone.locator(".slot b").first).to_have_text("13:00")
    assert shown(phone) != by_web
    assert axe.findings(phone) == []

    phone.locator(".slot:enabled").first.click()
    phone.locator("#go").click()
    phone.wait_for_url("**/booking#*")
    expect(phone.locator("#remote-way")).to_contain_text("電話")


def test_an_answer_that_comes_late_does_not_show_the_times_of_the_way_before(
    shared_office, open_page
):
    server, phone, kept = shared_office.servers()[0], open_page(390, 844), []

    def answered_late(route):
        if "method=phone" in route.request.url:
            kept.append(route)
        else:
            route.continue_()

    phone.goto(f"{server.url}/o/{OFFICE}/times/{SERVICE}")
    expect(phone.locator(".slot").first).to_be_visible()
    by_web = shown(phone)
    phone.route("**/slots?*", answered_late)
    phone.locator('input[value="phone:phone"]').check()
    with phone.expect_response("**/slots?*method=web*"):
        phone.locator('input[value="web:online"]').check()
    [late] = kept
    with phone.expect_response("**/slots?*method=phone*"):
        late.continue_()
    phone.evaluate("() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn)))")
    assert shown(phone) == by_web


def test_what_the_form_says_is_chosen_already(shared_office, open_page):
    office, phone = shared_office, open_page(390, 844)
    body = {"procedures": [SERVICE], "forms": {"soudan_yoyaku": WISH}}
    token = office.api().post(office.path("/pre-applications"), body).body["token"]
    phone.goto(f"{office.servers()[0].url}/o/{OFFICE}/times/{SERVICE}?lang=en#{token}")
    expect(phone.locator('input[value="visit:office"]')).to_be_checked()
    expect(phone.locator("#ways legend")).to_have_text("How would you like to meet?")
    expect(phone.locator("#where")).to_contain_text("counter")


def test_whoever_moves_a_call_sees_the_times_of_calls_first(shared_office, open_page):
    office, phone = shared_office, open_page(390, 844)
    api, days = office.api(), "from=2026-11-25&to=2026-11-25"
    slots = api.get(office.path(f"/slots?service={SERVICE}&{days}&method=phone"))["slots"]
    assert {one["method"] for one in slots} == {"phone"}
    free = next(one["id"] for one in slots if one["free"])
    booked = api.post(office.path("/reservations"), {"service": SERVICE, "slot": free}).body
    phone.goto(f"{office.servers()[0].url}/o/{OFFICE}/times/{SERVICE}?move#{booked['token']}")
    expect(phone.locator('input[value="phone:phone"]')).to_be_checked()
    expect(phone.locator(".slot.mine")).to_be_visible()
