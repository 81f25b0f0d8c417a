"""The finder on a phone: question after question, back without loss, the result."""

from random import Random

import pytest
from playwright.sync_api import Page, expect

from config import load_pack
from server.domain.conditions import holds
from tests.parts import axe
from tests.parts.demo_city import OFFICE
from tests.parts.finder_paths import QUESTIONS, WARDS, walk

pytestmark = pytest.mark.slow

PACK = load_pack("osaka-demo")
FINDER = f"/o/{OFFICE}/finder"


@pytest.fixture
def phone(open_page, server) -> Page:
    page = open_page(390, 844)
    page.goto(server.url + FINDER)
    return page


def asked(page: Page) -> str:
    return str(page.locator("[data-question]").get_attribute("data-question"))


def answer(page: Page, *values: str) -> None:
    before = asked(page)
    for value in values:
        page.locator(f'input[name="answer"][value="{value}"]').check()
    page.locator("#go").click()
    expect(page.locator(f'[data-question="{before}"]:visible')).to_have_count(0)


def test_somebody_who_wants_a_certificate_gets_there_by_keys_alone(phone):
    expect(phone.locator("#question h1")).to_be_visible()
    for key in ("Tab",) * 20:
        phone.keyboard.press(key)
        if phone.evaluate("document.activeElement.name") == "answer":
            break
    phone.keyboard.press("ArrowUp")  # the last of the group: 証明書がほしい
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-question=ct_kinds]")).to_be_visible()
    phone.locator('input[value="juminhyo"]').focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-question=ct_card]")).to_be_visible()
    phone.locator('input[name="answer"]').first.focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")

    expect(phone.locator("#result h1")).to_contain_text("必要な手続きは")
    expect(phone.locator("#result h1")).to_be_focused()
    phone.locator("details.found summary").first.click()
    assert axe.findings(phone) == []


def test_back_a_reload_and_another_language_lose_nothing(phone):
    assert axe.findings(phone) == []
    answer(phone, "moving")
    answer(phone, "in_from_other_city")
    assert axe.findings(phone) == []
    assert asked(phone) == "mv_date"

    phone.reload()
    assert asked(phone) == "mv_date"

    phone.locator("#back").click()
    expect(phone.locator('input[value="in_from_other_city"]')).to_be_checked()

    phone.locator(".languages summary").click()
    phone.locator('.languages a[lang="en"]').click()
    phone.wait_for_load_state()
    expect(phone.locator("#question h1")).to_have_text("When did (will) you move?")
    phone.locator("#back").click()
    expect(phone.locator('input[value="in_from_other_city"]')).to_be_checked()


def test_nothing_chosen_is_told_and_nothing_is_sent_before_the_end(phone):
    sent = []
    phone.on("request", lambda request: sent.append(request.method))

    phone.locator("#go").click()
    expect(phone.locator("#problem")).to_have_text("あてはまるものを選んでください。")
    answer(phone, "certificates")

    assert "POST" not in sent


def test_deadlines_go_into_the_calendar_of_the_device(phone):
    answer(phone, "birth_childcare")
    while phone.locator("#asking").is_visible():
        question = asked(phone)
        for select in phone.locator("#question select").all():
            select.select_option(index=2)
        for value in ({"bc_stage": "born"}.get(question),):
            one = f'[value="{value}"]' if value else ""
            if phone.locator(f'input[name="answer"]{one}').count():
                phone.locator(f'input[name="answer"]{one}').first.check()
        phone.locator("#go").click()
        expect(phone.locator(f'[data-question="{question}"]:visible')).to_have_count(0)
    expect(phone.locator("#deadlines")).to_be_visible()
    with phone.expect_download() as kept:
        phone.locator("#deadlines").click()
    entries = kept.value.path().read_text("utf-8")
    assert kept.value.suggested_filename == "madoguchi-deadlines.ics"
    assert entries.count("BEGIN:VEVENT") == entries.count("TRIGGER:-P3D") > 1
    assert "DTSTART;VALUE=DATE:20" in entries
    assert max(len(row.encode()) for row in entries.splitlines()) <= 75
    assert axe.findings(phone) == []


def test_the_pages_can_be_put_on_the_start_screen_of_a_phone(phone):
    manifest = phone.context.new_cdp_session(phone).send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert '"start_url": "/o/"' in manifest["data"]


def test_the_device_decides_as_the_office_does(phone):
    """conditions.js and conditions.py agree on every condition and many people."""
    chance = Random(11)  # noqa: S311
    people = [walk(QUESTIONS, WARDS, chance) for _ in range(40)]
    conditions = [one.needed_when for one in PACK.procedures]
    conditions += [one.show_if for one in QUESTIONS if one.show_if]
    told = phone.evaluate(
        """async ([conditions, people]) => {
          const { holds } = await import("/static/resident/conditions.js");
          return people.map((answers) => conditions.map((one) => holds(one, answers)));
        }""",
        [[one.model_dump(mode="json", exclude_none=True) for one in conditions], people],
    )

    assert told == [[holds(one, answers) for one in conditions] for answers in people]
