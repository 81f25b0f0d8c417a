"""A visit with several desks, at the console with the keyboard: the round, its tasks, its seat."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.parts.axe import findings
from tests.parts.consoles import ANSWER_MS, Consoles, enter, press_enter, says, take_number
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow

ROOT = f"/offices/{OFFICE}"
TASK = "葬祭費の相談"


def served(consoles: Consoles, service: str = "moving") -> tuple[Page, str]:
    """Return the console of counter 1, where somebody is served, and the label."""
    label = take_number(consoles.machine, service)
    page = consoles.open("1")
    press_enter(page, "窓口を開ける")
    press_enter(page, "次の人を呼ぶ")
    says(page, "呼出中", label)
    press_enter(page, "対応を始める")
    says(page, "対応中", label)
    return page, label


def round_of(consoles: Consoles) -> dict[str, Any]:
    """Return the round of the visit at counter 1."""
    current = consoles.machine.get(f"{ROOT}/counters/1")["current"]
    return dict(consoles.machine.get(f"{ROOT}/visits/{current['visit']}/round"))


def plan(page: Page) -> None:
    """Choose insurance and pension for later, with a task."""
    page.keyboard.press("m")
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator("[data-code=pension]")).to_contain_text("②")
    page.locator("#round-note").fill(TASK)
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".todo li")).to_have_count(2, timeout=ANSWER_MS)


def test_a_round_is_planned_taken_back_and_the_next_desk_is_chosen(consoles):
    page, label = served(consoles)
    plan(page)
    shown = round_of(consoles)
    queues = [(stop["queue"], stop["state"]) for stop in shown["stops"]]
    assert queues == [("residents", "serving"), ("insurance", "planned"), ("pension", "planned")]
    assert {task["note"] for task in shown["tasks"]} == {TASK}
    expect(page.locator(".station")).to_have_count(3)
    assert findings(page) == []

    page.locator(".todo button").first.press("Enter")
    expect(page.locator(".todo button").first).to_have_text("すみ", timeout=ANSWER_MS)

    page.keyboard.press("/")
    expect(page.locator("[data-action=send-then]")).to_have_count(2)
    page.keyboard.press("2")
    expect(page.locator("#bar")).to_contain_text("次の窓口へ送りました", timeout=ANSWER_MS)
    pension = consoles.machine.get(f"{ROOT}/counters/7")
    assert [stop["label"] for stop in pension["waiting"]] == [label]
    assert [task["done"] for task in pension["waiting"][0]["tasks"]] == [True, False]

    page.keyboard.press("Backspace")
    says(page, "対応中", label)
    assert [stop["state"] for stop in round_of(consoles)["stops"]] == [
        "serving", "planned", "planned",
    ]  # fmt: skip


def test_a_round_of_a_slip_of_the_finger_is_taken_back(consoles):
    page, label = served(consoles)
    plan(page)
    expect(page.locator("#bar")).to_contain_text("回る窓口を決めました", timeout=ANSWER_MS)
    page.keyboard.press("Backspace")
    expect(page.locator(".station")).to_have_count(0, timeout=ANSWER_MS)
    expect(page.locator(".todo")).to_have_count(0)
    says(page, "対応中", label)


def test_a_family_sits_and_the_section_comes_to_it(consoles):
    page, label = served(consoles)
    page.keyboard.press("m")
    page.locator("[data-action=seat]", has_text="ご案内室1").press("Enter")
    expect(page.locator(".facts")).to_contain_text("ご案内室1", timeout=ANSWER_MS)
    plan(page)
    press_enter(page, "終了する")
    expect(enter(page)).to_contain_text("待っている人はいません", timeout=ANSWER_MS)

    section = consoles.open("5")
    press_enter(section, "窓口を開ける")
    press_enter(section, "次の人を呼ぶ")
    says(section, "呼出中", label)
    expect(section.locator(".facts")).to_contain_text("ご案内室1")
    expect(section.locator(".todo")).to_contain_text(TASK)
    board = consoles.machine.get(f"{ROOT}/board?area=1F")
    assert [call["counter"] for call in board["calls"] if call["label"] == label] == ["1"]


def test_papers_to_hand_over_are_counted_by_key_and_stand_before_the_back_office(consoles):
    page, label = served(consoles, "certificates")
    page.keyboard.press("/")
    expect(page.locator(".choices [data-digit='0']")).to_contain_text("お渡し")
    page.keyboard.press("0")
    for key in ("1", "1", "3"):
        page.keyboard.press(key)
    expect(page.locator(".several")).to_contain_text("×2")
    assert findings(page) == []
    press_enter(page, "用意を頼んで終了する")
    expect(page.locator("#bar")).to_contain_text("次の窓口へ送りました", timeout=ANSWER_MS)
    [row] = consoles.machine.get(f"{ROOT}/handovers")["preparing"]
    assert row["label"] == label
    assert sorted(paper["code"] for paper in row["papers"]) == ["juminhyo", "juminhyo", "koseki"]


def test_whoever_is_called_out_of_turn_is_called_with_a_reason(consoles):
    take_number(consoles.machine)
    label = take_number(consoles.machine)
    page = consoles.open("1")
    press_enter(page, "窓口を開ける")
    expect(enter(page)).to_contain_text("次の人を呼ぶ", timeout=ANSWER_MS)
    page.keyboard.press(label[-1])
    page.locator("#given-reason").select_option(label="体調がすぐれない方")
    assert findings(page) == []
    page.locator("#given-reason").press("Enter")
    says(page, "呼出中", label)
    log = consoles.integrator.get(f"{ROOT}/events?since=0")["events"]
    [called] = [event for event in log if event["kind"] == "called"]
    assert called["detail"]["why"]["reason"] == "unwell"
