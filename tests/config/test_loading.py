"""Every mistake in a file is told with its line, its key and what to do."""

from pathlib import Path

import pytest

from config.loading import load
from config.problems import BadConfig
from config.schema.calendar import Calendar
from config.schema.files import Manifest
from config.schema.forms import Form
from config.schema.slot_plans import SlotPlan

FORM = """\
id: dog
title: {ja: 犬の登録, en: Dog}
print_mode: form
paper_original: A4
addressee_ja: 大阪市 {ward} 区長
submit_to: environment
used_by: [dog_move]
groups:
  - title_ja: 犬
    fields:
      - key: name
        label: {ja: 名前}
        type: text
        required: true
      - key: sex
        label: {ja: 性別}
        type: choice
        required: false
        options:
          - {value: male, label_ja: オス}
          - {value: female, label_ja: メス}
title_is_official: false
sure: false
"""


def problems_of(text: str | bytes, folder: Path, model=Form) -> list[str]:
    """Return what is wrong with *text*, without the name of the folder."""
    path = folder / "dog.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadConfig) as caught:
        load(model, path)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_a_sound_file_is_read(tmp_path):
    (tmp_path / "dog.yaml").write_text(FORM, "utf-8")

    form = load(Form, tmp_path / "dog.yaml").value

    assert form.field("sex").options[1].label_ja == "メス"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "sure: false\n",
            "sure: false\ncolour: red\n",
            "dog.yaml:24: colour: この項目は使えません",
        ),
        (
            "required: true",
            "required: true\n        requird: true",
            "dog.yaml:15: groups[0].fields[0].requird: この項目は使えません",
        ),
        (
            "        type: text\n",
            "",
            "dog.yaml:11: groups[0].fields[0].type: 必要な項目がありません",
        ),
        ("type: text", "type: txt", "dog.yaml:13: groups[0].fields[0].type: 次のどれかにして"),
        ("required: true", "required: はい", "dog.yaml:14: groups[0].fields[0].required: true か"),
        ("required: true", "required: yes", "dog.yaml:14: groups[0].fields[0].required: true か"),
        ("{ja: 名前}", "{ja: 5}", "dog.yaml:12: groups[0].fields[0].label.ja: 文字で書いて"),
        ("{ja: 名前}", "名前", "dog.yaml:12: groups[0].fields[0].label: 「項目: 値」の形で"),
        ("used_by: [dog_move]", "used_by: dog_move", "dog.yaml:7: used_by: 「- 」で始まる一覧で"),
        ("sure: false", "sure: false\nid: cat", "dog.yaml:24: id: 同じ名前の項目が2つあります"),
        ("ja: 犬の登録,", "ja: 犬, ja: 犬,", "dog.yaml:2: title.ja: 同じ名前の項目が2つあります"),
        ("key: sex", "key: name", "dog.yaml:15: groups[0].fields[1].key: 同じ key の項目"),
        ("value: female", "value: male", "dog.yaml:21: groups[0].fields[1].options[1].value: 同じ"),
        ("type: choice", "type: text", "dog.yaml:15: groups[0].fields[1]: 選択肢(options)は"),
        (
            "type: text\n",
            "type: seal_box\n",
            "dog.yaml:11: groups[0].fields[0].store: 空欄を印字する",
        ),
        ("id: dog", "id: Dog!", "dog.yaml:1: id: 形が合いません"),
        ("type: text", "type: text\n        pattern: '['", "dog.yaml:14: groups[0].fields[0].patt"),
        ("type: text", "type: text\n        max_length: 0", "dog.yaml:14: groups[0].fields[0].max"),
        ("type: text", "type: table", "dog.yaml:11: groups[0].fields[0]: 列(columns)は table だけ"),
        (
            "required: false",
            "required: false\n        required_if: {race: [pug]}",
            "dog.yaml:19: groups[0].fields[1].required_if: この様式にない項目を見ています: race",
        ),
        (
            "sure: false",
            "sure: false\nchecks:\n  - {code: a, text_ja: い}\n  - {code: a, text_ja: ろ}",
            "dog.yaml:26: checks[1].code: 同じ code の確認項目があります: a",
        ),
        (
            "sure: false",
            "sure: false\nchecks:\n  - code: a\n    text_ja: い\n    show_if: {race: [pug]}",
            "dog.yaml:27: checks[0].show_if: この様式にない項目を見ています: race",
        ),
        (
            "sure: false",
            "sure: false\nchecks:\n  - {code: a, text_ja: い, required: true}",
            "dog.yaml:25: checks[0].required: この項目は使えません",
        ),
        (
            "sure: false",
            "sure: false\nchecks:\n  - {code: a}",
            "dog.yaml:25: checks[0].text_ja: 必要な項目がありません",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(tmp_path, old, new, told):
    [problem] = problems_of(FORM.replace(old, new, 1), tmp_path)

    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: dog\n  title: x\n", "dog.yaml:2: YAML として読めません"),
        ("id: [dog\ntitle: x\n", "dog.yaml:2: YAML として読めません"),
        ("id: dog\n\ttitle: x\n", "dog.yaml:2: YAML として読めません"),
        ("id: dog\n---\nid: cat\n", "dog.yaml:2: YAML として読めません"),
        ("", "dog.yaml:1: ファイルが空です"),
        ("# nothing\n", "dog.yaml:1: ファイルが空です"),
        ("- a\n", "dog.yaml:1: 「項目: 値」の形で書いてください"),
        ("id: dog\nname: \x07\n", "dog.yaml:2: 使えない文字があります"),
        ("id: &a dog\ntitle: *a\n", "dog.yaml:1: title: 別名(& と *)"),
        ("a: &a [*a]\n", "dog.yaml:1: a[0]: 別名(& と *)"),
        ("id: !!python/name:os.system x\n", "dog.yaml:1: id: この種類の値は使えません"),
        ("id: !!int dog\n", "dog.yaml:1: id: この種類の値は使えません"),
        ("? [a]\n: b\n", "dog.yaml:1: 項目の名前は文字で書いてください"),
        ("a: " + "[" * 60 + "]" * 60, "dog.yaml:1: a[0]"),
        ("[" * 5000, "dog.yaml:"),
        ("id: dog\nname: caf\xe9\n".encode("latin-1"), "dog.yaml:2: UTF-8 の文字ではありません"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path, text, told):
    assert problems_of(text, tmp_path)[0].startswith(told)


def test_every_mistake_of_a_file_is_told_at_once(tmp_path):
    text = FORM.replace("id: dog", "id: 7").replace("type: text", "type: txt")

    assert [line.split(": ")[1] for line in problems_of(text, tmp_path)] == [
        "id",
        "groups[0].fields[0].type",
    ]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadConfig, match=r"cat\.yaml:1: 読めません"):
        load(Form, tmp_path / "cat.yaml")


def test_words_that_yaml_usually_changes_stay_words(tmp_path):
    text = FORM.replace("value: male", "value: no").replace("value: female", "value: 0123")
    (tmp_path / "dog.yaml").write_text(text, "utf-8")

    values = [option.value for option in load(Form, tmp_path / "dog.yaml").value.fields[1].options]

    assert values == ["no", "0123"]


CALENDAR = """\
time_zone: Asia/Tokyo
business_day_starts: 04:00
holidays: JP
year_end: {from: 12-29, to: 01-03}
rules:
  standard:
    week:
      mon: {open: 09:00, close: 17:30}
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("17:30", "08:30", "dog.yaml:8: rules.standard.week.mon.close: close は open より後"),
        ("17:30", "25:30", "dog.yaml:8: rules.standard.week.mon.close: "),
        ("17:30", "17", "dog.yaml:8: rules.standard.week.mon.close: 時刻で書いてください"),
        ("mon:", "monday:", "dog.yaml:8: rules.standard.week.monday: 次のどれかにして"),
        ("12-29", "12-32", "dog.yaml:4: year_end.from: 月日ではありません"),
        ("Asia/Tokyo", "Asia/Seoul", "dog.yaml:1: time_zone: 次のどれかにして"),
        (
            "rules:",
            "extra_sundays: [2026-11-24]\nrules:",
            "dog.yaml:5: extra_sundays[0]: 日曜日ではありません",
        ),
        ("rules:", "closed_days: [2026-13-01]\nrules:", "dog.yaml:5: closed_days[0]: "),
        ("rules:", "closed_days: [20261124]\nrules:", "dog.yaml:5: closed_days[0]: 日付で"),
    ],
)
def test_hours_and_days_must_make_sense(tmp_path, old, new, told):
    [problem] = problems_of(CALENDAR.replace(old, new, 1), tmp_path, Calendar)

    assert problem.startswith(told)


def test_a_slot_plan_must_end_after_it_begins(tmp_path):
    text = """\
service: childcare
method: visit
venue: office
minutes: 30
patterns:
  - {days: [mon], from: 10:00, to: 09:00, capacity: 1}
"""

    [problem] = problems_of(text, tmp_path, SlotPlan)

    assert problem.startswith("dog.yaml:6: patterns[0]: from が to より前ではありません")


def test_a_demo_clock_needs_its_offset(tmp_path):
    text = "demo:\n  clock: 2026-11-24T10:00:00\n"

    problems = problems_of(text, tmp_path, Manifest)

    assert any(line.startswith("dog.yaml:2: demo.clock: 時差") for line in problems)
