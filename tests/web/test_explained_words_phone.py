"""Opening the explanation of a word on a phone: by touch, by keys, without a script, on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.parts import axe
from tests.parts.demo_city import OFFICE
from tests.web.test_finder_phone import answer

pytestmark = pytest.mark.slow

FORM_PAGE = f"/o/{OFFICE}/apply/tennyu_todoke"
WORD = "details.word:visible"


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(390, 844, has_touch=True)


def test_a_touch_tells_what_a_word_means_and_the_page_stays_accessible(server, phone):
    phone.goto(server.url + FORM_PAGE)
    word = phone.locator(WORD).first
    expect(word.locator("p")).to_be_hidden()
    assert axe.findings(phone) == []

    word.locator("summary").tap()
    expect(word.locator("p")).to_be_visible()
    assert axe.findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    phone.emulate_media(media="print")
    expect(phone.locator(WORD)).to_have_count(0)


def test_keys_open_a_word_of_the_finder_and_of_its_result(server, phone):
    phone.goto(f"{server.url}/o/{OFFICE}/finder?lang=en")
    answer(phone, "moving")
    answer(phone, "in_from_other_city")
    for _ in range(40):
        if phone.locator("#result:visible").count():
            break
        if phone.locator(".date select:visible").count():
            phone.locator('select[name="month"]').select_option("11")
            phone.locator('select[name="day"]').select_option("15")
        elif phone.locator('input[name="answer"]:visible').count():
            phone.locator('input[name="answer"]:visible').first.check()
        before = phone.locator("#step").text_content()
        phone.locator("#go").click()
        expect(phone.locator("#step:visible", has_text=before)).to_have_count(0)
    entry = phone.locator("#tennyu_todoke")
    entry.locator("summary").first.focus()
    phone.keyboard.press("Enter")
    word = entry.locator("details.word", has_text="転出証明書")
    expect(word).to_be_hidden()
    folded = entry.locator("details.words-folded > summary")
    expect(folded).to_have_text(f"Words explained ({entry.locator('details.word').count()})")
    folded.focus()
    phone.keyboard.press("Enter")
    expect(word.locator("summary")).to_have_text("What is 転出証明書 (moving-out certificate)?")
    word.locator("summary").focus()
    phone.keyboard.press("Enter")
    expect(word.locator("p")).to_contain_text("The paper you get from the city you leave")
    assert axe.findings(phone) == []


def test_a_word_opens_without_a_script(server, open_page):
    page = open_page(390, 844, java_script_enabled=False)
    page.goto(server.url + FORM_PAGE)
    word = page.locator(WORD).first
    word.locator("summary").click()
    expect(word.locator("p")).to_be_visible()
