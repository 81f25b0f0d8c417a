"""A manager adds a procedure, changes a table's columns and conditions, takes something out."""

import re

from server.services.access import Who
from tests.parts.office import HERE
from tests.web.test_catalogue_pages import begin, do, page, send

PROCEDURE = "juminhyo_koufu"
NEW = f"/staff/catalogue/{HERE}/new"
NAMES = {"name_ja": "自転車の登録", "name_kana": "じてんしゃのとうろく", "name_en": "Bicycle"}
WRITTEN = {"summary_ja": "区の駐輪場を使うための登録。", "who_can_apply_ja": "区に住む人"}


def created(web, kind, **values):
    answer = send(web, NEW, {"kind": kind, "scope": "office", **NAMES, **values})
    assert answer.status_code == 303
    return answer.location


def approved(web, draft):
    for step, who in (("ask", Who.MANAGER), ("approve", Who.ADMIN), ("publish", Who.MANAGER)):
        assert do(web, draft, step, who).status_code == 303


def test_a_new_procedure_goes_from_its_name_to_the_residents_list(sqlite_web):
    assert "新しい手続き" in page(sqlite_web, f"{NEW}?kind=procedure").text
    draft = created(sqlite_web, "procedure", section="residents")
    listed = page(sqlite_web, f"/staff/catalogue/{HERE}?kind=procedure").text
    assert "まだ公開していません" in listed
    assert draft in listed
    assert do(sqlite_web, draft, "ask").status_code == 409
    told = {**NAMES, **WRITTEN, "deadline": "期限はありません", "channel": "counter_only"}
    handling = {"handling": "yes", "event": "moving", "section": "residents", "minutes": "10"}
    assert do(sqlite_web, draft, "texts", **told, **handling).status_code == 303
    approved(sqlite_web, draft)
    found = sqlite_web.post(
        f"/offices/{HERE}/procedure-searches", {"text": "自転車", "language": "ja"}, Who.ANYBODY
    )
    assert "自転車の登録" in str(found.json)


def test_what_is_missing_is_told_at_its_input_and_what_was_written_stays(sqlite_web):
    answer = send(sqlite_web, NEW, {"kind": "procedure", "name_ja": "自転車の登録"})
    assert answer.status_code == 400
    assert 'aria-describedby="wrong-name_kana"' in answer.text
    assert 'value="自転車の登録"' in answer.text
    draft = created(sqlite_web, "procedure", section="residents")
    told = {**NAMES, **WRITTEN, "deadline": "なし", "handling": "yes", "minutes": "ten"}
    answer = do(sqlite_web, draft, "texts", **told, bookable="yes", event="moving")
    assert answer.status_code == 400
    assert 'href="#in-minutes"' in answer.text
    assert 'value="ten"' in answer.text
    answer = do(sqlite_web, draft, "texts", **(told | {"minutes": "10"}), bookable="yes",
                event="moving")  # fmt: skip
    assert 'href="#in-booking_form"' in answer.text


def test_a_wards_manager_begins_nothing_for_the_whole_city(sqlite_web):
    form = {"kind": "question", "scope": "city", **NAMES}
    assert send(sqlite_web, NEW, form).status_code == 403
    assert send(sqlite_web, NEW, form, Who.ADMIN).status_code == 303
    assert page(sqlite_web, NEW, Who.CLERK).status_code == 403


def test_a_table_of_family_members_is_changed_column_by_column(sqlite_web):
    draft = created(sqlite_web, "form", section="residents")
    at = do(sqlite_web, draft, "add", field="applicant_name", type="table").location
    key = at.partition("field=")[2]
    said = {
        "field": key, "label_ja": "いっしょに住む家族", "type": "table", "when.mode": "all",
        "min_rows": "0", "max_rows": "8", "heading_ja": "家族",
        "col_0_key": "name", "col_0_ja": "氏名", "col_0_type": "name", "col_0_required": "yes",
        "col_1_ja": "続柄", "col_1_type": "choice", "col_1_options": "子 | Child\n親 | Parent",
    }  # fmt: skip
    assert do(sqlite_web, draft, "field", **said).status_code == 303
    shown = page(sqlite_web, at).text
    assert "親 | Parent" in shown
    second = re.search(r'name="col_1_key" value="(\w+)"', shown)[1]
    assert do(sqlite_web, draft, "column:up:1", **said, col_1_key=second).status_code == 303
    assert f'name="col_0_key" value="{second}"' in page(sqlite_web, at).text
    wrong = do(sqlite_web, draft, "field", **(said | {"max_rows": "99"}))
    assert 'aria-describedby="wrong-max_rows"' in wrong.text
    wrong = do(sqlite_web, draft, "field", **(said | {"col_1_options": ""}))
    assert 'aria-describedby="wrong-col_1_ja"' in wrong.text
    assert page(sqlite_web, f"{draft}/paper.png").data.startswith(b"\x89PNG")


def test_a_heading_begins_at_a_field_and_goes_again(sqlite_web):
    draft = created(sqlite_web, "form", section="residents")
    at = do(sqlite_web, draft, "add", field="applicant_name", type="text").location
    key = at.partition("field=")[2]
    do(sqlite_web, draft, "heading", field=key)
    assert "項目の見出し「新しい見出し」" in page(sqlite_web, at).text
    do(sqlite_web, draft, "no-heading", field=key)
    assert "項目の見出し「申請する人」" in page(sqlite_web, at).text


def test_conditions_in_conditions_are_chosen_without_a_word_of_code(sqlite_web):
    draft = begin(sqlite_web, "procedure", PROCEDURE)
    shown = page(sqlite_web, draft).text
    said = dict(re.findall(r'name="(when[^"]*)" value="([^"]*)"(?: checked)?>?', shown))
    said |= {"when.mode": "all", "when.0.q": said["when.0.was"]}
    texts = {
        "name_ja": "住民票の写しの交付", "name_kana": "じゅうみんひょう", "name_en": "Certificate",
        **WRITTEN, "deadline": "なし",
    }  # fmt: skip
    assert do(sqlite_web, draft, "when:group:when", **texts, **said).status_code == 303
    shown = page(sqlite_web, draft).text
    assert 'name="when.1.mode"' in shown
    assert 'name="when.1.0.q"' in shown
    assert "のどれでもないとき" in shown


def test_taking_out_waits_for_a_second_person_and_is_marked(sqlite_web):
    entry = f"/staff/catalogue/{HERE}/procedure/{PROCEDURE}"
    draft = send(sqlite_web, entry, {"scope": "office", "do": "take-out"}).location
    assert "出すのをやめる案です" in page(sqlite_web, draft).text
    assert sqlite_web.client.get(f"/o/{HERE}/apply/{PROCEDURE}").status_code == 200
    approved(sqlite_web, draft)
    assert "出していません" in page(sqlite_web, entry).text
    assert "出していません" in page(sqlite_web, f"/staff/catalogue/{HERE}?kind=procedure").text
    assert sqlite_web.client.get(f"/o/{HERE}/apply/{PROCEDURE}").status_code == 404
    back = {"scope": "office", "version": "0", "do": "bring-back"}
    assert send(sqlite_web, entry, back).status_code == 303
    assert sqlite_web.client.get(f"/o/{HERE}/apply/{PROCEDURE}").status_code == 200


def test_what_residents_call_a_procedure_is_added_and_found(sqlite_web):
    def found():
        asked = {"text": "ちゅうりんじょう", "language": "ja"}
        return sqlite_web.post(f"/offices/{HERE}/procedure-searches", asked, Who.ANYBODY).json

    draft = created(sqlite_web, "procedure", section="residents")
    told = {**NAMES, **WRITTEN, "deadline": "期限はありません", "channel": "counter_only"}
    more = {"more": "yes", "search_words": "ちゅうりんじょう", "legal_basis": "A条例第1条",
            "fees": "1年 | 3000\n半年 | 1800", "summary_en": "Parking a bicycle."}  # fmt: skip
    assert found()["procedures"] == []
    answer = do(sqlite_web, draft, "texts", **told, **more)
    assert answer.status_code == 303
    shown = page(sqlite_web, draft).text
    for text in ("ちゅうりんじょう", "A条例第1条", "半年 | 1800", "Parking a bicycle."):
        assert text in shown
    approved(sqlite_web, draft)
    assert [one["name"] for one in found()["procedures"]] == ["自転車の登録"]


def test_a_fee_that_is_no_number_is_told_at_its_input(sqlite_web):
    draft = created(sqlite_web, "procedure", section="residents")
    told = {**NAMES, **WRITTEN, "deadline": "なし", "more": "yes", "fees": "1年 | 三千"}
    answer = do(sqlite_web, draft, "texts", **told)
    assert answer.status_code == 400
    assert 'href="#in-fees"' in answer.text


def test_a_field_must_be_answered_where_a_box_is_not_ticked(sqlite_web):
    draft = begin(sqlite_web)
    first = re.search(r'\?field=(\w+)"', page(sqlite_web, draft).text)[1]
    box = do(sqlite_web, draft, "add", field=first, type="checkbox").location.partition("=")[2]
    asked = do(sqlite_web, draft, "add", field=box, type="text").location.partition("=")[2]
    written = {"field": asked, "label_ja": "その理由", "type": "text", "when.mode": "all"}
    row = {"must.mode": "all", "must.0.q": box, "must.0.was": box}
    assert do(sqlite_web, draft, "field", **written, **row).status_code == 400
    told = {**written, **row, "must.0.value": "false"}
    assert do(sqlite_web, draft, "field", **told).status_code == 303
    shown = page(sqlite_web, f"{draft}?field={asked}").text
    assert re.search(r'name="must\.0\.value" value="false" checked', shown)
    pressed = do(sqlite_web, draft, "when:remove:must.0", **told)
    assert pressed.status_code == 303
    assert 'name="must.0.q"' not in page(sqlite_web, f"{draft}?field={asked}").text


def test_a_label_is_written_in_the_other_languages_too(sqlite_web):
    draft = begin(sqlite_web)
    key = re.search(r'\?field=(\w+)"', page(sqlite_web, draft).text)[1]
    told = {"label_ja": "受け取り方", "label_vi": "Cách nhận", "label_ko": "", "type": "text"}
    assert do(sqlite_web, draft, "field", field=key, **told).status_code == 303
    shown = page(sqlite_web, f"{draft}?field={key}").text
    assert 'value="Cách nhận"' in shown
    written = page(sqlite_web, f"{draft}.yaml").text
    assert "vi: Cách nhận" in written
    assert "ko: ''" not in written
