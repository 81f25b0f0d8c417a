"""The three journeys for which most people come, on a phone, in Japanese and in English."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from config import load_pack
from config.schema.shapes import Language
from tests.end_to_end.people import BEREAVED, MOVING
from tests.end_to_end.resident_pages import book_first_time, qr_code
from tests.end_to_end.resident_phone import WITHIN_MS, Resident
from tests.parts.demo_office import DemoOffice
from tests.parts.family import APPLICATION, PROCEDURE
from tests.parts.pdfs import picture_of
from tests.parts.pictures import codes_in

pytestmark = pytest.mark.slow

PHONE = (390, 844)
PROCEDURES = {one.id: one for one in load_pack("osaka-demo").procedures}
_TOLD = Path(__file__).parents[1] / "config" / "data" / "scenarios.yaml"
OTHER: dict[Language, Language] = {"ja": "en", "en": "ja"}
SCENARIOS = {one["id"]: one for one in yaml.safe_load(_TOLD.read_text("utf-8"))["scenarios"]}


@pytest.fixture(params=["ja", "en"])
def resident(
    request: pytest.FixtureRequest, sqlite_office: DemoOffice, open_page: Callable[..., Page]
) -> Resident:
    page = open_page(*PHONE)
    page.set_default_timeout(WITHIN_MS)
    return Resident(page, sqlite_office.serve().url, request.param)


def test_a_family_of_four_moves_in(resident: Resident):
    scenario = SCENARIOS["in_family"]
    resident.open_ward()
    resident.find(scenario["answers"])
    expect_found(resident, scenario["expected_procedures"])

    resident.page.locator("#together").click()
    asked = resident.fill(MOVING)
    assert len(asked) == len(set(asked))
    assert [path for path in asked if path.endswith("applicant_name")] == ["applicant_name"]

    book(resident)


def test_a_widow_books_the_desk_for_the_bereaved_and_changes_the_time(resident: Resident):
    scenario = SCENARIOS["bereaved_spouse"]
    resident.open_ward()
    resident.find({**scenario["answers"], "bv_death_date": BEREAVED["death_date"]})
    expect_found(resident, scenario["expected_procedures"])
    desk = resident.page.locator("details.found#okuyami_desk")
    desk.locator('a[href$="/apply/okuyami_desk"]').click()
    resident.fill(BEREAVED)
    book(resident)

    change_the_time(resident)


def test_a_family_applies_for_a_nursery_with_an_interview(resident: Resident):
    page = resident.page
    resident.open_ward()
    choose(resident, PROCEDURE)
    write_a_wrong_number_and_mend_it(resident)
    change_the_language_and_back(resident)
    resident.fill(APPLICATION)
    code = book(resident)

    with page.expect_download() as kept:
        page.locator("#sheet").click()
    assert code in codes_in(picture_of(kept.value.path().read_bytes()))


def choose(resident: Resident, procedure: str) -> None:
    """Choose *procedure* among the tasks of the ward's page."""
    form = f'a[href$="/apply/{procedure}"]'
    task = resident.page.locator("details.task", has=resident.page.locator(form))
    task.locator("summary").click()
    resident.look()
    task.locator(form).click()
    resident.page.locator("#go").wait_for()


def write_a_wrong_number_and_mend_it(resident: Resident) -> None:
    """The summary on top leads to the field, and nothing that was typed is lost."""
    page = resident.page
    resident.fill_shown({**APPLICATION, "applicant_phone": "12"})
    page.locator("#go").click()
    summary = page.locator("#summary")
    expect(summary).to_be_focused()
    expect(summary.locator("li")).to_have_count(1)
    resident.look()
    summary.locator("a").click()
    expect(page.locator("#applicant_phone")).to_be_focused()
    expect(page.locator("#applicant_phone")).to_have_value("12")
    expect(page.locator("#applicant_name")).to_have_value(APPLICATION["applicant_name"])
    page.locator("#applicant_phone").fill(APPLICATION["applicant_phone"])
    resident.turn()


def change_the_language_and_back(resident: Resident) -> None:
    """What was typed on this page and the one before is there in both languages."""
    typed = ("applicant_name", "applicant_phone", "spouse_name", "spouse_kana")
    resident.fill_shown(APPLICATION)
    first = resident.language
    for language in (OTHER[first], first):
        resident.speak(language)
        resident.look()
        for path in typed:
            expect(resident.page.locator(f"#{path}")).to_have_value(APPLICATION[path])


def expect_found(resident: Resident, procedures: list[str]) -> None:
    """Expect exactly *procedures*, each with where, what to bring and by when."""
    found = resident.page.locator("details.found")
    assert {one.get_attribute("id") for one in found.all()} == set(procedures)
    for procedure in procedures:
        entry = resident.open_entry(procedure)
        facts = entry.locator("dl.facts dt").all_inner_texts()
        assert set(facts) >= set(FACTS[resident.language])
        needed = PROCEDURES[procedure]
        expect(entry.locator("ul.plain li")).to_have_count(len(needed.bring))
        expect(entry).to_contain_text(needed.deadline.text.in_language(resident.language))
    resident.look()


FACTS = {"ja": ["いつまで", "どこで"], "en": ["By when", "Where"]}


def book(resident: Resident) -> str:
    """Take the first free time and return the code of the QR that the phone then shows."""
    page = resident.page
    page.wait_for_url("**/times/**")
    page.locator(".slot:not([disabled])").first.wait_for()
    resident.look()
    words = book_first_time(page)
    code = qr_code(page)
    assert code == page.url.partition("#")[2]
    assert page.locator("#time").inner_text() in words
    resident.look()
    return code


def change_the_time(resident: Resident) -> None:
    page = resident.page
    before = page.locator(".when").inner_text()
    page.locator("#change").click()
    page.locator(".slot.mine").wait_for()
    resident.look()
    page.locator('.day:not([disabled], [aria-pressed="true"])').first.click()
    page.locator(".slot:not([disabled])").first.click()
    words = page.locator("#go").inner_text()
    page.locator("#go").click()
    page.wait_for_url("**/booking#*")
    expect(page.locator(".when")).not_to_have_text(before)
    assert page.locator("#time").inner_text() in words
    resident.look()
