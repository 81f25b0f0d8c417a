"""A pack is loaded as a whole: fast, once, and only if its files fit together."""

import gc
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import config
from config import load_pack
from config.packs import available
from config.problems import BadConfig, BadSetting
from tests.parts.packs import SHIPPED, problems_with

Change = Callable[[str, str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """Return a function that changes one text in one file of a copy of the shipped pack."""
    folder = tmp_path / "ward"
    shutil.copytree(SHIPPED, folder)

    def change(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return change


def line_in(folder: Path, name: str, words: str) -> int:
    """Return the line of the file on which *words* stand first."""
    lines = (folder / name).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        # procedures, questions, forms
        ("procedures.yaml", "id: tenkyo_todoke", "id: tennyu_todoke", "同じ名前が2つ"),
        ("procedures.yaml", "form: jumin_idou_todoke", "form: jumin_idou", "ない申請書"),
        (
            "procedures.yaml",
            "booking_form: madoguchi_yoyaku",
            "booking_form: yoyaku",
            "ない申請書",
        ),
        ("procedures.yaml", "section_role: pension", "section_role: nenkin", "ない担当"),
        (
            "procedures.yaml",
            "{q: mv_type, is: in_from_other_city}",
            "{q: mv_kind, is: in_from_other_city}",
            "ない質問を見ています: mv_kind",
        ),
        (
            "procedures.yaml",
            "{q: mv_type, is: in_from_other_city}",
            "{q: mv_type, is: from_the_moon}",
            "質問 mv_type にない答えです: from_the_moon",
        ),
        (
            "procedures.yaml",
            "{q: mv_type, is: in_from_other_city}",
            "{q: mv_type, has_any: [in_from_other_city]}",
            "has_any は複数選択の質問に",
        ),
        ("procedures.yaml", "{q: event, is: moving}", "{q: event}", "条件は、q と"),
        ("procedures.yaml", "{q: event, is: moving}", "{is: moving}", "条件は、q と"),
        (
            "questionnaire.yaml",
            "{q: event, is: moving}",
            "{q: event, is: flying}",
            "質問 event にない答えです: flying",
        ),
        ("questionnaire.yaml", "id: mv_dog", "id: mv_cat", "どの画面にも出ない質問"),
        ("questionnaire.yaml", "[event]", "[event, mv_type]", "同じ名前が2つ"),
        (
            "forms/inu_henko_todoke.yaml",
            "id: inu_henko_todoke",
            "id: inu",
            "id はファイル名と",
        ),
        ("forms/inu_henko_todoke.yaml", "submit_to: env", "submit_to: kan", "ない担当"),
        ("forms/inu_henko_todoke.yaml", "[dog_move, ", "[cat_move, ", "ない手続き"),
        ("facilities.yaml", "ward_code: '27125'", "ward_code: '27199'", "ない区"),
        # the floor
        ("queues.yaml", "prefix: B", "prefix: A", "同じ名前が2つ"),
        ("queues.yaml", "prefix: B", "prefix: Z", "ない記号の読み"),
        ("services.yaml", "queue: insurance", "queue: hoken", "ない番号の系列"),
        ("services.yaml", "opening: standard", "opening: always", "ない開庁時間"),
        ("services.yaml", "[insurance]", "[hoken]", "ない担当"),
        ("services.yaml", "[juminhyo_koufu, ", "[juminhyo, ", "ない手続き"),
        ("services.yaml", "services: [pension]", "services: [nenkin]", "ない用件"),
        ("services.yaml", "code: pension\n", "code: nenkin\n", "予約枠(slot_plans.yaml)が"),
        (
            "slot_plans.yaml",
            "service: childcare\n",
            "service: certificates\n",
            "ない予約できる",
        ),
        ("slot_plans.yaml", "venue: online", "venue: moon", "ない会場"),
        ("layouts.yaml", "number: '2',", "number: '1',", "同じ名前が2つ"),
        ("layouts.yaml", "queues: [pension]", "queues: [nenkin]", "ない番号の系列"),
        ("layouts.yaml", "area: 2F}", "area: 9F}", "待合「9F」はありません"),
        ("wards.yaml", "code6: '271276'", "code6: '271277'", "検査数字が合いません: 271276"),
        ("wards.yaml", "code5: '27102'", "code5: '27127'", "同じ名前が2つ"),
        ("wards.yaml", "layout: standard", "layout: palace", "ない庁舎のつくり"),
        (
            "wards.yaml",
            "without_counters: ['26']",
            "without_counters: ['99']",
            "ない窓口番号",
        ),
        (
            "wards.yaml",
            "without_counters: ['26']",
            "without_counters: ['26', '27']",
            "大正区に、呼べる窓口のない系列があります: environment",
        ),
        ("wards.yaml", "      disability: ", "      shougai: ", "ない担当"),
        # people
        (
            "phrases.yaml",
            "{counter}番窓口へお越し",
            "{desk}番窓口へお越し",
            "知らない置きかえ",
        ),
        ("phrases.yaml", "en: Number {number}, please", "en: Please", "日本語と同じ置きかえ"),
        ("phrases.yaml", "  - {code: vi,", "  - {code: ko,", "languages には7言語が"),
        ("pack.yaml", "code6: '271004'", "code6: '271005'", "検査数字が合いません"),
        ("pack.yaml", "login: lead", "login: clerk", "同じ名前が2つ"),
        ("pack.yaml", "office: '27125'\n", "office: '27999'\n", "ない区"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(name, old, new, told):
    text = (SHIPPED / name).read_text("utf-8")
    assert old in text

    found = [p for p in problems_with(name, text.replace(old, new, 1)) if told in p.message]

    assert found
    assert found[0].file == str(SHIPPED / name)
    assert found[0].line > 1 or "id" in found[0].key
    assert found[0].key


def test_a_problem_between_files_stands_on_the_line_of_its_cause(change):
    folder = change("slot_plans.yaml", "venue: online", "venue: moon")

    with pytest.raises(BadConfig) as caught:
        load_pack(str(folder))

    [problem] = caught.value.problems
    assert problem.file == str(folder / "slot_plans.yaml")
    assert problem.line == line_in(folder, "slot_plans.yaml", "venue: moon")
    assert problem.key == "slot_plans[1].venue"


def test_mistakes_of_several_files_are_told_together(change):
    change("queues.yaml", "prefix: B", "prefix: BB")
    folder = change("pack.yaml", "kana: おおさかし", "kana: ''")

    with pytest.raises(BadConfig) as caught:
        load_pack(str(folder))

    assert [Path(problem.file).name for problem in caught.value.problems] == [
        "pack.yaml",
        "queues.yaml",
    ]


def test_a_file_that_nothing_reads_is_most_likely_a_typing_error(change):
    folder = change("pack.yaml", "大阪市(デモ)", "見本市")
    (folder / "slotplans.yaml").write_text("slot_plans: []\n", "utf-8")

    with pytest.raises(BadConfig, match=r"slotplans\.yaml:1: このファイルは使われません"):
        load_pack(str(folder))


def test_a_missing_file_is_named(change):
    folder = change("pack.yaml", "大阪市(デモ)", "見本市")
    (folder / "queues.yaml").unlink()

    with pytest.raises(BadConfig, match=r"queues\.yaml:1: 読めません"):
        load_pack(str(folder))


def test_a_city_may_bring_its_own_folder(change):
    folder = change("pack.yaml", "大阪市(デモ)", "見本市")

    pack = load_pack(str(folder))

    assert pack.name_ja == "見本市"
    assert pack.id == "ward"


@pytest.mark.parametrize("name", ["kobe", "../secret", "/nowhere", ""])
def test_an_unknown_pack_is_answered_with_those_there_are(name):
    with pytest.raises(BadSetting, match="osaka-demo"):
        load_pack(name)


def test_the_demo_city_comes_with_the_product():
    assert available() == ("osaka-demo",)
    assert load_pack("osaka-demo") is load_pack("osaka-demo")


def test_a_pack_is_loaded_in_little_more_than_reading_its_files_takes(tmp_path):
    folder = tmp_path / "fresh"
    shutil.copytree(SHIPPED, folder)

    gc.collect()
    gc.freeze()  # what other tests left in this process is not looked through meanwhile
    began = time.process_time()
    for file in folder.rglob("*.yaml"):
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    read = time.process_time()
    load_pack(str(folder))
    loaded = time.process_time()
    gc.unfreeze()

    assert loaded - read < 4 * (read - began), "1.2 times as long on 2026-11-30"


def test_importing_config_loads_neither_yaml_nor_pydantic():
    code = "import sys, config; print(*sorted({'yaml', 'pydantic', 'holidays'} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""


def test_screens_find_their_fonts_and_colours():
    assets = config.assets_path()

    assert {"fonts.css", "tokens.css", "socket.io.min.js"} <= {p.name for p in assets.iterdir()}


def test_whatever_comes_from_others_comes_with_its_licence():
    assets = config.assets_path()

    for licence in ("tokens.LICENSE.txt", "socket.io.LICENSE.txt", "fonts/OFL.txt"):
        assert (assets / licence).is_file()
