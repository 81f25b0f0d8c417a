"""Everybody can work the kiosk: by keys alone, from a wheelchair, with weak eyes, unhurried."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, PIN, Lobby, until
from tests.kiosk.test_screen import MAIN_BUTTON_PX, UPRIGHT, WIDE, drawn, on, stand
from tests.parts.axe import findings
from tests.parts.colour_vision import alike, hard_to_read

pytestmark = pytest.mark.slow

#: These show that something is under way; there is nothing to press.
ONLY_SHOWN = {Screen.ASKING, Screen.DONE}

DRAW = """async (drawing) => {
  const { draw } = await import("/static/kiosk.js");
  draw(drawing);
}"""

#: axe only doubts text in the colour of its ground; here it is wrong.
INVISIBLE = """async () => {
  const { incomplete } = await axe.run(document, { runOnly: ["color-contrast"] });
  return incomplete.flatMap(({ nodes }) => nodes)
    .filter(({ any }) => any.some(({ data }) => data?.messageKey === "equalRatio"))
    .map(({ target }) => `invisible at ${target.join(" ")}`);
}"""

LEAD_PX = "parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"

#: Walks over all buttons with the right arrow; returns those that are missed or stand unmarked.
UNREACHED = """() => {
  const all = [...document.querySelectorAll("main button")];
  const buttons = all.filter((one) => !one.disabled && one.getClientRects().length > 0);
  const reached = new Set();
  const wrong = [];
  document.activeElement?.blur();
  for (const _ of buttons) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", code: "ArrowRight" }));
    const button = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(button);
    reached.add(button);
    const marked = outlineStyle !== "none" && parseFloat(outlineWidth) >= 4;
    if (!marked) wrong.push(`unmarked: ${button.textContent}`);
  }
  for (const one of buttons) if (!reached.has(one)) wrong.push(`missed: ${one.textContent}`);
  return wrong;
}"""


@pytest.fixture
def show(open_page: Callable[..., Page]) -> Callable[..., Page]:
    def shown(lobby: Lobby, size: tuple[int, int] = UPRIGHT) -> Page:
        page = open_page(*size)
        page.goto(f"http://127.0.0.1:{lobby.kiosk.port}/")
        page.wait_for_selector('#stage:not([data-screen="starting"])')
        return page

    return shown


@pytest.fixture
def full(start: Callable[..., Lobby]) -> Lobby:
    """A kiosk that stands still after a full check-in."""
    lobby = start(done_s=1e6, idle_s=1e6, staff_s=1e6)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    return lobby


def drawings(lobby: Lobby, **look: Any) -> dict[Screen, dict[str, Any]]:
    """Return every screen as it is drawn."""
    found = {}
    for screen in sorted(Screen):
        stand(lobby, screen, "ja", 0, **look)
        found[screen] = drawn(lobby)
    return found


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.touch ?? ''"))


def to(page: Page, touch: str, key: str = "ArrowRight") -> None:
    """Press *key* until the button called *touch* is in focus."""
    for _ in range(60):
        if focused(page) == touch:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{touch} was not reached")


@pytest.mark.parametrize("contrast", [False, True], ids=["normal", "contrast"])
def test_axe_finds_nothing_on_any_screen(
    full: Lobby, show: Callable[..., Page], *, contrast: bool
) -> None:
    page = show(full)
    page.emulate_media(reduced_motion="reduce")
    wrong = {}
    for screen, drawing in drawings(full, contrast=contrast).items():
        page.evaluate(DRAW, drawing)
        unreadable = hard_to_read(page, "#stage")
        if found := [*findings(page), *page.evaluate(INVISIBLE), *unreadable]:
            wrong[screen] = found

    assert wrong == {}


def test_every_button_of_every_screen_is_reached_by_arrows_and_marked(
    full: Lobby, show: Callable[..., Page]
) -> None:
    page = show(full)
    wrong = {}
    for screen, drawing in drawings(full).items():
        if screen not in ONLY_SHOWN:
            page.evaluate(DRAW, drawing)
            if found := page.evaluate(UNREACHED):
                wrong[screen] = found

    assert wrong == {}


def test_a_walk_in_by_keys_alone(start: Callable[..., Lobby], show: Callable[..., Page]) -> None:
    lobby = start(idle_s=1e6)
    lobby.office.changed["care"] = {"ask_priority": True}
    until(lambda: any(one.ask_priority for one in lobby.kiosk.lobby.offer.services), "the question")
    page = show(lobby)
    page.wait_for_selector('[data-touch="ask"]')
    to(page, "ask")
    press(page, "Enter")
    on(page, Screen.PRIORITY)
    to(page, "priority")
    press(page, "ArrowDown")
    press(page, "Enter")
    on(page, Screen.DONE)

    assert lobby.label == "C024"
    asked = next(body for _, path, body in lobby.office.asked if path.endswith("/visits"))
    assert asked["priority"] is True


def test_a_booking_is_confirmed_and_help_is_called_by_keys_alone(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(confirm_s=60.0, idle_s=1e6)
    page = show(lobby)
    lobby.scan(GOOD)
    on(page, Screen.CONFIRM)
    press(page, "F1")
    until(lambda: len(lobby.office.bells) == 1, "the bell")
    press(page, "ArrowRight")
    assert focused(page) == "confirm"  # the filled one is found first
    press(page, "Enter")
    on(page, Screen.DONE)
    assert lobby.papers() == (1, 1)


def test_the_keypad_stays_where_it_was_when_the_screen_is_drawn_anew(
    lobby: Lobby, show: Callable[..., Page]
) -> None:
    page = show(lobby)
    to(page, "contrast")
    press(page, "Enter")
    page.wait_for_selector('#stage[data-contrast="high"]')
    assert focused(page) == "contrast"


def test_a_space_in_a_code_presses_nothing(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(scanner_address="keyboard")
    page = show(lobby)
    to(page, "choose")
    page.keyboard.type(" ".join([GOOD[:4], GOOD[4:8], GOOD[8:12], GOOD[12:16], GOOD[16:]]))
    press(page, "Enter")
    on(page, Screen.DONE)
    assert lobby.label == "F024"


def test_low_mode_puts_every_button_into_the_lower_half_and_back(
    lobby: Lobby, show: Callable[..., Page]
) -> None:
    page = show(lobby)
    page.click('[data-touch="low"]')
    page.wait_for_selector("#stage.low")
    tops = [
        box["y"]
        for one in page.locator("main button:visible").all()
        if (box := one.bounding_box()) is not None
    ]
    assert min(tops) >= UPRIGHT[1] / 2
    page.click('[data-touch="low"]')
    page.wait_for_selector("#stage:not(.low)")


def test_text_grows_in_two_steps_and_what_a_visitor_chose_ends_with_the_visit(
    start: Callable[..., Lobby], show: Callable[..., Page]
) -> None:
    lobby = start(idle_s=1e6)
    page = show(lobby)
    lobby.scan("https://example.com/")
    on(page, Screen.PROBLEM)
    sizes = []
    for step in range(3):
        page.wait_for_selector(f'#stage[data-size="{step}"]')
        sizes.append(page.evaluate(LEAD_PX))
        page.click('[data-touch="bigger"]')
    assert sizes == sorted(set(sizes))
    page.click('[data-touch="contrast"]')
    page.locator('main [data-touch="close"]').first.click()
    on(page, Screen.HOME)
    page.click('[data-touch="language"][data-value="ko"]')
    page.wait_for_selector('html[lang="ko"]')
    page.click(".purpose >> nth=4")
    on(page, Screen.DONE)
    lobby.scan(GOOD)  # the next person
    page.wait_for_selector('html[lang="ja"]')
    assert page.get_attribute("#stage", "data-contrast") == "normal"


def test_twelve_purposes_stand_on_one_screen(
    start: Callable[..., Lobby], show: Callable[..., Page], office: Any
) -> None:
    office.more_services = 4
    lobby = start()
    for size in (UPRIGHT, WIDE):
        page = show(lobby, size)
        assert page.locator(".purpose").count() == 12
        for one in page.locator(".purpose").all():
            box = one.bounding_box()
            assert box is not None
            assert box["height"] >= MAIN_BUTTON_PX
            assert box["y"] + box["height"] <= size[1]
        page.click('[data-touch="help"]')
        page.wait_for_selector(".help .told")
        foot = page.locator(".foot .tools").bounding_box()
        strip = page.locator(".strip").bounding_box()
        assert foot is not None
        assert strip is not None
        assert foot["y"] + foot["height"] <= strip["y"], "the answer pushes nothing off the screen"
        page.close()


def test_a_closed_purpose_is_shown_with_when_it_opens_and_says_so_when_pressed(
    start: Callable[..., Lobby], show: Callable[..., Page], office: Any
) -> None:
    again = "2026-11-25T09:00:00+09:00"
    office.changed["pension"] = {"open": False, "opens_at": again}
    office.walk_in_refusal = {"code": "contingent_spent", "message": "", "opens_at": again}
    lobby = start(idle_s=1e6)
    page = show(lobby)
    button = page.locator('.purpose[data-value="pension"]')
    assert "あした 9:00から" in button.inner_text()
    button.click()
    on(page, Screen.PROBLEM)
    text = page.inner_text("main")
    assert "すべてお渡ししました" in text
    assert "あした 9:00から" in text


def test_staff_hold_the_office_s_name_and_leave_again(
    lobby: Lobby, show: Callable[..., Page]
) -> None:
    page = show(lobby)
    box = page.locator("#office").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    on(page, Screen.STAFF_PIN)
    page.mouse.up()
    for digit in PIN:
        page.click(f'.digits [data-value="{digit}"]')
    page.click('[data-touch="staff_unlock"]')
    on(page, Screen.STAFF)
    page.wait_for_selector(".counts tfoot")
    assert PIN not in page.content()
    page.click('[data-touch="close"]')
    on(page, Screen.HOME)


GROUND = "one => getComputedStyle(one).backgroundColor"


def test_every_eye_sees_what_is_chosen_and_where_to_reach(
    full: Lobby, show: Callable[..., Page]
) -> None:
    page = show(full)
    stand(full, Screen.HOME, "ja", 0)
    page.wait_for_selector('.strip[data-now="reader"]')
    slots = {name: page.locator(f".strip .{name}").evaluate(GROUND) for name in ("reader", "paper")}
    assert alike(slots) == []
    main, other = page.locator(".help .filled"), page.locator(".help .outlined")
    assert alike({"filled": main.evaluate(GROUND), "outlined": other.evaluate(GROUND)}) == []
    # What is chosen is told in words and by a mark as well.
    assert other.get_attribute("aria-pressed") == "false"
    assert other.locator("svg").count() == 1
