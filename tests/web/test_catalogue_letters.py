"""The page on which an office words a letter: one language beside what residents get."""

import html
import re

from tests.parts.office import HERE
from tests.web.test_catalogue_pages import begin, do, page, send

LIST = f"/staff/catalogue/{HERE}?kind=letter"


def looks(web, draft, language="ja"):
    """Return the subject and the body as the page shows them to come."""
    shown = page(web, f"{draft}?field={language}").text
    subject = re.search(r'class="mail-subject">([^<]+)', shown)[1]
    return html.unescape(subject), re.search(r'class="mail-body">([^<]+)', shown)[1]


def test_every_letter_is_listed_and_none_can_be_added_or_taken_out(sqlite_web):
    shown = page(sqlite_web, LIST).text
    assert shown.count('scope="row"') == 12
    assert "まもなくの知らせ" in shown
    assert "新しいお知らせ" not in shown
    entry = f"/staff/catalogue/{HERE}/letter/near"
    assert "take-out" not in page(sqlite_web, entry).text
    refused = send(sqlite_web, entry, {"scope": "office", "do": "take-out"})
    assert refused.status_code == 409
    assert "出すのをやめられません" in refused.text
    assert page(sqlite_web, f"/staff/catalogue/{HERE}/new?kind=letter").status_code == 409


def test_what_is_typed_shows_as_it_would_arrive_and_goes_back_to_the_standard(sqlite_web):
    draft = begin(sqlite_web, "letter", "booked")
    before = looks(sqlite_web, draft, "en")
    typed = {"field": "en", "subject": "{day} {time}", "body": "Gate B. {day} {time}\n{link}"}
    answer = do(sqlite_web, draft, "texts", **typed)
    assert answer.location.endswith("?field=en")
    subject, body = looks(sqlite_web, draft, "en")
    assert subject.endswith("10:00")
    assert "Gate B. " in body
    assert "/booking#WQ1-XXXX" in body
    assert looks(sqlite_web, draft)[0].startswith("【")
    shown = page(sqlite_web, draft).text
    assert "件名（英語）" in shown
    assert do(sqlite_web, draft, "standard", field="en").status_code == 303
    assert looks(sqlite_web, draft, "en") == before
    assert "市の標準と同じです" in page(sqlite_web, draft).text


def test_an_unknown_placeholder_is_told_at_its_input_and_keeps_what_was_typed(sqlite_web):
    draft = begin(sqlite_web, "letter", "booked")
    typed = {"field": "ja", "subject": "{day}{time}", "body": "{day}{time}\n{nmae}さま {link}"}
    answer = do(sqlite_web, draft, "texts", **typed)
    assert answer.status_code == 400
    assert 'aria-describedby="wrong-body"' in answer.text
    assert "2行目: {nmae} という項目はありません" in answer.text
    assert "{nmae}さま" in answer.text
    assert "{nmae}" not in page(sqlite_web, draft).text


def test_what_is_missing_leads_to_the_language_that_lacks_it(sqlite_web):
    draft = begin(sqlite_web, "letter", "called")
    do(sqlite_web, draft, "texts", field="vi", subject="{label}", body="{label} {counter}")
    shown = page(sqlite_web, draft).text
    assert "{counter} を必ず入れてください" in shown
    assert '<a href="?field=vi">Tiếng Việtの文を開く</a>' in shown
    assert do(sqlite_web, draft, "ask").status_code == 409
