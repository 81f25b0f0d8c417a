"""Files on a phone: chosen, seen, removed, sent along, and asked for once more."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.db.city import City
from server.db.engine import open_engine
from server.db.models import Role
from server.db.secrets import read_office_key
from server.domain.review import Channel
from server.services import attaching, drafts, pre_applications, staff
from server.services.safe_files import made_safe
from tests.end_to_end.resident_pages import fill_page
from tests.parts import axe
from tests.parts.demo_city import OFFICE, PASSWORD
from tests.parts.files import pdf, photo
from tests.web.test_businesses import INVOICE

pytestmark = pytest.mark.slow

FORM_PAGE = f"/o/{OFFICE}/apply/seikyusho_teishutsu"
SLIP = '[data-attachment="delivery_slip"]'


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {
        "slip.jpg": photo(),
        "slip.pdf": pdf(),
        "locked.pdf": pdf(opened_by="secret"),
        "page.jpg": b"<html>",
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in made}


def to_the_files(phone: Page) -> None:
    while not phone.locator(".attachment").first.is_visible():
        shown = phone.locator(".page:not([hidden])")
        number = shown.get_attribute("data-page")
        fill_page(shown, INVOICE)
        phone.locator("#go").click()
        phone.locator(f'.page:not([hidden]):not([data-page="{number}"])').wait_for()
    fill_page(phone.locator(".page:not([hidden])"), INVOICE)


def choose(phone: Page, path: Path) -> None:
    phone.locator(f"{SLIP} input[type=file]").set_input_files(path)


def test_files_are_chosen_seen_removed_and_sent_along(phone, server, files, tmp_path):
    phone.goto(f"{server.url}{FORM_PAGE}?lang=ja")
    to_the_files(phone)
    expect(phone.locator(".page:not([hidden])")).to_contain_text("マイナンバーカードの裏面")
    choose(phone, files["slip.jpg"])
    kept = phone.locator(f"{SLIP} li[data-file]")
    expect(kept).to_contain_text("写真1")
    expect(kept.locator("img")).to_have_js_property("naturalHeight", 1200)
    choose(phone, files["slip.pdf"])
    expect(kept).to_have_count(2)
    assert axe.findings(phone) == []
    phone.screenshot(path=tmp_path / "files.png", full_page=True)

    phone.reload()
    to_the_files(phone)
    expect(kept).to_have_count(2)
    kept.first.get_by_role("button").click()
    expect(kept).to_have_count(1)
    expect(phone.locator(f"{SLIP} input[type=file]")).to_be_focused()

    phone.locator("#go").click()
    expect(phone.locator("#review")).to_contain_text("1点")
    phone.locator("#go").click()
    phone.wait_for_url("**/booking#*")


@pytest.mark.parametrize(
    ("name", "told"), [("locked.pdf", "password"), ("page.jpg", "cannot be read")]
)
def test_a_file_that_is_not_taken_says_why_in_the_language_of_the_page(
    phone, server, files, name, told
):
    phone.goto(f"{server.url}{FORM_PAGE}?lang=en")
    to_the_files(phone)
    choose(phone, files[name])
    expect(phone.locator(f"{SLIP} > .field-error")).to_contain_text(told)
    expect(phone.locator(f"{SLIP} li")).to_have_count(0)


def test_the_clerk_sees_it_asks_for_more_and_the_resident_sends_that(
    sqlite_office, clock, consoles, files, tmp_path
):
    engine = open_engine(sqlite_office.database_url)
    city = City(engine, clock, read_office_key(sqlite_office.office_key))
    with city.writing() as session:
        password = staff.hashed(PASSWORD)
        staff.create(session, "megumi", password, "山本 恵", {OFFICE: Role.CLERK})
    with city.transaction(OFFICE, "test") as work:
        draft = drafts.save(work, {"page": "apply/seikyusho_teishutsu", "controls": {}}).token
        for data in (photo(), pdf()):
            attaching.add(work, draft, "seikyusho", "delivery_slip", made_safe(data))
        given = (["seikyusho_teishutsu"], {}, {"seikyusho": INVOICE}, "ja", Channel.WEB, draft)
        token = pre_applications.submit(work, *given).token
    engine.dispose()

    desk = consoles.open_page(1366, 768)
    desk.goto(f"{consoles.server.url}/staff/review/{OFFICE}/1")
    desk.fill("#login", "megumi")
    desk.fill("#password", PASSWORD)
    desk.keyboard.press("Enter")
    picture = desk.locator(".enclosed img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalHeight", 1200)
    pdf_link = desk.get_by_role("link", name="PDF 2　納品書・完了届を新しいタブで開く")
    expect(pdf_link).to_have_attribute("target", "_blank")
    assert axe.findings(desk) == []
    desk.screenshot(path=tmp_path / "review.png")
    desk.get_by_label("自社の書式の請求書(PDF)を本人に依頼する").check()
    desk.locator("#ask button").click()
    expect(desk.locator("#history")).to_contain_text("自社の書式の請求書(PDF)")

    phone = consoles.open_page(390, 844)
    phone.goto(f"{consoles.server.url}/booking?lang=en#{token}")
    expect(phone.locator("#sent-along")).to_contain_text("Delivery slip")
    asked = phone.locator('[data-attachment="invoice"]')
    expect(asked).to_contain_text("Invoice in your own layout")
    phone.locator("#review-form button.filled").click()
    expect(asked.locator(".field-error")).to_contain_text("please add a photo or a PDF")
    asked.locator("input[type=file]").set_input_files(files["slip.pdf"])
    expect(asked.locator("li[data-file]")).to_have_count(1)
    assert axe.findings(phone) == []
    phone.screenshot(path=tmp_path / "booking.png", full_page=True)
    phone.locator("#review-form button.filled").click()
    expect(phone.locator("#review-form")).to_be_hidden()
    expect(phone.locator("#sent-along")).to_contain_text("Invoice in your own layout")
