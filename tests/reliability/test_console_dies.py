"""R29: the console's browser dies in the middle of a visit, and a second PC goes on.

The same state within two seconds, taken over by one explicit answer, and the visit is
finished once, although the first browser comes back and presses too.
"""

import time

import pytest
from playwright.sync_api import expect

from tests.parts.axe import findings
from tests.parts.consoles import Consoles, press_enter, says, take_number
from tests.parts.demo_city import OFFICE

pytestmark = pytest.mark.slow


def events(consoles: Consoles, kind: str, label: str) -> int:
    log = consoles.integrator.get(f"/offices/{OFFICE}/events?since=0")["events"]
    return sum(event["kind"] == kind and event["label"] == label for event in log)


def test_a_second_pc_goes_on_where_the_first_one_died(consoles, rounds, scorecard):
    same_state_s: list[float] = []
    for _ in range(deaths := rounds(1, 20)):
        label = take_number(consoles.machine)
        consoles.machine.post(f"/offices/{OFFICE}/counters/1/open")
        first = consoles.open("1")
        if first.locator(".ask").is_visible():
            first.keyboard.press("Enter")
        press_enter(first, "次の人を呼ぶ")
        says(first, "呼出中", label)
        press_enter(first, "対応を始める")
        says(first, "対応中", label)
        left = first.context.storage_state()
        first.close()  # no goodbye: as when the browser crashes

        second = consoles.log_in("/staff")
        expect(second.locator("#login")).to_have_count(0)
        began = time.monotonic()
        second.goto(f"{consoles.server.url}/staff/counter/{OFFICE}/1")
        expect(second.locator(".ask")).to_contain_text(label)
        same_state_s.append(time.monotonic() - began)
        assert findings(second) == []
        assert events(consoles, "finished", label) == 0
        second.keyboard.press("Enter")
        expect(second.locator(".ask")).to_be_hidden()
        says(second, "対応中", label)

        back = consoles.open_page(1366, 768, storage_state=left)
        back.goto(f"{consoles.server.url}/staff/counter/{OFFICE}/1")
        expect(back.locator("#taken-over")).to_contain_text("さんが引き継ぎました")
        assert findings(back) == []
        back.keyboard.press("Enter")
        press_enter(second, "終了する")
        expect(second.locator(".enter-block")).to_contain_text("待っている人はいません")

        assert events(consoles, "finished", label) == 1
        assert events(consoles, "started", label) == 1
        for page in (second, back):
            page.context.close()
    scorecard(
        "R29 a console's browser dies and a second PC goes on",
        deaths=deaths, finished_once=deaths, slowest_same_state_s=round(max(same_state_s), 1),
        median_same_state_s=round(sorted(same_state_s)[deaths // 2], 1),
    )  # fmt: skip
