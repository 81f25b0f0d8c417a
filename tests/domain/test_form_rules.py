"""Answers that contradict each other or the calendar are refused at the one to mend."""

from datetime import date

import pytest

from config import load_pack
from server.domain.forms import check_form
from server.domain.questions import Surroundings
from server.domain.refusals import Misfit
from tests.domain.test_forms import a_form, ask

TODAY = date(2026, 11, 24)
NURSERY = load_pack("osaka-demo").form("hoiku_riyou_moushikomi")


def told(form, values, today: date = TODAY) -> dict[str, tuple[str, str]]:
    try:
        check_form(form, values, Surroundings(today))
    except Misfit as refused:
        return {one.field: (one.code, one.message) for one in refused.errors}
    return {}


def nursery(born: str, class_age: str, starts: str | None) -> dict[str, tuple[str, str]]:
    values = {"children": [{"birth_date": born, "class_age": class_age}]}
    errors = told(NURSERY, values | ({"start_month": starts} if starts else {}))
    return {field: one for field, one in errors.items() if one[0] != "required"}


CLASS, BORN = "children.0.class_age", "children.0.birth_date"


@pytest.mark.parametrize(
    ("born", "starts", "right"),
    [
        ("2026-11-01", "2027-04", "0"), ("2026-04-02", "2027-04", "0"),
        ("2026-04-01", "2027-04", "1"), ("2025-04-02", "2027-04", "1"),
        ("2021-04-02", "2027-04", "5"),
        # Until March it is still the class of the school year before.
        ("2026-04-01", "2027-03", "0"), ("2025-04-01", "2027-03", "1"),
    ],
)  # fmt: skip
def test_a_class_is_the_age_on_1_april_of_the_school_year(born, starts, right):
    assert nursery(born, right, starts) == {}
    wrong = str((int(right) + 1) % 6)
    assert nursery(born, wrong, starts) == {
        CLASS: (
            "other_class",
            f"4月1日時点の年齢クラスは、生年月日から見ると「{right}歳児」です。見くらべてください。",
        )
    }


@pytest.mark.parametrize("class_age", ["0", "1"])
def test_before_the_month_is_known_this_school_year_and_the_next_will_do(class_age):
    assert nursery("2026-04-01", class_age, None) == {}
    [(code, _)] = nursery("2026-04-01", "2", None).values()
    assert code == "other_class"


@pytest.mark.parametrize("class_age", ["1", "2"])
def test_a_birth_date_without_its_month_may_mean_two_classes(class_age):
    assert nursery("2025", class_age, "2027-04") == {}
    assert CLASS in nursery("2025", "3", "2027-04")


@pytest.mark.parametrize("born", ["1985-06-02", "2021-04-01"])
def test_whoever_is_too_old_for_a_class_is_told_at_the_birth_date(born):
    assert nursery(born, "5", "2027-04") == {
        BORN: ("no_class", "生年月日は、クラスのある年のものではありません。確かめてください。")
    }


@pytest.mark.parametrize(("month", "is_right"), [
    ("2026-10", False), ("2026-11", False), ("2026-12", True), ("2027-04", True),
])  # fmt: skip
def test_a_nursery_begins_next_month_or_later(month, is_right):
    errors = nursery("2025-06-02", "1", month)
    assert ("start_month" in errors) is not is_right


def test_the_month_after_december_is_of_the_next_year():
    form = a_form({"key": "from", "type": "year_month", "validation": {"months_ahead": 1}})
    assert told(form, {"from": "2026-12"}, date(2026, 12, 31)) == {
        "from": ("past", "fromは、2027年1月からの月を選んでください。")
    }
    assert told(form, {"from": "2027-01"}, date(2026, 12, 31)) == {}


def test_a_day_that_has_happened_is_not_still_to_come():
    form = a_form({"key": "day", "type": "date", "validation": {"not_future": True}})
    assert told(form, {"day": "2026-11-24"}) == {}
    assert told(form, {"day": "2026-11-25"})["day"][0] == "future"


def test_columns_know_their_rules_too():
    day = ask("day", "date", validation={"not_future": True})
    form = a_form({"key": "rows", "type": "table", "columns": [day]})
    assert list(told(form, {"rows": [{"day": "2026-11-01"}, {"day": "2027-01-01"}]})) == [
        "rows.1.day"
    ]


@pytest.mark.parametrize(("name", "code"), [
    ("髙橋 心愛", None), ("𠮷田　凜ノ介", None), ("葛󠄀城 すゞ", None), ("渡邉 檜", None),
    ("髙橋心愛", "no_space"), ("髙橋 髙子", "not_jinmeiyo"), ("山田 苺腥", "not_jinmeiyo"),
    ("SMITH ANN", "not_jinmeiyo"),
])  # fmt: skip
def test_a_given_name_has_the_characters_of_the_family_register(name, code):
    form = a_form({"key": "child", "type": "name", "validation": {"charset": "jinmeiyo"}})
    assert [found for found, _ in told(form, {"child": name}).values()] == ([code] if code else [])
