from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from config.schema.forms import Column, Form
from printer_drivers.documents import BoxesRow, CheckRow, FieldRow, SignatureRow, TableRow
from server.domain.forms import check_form
from server.domain.questions import Surroundings
from server.services.paperwork import Names, form_document

TODAY = date(2026, 11, 24)
FORMS = files("config") / "data" / "osaka-demo" / "forms"
ALL_FORMS = sorted(one.name.removesuffix(".yaml") for one in FORMS.iterdir())

SAMPLES: dict[str, Any] = {
    "name": "𠮷田 太郎", "kana": "よしだ たろう", "account_kana": "ヨシダ タロウ",
    "text": "会社", "textarea": "なし", "postal_code": "5598601", "phone": "090-1234-5678",
    "email": "taro@example.jp", "address": "大阪市住之江区南加賀屋3-1-17", "date": "2026-11-24",
    "birth_date": "昭和63年1月7日", "date_time": "2026-11-24T09:05", "year_month": "令和9年4月",
    "time_range": "8:30〜17:30", "checkbox": True, "relation": "子", "answers": {"event": "moving"},
    "pension_number": "1234567890", "residence_card_no": "AB12345678CD", "slot": "77",
    "procedure_list": ["hoiku_april"], "facility_code": "27125-001", "ward_code": "27125",
}  # fmt: skip


def form_called(code: str) -> Form:
    return Form.model_validate(yaml.safe_load((FORMS / f"{code}.yaml").read_text("utf-8")))


def sample(column: Column) -> Any:
    match column.type:
        case "choice":
            return column.options[0].value
        case "multi_choice":
            return [option.value for option in column.options]
        case "digits":
            return "1" * (column.length or 4)
        case "number":
            return column.min or 1
        case "table":
            row = {one.key: sample(one) for one in column.columns if not one.is_blank}
            classes = [one.validation.class_of for one in column.columns if one.validation]
            return [row | {rule.born: "令和8年6月1日" for rule in classes if rule}]
    return SAMPLES[column.type]


def filled(form: Form) -> dict[str, Any]:
    asked = {field.key: sample(field) for field in form.fields if not field.is_blank}
    return check_form(form, asked, Surroundings(TODAY))


def paper(form: Form, values: dict[str, Any]) -> Any:
    names = Names(
        facilities={"27125-001": "みなと橋保育園"},
        wards={"27125": "住之江区"},
        procedures={"hoiku_april": "保育の申込み"},
    )
    return form_document(form, values, office="住之江区役所", day=TODAY, names=names)


@pytest.mark.parametrize("code", ALL_FORMS)
def test_every_form_of_the_catalogue_can_be_filled_checked_and_printed(code):
    form = form_called(code)
    document = paper(form, filled(form))
    rows = [row for section in document.sections for row in section.rows]
    values = [row.value for row in rows if isinstance(row, FieldRow)]
    assert rows
    assert all(section.rows for section in document.sections)
    assert not any("1988-01-07" in value or "27125" in value for value in values)


@pytest.mark.parametrize("code", ALL_FORMS)
def test_an_empty_form_prints_only_what_is_written_by_hand(code):
    document = paper(form_called(code), {})
    rows = [row for section in document.sections for row in section.rows]
    assert all(isinstance(row, BoxesRow | SignatureRow | FieldRow) for row in rows)
    assert all(row.label == "ご案内" for row in rows if isinstance(row, FieldRow))


def nursery() -> Any:
    form = form_called("hoiku_riyou_moushikomi")
    return paper(form, filled(form))


def test_a_name_is_printed_with_its_furigana_above():
    first = nursery().sections[0].rows[0]
    assert (first.label, first.value, first.furigana) == ("氏名", "𠮷田　太郎", "ヨシダ　タロウ")
    assert first.is_name


def test_each_guardian_has_a_section_and_the_ward_head_is_addressed():
    document = nursery()
    assert [section.title for section in document.sections] == [
        "保護者(申請者)", "保護者2", "申込児童", "利用の希望",
        "保育を必要とする事由(保護者ごと)", "世帯の状況",
    ]  # fmt: skip
    assert document.addressee == "大阪市 住之江区長 様"


def test_the_paper_has_choices_in_words_tables_boxes_and_a_signature():
    rows = [row for section in nursery().sections for row in section.rows]
    lines = {row.label: row.value for row in rows if isinstance(row, FieldRow)}
    tables = [row for row in rows if isinstance(row, TableRow)]
    assert lines["利用希望曜日"] == "月・火・水・木・金・土"
    assert lines["利用希望時間"] == "8:30 〜 17:30"
    assert lines["利用開始希望月"] == "令和9年4月"
    addresses = [row.value for row in rows if isinstance(row, FieldRow) and row.label == "住所"]
    assert addresses[0] == "〒559-8601\n大阪市住之江区南加賀屋3-1-17"
    assert tables[0].lines == (("1", "みなと橋保育園", "済"),)
    assert tables[1].lines == (("𠮷田　太郎", "S63.1.7", "子", "会社"),)
    assert [row.count for row in rows if isinstance(row, BoxesRow)] == [12]
    assert len([row for row in rows if isinstance(row, SignatureRow)]) == 1
    assert any(isinstance(row, CheckRow) and row.checked for row in rows)


def test_what_belongs_together_stands_in_one_row_and_nothing_twice():
    rows = [row for section in nursery().sections for row in section.rows]
    told = [(row.label, row.value) for row in rows if isinstance(row, FieldRow)]
    assert ("住所", "同上") in told
    assert ("生年月日", "令和8年6月1日（男）") in told
    assert not any(label in ("性別", "郵便番号", "フリガナ") for label, _ in told)


def test_children_are_numbered_when_there_are_several():
    form = form_called("hoiku_riyou_moushikomi")
    values = filled(form)
    document = paper(form, values | {"children": values["children"] * 2})
    titles = [section.title for section in document.sections]
    assert titles[2:4] == ["申込児童 1", "申込児童 2"]


def test_a_latin_name_keeps_its_narrow_spaces():
    form = form_called("hoiku_riyou_moushikomi")
    document = paper(form, filled(form) | {"applicant_name": "Nguyễn Văn An"})
    assert document.sections[0].rows[0].value == "Nguyễn Văn An"
