from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.wareki import ERAS, NotADate, first_day, last_day, parse, wareki, wareki_short

BOUNDARIES = [
    ("1989-01-07", "昭和64年1月7日"),
    ("1989-01-08", "平成元年1月8日"),
    ("2019-04-30", "平成31年4月30日"),
    ("2019-05-01", "令和元年5月1日"),
    ("1926-12-24", "大正15年12月24日"),
    ("1926-12-25", "昭和元年12月25日"),
    ("1912-07-29", "明治45年7月29日"),
    ("1912-07-30", "大正元年7月30日"),
    ("2026-11-21", "令和8年11月21日"),
    ("2024-02-29", "令和6年2月29日"),
    ("1873-01-01", "明治6年1月1日"),
]

solar_days = st.dates(min_value=date(1873, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(("iso", "japanese"), BOUNDARIES)
def test_the_era_of_a_day_is_decided_by_the_day(iso, japanese):
    assert wareki(iso) == japanese
    assert parse(japanese) == iso


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("R8.11.21", "2026-11-21"),
        ("r8-11-21", "2026-11-21"),
        ("令8/11/21", "2026-11-21"),
        ("令和 8 年 11 月 21 日", "2026-11-21"),
        ("令和８年１１月２１日", "2026-11-21"),
        ("Ｒ８．１１．２１", "2026-11-21"),
        ("S63.1.7", "1988-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("平成1年1月8日", "1989-01-08"),
        ("Ｈ元．１．８", "1989-01-08"),
        ("大正15年", "1926"),
        ("昭和25年4月", "1950-04"),
        ("1950", "1950"),
        ("1950-04", "1950-04"),
        ("1950年4月", "1950-04"),
        ("2026/11/21", "2026-11-21"),
        ("2026年11月21日", "2026-11-21"),
        ("２０２６ー１１ー２１", "2026-11-21"),
        ("20261121", "2026-11-21"),
        ("西暦2026年1月2日", "2026-01-02"),
    ],
)
def test_a_date_may_be_typed_the_way_people_write_it(typed, iso):
    assert parse(typed) == iso


@pytest.mark.parametrize(
    "typed",
    [
        "昭和65年1月1日", "昭和64年1月8日", "平成31年5月1日", "平成32年", "令和元年4月30日",
        "大正元年7月29日", "令和0年1月1日", "R8.2.29", "2026-02-29", "2026-13-01", "2026-00-01",
        "2026-01-00", "明治5年12月2日", "慶応3年1月1日", "X8.1.1", "8.11.21", "元年1月1日",
        "きのう", "", "11/21", "2026-11-21T10:00", "0000-01-01",
    ],
)  # fmt: skip
def test_a_day_that_never_was_is_refused_with_a_sentence(typed):
    with pytest.raises(NotADate, match="。"):
        parse(typed)


@given(solar_days)
def test_every_day_comes_back_from_its_japanese_form(day):
    assert parse(wareki(day)) == parse(wareki_short(day)) == day.isoformat()


@given(solar_days)
def test_the_names_of_two_neighbouring_days_always_differ(day):
    assert wareki(day) != wareki(day + timedelta(days=1))


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused_and_nothing_else_happens(text):
    try:
        iso = parse(text)
    except NotADate:
        return
    assert first_day(iso) <= last_day(iso)
    assert parse(iso) == iso


def test_eras_leave_no_gap():
    for newer, older in pairwise(ERAS):
        assert older.end is not None
        assert older.end + timedelta(days=1) == newer.start


def test_days_of_the_lunar_calendar_are_told_in_western_years():
    assert wareki("1870-05-05") == "1870年5月5日"


def test_a_new_era_needs_only_a_row():
    newest = ERAS[0].__class__("X", "新", "新元", date(2040, 1, 1))
    ended = [newest, ERAS[0].__class__("R", "令", "令和", date(2019, 5, 1), date(2039, 12, 31))]
    assert parse("新元元年1月1日", ended) == "2040-01-01"
    assert wareki("2039-12-31", ended) == "令和21年12月31日"
