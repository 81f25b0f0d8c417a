"""Days that are given away by lot, on a phone: applied for, not booked."""

import pytest
from playwright.sync_api import expect

from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import read_office_key
from server.services import plan_drafts, slot_plans
from tests.parts import axe
from tests.parts.clock import TEN_OCLOCK, Clock
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow

SERVICE = "okuyami"
#: Lots are drawn as the day begins. Today's times are over, so whether the server has drawn for
#: today already, which it does as it starts, makes no difference.
EVERY_DAY_BY_LOT = {"lottery_days": "1"}
AFTER_THE_LAST_TIME = "2026-11-24T17:20:00+09:00"


def give_away_by_lot(office) -> None:
    engine = open_engine(office.database_url)
    city = City(engine, Clock(TEN_OCLOCK), read_office_key(office.office_key))
    with city.transaction(OFFICE) as work:
        plan = slot_plans.plan_of(work.floor, SERVICE, "visit", "office")
        slot_plans.publish(work, plan_drafts.with_shares(plan, EVERY_DAY_BY_LOT), 0, {})
    engine.dispose()


def test_a_phone_applies_for_days_that_are_given_away_by_lot(sqlite_office, open_page):
    mail = ("--mail-url", "smtp://127.0.0.1:9", "--mail-from", "a@example.jp")
    server = sqlite_office.serve("--clock", AFTER_THE_LAST_TIME, *mail)
    give_away_by_lot(sqlite_office)
    phone = open_page(390, 844)
    phone.goto(f"{server.url}/o/{OFFICE}/times/{SERVICE}")
    expect(phone.locator("#wait-form label")).to_contain_text("抽選")
    expect(phone.locator("#wait-hint")).to_contain_text("までに申し込むと")
    expect(phone.locator("#elsewhere")).to_be_hidden()
    expect(phone.locator(".day:enabled")).to_have_count(0)
    assert axe.findings(phone) == []
    phone.fill("#wait-email", "sakura@example.jp")
    phone.locator("#wait-form button").click()
    phone.wait_for_url("**/wait#*")
    expect(phone.locator("#state")).to_be_visible()
