from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.schema.forms import Form
from server.domain.forms import check_form, check_forms
from server.domain.questions import Surroundings
from server.domain.refusals import Misfit

TODAY = Surroundings(date(2026, 11, 24))


def words(text: str) -> dict[str, str]:
    return {"ja": text}


def a_form(*fields: dict[str, object]) -> Form:
    return Form.model_validate(
        {
            "id": "a_form",
            "title": words("見本"),
            "print_mode": "form",
            "paper_original": "A4",
            "addressee_ja": "大阪市 {ward} 区長",
            "submit_to": "childcare",
            "used_by": ["hoiku_april"],
            "groups": [{"title_ja": "組", "fields": [ask(**field) for field in fields]}],
            "title_is_official": False,
            "sure": True,
        }
    )


def ask(key: str, type: str = "text", **facts: object) -> dict[str, object]:  # noqa: A002
    return {"key": key, "type": type, "label": words(key), "required": False} | facts


NURSERY = a_form(
    {"key": "name", "type": "name", "required": True},
    {"key": "kana", "type": "kana", "required": True},
    {"key": "number", "type": "my_number_blank", "store": False},
    {
        "key": "children",
        "type": "table",
        "required": True,
        "min_rows": 1,
        "max_rows": 2,
        "columns": [ask("name", "name", required=True), ask("kana", "kana", required=True)],
    },
    {"key": "consent", "type": "checkbox", "required": True},
)
FILLED = {
    "name": "髙橋 美咲",
    "kana": "たかはし みさき",
    "children": [{"name": "髙橋 さくら", "kana": "ﾀｶﾊｼ ｻｸﾗ"}],
    "consent": True,
}


def misfits(form: Form, values: object) -> dict[str, str]:
    with pytest.raises(Misfit) as refused:
        check_form(form, values, TODAY)
    assert all(error.message.endswith("。") for error in refused.value.errors)
    return {error.field: error.code for error in refused.value.errors}


def test_a_filled_form_is_kept_in_one_spelling():
    assert check_form(NURSERY, FILLED, TODAY) == {
        "name": "髙橋 美咲",
        "kana": "タカハシ　ミサキ",
        "children": [{"name": "髙橋 さくら", "kana": "タカハシ　サクラ"}],
        "consent": True,
    }


def test_every_misfit_is_told_at_once_with_its_place():
    wrong = {
        "kana": "髙橋",
        "children": [{"name": "さくら", "kana": "桜", "age": 1}, {"name": ""}],
        "nickname": "みーちゃん",
    }
    assert misfits(NURSERY, wrong) == {
        "name": "required",
        "kana": "kana",
        "children.0.kana": "kana",
        "children.0.age": "unknown_field",
        "children.1.name": "required",
        "children.1.kana": "required",
        "consent": "required",
        "nickname": "unknown_field",
    }


def test_a_misfit_says_what_to_do():
    with pytest.raises(Misfit) as refused:
        check_form(NURSERY, FILLED | {"kana": "髙橋", "consent": False}, TODAY)
    assert [error.message for error in refused.value.errors] == [
        "kanaは、カタカナで入力してください。",
        "「consent」に、チェックを入れてください。",
    ]


def test_what_is_written_by_hand_is_never_kept():
    assert "number" not in check_form(NURSERY, FILLED | {"number": "123456789018"}, TODAY)


@pytest.mark.parametrize("rows", [[], None, "two", [{}] * 3, ["Sakura"], {"0": {}}])
def test_a_table_has_between_its_fewest_and_its_most_rows(rows):
    assert misfits(NURSERY, FILLED | {"children": rows})


def test_no_two_rows_have_the_same_value_where_the_form_says_so():
    rank = ask("rank", "number", required=True, unique=True)
    nurseries = {"key": "nurseries", "type": "table", "columns": [rank, ask("why")]}
    form = a_form(nurseries, {"key": "name"})

    given = {"nurseries": [{"rank": "1", "why": "x"}, {"rank": 2, "why": "x"}, {"rank": "１"}]}
    with pytest.raises(Misfit) as refused:
        check_form(form, given, TODAY)

    [error] = refused.value.errors
    assert (error.field, error.code) == ("nurseries.2.rank", "repeated")
    assert error.message == "rankは、1つめと同じです。別のものにしてください。"


@pytest.mark.parametrize("values", [None, [], "text", 5])
def test_values_that_are_no_form_are_refused(values):
    assert misfits(NURSERY, values)


def test_a_field_may_be_required_only_after_another_answer():
    form = a_form(
        {"key": "kind", "type": "choice", "options": [
            {"value": "in", "label_ja": "転入"}, {"value": "out", "label_ja": "転出"}]},
        {"key": "domicile", "type": "address", "required_if": {"kind": ["in"]}},
    )  # fmt: skip
    assert misfits(form, {"kind": "in"}) == {"domicile": "required"}
    assert check_form(form, {"kind": "out"}, TODAY) == {"kind": "out"}


def test_a_ticked_box_may_make_fields_unnecessary():
    form = a_form(
        {"key": "public_account", "type": "checkbox"},
        {"key": "bank", "type": "digits", "length": 4, "required_unless": "public_account"},
    )
    assert misfits(form, {}) == {"bank": "required"}
    assert check_form(form, {"public_account": True}, TODAY) == {"public_account": True}


def test_a_question_that_was_not_asked_leaves_nothing_behind():
    form = a_form(
        {"key": "allergy", "type": "checkbox"},
        {"key": "which", "required": True, "show_if": {"allergy": ["true"]}},
    )
    assert check_form(form, {"which": "卵"}, TODAY) == {}
    assert misfits(form, {"allergy": True}) == {"which": "required"}


def test_moving_in_cannot_lie_ahead_but_moving_out_can():
    form = a_form(
        {"key": "kind"},
        {"key": "day", "type": "date", "validation": {"not_future_when": {"kind": ["in"]}}},
    )
    assert misfits(form, {"kind": "in", "day": "2026-11-25"}) == {"day": "future"}
    assert check_form(form, {"kind": "out", "day": "2026-11-25"}, TODAY)["day"] == "2026-11-25"


def test_several_forms_tell_their_misfits_under_their_names():
    with pytest.raises(Misfit) as refused:
        check_forms({"a": NURSERY}, {"a": {}, "b": {}}, TODAY)
    places = [error.field for error in refused.value.errors]
    assert places == ["a.name", "a.kana", "a.children", "a.consent", "b"]


@given(st.sets(st.sampled_from(sorted(FILLED)), min_size=1))
def test_each_required_answer_that_is_left_out_is_asked_for(left_out):
    values = {key: value for key, value in FILLED.items() if key not in left_out}
    assert misfits(NURSERY, values) == dict.fromkeys(left_out, "required")


def test_what_is_kept_fits_again_unchanged():
    kept = check_form(NURSERY, FILLED, TODAY)
    assert check_form(NURSERY, deepcopy(kept), TODAY) == kept
