"""Counter consoles in a real browser: clerks who have logged in, hands on the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.parts.api import Api
from tests.parts.demo_city import CLERK, OFFICE, PASSWORD
from tests.parts.demo_office import DemoOffice
from tests.parts.processes import Running

ANSWER_MS = 60_000


@dataclass
class Consoles:
    """Opens consoles on one real server."""

    server: Running
    #: Another machine at another counter of the same floor.
    machine: Api
    #: Reads the log.
    integrator: Api
    open_page: Callable[..., Page]

    def open(self, number: str, width: int = 1366, height: int = 768) -> Page:
        """Return the console of a counter in a browser of its own."""
        page = self.log_in(f"/staff/counter/{OFFICE}/{number}", width, height)
        expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    def log_in(self, path: str, width: int = 1366, height: int = 768, login: str = CLERK) -> Page:
        """Return the page at *path*, reached through the login by keyboard alone."""
        page = self.open_page(width, height)
        page.goto(f"{self.server.url}{path}")
        expect(page.locator("#login")).to_be_focused()
        page.keyboard.type(login)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        return page


@pytest.fixture
def consoles(sqlite_office: DemoOffice, open_page: Callable[..., Page]) -> Consoles:
    """Consoles of the demo city on SQLite."""
    server = sqlite_office.serve()
    apis = [sqlite_office.api(kind, server) for kind in ("counter", "integrator")]
    return Consoles(server, *apis, open_page)


def take_number(machine: Api, service: str = "moving") -> str:
    """Let somebody take a ticket and return its label."""
    answer = machine.post(f"/offices/{OFFICE}/visits", {"service": service})
    label: str = answer.body["ticket"]["label"]
    return label


def enter(page: Page) -> Locator:
    """Return the block that says what Enter does."""
    return page.locator(".enter-block")


def press_enter(page: Page, verb: str) -> None:
    """Press Enter once it promises *verb* and does not rest."""
    expect(enter(page)).to_contain_text(verb, timeout=ANSWER_MS)
    expect(page.locator("[data-resting]")).to_have_count(0)
    page.keyboard.press("Enter")


def says(page: Page, state: str, label: str) -> None:
    """Wait until the console shows *label* in *state*."""
    expect(page.locator("#visit .state")).to_have_text(state, timeout=ANSWER_MS)
    expect(page.locator("#visit .number-current")).to_have_attribute("aria-label", label)
