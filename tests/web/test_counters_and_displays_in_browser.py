"""Two counters and two displays in real browsers, by keyboard alone, through a server restart."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.parts.consoles import Consoles, enter, press_enter, says, take_number
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow


def display(consoles: Consoles, path: str) -> Page:
    page = consoles.open_page(1920, 1080)
    page.goto(f"{consoles.server.url}/display/{OFFICE}{path}?sound=off")
    return page


def test_two_counters_two_displays_undo_takeover_and_a_restart(consoles):
    labels = [take_number(consoles.machine) for _ in range(4)]
    floor, house = display(consoles, "/1F"), display(consoles, "")
    first, second = consoles.open("1"), consoles.open("2")
    press_enter(first, "窓口を開ける")
    press_enter(second, "窓口を開ける")

    press_enter(first, "次の人を呼ぶ")
    says(first, "呼出中", labels[0])
    press_enter(second, "次の人を呼ぶ")
    says(second, "呼出中", labels[1])
    for board in (floor, house):
        expect(board.locator("body")).to_contain_text(digits(labels[0]))
        expect(board.locator("body")).to_contain_text(digits(labels[1]))

    second.keyboard.press("Backspace")
    expect(enter(second)).to_contain_text("次の人を呼ぶ")
    for board in (floor, house):
        expect(board.locator("body")).not_to_contain_text(digits(labels[1]))
    press_enter(second, "次の人を呼ぶ")
    says(second, "呼出中", labels[1])

    consoles.server.kill()
    expect(first.locator("#strip")).to_contain_text("ネットワークが切れています")
    expect(enter(first)).to_contain_text("今は次を呼べません")
    first.keyboard.press("Enter")  # queued by nobody
    consoles.server.restart()
    for page, label in ((first, labels[0]), (second, labels[1])):
        expect(page.locator("#strip")).to_be_hidden()
        says(page, "呼出中", label)

    third = consoles.open("1")
    expect(third.locator(".ask")).to_contain_text(labels[0])
    third.keyboard.press("Enter")
    expect(third.locator(".ask")).to_be_hidden()
    press_enter(third, "対応を始める")
    says(third, "対応中", labels[0])
    expect(first.locator("#taken-over")).to_be_visible()
    press_enter(third, "終了して次を呼ぶ")
    says(third, "呼出中", labels[2])

    board = consoles.machine.get(f"/offices/{OFFICE}/board?area=1F")
    assert [(call["label"], call["counter"]) for call in board["calls"]][:2] == [
        (labels[2], "1"), (labels[1], "2"),
    ]  # fmt: skip
    for page in (floor, house):
        expect(page.locator("body")).to_contain_text(digits(labels[2]))


def test_a_console_that_hears_no_news_asks_by_itself(consoles):
    first, second = (take_number(consoles.machine) for _ in range(2))

    def deaf(width: int, height: int) -> Page:
        page = consoles.open_page(width, height)
        page.route_web_socket(re.compile("socket.io"), without_news)
        return page

    page = replace(consoles, open_page=deaf).open("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page).locator(".number")).to_have_attribute("aria-label", first)

    for step in ("open", "call-next"):
        consoles.machine.post(f"/offices/{OFFICE}/counters/2/{step}")
    expect(enter(page).locator(".number")).to_have_attribute("aria-label", second)


def without_news(route: WebSocketRoute) -> None:
    """Let everything through but news, as a line does whose place in the room is lost."""
    server = route.connect_to_server()
    server.on_message(lambda message: None if '"news"' in message else route.send(message))


def digits(label: str) -> str:
    """Return how a display shows a number: the letter and the digits may stand apart."""
    return label[1:]


def test_the_same_number_at_two_counters_is_called_by_one_and_the_other_is_told(consoles):
    label = take_number(consoles.machine)
    take_number(consoles.machine)
    first, third = consoles.open("1"), consoles.open("3")
    for page in (first, third):
        press_enter(page, "窓口を開ける")
        expect(enter(page)).to_contain_text("次の人を呼ぶ")
        page.keyboard.type(str(int(label[1:])))
        expect(page.locator("#given-found")).to_contain_text("引っ越し")

    third.keyboard.press("Enter")
    says(third, "呼出中", label)
    first.keyboard.press("Enter")

    expect(first.locator("#strip")).to_contain_text(f"{label}は3番窓口が呼びました")
    [call] = consoles.machine.get(f"/offices/{OFFICE}/board?area=1F")["calls"]
    assert (call["label"], call["counter"]) == (label, "3")


def test_two_presses_within_fifty_milliseconds_are_one_call(consoles):
    labels = [take_number(consoles.machine) for _ in range(2)]
    page = consoles.open("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ")
    expect(page.locator("[data-resting]")).to_have_count(0)

    apart = page.evaluate(
        """async () => {
          const press = () => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          const began = performance.now();
          press();
          await new Promise((after) => setTimeout(after, 20));
          press();
          return performance.now() - began;
        }"""
    )
    says(page, "呼出中", labels[0])

    assert apart >= 20
    calls = consoles.machine.get(f"/offices/{OFFICE}/board?area=1F")["calls"]
    assert [call["label"] for call in calls] == labels[:1]
