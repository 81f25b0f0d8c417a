"""The fleet page in a real browser: worst first, an alert on the console, old data told as old."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version

import pytest
from playwright.sync_api import Page, expect

from server.db.clock import real_time
from tests.parts.api import Api
from tests.parts.axe import findings
from tests.parts.consoles import Consoles
from tests.parts.demo_city import CLOCK, OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow

MANAGER = "sachiko"
#: A machine that is lost is told within ten seconds; the rest is a loaded machine.
TOLD_MS = 30_000


@pytest.fixture
def fleet(sqlite_office: DemoOffice) -> Callable[[str], Api]:
    """Return ``fleet(name)``: one more kiosk of the office, which has yet to speak."""
    return lambda name: Api(sqlite_office.servers()[0].url, sqlite_office.new_key("kiosk", name))


def beat(kiosk: Api, ticket: str = "ok", **said: object) -> object:
    """Say how a kiosk is and return what staff want of it."""
    ahead_s = (datetime.fromisoformat(CLOCK) - real_time()).total_seconds()
    health = {
        "version": "1.4.2", "scanner": "ok", "unsent": 0, "packages": 61,
        "numbers": {"childcare": 40, "residents": 38}, "clock_offset_s": round(ahead_s),
        "printers": {"ticket": {"state": ticket}, "form": {"state": "ok"}}, **said,
    }  # fmt: skip
    answer = kiosk.post(f"/offices/{OFFICE}/heartbeats", {"health": health})
    assert answer.status == 200, answer
    return answer.body["errand"]


def now(kiosk: Api) -> str:
    return str(kiosk.post(f"/offices/{OFFICE}/heartbeats", {"health": {}}).body["now"])


def names(page: Page) -> list[str]:
    return page.locator("#machines th").evaluate_all(
        "all => all.map(one => one.firstChild.textContent)"
    )


def test_the_worst_machine_stands_on_top_and_the_console_hears_of_a_silent_one(
    consoles: Consoles, fleet: Callable[[str], Api], open_page: Callable[..., Page]
) -> None:
    fine, empty = fleet("発券機1"), fleet("発券機2")
    fleet("発券機3")
    beat(fine)
    beat(empty, "paper_out", unsent=14)
    console = consoles.open("1")
    page = console.context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{consoles.server.url}/staff/fleet/{OFFICE}")

    row = page.locator("tr", has_text="発券機2")
    expect(row).to_contain_text("用紙がありません")
    expect(row).to_contain_text("14件")
    assert names(page)[0] == "発券機2"
    expect(page.locator("tr", has_text="発券機3")).to_contain_text("まだ一度もつながっていません")
    page.click("text=場所")
    in_areas = [name.startswith("表示") for name in names(page)]
    assert in_areas == sorted(in_areas), "displays stand in an area, below the kiosks"
    page.click("text=種類")
    expect(page.locator("[data-sort=kind]")).to_have_attribute("aria-pressed", "true")
    page.click("text=気になる順")
    assert findings(page) == []

    row.get_by_role("button", name="用紙を替えた").click()
    expect(row).to_contain_text("プリンターに確かめています")
    assert beat(empty) == "paper_changed"
    assert beat(empty) is None, "an errand is handed over once"
    row.get_by_role("button", name="試し印刷").click()
    expect(row).to_contain_text("試し印刷を頼みました")
    assert beat(empty) == "test_print"
    beat(empty, tested=now(empty), test_printed=True)
    expect(row).to_contain_text("出ました")
    expect(page.locator("tr", has_text="発券機3").get_by_role("button")).to_have_count(0)

    beat(fine)
    expect(page.locator("tr", has_text="発券機1")).to_contain_text(
        "応答がありません", timeout=TOLD_MS
    )
    expect(console.locator("#strip")).to_contain_text("応答がありません", timeout=TOLD_MS)
    expect(page.locator("#recent")).to_contain_text("発券機1", timeout=TOLD_MS)

    consoles.server.kill()
    expect(page.locator("#strip")).to_contain_text("の内容です", timeout=TOLD_MS)
    expect(page.locator("tr", has_text="発券機1")).to_be_visible()


def test_a_display_that_is_there_tells_its_version(
    consoles: Consoles, open_page: Callable[..., Page]
) -> None:
    page = consoles.open("1").context.new_page()
    page.goto(f"{consoles.server.url}/staff/fleet/{OFFICE}")
    row = page.locator("tr", has_text="表示 1階")
    expect(row).to_contain_text("まだ一度もつながっていません")
    board = open_page(1920, 1080)
    board.goto(f"{consoles.server.url}/display/{OFFICE}/1F")
    expect(row).to_contain_text(f"版 {version('madoguchi')}", timeout=TOLD_MS)
    expect(row).not_to_contain_text("まだ一度もつながっていません")


def test_a_manager_adds_a_kiosk_with_a_key_that_is_shown_once(
    consoles: Consoles, fleet: Callable[[str], Api], sqlite_office: DemoOffice
) -> None:
    beat(fleet("発券機1"))
    new = ("staff", "create", MANAGER, "--role", "manager", "--office", OFFICE)
    sqlite_office.processes.run(*new, *sqlite_office.options, stdin=f"{PASSWORD}\n")
    page = consoles.log_in(f"/staff/fleet/{OFFICE}", login=MANAGER)
    expect(page.locator("tr", has_text="発券機1")).to_be_visible()
    page.get_by_role("button", name="機器を足す").click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_label("名前")
    expect(name).to_have_value("発券機2")
    name.fill("発券機1")
    dialog.get_by_role("button", name="登録してキーを作る").click()
    expect(dialog.get_by_role("alert")).to_contain_text("もう登録されています")
    assert findings(page) == []

    name.fill("南口の発券機")
    dialog.get_by_role("button", name="登録してキーを作る").click()
    expect(dialog.get_by_role("heading")).to_have_text("「南口の発券機」を登録しました")
    expect(dialog).to_contain_text(f"--office {OFFICE} --key-file kiosk.key")
    assert findings(page) == []
    key = dialog.get_by_label("この発券機のキー", exact=True).inner_text()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="キーを入れたので閉じる").click()
    expect(dialog).to_be_hidden()
    assert key not in page.content()

    beat(Api(consoles.server.url, key))
    expect(page.locator("tr", has_text="南口の発券機")).to_contain_text("正常")


def test_a_clerk_looks_after_the_machines_and_adds_none(
    consoles: Consoles, fleet: Callable[[str], Api]
) -> None:
    beat(fleet("発券機1"))
    page = consoles.log_in(f"/staff/fleet/{OFFICE}")
    expect(page.locator("tr", has_text="発券機1")).to_be_visible()
    expect(page.get_by_role("button", name="機器を足す")).to_have_count(0)
