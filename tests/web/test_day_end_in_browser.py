"""The end of the day at a counter, in a real browser: told before it is done, and taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.parts.axe import findings
from tests.parts.consoles import ANSWER_MS, Consoles, enter, take_number
from tests.parts.demo_city import OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice
from tests.parts.installing import command

pytestmark = pytest.mark.slow


@pytest.fixture
def evening(sqlite_office: DemoOffice, open_page: Callable[..., Page]) -> Consoles:
    """Consoles after reception, where one is absent, one held and two wait at counter 1."""
    morning = sqlite_office.serve()
    machine = sqlite_office.api("counter", morning)
    for service in ["moving"] * 4:
        take_number(machine, service)
    for step in ("open", "call-next", "miss", "call-next", "start"):
        assert machine.post(f"/offices/{OFFICE}/counters/1/{step}").status == 200
    put_aside = {"reason": "documents"}
    assert machine.post(f"/offices/{OFFICE}/counters/1/hold", put_aside).status == 200
    morning.stop()
    late = sqlite_office.serve("--clock", "2026-11-24T17:45:00+09:00")
    apis = [sqlite_office.api(kind, late) for kind in ("counter", "integrator")]
    return Consoles(late, *apis, open_page)


def test_the_end_of_the_day_tells_what_becomes_of_each_and_can_be_taken_back(evening):
    page = evening.open("1")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)

    page.keyboard.press("End")
    panel = page.locator(".day-end")
    expect(panel).to_contain_text("残っている4人を締めきります")
    told = dict(zip(panel.locator("dt").all_inner_texts(), panel.locator("dd").all(), strict=True))
    assert list(told) == ["待ち 2人", "保留 1人", "不在 1人"]
    expect(told["待ち 2人"]).to_contain_text("番号札は今日で終わり")
    assert findings(page) == []
    page.keyboard.press("1")
    expect(page.locator("#bar")).to_contain_text("4人を締めきりました", timeout=ANSWER_MS)
    expect(enter(page)).to_contain_text("窓口を開ける")

    page.keyboard.press("Backspace")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    left = evening.machine.get(f"/offices/{OFFICE}/counters/1")["day_end"]
    assert {one["state"]: len(one["labels"]) for one in left} == {
        "waiting": 2, "held": 1, "absent": 1,
    }  # fmt: skip


def test_a_lead_ends_the_day_of_the_whole_office_at_the_reception_desk_and_takes_it_back(
    evening, sqlite_office
):
    new = ["staff", "create", "lead", "--role", "lead", "--office", OFFICE]
    command([*new, *sqlite_office.options], stdin=f"{PASSWORD}\n")
    page = evening.log_in(f"/staff/reception/{OFFICE}", login="lead")
    expect(page.locator("#day-end")).to_contain_text("4人が残っています", timeout=ANSWER_MS)
    assert findings(page) == []

    page.keyboard.press("End")
    panel = page.locator(".day-end")
    expect(panel).to_contain_text("残っている4人を締めきります")
    expect(panel).to_contain_text("すべての窓口を閉じます")
    assert findings(page) == []
    page.keyboard.press("1")
    expect(page.locator("#bar")).to_contain_text("4人を締めきり", timeout=ANSWER_MS)
    expect(page.locator("#day-end")).to_contain_text("残っている方はいません")

    page.keyboard.press("Backspace")
    expect(page.locator("#day-end")).to_contain_text("4人が残っています", timeout=ANSWER_MS)
    assert evening.machine.get(f"/offices/{OFFICE}/counters/1")["counter"]["state"] == "open"


def test_a_clerk_at_the_reception_desk_does_not_end_the_day_of_the_office(evening):
    page = evening.log_in(f"/staff/reception/{OFFICE}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.keyboard.press("End")
    expect(page.locator("#day-end")).to_be_hidden()


def test_while_tickets_are_given_the_end_of_the_day_is_not_offered(consoles):
    page = consoles.open("1")
    expect(page.locator("[data-action='end-day']")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("End")
    expect(page.locator("#strip")).to_contain_text("受付が終わってから")
    assert page.locator(".day-end").count() == 0
