"""A manager changes a form by keyboard and mouse; a second person approves; a resident sees it."""

import pytest
from playwright.sync_api import Page, expect

from server.db.city import City
from server.db.engine import open_engine
from server.db.models import Role
from server.db.secrets import read_office_key
from server.services import staff
from tests.parts.axe import findings
from tests.parts.consoles import Consoles
from tests.parts.demo_city import OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow

PROCEDURE, FORM = "juminhyo_koufu", "juminhyo_koufu_seikyu"
ASKED = "どなたの住民票ですか"


@pytest.fixture
def people(sqlite_office: DemoOffice, clock) -> None:
    """A manager and an admin, who can log in."""
    engine = open_engine(sqlite_office.database_url)
    city = City(engine, clock, read_office_key(sqlite_office.office_key))
    password = staff.hashed(PASSWORD)
    with city.writing() as session:
        for login, role in (("kaori", Role.MANAGER), ("nao", Role.ADMIN)):
            staff.create(session, login, password, login, {OFFICE: role})
    engine.dispose()


def log_in(consoles: Consoles, login: str, path: str = "") -> Page:
    page = consoles.open_page(1366, 768)
    page.goto(f"{consoles.server.url}/staff/catalogue/{OFFICE}{path}")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".office-head")).to_be_visible()
    return page


def resident(consoles: Consoles, more: str = "") -> Page:
    page = consoles.open_page(390, 844)
    page.goto(f"{consoles.server.url}/o/{OFFICE}/apply/{PROCEDURE}{more}")
    return page


def test_from_a_first_change_to_the_resident_s_phone_and_back(people, consoles):
    manager = log_in(consoles, "kaori")
    assert findings(manager) == []
    manager.click("text=住民票の写し等交付請求書")
    expect(manager.locator("text=この区だけ変える")).to_be_visible()
    assert findings(manager) == []
    manager.click("text=この区だけ変える")
    expect(manager.locator("body[data-ready] #editor")).to_be_visible()
    changes_a_field(manager)
    assert findings(manager) == []
    is_moved_by_keyboard_and_brought_back(manager)
    stranger = resident(consoles)
    is_tried_out_by_staff_alone(manager, stranger)
    is_approved_by_a_second_person(consoles, manager)

    manager.reload()
    manager.click("text=公開する")
    expect(manager.locator("text=市の標準と違う")).to_be_visible()
    assert findings(manager) == []
    stranger.reload()
    expect(stranger.locator("label", has_text=ASKED)).to_be_visible()

    manager.click("text=市の標準に戻す")
    expect(manager.locator("text=市の標準と同じです")).to_be_visible()
    stranger.reload()
    expect(stranger.locator("h1").first).to_be_visible()
    expect(stranger.locator("label", has_text=ASKED)).to_have_count(0)


def changes_a_field(manager: Page) -> None:
    """What is typed is kept at once; list, look, self-check and difference follow."""
    manager.fill("[name=label_ja]", ASKED)
    manager.keyboard.press("Tab")
    expect(manager.locator(".field-list .label").first).to_have_text(ASKED)
    expect(manager.frame_locator("#phone").locator("label", has_text=ASKED)).to_be_visible()
    manager.fill("[name=label_en]", "")
    manager.keyboard.press("Tab")
    expect(manager.locator("#check")).to_contain_text("英語がありません")
    manager.fill("[name=label_en]", "Whose certificate is it?")
    manager.keyboard.press("Tab")
    expect(manager.locator("#check")).not_to_contain_text("英語がありません")
    expect(manager.locator("#diff ins").first).to_have_text(ASKED)


def is_moved_by_keyboard_and_brought_back(manager: Page) -> None:
    manager.fill("#editor [name=note]", "本人のほかの方も書けます。")
    manager.keyboard.press("Alt+ArrowDown")
    expect(manager.locator(".field-list .label").nth(1)).to_have_text(ASKED)
    expect(manager.locator("#editor [name=note]").first).to_have_value("本人のほかの方も書けます。")
    manager.click("text=取り消す")
    expect(manager.locator(".field-list .label").first).to_have_text(ASKED)


def is_tried_out_by_staff_alone(manager: Page, stranger: Page) -> None:
    with manager.context.expect_page() as opened:
        manager.click("text=試しに見る")
    trial = opened.value
    expect(trial.locator("label", has_text=ASKED)).to_be_visible()
    assert findings(trial) == []
    trial.close()
    expect(stranger.locator("h1").first).to_be_visible()
    expect(stranger.locator("label", has_text=ASKED)).to_have_count(0)


def is_approved_by_a_second_person(consoles: Consoles, manager: Page) -> None:
    manager.fill("#note", "窓口でよく聞かれるため")
    manager.click("text=承認を頼む")
    expect(manager.locator("[aria-current=step]")).to_have_text("承認待ち")
    expect(manager.locator("text=別の人が承認します")).to_be_visible()
    draft = manager.url.partition("?")[0].rpartition("/")[2]
    second = log_in(consoles, "nao", f"/drafts/{draft}")
    expect(second.locator(".told")).to_contain_text("窓口でよく聞かれるため")
    assert findings(second) == []
    second.click("text=承認する")
    expect(second.locator("[aria-current=step]")).to_have_text("承認済み")
