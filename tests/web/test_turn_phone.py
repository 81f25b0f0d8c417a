"""My turn on a phone: the plan of the area, and the language of whoever reads it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from server.web.resident.languages import HTML_LANG, OFFERED, texts
from tests.parts.axe import findings
from tests.parts.colour_vision import hard_to_read
from tests.parts.demo_office import DemoOffice

pytestmark = pytest.mark.slow

PHONE = (390, 844)
COUNTER, SERVICE = "10", "childcare"
#: Where the arrow ends and what is marked as the counter that calls.
DRAWN = """() => {
  const called = document.querySelector("#plan .plan-called").getBoundingClientRect();
  const tip = [...document.querySelectorAll("#plan .plan-way")].at(-1).getBoundingClientRect();
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  const [x, y] = middle(called);
  const [tipX, tipY] = middle(tip);
  return {
    away: Math.hypot(tipX - x, tipY - y) / called.width,
    number: document.querySelector("#plan .plan-called-number").textContent,
    side: x < document.querySelector("#plan svg").getBoundingClientRect().left + 60 ? "left" : "",
  };
}"""


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(*PHONE, reduced_motion="reduce")


def take(office: DemoOffice, language: str = "ja") -> str:
    body = {"service": SERVICE, "language": language}
    return str(office.api("kiosk").post(office.path("/visits"), body).body["visit_code"])


def call(office: DemoOffice) -> None:
    desk = office.api("counter")
    desk.post(office.path(f"/counters/{COUNTER}/open"))
    assert desk.post(office.path(f"/counters/{COUNTER}/call-next")).status == 200


def open_turn(office: DemoOffice, phone: Page, code: str, query: str = "") -> None:
    phone.goto(f"{office.servers()[0].url}/turn{query}#{code}")


def test_who_is_called_sees_where_the_counter_is(sqlite_office, phone):
    code = take(sqlite_office)
    open_turn(sqlite_office, phone, code)
    expect(phone.locator("#waiting")).to_be_visible()
    expect(phone.locator("#plan")).to_be_hidden()
    call(sqlite_office)
    expect(phone.locator("#plan svg")).to_be_visible()
    drawn = phone.evaluate(DRAWN)
    assert drawn["number"] == COUNTER
    assert drawn["away"] < 2
    turn = sqlite_office.api().get(f"/visits/{code}")
    way = texts("ja")[f"js.{turn['direction']}_way"]
    expect(phone.locator("#plan-words")).to_have_text(f"案内図：{COUNTER}番窓口は {way}")
    assert findings(phone) == []
    assert hard_to_read(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_each_language_is_one_touch_away_and_keeps_the_ticket(sqlite_office, phone):
    code = take(sqlite_office)
    call(sqlite_office)
    open_turn(sqlite_office, phone, code, "?lang=vi")
    for language, name in OFFERED.items():
        phone.locator(".languages summary").click()
        phone.locator(".languages a", has_text=name).first.click()
        expect(phone.locator("html")).to_have_attribute("lang", HTML_LANG[language])
        expect(phone.locator("body")).to_have_attribute("data-language", language)
        expect(phone.locator(".now")).to_have_text(texts(language)["turn.now"])
        expect(phone.locator("#plan-words")).to_contain_text(COUNTER)
        assert phone.url.endswith(f"#{code}")
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert findings(phone) == []


def test_the_page_begins_in_the_language_of_the_ticket_and_follows_a_choice(sqlite_office, phone):
    code = take(sqlite_office, "vi")
    open_turn(sqlite_office, phone, code)
    expect(phone.locator("body")).to_have_attribute("data-language", "vi")
    expect(phone.locator("#waiting")).to_be_visible()
    phone.locator(".languages summary").click()
    phone.locator(".languages a", has_text="English").click()
    expect(phone.locator("body")).to_have_attribute("data-language", "en")
    open_turn(sqlite_office, phone, code)
    phone.reload()
    expect(phone.locator("#waiting")).to_be_visible()
    expect(phone.locator("body")).to_have_attribute("data-language", "en")


def test_several_counters_of_each_side_are_drawn_apart(sqlite_office, phone):
    code = take(sqlite_office)
    call(sqlite_office)
    turn = sqlite_office.api().get(f"/visits/{code}")
    assert {"number": COUNTER, "direction": turn["direction"]} in turn["plan"]
    open_turn(sqlite_office, phone, code, "?lang=ja")
    expect(phone.locator("#plan rect.plan-counter")).to_have_count(len(turn["plan"]) - 1)
    boxes = [
        one.bounding_box() for one in phone.locator("#plan .plan-counter, #plan .plan-called").all()
    ]
    corners = {(round(box["x"]), round(box["y"])) for box in boxes}
    assert len(corners) == len(boxes)


@pytest.mark.parametrize(
    ("earliest_min", "back"), [(4, r"^いま$"), (12, r"^\d+:\d\d$")], ids=["soon", "later"]
)
def test_whoever_may_be_called_at_once_is_told_to_stay(sqlite_office, phone, earliest_min, back):
    def at_least(route):
        answer = route.fetch()
        wait = {"from": 5, "to": 25, "state": "estimate", "p50": 15, "hi90": 25}
        route.fulfill(response=answer, json=answer.json() | {"wait": wait | {"lo90": earliest_min}})

    code = take(sqlite_office)
    phone.route(f"**/api/v1/visits/{code}", at_least)
    open_turn(sqlite_office, phone, code, "?lang=ja")
    expect(phone.locator("#back-at")).to_have_text(re.compile(back))
