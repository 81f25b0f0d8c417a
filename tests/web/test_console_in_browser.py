"""The counter console in a real browser, with the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.parts.api import Api
from tests.parts.consoles import ANSWER_MS, Consoles, enter, press_enter, says, take_number
from tests.parts.demo_city import OFFICE
from tests.parts.family import APPLICATION, FORM, PROCEDURE, SERVICE
from tests.parts.processes import Running

pytestmark = pytest.mark.slow


@pytest.fixture
def counter(consoles: Consoles) -> Api:
    """Another machine at another counter of the same floor."""
    return consoles.machine


@pytest.fixture
def server(consoles: Consoles) -> Running:
    return consoles.server


@pytest.fixture
def console(consoles: Consoles) -> Callable[..., Page]:
    """Return ``console("1")``: a clerk who has logged in at that counter, hands on the keyboard."""
    return consoles.open


def test_a_whole_visit_with_enter_alone(console, counter):
    first, second = take_number(counter), take_number(counter)
    page = console("1")

    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    expect(enter(page).locator(".number")).to_have_attribute("aria-label", first)
    expect(page.locator(".because")).to_contain_text("いちばん早い")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", first)
    press_enter(page, "対応を始める")
    says(page, "対応中", first)
    press_enter(page, "終了して次を呼ぶ")
    says(page, "呼出中", second)

    calls = counter.get(f"/offices/{OFFICE}/board?area=1F")["calls"]
    assert [(call["label"], call["counter"]) for call in calls] == [(second, "1"), (first, "1")]


def test_recall_miss_hold_undo_and_a_given_number_have_their_keys(console, counter):
    first, second = take_number(counter), take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", first)

    page.keyboard.press("+")
    expect(page.locator("#bar")).to_contain_text("もう一度呼びました", timeout=ANSWER_MS)
    page.keyboard.press("-")
    expect(page.locator("#bar")).to_contain_text("不在にしました", timeout=ANSWER_MS)
    page.keyboard.press("Backspace")
    says(page, "呼出中", first)
    press_enter(page, "対応を始める")
    says(page, "対応中", first)
    page.keyboard.press("*")
    expect(page.locator(".choices")).to_contain_text("保留の理由")
    page.keyboard.press("1")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    for digit in str(int(second[1:])):
        page.keyboard.press(digit)
    expect(page.locator("#given-found")).to_contain_text("引っ越し")
    page.keyboard.press("Enter")
    says(page, "呼出中", second)


#: Presses Enter in the moment in which the console shows the call.
PRESS_AGAIN_AT_ONCE = """() => {
  window.pressedAgain = new Promise((pressed) => {
    new MutationObserver((_, observer) => {
      if (document.querySelector("#visit .state")?.textContent !== "呼出中") return;
      observer.disconnect();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      pressed();
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}"""


def test_holding_enter_down_calls_one_person_and_does_not_start(console, counter):
    first = take_number(counter)
    take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    expect(page.locator("[data-resting]")).to_have_count(0)

    page.evaluate(PRESS_AGAIN_AT_ONCE)
    for _ in range(10):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.evaluate("window.pressedAgain")
    page.wait_for_timeout(600)
    says(page, "呼出中", first)


def test_a_press_shows_within_fifty_milliseconds(console, counter):
    take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    expect(page.locator("[data-resting]")).to_have_count(0)
    page.evaluate(
        """() => {
          let pressed;
          addEventListener("keydown", () => { pressed = performance.now(); }, true);
          new MutationObserver(() => {
            if (document.body.dataset.pending === "next") {
              window.shownAfter ??= performance.now() - pressed;
            }
          }).observe(document.body, { attributes: true });
        }"""
    )

    page.keyboard.press("Enter")
    expect(page.locator("#visit .state")).to_have_text("呼出中", timeout=ANSWER_MS)

    assert page.evaluate("() => window.shownAfter") < 50


def test_another_counters_call_moves_the_line_on_without_a_press(console, counter):
    take_number(counter)
    second = take_number(counter)
    counter.post(f"/offices/{OFFICE}/counters/2/open")
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)

    counter.post(f"/offices/{OFFICE}/counters/2/call-next")

    expect(enter(page).locator(".number")).to_have_attribute(
        "aria-label", second, timeout=ANSWER_MS
    )


def test_who_was_faster_is_told_by_name_of_the_counter(console, counter):
    first, second = take_number(counter), take_number(counter)
    counter.post(f"/offices/{OFFICE}/counters/2/open")
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    snapshot = re.compile(rf"/offices/{OFFICE}/counters/1$")
    old = page.request.get(f"{page.url.partition('/staff')[0]}/api/v1/offices/27125/counters/1")
    page.route(snapshot, lambda route: route.fulfill(body=old.body(), headers=old.headers))

    counter.post(f"/offices/{OFFICE}/counters/2/call-next")
    page.wait_for_timeout(700)
    press_enter(page, "次の人を呼ぶ")
    page.unroute(snapshot)

    expect(page.locator("#strip")).to_contain_text(
        f"{first} は2番窓口が呼びました。かわりに {second} を呼びました", timeout=ANSWER_MS
    )


def test_cut_off_it_says_so_queues_nothing_and_comes_back_by_itself(console, counter):
    first = take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)

    page.context.set_offline(True)
    expect(page.locator("#strip")).to_contain_text("ネットワークが切れています", timeout=ANSWER_MS)
    expect(enter(page)).to_contain_text("今は次を呼べません")
    page.keyboard.press("Enter")
    page.context.set_offline(False)
    expect(page.locator("#strip")).to_be_hidden(timeout=ANSWER_MS)

    expect(enter(page).locator(".number")).to_have_attribute("aria-label", first)
    assert counter.get(f"/offices/{OFFICE}/board?area=1F")["calls"] == []


def test_a_second_screen_asks_once_and_the_first_one_is_told_and_only_looks_on(console, counter):
    label = take_number(counter)
    first = console("1")
    press_enter(first, "窓口を開ける")
    press_enter(first, "次の人を呼ぶ")
    press_enter(first, "対応を始める")
    says(first, "対応中", label)

    second = console("1")
    expect(second.locator(".ask")).to_contain_text("1番窓口は使用中です")
    expect(second.locator(".ask")).to_contain_text(label)
    second.keyboard.press("Enter")
    says(second, "対応中", label)

    expect(first.locator("#taken-over")).to_contain_text("さんが引き継ぎました")
    expect(first.locator(".look-on")).to_contain_text(f"{label} の対応を始めました")
    first.keyboard.press("Enter")
    refused = first.evaluate(
        """(path) => fetch(path, { method: "POST" }).then((answer) => answer.json())""",
        f"/api/v1/offices/{OFFICE}/counters/1/finish",
    )
    assert refused["error"]["code"] == "taken_over"
    says(second, "対応中", label)

    first.keyboard.press("F7")
    says(first, "対応中", label)
    expect(second.locator("#taken-over")).to_be_visible()


def test_the_filled_form_lies_open_beside_the_visit(console, counter, sqlite_office, server):
    resident = sqlite_office.api("integrator", server)
    applied = resident.post(
        f"/offices/{OFFICE}/pre-applications",
        {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}, "language": "ja"},
    )
    label = counter.post(f"/offices/{OFFICE}/check-ins", {"token": applied.body["token"]}).body[
        "ticket"
    ]["label"]
    page = console("10")
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", label)

    papers = page.locator("#papers")
    expect(papers).to_contain_text(APPLICATION["applicant_name"].split()[0], timeout=ANSWER_MS)
    expect(papers).to_contain_text("窓口で確かめること")
    expect(papers.locator(".checks")).to_contain_text("「𠮷」")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1366, 640), (1920, 1080)])
def test_number_keys_enter_next_three_and_bar_fit_the_screen(console, counter, width, height):
    for _ in range(5):
        take_number(counter)
    page = console("1", width, height)
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    expect(page.locator("#visit .state")).to_have_text("呼出中", timeout=ANSWER_MS)

    hidden = page.evaluate(
        """() => [
          ".number-current", ".steps", ".enter-block", ".person:nth-child(3)", "#bar",
        ].filter((part) => {
          const box = document.querySelector(part).getBoundingClientRect();
          return box.height === 0 || box.top < 0 || box.bottom > innerHeight
            || box.right > innerWidth;
        })"""
    )
    assert hidden == []
    assert page.evaluate("() => document.documentElement.scrollHeight") <= height


@pytest.mark.parametrize(("service", "number"), [(SERVICE, "11")])
def test_an_empty_line_says_so_and_enter_does_nothing(console, counter, service, number):
    page = console(number)
    press_enter(page, "窓口を開ける")

    expect(enter(page)).to_contain_text("待っている人はいません", timeout=ANSWER_MS)
    page.keyboard.press("Enter")
    label = take_number(counter, service)

    expect(enter(page).locator(".number")).to_have_attribute("aria-label", label, timeout=ANSWER_MS)


def test_somebody_without_a_ticket_gets_a_number_at_the_counter(console, counter):
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("待っている人はいません", timeout=ANSWER_MS)

    page.keyboard.press("Insert")
    expect(page.locator("#idle-tools")).to_contain_text("番号札を出す用件")
    page.keyboard.press("1")
    expect(page.locator("#idle-tools")).to_contain_text("列に入れる")
    page.keyboard.press("1")

    expect(page.locator("#strip")).to_contain_text("A001 を出しました", timeout=ANSWER_MS)
    expect(enter(page).locator(".number")).to_have_attribute("aria-label", "A001")


def test_a_number_can_be_served_without_calling_it_out(console, counter):
    first, second = take_number(counter), take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ")

    page.keyboard.type(str(int(second[1:])))
    page.keyboard.press("Shift+Enter")
    says(page, "対応中", second)

    assert counter.get(f"/offices/{OFFICE}/board?area=1F")["calls"] == []
    expect(enter(page).locator(".number")).to_have_attribute("aria-label", first)


def test_somebody_without_a_ticket_can_be_served_at_once(console, counter):
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("待っている人はいません")

    page.keyboard.press("Insert")
    page.keyboard.press("1")
    expect(page.locator("#idle-tools")).to_contain_text("すぐに対応する")
    page.keyboard.press("2")

    says(page, "対応中", "A001")


def test_a_visit_is_handed_to_a_colleague_who_sees_why(console, counter):
    label = take_number(counter)
    counter.post(f"/offices/{OFFICE}/counters/2/open")
    page = console("1")
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    press_enter(page, "対応を始める")
    says(page, "対応中", label)

    page.keyboard.press("F7")
    expect(page.locator(".choices")).to_contain_text("2番 住所・証明書")
    page.keyboard.press("2")
    expect(page.locator("#bar")).to_contain_text(f"{label} を保留にしました")

    [held] = counter.get(f"/offices/{OFFICE}/counters/2")["held"]
    assert (held["label"], held["held"]["to"], held["held"]["counter"]) == (label, "2", "1")


def test_closing_tells_who_is_left_before_it_closes(console, counter):
    take_number(counter)
    page = console("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ")

    page.keyboard.press("F8")
    expect(page.locator(".closing")).to_contain_text("待ち 1人")
    expect(page.locator(".closing")).to_contain_text("ほかに開いている窓口はありません")
    page.keyboard.press("1")

    expect(enter(page)).to_contain_text("窓口を開ける")
    page.keyboard.press("Backspace")
    expect(enter(page)).to_contain_text("次の人を呼ぶ")
