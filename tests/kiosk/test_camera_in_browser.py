"""The page looks through a camera: a real Chromium, its camera a film of a phone with a token."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, Lobby, until
from tests.parts.fake_camera import browser_with_camera, film, still

pytestmark = pytest.mark.slow


@pytest.fixture
def seen(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Lobby, str], Page]]:
    opened = []

    def look(lobby: Lobby, code: str) -> Page:
        shown = film(tmp_path / "lobby.mjpeg", (still(None), 5), (still(code), 15))
        other = browser_with_camera(browser, shown)
        opened.append(other)
        page = other.__enter__().new_page(viewport={"width": 1080, "height": 1920})
        page.goto(f"http://127.0.0.1:{lobby.kiosk.port}/")
        return page

    yield look
    for other in opened:
        other.__exit__(None, None, None)


def test_a_phone_before_the_camera_checks_in(
    start: Callable[..., Lobby], seen: Callable[[Lobby, str], Page], tmp_path: Path
) -> None:
    lobby = start("camera")
    assert lobby.kiosk.health()["scanner"] == "gone"

    page = seen(lobby, GOOD)
    lobby.wait_for(Screen.DONE, timeout_s=40)

    assert lobby.label == "F024"
    assert lobby.kiosk.health()["scanner"] == "ok"
    page.screenshot(path=tmp_path / "camera.png")
    assert page.locator("#camera").is_visible()


def test_a_foreign_code_is_told_and_the_page_closed_is_a_scanner_gone(
    start: Callable[..., Lobby], seen: Callable[[Lobby, str], Page]
) -> None:
    lobby = start("camera")
    page = seen(lobby, "https://example.com/menu?table=4")
    until(lambda: lobby.problem == "not_ours", "the refusal", timeout_s=40)

    page.close()
    lobby.kiosk.devices.scanners.camera.said(sees=False)  # type: ignore[union-attr]
    assert lobby.kiosk.health()["scanner"] == "gone"


def test_webassembly_is_allowed_on_the_page_with_a_camera_alone(
    start: Callable[..., Lobby], open_page: Callable[..., Page]
) -> None:
    lobby = start()
    answer = open_page().goto(f"http://127.0.0.1:{lobby.kiosk.port}/")

    assert answer
    assert "wasm" not in answer.headers["content-security-policy"]
