from itertools import combinations

from config import load_pack
from server.domain import once_only
from server.domain.fields import BLANK

PACK = load_pack("osaka-demo")
FORMS = {form.id: form for form in PACK.forms}
PAIRS = list(combinations(sorted(FORMS), 2))


def fields(*codes: str):
    return {code: FORMS[code].fields for code in codes}


def test_a_form_alone_is_answered_at_its_own_fields():
    [own] = once_only.places(fields("okuyami_yoyaku")).values()
    assert all(key == path for key, path in own.items())


def test_who_applies_is_asked_once_for_moving_and_for_the_insurance():
    where = once_only.places(fields("jumin_idou_todoke", "kokuho_kankei_todoke"))
    asked = [path for paths in where.values() for path in paths.values()]
    assert where["kokuho_kankei_todoke"]["applicant_name"] == "applicant_name"
    assert len(set(asked)) < len(asked)


def test_in_any_two_forms_an_answer_fills_only_fields_of_its_own_kind():
    for one, other in PAIRS:
        both = fields(one, other)
        where = once_only.places(both)
        kinds: dict[str, object] = {}
        for code, asked in both.items():
            for field in asked:
                if field.type in BLANK | once_only.GIVEN:
                    assert field.key not in where[code]
                    continue
                kind = (field.type, tuple(option.value for option in field.options))
                assert kinds.setdefault(where[code][field.key], kind) == kind


def test_what_any_of_the_forms_needs_is_needed():
    both = fields("juminhyo_koufu_seikyu", "kokuho_kankei_todoke")
    where = once_only.places(both)
    must = once_only.needed(both, where)
    for code, asked in both.items():
        for field in asked:
            if field.required and field.key in where[code]:
                assert where[code][field.key] in must


def test_an_account_that_two_forms_ask_for_the_same_answer_is_asked_once():
    where = once_only.places(fields("jidofuyo_nintei", "ninpu_kyufu"))
    assert where["ninpu_kyufu"]["account_use_public"] == "account_use_public"
    assert where["ninpu_kyufu"]["account_number"] == "account_number"


def test_what_two_forms_ask_under_different_conditions_is_asked_by_each():
    where = once_only.places(fields("jidofuyo_nintei", "kaigo_shikaku_todoke"))
    own = where["kaigo_shikaku_todoke"]["heir_account_number"]
    assert own == "kaigo_shikaku_todoke.heir_account_number"
