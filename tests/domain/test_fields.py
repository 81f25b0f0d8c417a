from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema.forms import FieldType
from server.domain.fields import BLANK, READERS, read
from server.domain.questions import Surroundings, Unfit

TODAY = Surroundings(date(2026, 11, 24), facilities={"27125-001"}, wards={"27125"})

NAMES = [
    "𠮷田 太郎", "髙橋 花子", "山﨑 一郎", "渡邉 美咲", "渡邊 健", "齋藤 翔", "齊藤 恵", "德永 学",
    "濵田 優", "草彅 直樹", "葛󠄀城 由美", "辻󠄁 陽子", "小鳥遊 凜", "長宗我部 元", "王 偉", "李 娜",
    "NGUYEN VAN AN", "Nguyễn Văn An", "SMITH JOHN EDWARD", "DE LA CRUZ MARIA", "KIM MINSU",
    "金 民秀", "ムハンマド アブドゥル ラーマン", "渡部　ヴィクトリア", "二ノ宮 和々", "三ヶ島 仝",
    "丸〆 勝", "一二三 四五六", "\ufa10本 \ufa19", "O'Brien-Smith 太郎",
]  # fmt: skip


@dataclass
class Question:
    type: str
    key: str = "it"
    required: bool = False
    length: int | None = None
    max_length: int | None = None
    min: int | None = None
    max: int | None = None
    pattern: str | None = None
    options: tuple[SimpleNamespace, ...] = ()
    label: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(ja="項目"))


def value_of(type_: str, raw: object, **facts: object) -> object:
    return read(Question(type_, **facts), raw, TODAY)


def code_of(type_: str, raw: object, **facts: object) -> str:
    with pytest.raises(Unfit) as refused:
        value_of(type_, raw, **facts)
    assert str(refused.value).endswith(("。", "）。"))
    return refused.value.code


def test_every_type_of_the_catalogue_has_a_reader_or_is_left_to_the_hand():
    assert set(READERS) | BLANK | {"table"} == set(FieldType.__args__)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_exactly_as_typed(name):
    assert value_of("name", name) == name


@given(st.sampled_from(NAMES), st.sampled_from(["", " ", "　", "  ", "\t"]))
def test_spaces_around_a_name_go_away_and_nothing_else(name, edge):
    assert value_of("name", edge + name + edge) == name


def test_a_run_of_spaces_in_a_name_becomes_one():
    assert value_of("name", "髙橋 　 花子") == "髙橋　花子"
    assert value_of("name", "NGUYEN   VAN AN") == "NGUYEN VAN AN"


def test_a_long_name_is_counted_in_letters_not_in_code_points():
    assert value_of("name", "葛󠄀" * 60, max_length=60) == "葛󠄀" * 60
    assert code_of("name", "葛󠄀" * 61, max_length=60) == "too_long"


@pytest.mark.parametrize("sign", ["\0", "\u202e", "\ue000", "\ud800", "\n", "\x1b"])
def test_characters_that_no_paper_can_show_are_refused_in_names(sign):
    assert code_of("name", f"髙橋{sign}花子") == "characters"


@pytest.mark.parametrize(
    ("type_", "raw", "kept"),
    [
        ("kana", " ﾀｶﾊｼ  ﾊﾅｺ ", "タカハシ　ハナコ"),
        ("kana", "じょん・すみす", "ジョン・スミス"),
        ("account_kana", "ｵｵｻｶ(ｶ)ABC", "オオサカ(カ)ABC"),
        ("postal_code", "〒５５９ー８６０１", "559-8601"),
        ("postal_code", "5598601", "559-8601"),
        ("phone", "０９０ー１２３４ー５６７８", "090-1234-5678"),
        ("phone", "06(6208)7661", "06-6208-7661"),
        ("phone", "06 6208 7661", "06-6208-7661"),
        ("phone", "+81 90-1234-5678", "090-1234-5678"),
        ("phone", "0120-123-456", "0120-123-456"),
        ("phone", "0800-123-4567", "0800-123-4567"),
        ("phone", "050−1234−5678", "050-1234-5678"),
        ("phone", "0662087661", "0662087661"),
        ("email", "ｈａｎａｋｏ＠example.jp", "hanako@example.jp"),
        ("digits", "００１２", "0012"),
        ("number", "３", 3),
        ("number", 3, 3),
        ("number", "１,２３４,５６７", 1234567),
        ("number", "-1,234", -1234),
        ("pension_number", "1234567890", "1234-567890"),
        ("residence_card_no", "ab 12345678 cd", "AB12345678CD"),
        ("date", "令和8年11月24日", "2026-11-24"),
        ("birth_date", "昭和25年", "1950"),
        ("birth_date", "1950-04", "1950-04"),
        ("year_month", "令和9年4月", "2027-04"),
        ("time_range", {"from": "8:30", "to": "17:30"}, {"from": "08:30", "to": "17:30"}),
        ("time_range", "８：３０〜１７：３０", {"from": "08:30", "to": "17:30"}),
        ("time_range", {"from": "8時半", "to": "18時"}, {"from": "08:30", "to": "18:00"}),
        ("date_time", "2026-11-24T09:05", "2026-11-24T09:05"),
        ("checkbox", True, True),
        ("checkbox", False, None),
        ("facility_code", "２７１２５ー００１", "27125-001"),
        ("ward_code", "27125", "27125"),
        ("textarea", "一行目\r\n二行目 ", "一行目\n二行目"),
        ("address", "大阪市住之江区南加賀屋3丁目1−17", "大阪市住之江区南加賀屋3丁目1−17"),
        ("relation", "妻(未届)", "妻(未届)"),
        ("answers", {"event": "birth", "who": ["me"], "far": True},
         {"event": "birth", "who": ["me"], "far": True}),
    ],
)  # fmt: skip
def test_what_people_type_becomes_the_one_spelling_that_is_kept(type_, raw, kept):
    assert value_of(type_, raw) == kept


@pytest.mark.parametrize(
    ("type_", "raw", "code"),
    [
        ("kana", "髙橋はなこ", "kana"),
        ("kana", "HANAKO", "kana"),
        ("postal_code", "559-860", "postal_code"),
        ("phone", "6208-7661", "phone"),
        ("phone", "090-1234-567", "phone"),
        ("phone", "06-6208-76611", "phone"),
        ("phone", "1" * 500, "phone"),
        ("email", "hanako@example", "email"),
        ("email", "花子", "email"),
        ("digits", "12a", "digits"),
        ("number", "3人", "number"),
        ("number", "12,34", "number"),
        ("number", "1,23", "number"),
        ("number", 2.5, "type"),
        ("date", "2026-11", "date"),
        ("birth_date", "昭和65年1月1日", "date"),
        ("birth_date", "2026-11-25", "future"),
        ("birth_date", "1867-01-01", "range"),
        ("year_month", "2027-04-01", "date"),
        ("time_range", {"from": "18:00", "to": "9:00"}, "time"),
        ("time_range", {"from": "25:00", "to": "26:00"}, "time"),
        ("time_range", {"from": "9:00"}, "time"),
        ("checkbox", "yes", "type"),
        ("facility_code", "27125-999", "choice"),
        ("ward_code", "99999", "choice"),
        ("text", 5, "type"),
        ("text", "あ" * 201, "too_long"),
        ("textarea", "あ" * 3400, "too_long"),
        ("text", "x" * 10_000, "too_long"),
        ("pension_number", "12345", "pension_number"),
        ("residence_card_no", "A1", "residence_card_no"),
        ("procedure_list", "tennyu", "choice"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_code(type_, raw, code):
    assert code_of(type_, raw) == code


@pytest.mark.parametrize("type_", ["name", "text", "textarea", "address", "relation"])
def test_an_individual_number_is_refused_in_every_free_text(type_):
    assert code_of(type_, "番号 1234 5678 9018") == "my_number"
    assert code_of(type_, "１２３４５６７８９０１８") == "my_number"


def test_digits_hold_as_many_as_the_form_says_and_no_individual_number():
    assert value_of("digits", "001", length=3) == "001"
    assert code_of("digits", "0012", length=3) == "digits"
    assert code_of("digits", "123456789018") == "my_number"


def test_an_answer_has_the_shape_that_the_form_says():
    shape = "[A-Z]{2}-[0-9]{3}"
    assert value_of("text", "AB-123", pattern=shape) == "AB-123"
    assert value_of("text", "ＡＢ−１２３", pattern=shape) == "AB-123"
    assert code_of("text", "AB-1234", pattern=shape) == "pattern"


def test_numbers_stay_between_their_limits():
    assert value_of("number", "10", min=1, max=10) == 10
    assert code_of("number", "11", min=1, max=10) == "range"
    assert code_of("number", 0, min=1, max=10) == "range"


def test_choices_are_those_of_the_form_in_its_order():
    options = tuple(SimpleNamespace(value=v, label_ja=v) for v in ("mon", "tue", "fri"))
    assert value_of("choice", "tue", options=options) == "tue"
    assert value_of("multi_choice", ["fri", "mon"], options=options) == ["mon", "fri"]
    assert code_of("choice", "sun", options=options) == "choice"
    assert code_of("choice", ["mon"], options=options) == "choice"
    assert code_of("multi_choice", ["mon", "sun"], options=options) == "choice"


@pytest.mark.parametrize("empty", [None, "", "  ", "　", [], {}])
@pytest.mark.parametrize("type_", sorted(READERS))
def test_nothing_is_kept_of_what_was_left_empty(type_, empty):
    assert value_of(type_, empty) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(READERS)), anything)
def test_any_json_is_read_or_refused_and_reading_again_changes_nothing(type_, raw):
    try:
        value = value_of(type_, raw)
    except Unfit:
        return
    assert value is None or value_of(type_, value) == value
