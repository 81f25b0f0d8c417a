"""The demo's devices do on their pages what real ones do to a kiosk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk.machine import Kiosk, Settings
from kiosk.stage import Pace
from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, running, until
from tests.kiosk.contract_server import KEY, OFFICE, ContractServer

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(office: ContractServer, tmp_path: Path) -> Iterator[Kiosk]:
    papers = tmp_path / "papers"
    settings = Settings(
        server=office.url, office=OFFICE, key=KEY, state=tmp_path, port=0, scanner="virtual",
        ticket_printer=f"virtual://{papers / 'ticket'}", printer_profile="epson-tm-m30",
        form_printer=f"virtual://{papers / 'form'}",
        pace=Pace(confirm_s=0, idle_s=600, done_s=600),
    )  # fmt: skip
    with running(settings) as kiosk:
        yield kiosk


@pytest.fixture
def page(demo: Kiosk, open_page: Callable[..., Page]) -> Callable[[str], Page]:
    def opened(path: str) -> Page:
        found = open_page(1500, 1000)
        found.set_default_timeout(60_000)  # a loaded machine is slow, not wrong
        found.goto(f"http://127.0.0.1:{demo.port}{path}")
        return found

    return opened


def test_paper_that_ends_in_the_middle_of_a_form_is_seen_and_put_right(
    demo: Kiosk, office: ContractServer, page: Callable[[str], Page], tmp_path: Path
) -> None:
    papers = page("/papers")
    form = papers.locator("section").nth(1)
    form.get_by_role("button", name="次の紙の 途中で切れる").click()
    expect(form.locator(".lamp")).to_contain_text("次の紙の途中で 用紙が切れます")

    scanner = page("/scanner")
    scanner.locator("#code").fill(GOOD)
    scanner.get_by_role("button", name="かざす", exact=True).click()

    expect(form.locator(".lamp")).to_contain_text("停止", timeout=60_000)
    expect(form.locator(".heard")).to_contain_text("用紙切れ", timeout=60_000)
    expect(form.locator(".coming")).to_be_visible()
    until(lambda: any(bell["reason"] == "paper_out" for bell in office.bells), "the bell")
    papers.screenshot(path=tmp_path / "papers-stopped.png")

    form.get_by_role("button", name="紙を入れて、ぜんぶ直す").click()
    until(lambda: demo.stage.screen is Screen.DONE, "the papers")
    expect(form.locator(".truth")).to_have_text("本当に出た紙：1枚", timeout=60_000)
    expect(form.locator(".lamp")).to_contain_text("正常")
    papers.screenshot(path=tmp_path / "papers-well.png")


def test_a_code_comes_as_keys_and_the_plug_can_be_pulled(
    demo: Kiosk, page: Callable[[str], Page], tmp_path: Path
) -> None:
    scanner = page("/scanner")
    scanner.get_by_label("キーボードとして").check()
    scanner.locator("#code").fill(GOOD)
    scanner.get_by_role("button", name="かざす", exact=True).click()
    until(lambda: demo.stage.screen is Screen.DONE, "the papers")

    scanner.get_by_role("button", name="線を抜く").click()
    until(lambda: demo.health()["scanner"] == "gone", "the loss")
    scanner.screenshot(path=tmp_path / "scanner.png", full_page=True)
    scanner.get_by_role("button", name="線をさす").click()
    until(lambda: demo.health()["scanner"] == "ok", "the scanner")


@pytest.mark.parametrize("path", ["/scanner", "/papers"])
def test_the_pages_of_devices_lead_back_to_the_start_page(
    office: ContractServer, page: Callable[[str], Page], path: str
) -> None:
    expect(page(path).get_by_role("link", name="はじめのページ")).to_have_attribute(
        "href", f"{office.url}/"
    )
