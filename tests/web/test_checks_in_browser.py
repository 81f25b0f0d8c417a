"""A clerk ticks checks off in the list and beside the paper, with keys and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from server.db.city import City
from server.db.engine import open_engine
from server.db.models import Role
from server.db.secrets import read_office_key
from server.services import pre_applications, staff
from tests.parts.allowance import ACCOUNT_WORDS, CLAIM, FORM, PROCEDURE
from tests.parts.axe import findings
from tests.parts.consoles import Consoles
from tests.parts.demo_city import OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow


@pytest.fixture
def claims(sqlite_office: DemoOffice, clock) -> None:
    """Two claims, each with both checks open, and a clerk who looks at them."""
    engine = open_engine(sqlite_office.database_url)
    city = City(engine, clock, read_office_key(sqlite_office.office_key))
    with city.writing() as session:
        password = staff.hashed(PASSWORD)
        staff.create(session, "megumi", password, "山本 恵", {OFFICE: Role.CLERK})
    for name in ("早川 花", "入江 澄"):
        with city.transaction(OFFICE, "test") as work:
            forms = {FORM: CLAIM | {"applicant_name": name, "job": "civil"}}
            pre_applications.submit(work, [PROCEDURE], {}, forms, "ja")
    engine.dispose()


def log_in(consoles: Consoles, *, script: bool = True) -> Page:
    page = consoles.open_page(1366, 768, java_script_enabled=script)
    page.goto(f"{consoles.server.url}/staff/review/{OFFICE}?day=unbooked&by=time")
    page.fill("#login", "megumi")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#checks")).to_contain_text("0/2")
    expect(page.locator("html[data-scripted]")).to_have_count(1 if script else 0)
    return page


def test_one_press_is_kept_in_place_and_enter_alone_never_passes_what_is_open(claims, consoles):
    page = log_in(consoles)
    assert findings(page) == []
    first = page.locator("#bulk ~ .inbox input").first.input_value()
    page.evaluate("window.stays = true")
    page.keyboard.press("1")
    expect(page.locator("#checks")).to_contain_text("1/2")
    expect(page.locator("#checks")).to_contain_text(re.compile(r"山本 恵　\d+/\d+ \d+:\d\d"))
    expect(page.locator("#check-1")).to_be_focused()
    expect(page.locator("#chosen")).to_contain_text("確認項目 1")
    assert page.evaluate("window.stays")
    page.keyboard.press("Space")
    expect(page.locator("#checks")).to_contain_text("0/2")
    page.keyboard.press("1")
    expect(page.locator("#checks")).to_contain_text("1/2")
    for _ in range(2):
        page.keyboard.press("Enter")
        expect(page.locator(".checks-left li")).to_have_count(1)
        expect(page.locator(".office-head .chip").last).to_have_text("未確認")
    assert findings(page) == []
    page.click("text=残したまま確認済みにする")
    expect(page.locator("h1")).to_contain_text("入江 澄")
    page.goto(page.url.rpartition("/")[0] + "/" + first)
    expect(page.locator("#history")).to_contain_text("確かめずに残した項目")


def test_beside_the_paper_a_press_leaves_what_is_being_typed(claims, consoles):
    page = log_in(consoles)
    page.keyboard.press("e")
    page.fill("#message", "お電話ください")
    page.check("#check-2")
    expect(page.locator("#history")).to_contain_text("確かめました")
    expect(page.locator("#message")).to_have_value("お電話ください")
    assert findings(page) == []


def test_many_at_once_says_who_stays_and_without_a_script_a_button_keeps_the_box(claims, consoles):
    page = log_in(consoles, script=False)
    for number in (1, 2):
        page.check(f"#check-{number}")
        page.locator(".check-line", has=page.locator(f"#check-{number}")).get_by_role(
            "button", name="記録"
        ).click()
        expect(page.locator("#checks")).to_contain_text(f"{number}/2")
    for box in page.locator(".inbox input").all():
        box.check()
    page.click("#bulk-accept")
    told = page.locator(".told")
    expect(told).to_contain_text("1件を確認済みにしました。1件は")
    expect(told).to_contain_text(f"入江 澄「{ACCOUNT_WORDS}」")
    page.reload()
    expect(told).to_be_visible()
