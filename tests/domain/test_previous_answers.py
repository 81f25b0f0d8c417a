import pytest

from config import load_pack
from config.schema.forms import FormField
from config.schema.shapes import Words
from server.domain import previous_answers

FORMS = load_pack("osaka-demo").forms


def asked(**about: object) -> FormField:
    return FormField(
        **{"key": "applicant_phone", "label": Words(ja="電話番号"), "required": True, **about}
    )


def test_every_fact_that_is_kept_is_asked_by_the_forms_of_the_city_as_its_own_type():
    fields = [one for form in FORMS for one in form.fields if one.bind in previous_answers.KEPT]
    assert {one.bind for one in fields} == set(previous_answers.KEPT)
    assert [one.key for one in fields if previous_answers.fact(one) is None] == []


@pytest.mark.parametrize(
    "about",
    [
        {"type": "textarea", "bind": "applicant.address"},
        {"type": "phone", "bind": "applicant.phone", "store": False},
        {"type": "phone", "bind": "deceased.phone"},
        {"type": "phone"},
        {"type": "digits", "bind": "account.number"},
    ],
    ids=["free text", "never stored", "of somebody else", "bound to nobody", "an account"],
)
def test_what_is_not_a_fact_about_the_writer_is_kept_nowhere(about):
    assert previous_answers.fact(asked(**about)) is None
    assert previous_answers.fact(asked(type="phone", bind="applicant.phone")) is not None
