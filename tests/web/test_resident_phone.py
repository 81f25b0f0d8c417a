"""The resident's pages in a real browser, 390 px wide."""

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.resident_pages import apply_online, book_first_time, qr_code
from tests.parts import axe
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import DemoOffice
from tests.parts.family import APPLICATION, FORM, PROCEDURE, SERVICE
from tests.parts.processes import Running

pytestmark = pytest.mark.slow

PHONE = (390, 844)
FORM_PAGE = f"/o/{OFFICE}/apply/{PROCEDURE}"
TIMES_PAGE = f"/o/{OFFICE}/times/{SERVICE}"


@pytest.fixture
def office(shared_office: DemoOffice) -> DemoOffice:
    return shared_office


@pytest.fixture
def server(office: DemoOffice) -> Running:
    return office.servers()[0]


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(*PHONE)


def token_at(page: Page) -> str:
    return page.url.partition("#")[2]


def a_booking(office: DemoOffice) -> str:
    """Book the first free time of the day through the API and return the code."""
    api = office.api()
    day = "from=2026-11-24&to=2026-11-24"
    slots = api.get(office.path(f"/slots?service={SERVICE}&{day}"))["slots"]
    free = next(slot["id"] for slot in slots if slot["free"])
    body = {"service": SERVICE, "slot": free}
    return str(api.post(office.path("/reservations"), body).body["token"])


def test_a_ward_is_found_by_its_sound(server, phone):
    phone.goto(f"{server.url}/o/")
    for typed in ("すみのえ", "スミノエ", "suminoe", "住之江"):
        phone.fill("#search", typed)
        expect(phone.locator("#wards li:visible")).to_have_count(1)
    phone.fill("#search", "なにわ市")
    expect(phone.locator("#none")).to_be_visible()


def test_the_whole_form_leads_to_a_time_and_a_code_that_a_reader_reads(office, server, phone):
    apply_online(phone, server.url, PROCEDURE, APPLICATION)
    phone.wait_for_url("**/times/**")
    words = book_first_time(phone)

    code = qr_code(phone)
    assert code == token_at(phone)
    assert phone.locator("#token-text").inner_text().replace(" ", "") == code
    assert phone.locator("#time").inner_text() in words
    shown = office.api().post("/reservations/show", {"token": code}).body
    assert [one["form"] for one in shown["forms"]] == [FORM]
    phone.goto(server.url + FORM_PAGE)
    expect(phone.locator("#applicant_name")).to_have_value("")


def test_a_time_that_was_just_taken_shows_others_and_one_touch_takes_them(office, server, phone):
    phone.goto(server.url + TIMES_PAGE)
    slot = phone.locator(".slot:not([disabled])").first
    taken = {"service": SERVICE, "slot": int(slot.get_attribute("data-slot"))}
    while office.api().post(office.path("/reservations"), taken).status == 201:
        continue
    slot.click()

    alternatives = phone.locator("#summary button")
    expect(alternatives).to_have_count(3)
    alternatives.first.click()
    expect(phone.locator('.slot[aria-pressed="true"]')).to_have_count(1)
    phone.locator("#go").click()
    phone.wait_for_url("**/booking#*")


def test_a_booking_can_be_moved_and_cancelled_by_who_holds_the_code(office, server, phone):
    phone.goto(f"{server.url}/booking#{a_booking(office)}")
    before = phone.locator("#time").inner_text()
    phone.locator("#change").click()
    expect(phone.locator(".slot.mine")).to_contain_text("いまの予約")
    phone.locator(".slot:not([disabled])").last.click()
    phone.locator("#go").click()
    phone.wait_for_url("**/booking#*")
    expect(phone.locator("#time")).not_to_have_text(before)
    expect(phone.locator("#banner")).to_contain_text("日時を変えました")

    phone.locator("#cancel").click()
    phone.locator("#ask-no").click()
    expect(phone.locator("#cancel")).to_be_visible()
    phone.locator("#cancel").click()
    phone.locator("#ask-yes").click()
    expect(phone.locator("#banner")).to_contain_text("取り消しました")
    expect(phone.locator("#cancel")).to_be_hidden()


def test_what_is_kept_on_the_phone_has_no_code_in_its_name_and_the_office_s_time(
    office, server, phone
):
    token = a_booking(office)
    phone.goto(f"{server.url}/booking#{token}")
    with phone.expect_download() as kept:
        phone.locator("#calendar").click()

    assert kept.value.suggested_filename == "madoguchi-2026-11-24.ics"
    entry = kept.value.path().read_text("utf-8")
    assert "DTSTAMP:20261124T" in entry
    assert token not in entry
    assert max(len(line.encode()) for line in entry.splitlines()) <= 75


def test_a_code_can_be_typed_from_paper_and_a_wrong_one_is_told(office, server, phone):
    token = a_booking(office)
    phone.goto(f"{server.url}/booking")
    phone.fill("#code", "WQ1 なにか")
    phone.locator("#enter button").click()
    expect(phone.locator("#e-code")).to_be_visible()
    phone.fill("#code", token.lower())
    phone.locator("#enter button").click()
    expect(phone.locator("#qr svg")).to_be_visible()


def test_the_phone_turns_yellow_when_the_number_is_called(office, server, phone):
    desk = office.api("counter")
    token = a_booking(office)
    phone.goto(f"{server.url}/booking#{token}")
    expect(phone.locator("#qr svg")).to_be_visible()
    ticket = desk.post(office.path("/check-ins"), {"token": token}).body["ticket"]
    phone.wait_for_url("**/turn#*")
    expect(phone.locator("#waiting .number")).to_have_attribute("aria-label", ticket["label"])

    desk.post(office.path("/counters/10/open"))
    desk.post(office.path("/counters/10/call-next"))
    expect(phone.locator("#called")).to_be_visible()
    expect(phone.locator("#counter")).to_have_attribute("aria-label", "10")
    assert "is-called" in phone.locator("body").get_attribute("class")

    desk.post(office.path("/counters/10/start"))
    expect(phone.locator("#state")).to_have_text("窓口で対応しています")
    desk.post(office.path("/counters/10/finish"))
    expect(phone.locator("#state")).to_contain_text("手続きが終わりました")


def test_a_wrong_visit_code_says_what_to_do(server, phone):
    phone.goto(f"{server.url}/turn#nothing")
    expect(phone.locator("#missing")).to_contain_text("番号札のQRコード")


def test_the_code_of_a_ticket_may_be_typed_as_people_type(office, server, phone):
    desk = office.api("counter")
    visit = desk.post(office.path("/visits"), {"service": SERVICE}).body
    code = visit["visit_code"]
    fours = [code[n : n + 4] for n in range(0, len(code), 4)]

    phone.goto(f"{server.url}/turn")
    expect(phone.locator("#missing h2")).to_be_hidden()
    assert axe.findings(phone) == []
    phone.fill("#code", code[:-1])
    phone.locator("#enter button").click()
    expect(phone.locator("#e-code")).to_contain_text("いま 31文字")
    sloppy = " ".join(fours).lower().replace("o", "0").replace("i", "1")
    phone.fill("#code", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in sloppy))
    phone.locator("#enter button").click()
    expect(phone.locator("#waiting .number")).to_have_attribute(
        "aria-label", visit["ticket"]["label"]
    )
    assert phone.url == f"{server.url}/turn#{code}"


@pytest.mark.parametrize("path", ["/o/", f"/o/{OFFICE}", FORM_PAGE, TIMES_PAGE, "/booking"])
@pytest.mark.parametrize("width", [195, 320, 390])  # 195: a phone at 200 %
def test_nothing_is_cut_off_on_narrow_phones(server, open_page, path, width):
    page = open_page(width, 700)
    page.goto(server.url + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_chosen_time_is_held_and_the_minutes_are_counted_down(office, server, phone):
    phone.goto(server.url + TIMES_PAGE)
    slot = phone.locator(".slot:not([disabled])").first
    slot.click()
    expect(phone.locator("#hold")).to_contain_text("9:5")
    expect(phone.locator("#hold")).to_be_in_viewport(ratio=1)
    assert axe.findings(phone) == []
    phone.locator("#go").click()
    phone.wait_for_url("**/booking#*")


def test_when_all_is_taken_the_nearest_offices_are_one_touch_away(office, server, phone):
    api, service = office.api(), "childcare_consult"
    days = f"service={service}&from=2026-11-24&to=2026-12-20"
    for slot in api.get(office.path(f"/slots?{days}"))["slots"]:
        body = {"service": service, "slot": slot["id"]}
        for _ in range(slot["free"]):
            api.post(office.path("/reservations"), body)
    phone.goto(f"{server.url}/o/{OFFICE}/times/{service}")
    others = phone.locator("#elsewhere a")
    expect(others).to_have_count(3)
    expect(others.first).to_contain_text("住吉区役所")
    expect(others.first).to_contain_text("11月24日（火） 10:30 から")
    assert axe.findings(phone) == []
    others.first.click()
    phone.wait_for_url(f"**/o/27120/times/{service}")
    expect(phone.locator(".slot:enabled").first).to_be_visible()
