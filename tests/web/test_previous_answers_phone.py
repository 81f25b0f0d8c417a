"""Previous answers on a phone: kept where somebody says so, offered next time, forgotten."""

from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import read_office_key
from server.services import editions
from tests.end_to_end.resident_pages import fill_page
from tests.parts import axe
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import DemoOffice
from tests.parts.processes import Running

pytestmark = pytest.mark.slow

FORM = "inu_henko_todoke"
FORM_PAGE = f"/o/{OFFICE}/prepare?for=dog_death"
STORE = "madoguchi:previous"
#: The name has a variant of its character: 葛 with a selector.
WRITER = {
    "applicant_name": "葛\U000e0100西　さくら",
    "applicant_kana": "カサイ　サクラ",
    "applicant_birth_date": "1992-04-05",
    "applicant_postal": "５５９−８６０１",
    "applicant_address": "大阪市住之江区御崎3丁目1番17号",
    "applicant_phone": "06-6000-0012",
}
DOG = {
    "dog_name": "こむぎ",
    "tag_no": "第120号",
    "registered_city": "大阪市",
    "kind": ["place"],
    "event_date": "2026-11-20",
}


def to_the_review(phone: Page, values: dict) -> None:
    while not phone.locator('.page[data-page="review"]').is_visible():
        shown = phone.locator(".page:not([hidden])")
        number = shown.get_attribute("data-page")
        fill_page(shown, values)
        phone.locator("#go").click()
        phone.locator(f'.page:not([hidden]):not([data-page="{number}"])').wait_for()


def sent(phone: Page) -> dict:
    """Send the form and return what went to the office."""
    with phone.expect_request("**/pre-applications") as asked:
        phone.locator("#go").click()
    phone.wait_for_url(lambda address: "/prepare" not in address)
    return asked.value.post_data_json["forms"]


def kept_on(server: Running, phone: Page) -> dict:
    """Fill in and send a form with the box ticked, begin the next one; return what was sent."""
    phone.goto(server.url + FORM_PAGE)
    to_the_review(phone, WRITER | DOG)
    phone.locator("label", has=phone.locator("#keep-mine")).click()
    forms = sent(phone)
    phone.goto(server.url + FORM_PAGE)
    return forms


def stored(phone: Page) -> str | None:
    return phone.evaluate(f"localStorage.getItem('{STORE}')")


def test_what_was_kept_is_offered_used_and_sent_just_as_it_was_typed(server, phone):
    phone.goto(server.url + FORM_PAGE)
    expect(phone.locator("#previous")).to_be_hidden()
    to_the_review(phone, WRITER | DOG)
    expect(phone.locator("#keep-mine")).not_to_be_checked()
    expect(phone.locator("#keep-delete")).to_be_hidden()
    assert axe.findings(phone) == []
    phone.locator("label", has=phone.locator("#keep-mine")).click()
    assert stored(phone) is None
    before = sent(phone)

    asked_for: list[str] = []
    phone.on("request", lambda one: asked_for.append(one.url.rpartition("/")[2]))
    phone.goto(server.url + FORM_PAGE)
    offer = phone.locator("#previous-use")
    expect(offer).to_contain_text("前回の内容を使う（葛\U000e0100西 ＊＊ 様・")
    assert "さくら" not in phone.locator("#previous").inner_text()
    assert axe.findings(phone) == []
    offer.click()
    expect(phone.locator("#previous-told")).to_be_focused()
    expect(phone.locator(".from-before:visible")).to_have_count(len(WRITER))
    expect(phone.locator("#applicant_name")).to_have_value(WRITER["applicant_name"])
    expect(phone.locator("#applicant_postal")).to_have_value(WRITER["applicant_postal"])
    assert axe.findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert not {"check", "postal-codes", "pre-applications"} & set(asked_for)

    phone.reload()
    expect(phone.locator("#previous")).to_be_hidden()
    expect(phone.locator(".from-before:visible")).to_have_count(len(WRITER))
    to_the_review(phone, DOG)
    assert sent(phone) == before


def test_nothing_is_kept_unless_the_box_was_ticked_and_the_form_was_sent(server, phone):
    phone.goto(server.url + FORM_PAGE)
    to_the_review(phone, WRITER | DOG)
    sent(phone)
    assert stored(phone) is None
    phone.goto(server.url + FORM_PAGE)
    expect(phone.locator("#applicant_name")).to_be_visible()
    expect(phone.locator("#previous")).to_be_hidden()


def test_only_empty_questions_are_filled_and_what_is_changed_is_marked_no_more(server, phone):
    kept_on(server, phone)
    phone.fill("#applicant_phone", "090-0000-0012")
    phone.fill("#applicant_address", "大阪市北区中之島1丁目")
    phone.locator("#previous-use").click()
    expect(phone.locator("#applicant_phone")).to_have_value("090-0000-0012")
    expect(phone.locator("#applicant_address")).to_have_value("大阪市北区中之島1丁目")
    expect(phone.locator("#applicant_postal")).to_have_value("")
    expect(phone.locator(".from-before:visible")).to_have_count(3)
    phone.fill("#applicant_kana", "カッサイ　サクラ")
    expect(phone.locator(".from-before:visible")).to_have_count(2)


def test_declining_lasts_for_this_sitting_and_starting_over_offers_again(server, phone):
    kept_on(server, phone)
    phone.locator("#previous-not").click()
    expect(phone.locator(".page:not([hidden]) h1")).to_be_focused()
    phone.reload()
    expect(phone.locator("#applicant_name")).to_have_value("")
    expect(phone.locator("#previous")).to_be_hidden()

    phone.locator("#clear").click()
    phone.locator("#ask-yes").click()
    phone.locator("#previous-use").click()
    expect(phone.locator("#applicant_phone")).to_have_value(WRITER["applicant_phone"])


def test_what_is_kept_can_be_deleted_where_it_is_offered_and_before_sending(server, phone):
    kept_on(server, phone)
    phone.locator("#previous-delete").click()
    expect(phone.locator("#previous-told")).to_have_text("この端末に残した内容を消しました。")
    assert stored(phone) is None
    phone.reload()
    expect(phone.locator("#applicant_name")).to_be_visible()
    expect(phone.locator("#previous")).to_be_hidden()

    kept_on(server, phone)
    phone.locator("#previous-use").click()
    to_the_review(phone, DOG)
    phone.locator("#keep-delete").click()
    expect(phone.locator("#keep-told")).to_be_focused()
    assert stored(phone) is None


def test_what_was_kept_for_13_months_is_gone_whatever_page_is_opened(server, phone):
    kept_on(server, phone)
    assert stored(phone) is not None
    phone.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=13 * 30))
    phone.reload()
    expect(phone.locator("#previous-use")).to_be_visible()
    phone.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=13 * 31 + 1))
    phone.goto(f"{server.url}/o/{OFFICE}")
    phone.wait_for_function(f"localStorage.getItem('{STORE}') === null")


def test_staff_who_write_for_somebody_are_offered_nothing_and_keep_nothing(server, phone):
    kept_on(server, phone)
    phone.goto(f"{server.url}{FORM_PAGE}&channel=phone")
    expect(phone.locator("#assisted")).to_be_visible()
    expect(phone.locator("#previous")).to_be_hidden()
    to_the_review(phone, WRITER | DOG)
    expect(phone.locator("#keep")).to_be_hidden()


def test_a_company_s_invoice_takes_nothing_of_the_person_who_writes_it(server, phone):
    kept_on(server, phone)
    phone.goto(f"{server.url}/o/{OFFICE}/apply/seikyusho_teishutsu")
    expect(phone.locator("#previous")).to_be_hidden()
    phone.locator("label.option", has=phone.locator('[value="person"]')).click()
    expect(phone.locator("#previous")).to_be_visible()
    phone.locator("label.option", has=phone.locator('[value="business"]')).click()
    expect(phone.locator("#previous")).to_be_hidden()


def test_nothing_is_offered_without_a_script(server, open_page):
    page = open_page(390, 844, java_script_enabled=False)
    page.goto(server.url + FORM_PAGE)
    expect(page.locator("#previous")).to_be_hidden()
    expect(page.locator("#keep")).to_be_hidden()


@contextmanager
def short_addresses(office: DemoOffice, clock):
    """Let the ward's own version of the form take no more than ten characters of an address."""
    engine = open_engine(office.database_url)
    city = City(engine, clock, read_office_key(office.office_key))

    def as_(actor: str):
        return city.transaction(OFFICE, actor)

    with as_("staff:3") as work:
        draft = editions.begin(work, "form", FORM, OFFICE)
        code, document = str(draft.id), deepcopy(draft.document)
        fields = [one for group in document["groups"] for one in group["fields"]]
        next(one for one in fields if one["key"] == "applicant_address")["max_length"] = 10
        revision = editions.change(work, code, draft.revision, document).revision
        revision = editions.ask(work, code, revision).revision
    with as_("staff:4") as work:
        revision = editions.approve(work, code, revision).revision
    with as_("staff:3") as work:
        editions.publish(work, code, revision)
    yield
    engine.dispose()


def test_a_kept_answer_that_the_form_refuses_by_now_is_told_at_its_question(
    sqlite_office, phone, clock
):
    server = sqlite_office.servers()[0]
    kept_on(server, phone)
    with short_addresses(sqlite_office, clock):
        phone.reload()
        phone.locator("#previous-use").click()
        fill_page(phone.locator(".page:not([hidden])"), DOG)
        phone.locator("#go").click()
        field = phone.locator('.field[data-path="applicant_address"]')
        expect(field.locator(".field-error")).to_contain_text("10文字")
        expect(phone.locator("#applicant_address")).to_have_value(WRITER["applicant_address"])
        expect(phone.locator("#summary li")).to_have_count(1)
        phone.fill("#applicant_address", "大阪市北区中之島")
        phone.locator("#go").click()
        expect(phone.locator('.page[data-page="review"]')).to_be_visible()
