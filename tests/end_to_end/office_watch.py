"""What the test asks the office itself, beside what people see."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from printer_drivers.virtual import VirtualPrinter
from tests.parts.demo_city import CLERK, PASSWORD
from tests.parts.demo_office import DemoOffice
from tests.parts.family import SERVICE
from tests.parts.pictures import codes_in

WITHIN_S = 60


def counters_of(office: DemoOffice, service: str) -> list[dict[str, Any]]:
    """Return the counters that may call *service*."""
    api = office.api()
    services = api.get(office.path("/services"))["services"]
    [queue] = [offered["queue"] for offered in services if offered["id"] == service]
    counters = api.get(office.path("/counters"))["counters"]
    return [counter for counter in counters if queue in counter["queues"]]


def visit_code_on(printer: VirtualPrinter, paper: int = 0) -> str:
    """Read the QR of a ticket; it opens "my turn" on a phone."""
    [url] = codes_in(printer.papers[paper].image)
    return url.partition("#")[2]


def label_on(printer: VirtualPrinter, office: DemoOffice, paper: int = 0) -> str:
    """Return the number of the ticket whose QR is on *paper*."""
    return str(office.api().get(f"/visits/{visit_code_on(printer, paper)}")["label"])


def events(office: DemoOffice) -> list[dict[str, Any]]:
    return list(office.api("integrator").get(office.path("/events?since=0"))["events"])


def wait_for_event(office: DemoOffice, kind: str, label: str | None, count: int = 1) -> None:
    """Wait until the log tells *count* times of *kind* for *label*."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        log = events(office)
        found = [event for event in log if event["kind"] == kind and event["label"] == label]
        if len(found) == count:
            return
        if time.monotonic() > deadline:
            told = [(event["kind"], event["label"]) for event in log]
            raise AssertionError(f"no {count} x {kind} {label} in {told}")
        time.sleep(0.1)


def book_at_the_office(office: DemoOffice) -> str:
    """Book the first free slot of today and return the token."""
    api = office.api()
    today = api.get(office.path(""))["now"][:10]
    slots = api.get(office.path(f"/slots?service={SERVICE}&from={today}&to={today}"))["slots"]
    free = next(slot["id"] for slot in slots if slot["free"])
    booked = api.post(
        office.path("/reservations"), {"service": SERVICE, "slot": free, "language": "ja"}
    )
    assert booked.status == 201, booked
    return str(booked.body["token"])


def log_in(page: Page, address: str) -> None:
    """Open *address* as a clerk."""
    page.goto(address)
    page.locator("#login").fill(CLERK)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator("body[data-ready]").wait_for()


def press(page: Page, key: str) -> None:
    """Press a key of the console and wait until it has been answered."""
    page.locator("body:not([data-busy])").wait_for()
    # After each change Enter rests for a moment, so that no double press does two things.
    expect(page.locator("#enter[data-resting], #enter-idle[data-resting]")).to_have_count(0)
    page.keyboard.press(key)


def expect_called(display: Page, label: str, counter: str) -> None:
    """Expect *label* newest and yellow on the display, with where to go."""
    row = display.locator("#rows .row.new").first  # it is yellow for 15 s: asked for all at once
    said = f"{label}、{counter}番窓口"
    expect(row.locator('[data-slot="spoken"]')).to_contain_text(said, timeout=WITHIN_S * 1000)


def touch_purpose(kiosk: Page, service: str) -> None:
    """Take a ticket at the kiosk's screen: the purpose, and which of its services if it asks."""
    direct = kiosk.locator(f'[data-touch="choose"][data-value="{service}"]')
    if not direct.count():
        for purpose in kiosk.locator('[data-touch="open"]').all():
            purpose.click()
            kiosk.locator('#stage[data-screen="services"]').wait_for()
            if direct.count():
                break
            kiosk.locator('[data-touch="close"]').click()
            kiosk.locator('#stage[data-screen="home"]').wait_for()
    direct.click()
