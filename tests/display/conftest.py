"""A tiny office, a cable to it, and boards that hang on its wall."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from display.voice.chime import chime_wav
from display.voice.clips import Voice, open_voice
from tests.display.cable import Cable
from tests.display.tiny_office import TinyOffice, serve

HEARD = """
window.heard = [];
for (const name of ["speaks", "said"]) {
  document.addEventListener(`board:${name}`, (event) => {
    window.heard.push([name, event.detail.label, event.detail.form ?? null]);
  });
}
"""


@pytest.fixture(scope="module")  # it makes clips ahead as long as it is open
def voice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    opened = open_voice(tmp_path_factory.mktemp("voice"))
    yield opened
    opened.close()


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Voice]:
    """A voice that rings for every word: as real a sound as speech, and shorter."""
    opened = Voice(tmp_path / "bell", dict.fromkeys(("ja", "vi"), lambda _: chime_wav()))
    yield opened
    opened.close()


@pytest.fixture
def office(bell: Voice) -> TinyOffice:
    return TinyOffice(bell)


@pytest.fixture
def cable(office: TinyOffice) -> Iterator[Cable]:
    port, end = serve(office)
    cable = Cable(port)
    yield cable
    cable.close()
    end()


@pytest.fixture
def hang_board(open_page: Callable[..., Page], cable: Cable) -> Callable[..., Page]:
    """Return ``hang_board(query, **page)``: a board of area 1F, connected."""

    def hang(query: str = "", width: int = 1920, height: int = 1080, **options: object) -> Page:
        page = open_page(width, height, **options)
        page.add_init_script(HEARD)
        show_board(page, cable, query)
        return page

    return hang


def show_board(page: Page, cable: Cable, query: str = "") -> None:
    page.goto(f"http://127.0.0.1:{cable.port}/display/27125/1F{query}")
    page.wait_for_load_state("networkidle")


def unmute(page: Page) -> None:
    """Press 音を出す, as a browser without the autoplay flag asks for."""
    page.click("#sound")
    wait_until(page, "document.querySelector('#sound').hidden")


def wait_until(page: Page, holds: str, timeout_s: float = 15) -> None:
    """Ask from outside: the page's own policy forbids Playwright's wait_for_function."""
    deadline = time.monotonic() + timeout_s
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, f"never: {holds}"
        page.wait_for_timeout(50)


def labels(page: Page, rows: str = "#rows .row") -> list[str]:
    return page.eval_on_selector_all(
        rows, "rows => rows.map(row => row.querySelector('.number').textContent.replace(/\\s/g,''))"
    )


def wait_for_rows(page, *expected):
    shown = (
        "[...document.querySelectorAll('#rows .number')].map(n => n.innerText.replace(/\\s/g,''))"
    )
    wait_until(page, f"{shown}.join() === {','.join(expected)!r}")
