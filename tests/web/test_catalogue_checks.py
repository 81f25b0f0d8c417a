"""A manager adds, words and takes away the checks of a form on its page."""

from server.services.access import Who
from tests.parts.allowance import ACCOUNT_WORDS, FORM
from tests.web.test_catalogue_pages import begin, do, page

WORDS = "通帳の写しがある"
ACCOUNT = {"check_0_code": "account_holder", "check_0_ja": ACCOUNT_WORDS}


def test_checks_are_added_and_taken_away_and_the_difference_is_shown(sqlite_web):
    draft = begin(sqlite_web, code=FORM)
    shown = page(sqlite_web, draft).text
    assert (
        f'name="check_0_ja" aria-label="確認項目1" maxlength="200" value="{ACCOUNT_WORDS}"' in shown
    )
    assert "「職業」が「公務員」のときだけ" in shown
    assert do(sqlite_web, draft, "checks", **ACCOUNT, check_2_ja=WORDS).status_code == 303
    shown = page(sqlite_web, draft).text
    assert f"<ins>{WORDS}" in shown
    assert "公務員の請求先は勤務先" not in shown.partition('id="diff"')[0]
    do(sqlite_web, draft, "undo")
    assert f"<ins>{WORDS}" not in page(sqlite_web, draft).text


def test_the_same_check_twice_is_told_at_its_line_and_what_was_typed_stays(sqlite_web):
    draft = begin(sqlite_web, code=FORM)
    answer = do(sqlite_web, draft, "checks", **ACCOUNT, check_2_ja=WORDS, check_3_ja=WORDS)
    assert answer.status_code == 400
    assert 'href="#in-check_3_ja"' in answer.text
    assert answer.text.count(f'value="{WORDS}"') == 2
    assert page(sqlite_web, draft).text.count(WORDS) == 0


def test_a_refused_field_leaves_the_checks_on_the_page_as_they_are(sqlite_web):
    draft = begin(sqlite_web, code=FORM)
    answer = do(sqlite_web, draft, "field", field="kind", label_ja=" ", type="choice")
    assert answer.status_code == 400
    assert f'value="{ACCOUNT_WORDS}"' in answer.text


def test_a_field_that_a_check_looks_at_cannot_go_unnoticed(sqlite_web):
    draft = begin(sqlite_web, code=FORM)
    answer = do(sqlite_web, draft, "remove", field="job")
    assert answer.status_code == 400
    assert "この様式にない項目を見ています: job" in answer.text


def test_a_clerk_changes_no_check(sqlite_web):
    draft = begin(sqlite_web, code=FORM)
    form = {"revision": "1", "do": "checks", "check_0_ja": WORDS}
    headers = sqlite_web.people[Who.CLERK] | {"Sec-Fetch-Site": "same-origin"}
    assert sqlite_web.client.post(draft, data=form, headers=headers).status_code == 403
