"""Names as people write them: the right glyph, or 〓 and somebody is told."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from printer_drivers.errors import BadFont
from printer_drivers.layout import raster
from printer_drivers.layout.clusters import clusters, words
from printer_drivers.layout.fonts import COMPLETE, READABLE, Run, font_folders, installed_fonts
from printer_drivers.layout.typesetting import Typesetter
from printer_drivers.profiles import profile
from tests.printer_drivers.papers import a_form

M30 = profile("epson-tm-m30")
FONTS = installed_fonts({})

NAMES = [
    "𠮷田 太郎", "髙橋 花子", "山﨑 一郎", "渡邉 美咲", "渡邊 健", "齋藤 翔", "齊藤 恵", "德永 学",
    "濵田 優", "草彅 直樹", "葛󠄀城 由美", "辻󠄁 陽子", "小鳥遊 凜", "長宗我部 元", "王 偉", "李 娜",
    "NGUYEN VAN AN", "Nguyễn Văn An", "SMITH JOHN EDWARD", "KIM MINSU", "金 民秀",
    "ムハンマド アブドゥル ラーマン", "渡部　ヴィクトリア", "二ノ宮 和々", "三ヶ島 仝", "丸〆 勝",
    "一二三 四五六",
    "㐂一", "𡈽屋", "𩸽", "𠀋", "䄂", "\ufa10田", "\ufa19田", "桒原 栁 淸水 﨟", "김민수",
]  # fmt: skip


def name_of(text: str):
    return raster(a_form(name=text, sections=a_form(name=text).sections[:1]), M30)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_of_the_corpus_is_drawn_whole(name):
    drawn = FONTS.runs(name)

    assert drawn.missing == drawn.substituted == []
    assert "".join(run.text for run in drawn.runs) == name


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("髙橋", [Run(READABLE, "髙橋")]),
        ("𠮷田", [Run(COMPLETE, "𠮷"), Run(READABLE, "田")]),
        ("辻󠄀", [Run(READABLE, "辻󠄀")]),
        ("Nguyễn An", [Run(COMPLETE, "Nguyễn An")]),
        ("山田 Nguyễn", [Run(READABLE, "山田 "), Run(COMPLETE, "Nguyễn")]),
    ],
)
def test_the_readable_font_comes_first_and_a_latin_name_keeps_one_face(text, runs):
    assert FONTS.runs(text).runs == runs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("葛󠄀城", "葛城"),
        ("辻󠄀", "辻"),
        ("𠮷田", "吉田"),
        ("山﨑", "山崎"),
        ("髙", "高"),
    ],
)
def test_variants_of_a_character_look_different_on_paper(one, other):
    first, second = name_of(one).image, name_of(other).image

    assert ImageChops.difference(first, second).getbbox() is not None


def test_a_selector_takes_no_room_of_its_own():
    with_selector, without = name_of("辻󠄁田").image, name_of("辻田").image

    assert with_selector.tobytes() == without.tobytes()  # E0101 is this font's plain form


def test_a_variant_that_no_font_has_is_drawn_plain_and_reported():
    page = name_of("葛󠄄城")  # U+E0104 is of the Moji_Joho collection

    assert page.substituted == ("葛󠄄",)
    assert page.missing == ()
    assert page.image.tobytes() == name_of("葛城").image.tobytes()


def test_a_character_that_no_font_has_is_drawn_as_geta_and_reported_once():
    page = name_of("\ue000田\ue000")

    assert page.missing == ("\ue000",)
    assert page.image.tobytes() == name_of("〓田〓").image.tobytes()


def test_names_are_never_normalised():
    assert FONTS.runs("\ufa10").runs == [Run(READABLE, "\ufa10")]


def test_an_office_adds_its_own_font_by_path():
    own = font_folders()[0] / "BIZUDGothic-Bold.ttf"
    fonts = installed_fonts({"MADOGUCHI_FONT_PATH": f"{own}:{own.parent}"})

    assert [face.path for face in fonts.faces][2:] == [own, *sorted(own.parent.glob("*.ttf"))]
    assert Typesetter(fonts)


@pytest.mark.parametrize("path", ["/no/such/font.ttf", __file__])
def test_a_font_that_is_none_is_named(path):
    with pytest.raises(BadFont, match=Path(path).name):
        fonts = installed_fonts({"MADOGUCHI_FONT_PATH": path})
        fonts.faces[-1].draws("あ")


@given(st.text(max_size=30))
def test_cutting_into_characters_and_words_loses_nothing(text):
    assert "".join(clusters(text)) == text
    assert "".join(cluster for word in words(text) for cluster in word) == text


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=12))
def test_every_text_is_drawn_or_reported(text):
    drawn = FONTS.runs(text)
    shown = "".join(run.text for run in drawn.runs)

    assert len(drawn.missing) == shown.count("〓") - text.count("〓")
