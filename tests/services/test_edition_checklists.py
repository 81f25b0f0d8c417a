"""A manager's checks: what a page says becomes the form's, what was filled in keeps its own."""

import pytest
from sqlalchemy import select

from config import load_pack
from server.db.models import PreApplication
from server.services import catalogue, edition_documents, review_inbox
from server.services.edition_checklists import when_words, with_checks
from server.services.edition_differences import between
from tests.parts.allowance import ACCOUNT_WORDS, CLAIM, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR
from tests.services.test_editions import begin, published

PACK_FORM = next(one for one in load_pack("osaka-demo").forms if one.id == FORM)
DOCUMENT = edition_documents.document_of(PACK_FORM)
EMPLOYER_WORDS = DOCUMENT["checks"][1]["text_ja"]
WORDS = "通帳の写しがある"


def lines(*texts):
    """Return what the page sends: the lines that were there keep their code."""
    codes = [one["code"] for one in DOCUMENT["checks"]]
    told = {f"check_{at}_code": code for at, code in enumerate(codes)}
    return told | {f"check_{at}_ja": text for at, text in enumerate(texts)}


def test_a_page_that_nobody_changed_says_what_it_said():
    assert with_checks(DOCUMENT, lines(ACCOUNT_WORDS, EMPLOYER_WORDS, "", "")) == DOCUMENT


def test_a_check_is_worded_anew_taken_away_and_added():
    new = with_checks(DOCUMENT, lines("口座は請求者のものである", " ", WORDS))
    account, added = edition_documents.parsed("form", FORM, new).checks
    assert (account.code, account.show_if) == ("account_holder", {"account_use_public": ("false",)})
    assert (added.text_ja, added.show_if) == (WORDS, None)
    told = [(one.name, one.standard, one.own) for one in between(DOCUMENT, new)]
    assert told == [
        ("確認項目", ACCOUNT_WORDS, "口座は請求者のものである"),
        ("確認項目", EMPLOYER_WORDS, None),
        ("確認項目", None, WORDS),
    ]


def test_another_check_never_takes_the_code_of_one_that_is_gone():
    codes = [
        with_checks(DOCUMENT | {"checks": []}, {"check_0_ja": text})["checks"][0]["code"]
        for text in (WORDS, "住所が住民票と同じである", WORDS)
    ]
    assert codes[0] == codes[2] != codes[1]


def test_a_draft_from_before_there_were_checks_takes_some():
    old = {name: part for name, part in DOCUMENT.items() if name != "checks"}
    new = with_checks(old, {"check_0_ja": WORDS})
    assert [one.text_ja for one in edition_documents.parsed("form", FORM, new).checks] == [WORDS]


def test_which_answers_call_for_a_check_is_said_in_words():
    account, employer = PACK_FORM.checks
    assert (
        when_words(PACK_FORM, account)
        == "「振込先: 公金受取口座を利用する」が「チェックなし」のとき"
    )
    assert when_words(PACK_FORM, employer) == "「職業」が「公務員」のとき"


def test_a_file_carries_the_checks():
    text = edition_documents.to_file("form", PACK_FORM)
    assert edition_documents.from_file("form", FORM, text) == PACK_FORM
    assert ACCOUNT_WORDS in text


@pytest.mark.db
def test_a_ward_publishes_its_own_checks_and_what_was_sent_before_keeps_the_old_ones(hall):
    hall.apply([PROCEDURE], {FORM: CLAIM})
    _, document = begin(hall, code=FORM)
    published(hall, with_checks(document, lines(WORDS, "")), code=FORM)
    hall.apply([PROCEDURE], {FORM: CLAIM})
    with hall.look() as look:
        assert catalogue.form(look.session, NEIGHBOUR, FORM).checks == PACK_FORM.checks
        rows = look.session.scalars(select(PreApplication.id).order_by(PreApplication.id))
        opened = [review_inbox.opened(look, HERE, str(row)) for row in rows]
    assert [[one.text for one in each.checks] for each in opened] == [[ACCOUNT_WORDS], [WORDS]]
