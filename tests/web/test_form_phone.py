"""Filling a form on a phone: what is typed is checked, kept, saved for later, or thrown away."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.resident_pages import fill_page
from tests.parts import axe
from tests.parts.demo_city import OFFICE
from tests.parts.family import APPLICATION, PROCEDURE

pytestmark = pytest.mark.slow

FORM_PAGE = f"/o/{OFFICE}/apply/{PROCEDURE}"


def test_a_postal_code_fills_the_address_and_never_what_was_typed(server, phone):
    phone.goto(server.url + FORM_PAGE)
    phone.fill("#applicant_postal", "5590014")
    expect(phone.locator("#applicant_address")).to_have_value("大阪府大阪市住之江区北島")

    phone.fill("#applicant_address", "大阪府大阪市住之江区北島2丁目")
    phone.fill("#applicant_postal", "1000001")
    phone.fill("#applicant_name", "髙橋 花子")
    expect(phone.locator("#applicant_address")).to_have_value("大阪府大阪市住之江区北島2丁目")


def test_mistakes_are_told_on_top_and_at_the_field_and_the_input_stays(server, phone):
    phone.goto(server.url + FORM_PAGE)
    phone.fill("#applicant_name", "髙橋 花子")
    phone.fill("#applicant_kana", "髙橋")
    phone.locator("#go").click()

    summary = phone.locator("#summary")
    expect(summary).to_be_focused()
    link = summary.locator("a", has_text="フリガナは、カタカナで入力してください。")
    field = phone.locator('.field[data-path="applicant_kana"]')
    expect(field.locator(".field-error")).to_have_text("フリガナは、カタカナで入力してください。")
    link.click()
    expect(phone.locator("#applicant_kana")).to_be_focused()
    expect(phone.locator("#applicant_kana")).to_have_value("髙橋")
    expect(phone.locator("#applicant_name")).to_have_value("髙橋 花子")


def test_half_a_date_is_asked_for_in_whole_unless_nobody_knows_it(server, phone):
    phone.goto(server.url + FORM_PAGE)
    field = phone.locator('.field[data-path="applicant_birth_date"]')
    field.locator("select").first.select_option("昭和25年")
    phone.locator("#go").click()
    expect(field.locator(".field-error")).to_contain_text("年・月・日をすべて")

    field.locator("input[type=checkbox]").check()
    phone.locator("#go").click()
    expect(phone.locator("#summary li")).not_to_have_count(0)
    expect(field.locator(".field-error")).to_be_hidden()


def test_a_rare_character_is_promised_to_be_printed(server, phone):
    phone.goto(server.url + FORM_PAGE)
    phone.fill("#applicant_name", "𠮷田 太郎")
    expect(phone.locator('[data-path="applicant_name"] [data-kept]')).to_contain_text("「𠮷」")


def test_the_reading_goes_along_while_a_name_is_typed_with_an_input_method(server, phone):
    phone.goto(server.url + FORM_PAGE)
    phone.focus("#applicant_name")
    keyboard = phone.context.new_cdp_session(phone)
    for reading, name in (("たかはし", "髙橋"), ("はなこ", "花子")):
        for n in range(len(reading)):
            shown = {"text": reading[: n + 1], "selectionStart": n + 1, "selectionEnd": n + 1}
            keyboard.send("Input.imeSetComposition", shown)
        keyboard.send("Input.insertText", {"text": name})
        phone.keyboard.press("Space")
    expect(phone.locator("#applicant_kana")).to_have_value("タカハシ　ハナコ　")

    phone.fill("#applicant_kana", "コウハシ　ハナコ")
    phone.fill("#applicant_name", "")
    expect(phone.locator("#applicant_kana")).to_have_value("コウハシ　ハナコ")


def test_what_was_typed_survives_a_reload_and_the_way_back(server, phone):
    phone.goto(server.url + FORM_PAGE)
    fill_page(phone.locator(".page:not([hidden])"), APPLICATION)
    phone.locator("#go").click()
    expect(phone.locator('.page[data-page="1"]')).to_be_visible()
    phone.go_back()
    expect(phone.locator('.page[data-page="0"]')).to_be_visible()
    expect(phone.locator("#applicant_address")).to_have_value(APPLICATION["applicant_address"])
    phone.reload()
    expect(phone.locator("#restored")).to_be_visible()
    expect(phone.locator("#applicant_name")).to_have_value("𠮷田 さくら")


def test_starting_over_asks_first_and_leads_to_an_empty_first_page(server, phone):
    phone.goto(server.url + FORM_PAGE)
    fill_page(phone.locator(".page:not([hidden])"), APPLICATION)
    phone.locator("#go").click()
    expect(phone.locator('.page[data-page="1"]')).to_be_visible()

    phone.locator("#clear").click()
    expect(phone.locator("#ask-no")).to_be_focused()
    assert axe.findings(phone) == []
    phone.locator("#ask-no").click()
    expect(phone.locator("#applicant_name")).to_have_value(APPLICATION["applicant_name"])

    phone.locator("#clear").click()
    phone.locator("#ask-yes").click()
    expect(phone.locator('.page[data-page="0"] h1')).to_be_focused()
    expect(phone.locator("#restored")).to_be_in_viewport()
    expect(phone.locator("#restored")).to_contain_text("入力を消しました")
    expect(phone.locator("#applicant_name")).to_have_value("")
    phone.reload()
    expect(phone.locator("#applicant_name")).to_have_value("")


def test_children_can_be_added_and_taken_away_up_to_the_limit(server, phone):
    phone.goto(server.url + FORM_PAGE)
    fill_page(phone.locator(".page:not([hidden])"), APPLICATION)
    phone.locator("#go").click()
    expect(phone.locator('.page[data-page="1"]')).to_be_visible()
    phone.locator("#go").click()
    table = phone.locator('.field[data-path="children"]')
    for _ in range(3):
        table.locator("[data-add]").click()
    expect(table.locator("[data-add]")).to_be_hidden()
    phone.fill('[id="children.2.name"]', "三人目")
    table.locator("[data-remove]").nth(1).click()
    expect(phone.locator('[id="children.1.name"]')).to_have_value("三人目")
    expect(table.locator(".row h2").last).to_have_text("申込児童 3")


def test_who_takes_the_registered_account_is_not_asked_for_another(server, phone):
    phone.goto(f"{server.url}/o/{OFFICE}/apply/jidofuyo")
    box = phone.locator("#account_use_public")
    page = phone.locator(".page", has=box)
    page.evaluate("page => { page.hidden = false; }")
    expect(phone.locator("#account_number")).to_be_visible()
    box.check()
    expect(phone.locator("#account_number")).to_be_hidden()
    expect(phone.locator("#account_bank_code")).to_be_hidden()
    box.uncheck()
    expect(phone.locator("#account_number")).to_be_visible()


def test_a_date_is_read_in_whole_on_the_page_and_in_a_row(server, phone):
    phone.goto(server.url + FORM_PAGE)
    widths = """select => {
        const text = document.createElement("span");
        text.textContent = select.selectedOptions[0].text;
        text.style.font = getComputedStyle(select).font;
        Object.assign(text.style, { position: "absolute", whiteSpace: "nowrap" });
        document.body.append(text);
        const { paddingLeft, paddingRight } = getComputedStyle(select);
        const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        return room - text.getBoundingClientRect().width;
    }"""
    for path in ("applicant_birth_date", "children.0.birth_date"):
        page = phone.locator(".page", has=phone.locator(f'[data-path="{path}"]'))
        page.evaluate("page => { page.hidden = false; }")
        for part, value in (("year", "平成31年"), ("month", "12"), ("day", "31")):
            select = phone.locator(f'[name="{path}.{part}"]')
            select.select_option(value)
            assert select.evaluate(widths) >= 0, (path, part)


def test_a_form_left_in_the_middle_goes_on_on_another_device(server, phone, open_page):
    phone.goto(server.url + FORM_PAGE)
    phone.fill("#applicant_name", "𠮷田 さくら")
    phone.locator("#park").click()
    link = phone.locator("#parked input")
    expect(link).to_be_focused()
    address = link.input_value()
    assert "/resume#WQ1" in address
    expect(phone.locator("#parked-qr svg")).to_be_visible()
    expect(phone.locator("#parked p")).to_contain_text("12月24日（木）まで")
    assert axe.findings(phone) == []
    phone.locator("#parked-copy").click()
    expect(phone.locator("#parked p")).to_contain_text("コピーしました")

    other = open_page(1024, 768)
    other.goto(address)
    other.wait_for_url(f"**{FORM_PAGE}")
    expect(other.locator("#applicant_name")).to_have_value("𠮷田 さくら")


def test_the_forms_of_a_move_are_filled_as_one(server, phone):
    phone.goto(f"{server.url}/o/{OFFICE}/prepare?for=tennyu_todoke,kokuho_tennyu")
    expect(phone.locator(".page:not([hidden]) h1")).to_be_visible()
    expect(phone.locator('input[autocomplete="name"]')).to_have_count(1)
    phone.locator("#go").click()
    expect(phone.locator("#summary a").first).to_be_visible()
    assert axe.findings(phone) == []


def test_a_saved_form_that_is_gone_says_so_in_the_language_of_the_page(server, phone):
    phone.goto(f"{server.url}/resume?lang=en#WQ17A3F9K2Z8M4PR6T0J")
    expect(phone.locator("#problem")).to_contain_text("This unfinished form is gone.")
    phone.goto(f"{server.url}/resume?lang=ja#WQ17A3F9K2Z8M4PR6T0J")
    expect(phone.locator("#problem")).to_contain_text("この途中の入力は")


def test_a_draft_with_a_my_number_is_refused_in_the_language_of_the_page(server, phone):
    phone.goto(f"{server.url}{FORM_PAGE}?lang=vi")
    phone.fill("#applicant_address", "123456789018")
    phone.locator("#park").click()
    expect(phone.locator("#parked p").first).to_contain_text("My Number")
