"""Numbers of businesses: a wrong digit is seen before anything is sent."""

import pytest

from config import load_pack
from server.domain import company_numbers
from server.domain.fields import read
from server.domain.forms import check_form
from server.domain.questions import Unfit
from server.domain.refusals import Misfit
from tests.domain.test_forms import TODAY, a_form, ask

NTA = "7000012050002"  # the 国税庁's own number, as it publishes it
INVOICE = load_pack("osaka-demo").own[0].forms[0]


def typed(type_: str, text: str) -> str:
    return read(a_form(ask("number", type_)).fields[0], text, TODAY)


@pytest.mark.parametrize("text", [NTA, "7-0000-1205-0002", "７００００１２０５０００２"])
def test_a_corporate_number_gets_one_spelling(text):
    assert typed("corporate_number", text) == NTA


@pytest.mark.parametrize("place", range(13))
def test_every_single_wrong_digit_but_nine_for_nought_is_seen(place):
    for digit in "0123456789":
        wrong = NTA[:place] + digit + NTA[place + 1 :]
        # The rule counts by 9, so it takes 0 and 9 for the same; it cannot know better.
        if digit == NTA[place] or {digit, NTA[place]} == {"0", "9"}:
            continue
        with pytest.raises(Unfit):
            typed("corporate_number", wrong)


@pytest.mark.parametrize("text", ["T", "12", NTA[:-1], NTA + "0", "T" + NTA])
def test_what_has_other_than_thirteen_digits_is_no_corporate_number(text):
    with pytest.raises(Unfit, match="13けた"):
        typed("corporate_number", text)


def test_the_registration_number_of_an_invoice_is_t_and_thirteen_digits():
    assert typed("invoice_number", "ｔ7000012050002") == f"T{NTA}"
    assert typed("invoice_number", "T1234567890123") == "T1234567890123"  # a sole proprietor's
    for wrong in (NTA, f"T{NTA[:-1]}", f"X{NTA}", f"T{NTA}0"):
        with pytest.raises(Unfit, match="Tと13けた"):
            typed("invoice_number", wrong)


def test_the_check_digit_is_never_nought():
    assert {company_numbers.check_digit(f"{n:012}") for n in range(200)} == set(range(1, 10))


def told(**values: object) -> set[str]:
    try:
        check_form(INVOICE, values, TODAY)
    except Misfit as misfit:
        return {error.field for error in misfit.errors}
    return set()


def test_a_business_is_asked_for_its_name_and_a_person_for_theirs():
    business, person = told(applicant_type="business"), told(applicant_type="person")
    assert business - person == {"business_name", "representative_name"}
    assert person - business == {"applicant_name"}


def test_what_a_person_left_in_the_fields_of_a_business_is_neither_checked_nor_kept():
    assert "corporate_number" not in told(applicant_type="person", corporate_number="12")
    assert "corporate_number" in told(applicant_type="business", corporate_number="12")


def test_the_total_of_an_invoice_is_the_sum_of_its_lines():
    lines = [
        {"item": "会場費", "rate": "10", "amount": 110_000},
        {"item": "値引", "rate": "10", "amount": -10_000},
    ]
    assert "total" not in told(lines=lines, total=100_000)
    assert "total" in told(lines=lines, total=110_000)


def test_a_form_says_who_fills_it_in():
    assert INVOICE.applicant({"applicant_type": "business"}) == "business"
    assert INVOICE.applicant({"applicant_type": "person"}) == "person"
    assert load_pack("osaka-demo").form("jumin_idou_todoke").applicant({}) == "person"
