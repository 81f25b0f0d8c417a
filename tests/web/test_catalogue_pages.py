"""The pages on which an office changes its catalogue, and the trial that residents never see."""

import io
import re

import pytest

from server.services.access import Who
from tests.parts.office import HERE

FORM, PROCEDURE = "juminhyo_koufu_seikyu", "juminhyo_koufu"
OURS = {"Sec-Fetch-Site": "same-origin"}


def page(web, path, who=Who.MANAGER):
    return web.client.get(path, headers=web.people[who])


def send(web, path, form, who=Who.MANAGER):
    headers = web.people[who] | OURS
    return web.client.post(path, data=form, headers=headers)


def begin(web, kind="form", code=FORM):
    answer = send(web, f"/staff/catalogue/{HERE}/{kind}/{code}", {"scope": "office", "do": "begin"})
    assert answer.status_code == 303
    return answer.location


def do(web, draft, name, who=Who.MANAGER, **form):
    shown = page(web, draft, who).text
    revision = re.search(r'name="revision" value="(\d+)"', shown)[1]
    return send(web, draft, {"revision": revision, "do": name, **form}, who)


def fields(web, draft):
    return re.findall(r'<span class="label">([^<]+)', page(web, draft).text)


def test_fields_are_added_moved_taken_away_and_brought_back(sqlite_web):
    draft = begin(sqlite_web)
    before = fields(sqlite_web, draft)
    first = re.search(r'\?field=(\w+)"', page(sqlite_web, draft).text)[1]
    added = do(sqlite_web, draft, "add", field=first, type="choice").location
    assert fields(sqlite_web, draft)[1] == "新しい項目（選ぶ（1つ））"
    key = added.partition("field=")[2]
    do(sqlite_web, draft, "up", field=key)
    assert fields(sqlite_web, draft)[0] == "新しい項目（選ぶ（1つ））"
    values = {"label_ja": "受け取り方", "options": "窓口 | At the desk\n郵便", "type": "choice"}
    assert do(sqlite_web, draft, "field", field=key, **values).status_code == 303
    shown = page(sqlite_web, added).text
    assert "窓口 | At the desk" in shown
    assert "英語がありません" in shown
    do(sqlite_web, draft, "remove", field=key)
    assert fields(sqlite_web, draft) == before
    do(sqlite_web, draft, "undo")
    assert fields(sqlite_web, draft)[0] == "受け取り方"


def test_a_condition_is_chosen_from_the_other_answers(sqlite_web):
    draft = begin(sqlite_web)
    last = re.findall(r'\?field=(\w+)"', page(sqlite_web, draft).text)[-1]
    said = {"field": last, "label_ja": "最後", "type": "text", "when.mode": "all"}
    assert do(sqlite_web, draft, "when:row:when", **said).status_code == 303
    shown = page(sqlite_web, f"{draft}?field={last}").text
    subject = re.search(r'name="when.0.was" value="(\w+)"', shown)[1]
    answer = re.search(r'name="when.0.value" value="([^"]+)" checked', shown)[1]
    row = {"when.0.q": subject, "when.0.was": subject, "when.0.value": answer}
    assert do(sqlite_web, draft, "when:row:when", **said, **row).status_code == 400
    assert do(sqlite_web, draft, "when:remove:when.0", **said, **row).status_code == 303
    assert "条件はありません" in page(sqlite_web, f"{draft}?field={last}").text


@pytest.mark.parametrize(
    ("kind", "code", "values", "told"),
    [
        (
            "procedure", PROCEDURE,
            {"summary_ja": "区の説明です。", "bring_0_ja": "本人確認書類", "bring_0_en": "ID",
             "bring_0_required": "yes"},
            "区の説明です。",
        ),
        ("question", "mv_date", {"text_ja": "引っ越した日は。"}, "引っ越した日は。"),
    ],
)  # fmt: skip
def test_procedures_and_questions_are_changed_in_their_own_words(
    sqlite_web, kind, code, values, told
):
    draft = begin(sqlite_web, kind, code)
    assert do(sqlite_web, draft, "texts", **values).status_code == 303
    shown = page(sqlite_web, draft).text
    assert f"<ins>{told}" in shown
    assert do(sqlite_web, draft, "ask").status_code == 303


def test_what_misfits_stays_on_the_page_and_changes_nothing(sqlite_web):
    draft = begin(sqlite_web)
    key = re.search(r'\?field=(\w+)"', page(sqlite_web, draft).text)[1]
    answer = do(sqlite_web, draft, "field", field=key, label_ja=" ", type="text")
    assert answer.status_code == 400
    assert 'href="#in-label_ja"' in answer.text
    assert 'aria-describedby="wrong-label_ja"' in answer.text
    assert 'name="revision" value="1"' in page(sqlite_web, draft).text
    assert do(sqlite_web, draft, "sing").status_code == 409


def test_a_file_goes_out_and_comes_in_or_is_refused_with_its_line(sqlite_web):
    draft = begin(sqlite_web)
    text = page(sqlite_web, f"{draft}.yaml").text
    assert page(sqlite_web, f"/staff/catalogue/{HERE}/form/{FORM}.yaml").text == text
    changed = text.replace("住民票の写し等交付請求書", "住民票の請求書", 1)
    broken = changed.replace("print_mode: form", "print_mode: poem", 1)
    for content, status in ((broken, 400), (changed, 303)):
        file = (io.BytesIO(content.encode()), "form.yaml")
        answer = do(sqlite_web, draft, "import", file=file)
        assert answer.status_code == status
        if status == 400:
            line = broken[: broken.index("print_mode")].count("\n") + 1
            assert f"entry.print_mode: {line}行目" in answer.text
    assert "<h1" in page(sqlite_web, draft).text
    assert "住民票の請求書" in page(sqlite_web, draft).text


def test_a_trial_is_for_staff_and_nothing_sent_in_it_stays(sqlite_web):
    draft = begin(sqlite_web)
    key = re.search(r'\?field=(\w+)"', page(sqlite_web, draft).text)[1]
    do(sqlite_web, draft, "field", field=key, label_ja="区だけの聞き方", type="address")
    trial = f"{HERE}-{draft.rpartition('/')[2]}"
    path = f"/o/{HERE}/apply/{PROCEDURE}"
    shown = page(sqlite_web, f"{path}?trial={trial}", Who.CLERK)
    assert "区だけの聞き方" in shown.text
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "試しに見ています" in shown.text
    assert "区だけの聞き方" not in page(sqlite_web, path, Who.ANYBODY).text
    stranger = page(sqlite_web, f"{path}?trial={trial}", Who.ANYBODY)
    assert (stranger.status_code, stranger.location[:12]) == (303, "/staff/login")
    assert sqlite_web.client.get(
        f"{path}?trial={trial}", headers=sqlite_web.neighbours[Who.MANAGER]
    ).status_code == 403  # fmt: skip
    before = sqlite_web.hall.seq()
    body = {"procedures": [PROCEDURE], "answers": {}, "forms": {}, "language": "ja"}
    answer = sqlite_web.post(
        f"/offices/{HERE}/pre-applications", body, Who.CLERK, Madoguchi_Trial=trial
    )
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "only_on_trial")
    assert sqlite_web.hall.seq() == before
    refused = sqlite_web.post(f"/offices/{HERE}/pre-applications", body, Madoguchi_Trial=trial)
    assert refused.status_code == 401
    gone = f"{path}?trial={HERE}-99"
    assert page(sqlite_web, gone, Who.CLERK).status_code == 404


def test_the_paper_of_a_draft_is_drawn_with_a_sample(sqlite_web):
    draft = begin(sqlite_web)
    assert page(sqlite_web, f"{draft}/paper.png").data.startswith(b"\x89PNG")
    assert page(sqlite_web, f"{draft}/paper.pdf").data.startswith(b"%PDF")
    assert page(sqlite_web, f"{draft}/paper.pdf", Who.CLERK).status_code == 403


def test_what_a_ward_alone_offers_is_no_difference_from_the_city(sqlite_web):
    listed = page(sqlite_web, f"/staff/catalogue/{HERE}?kind=form").text
    assert listed.count("この区だけ") == 1
    assert "市の標準と違う" not in listed


def test_what_a_ward_says_otherwise_is_marked_and_can_be_taken_back(sqlite_web):
    draft = begin(sqlite_web)
    do(sqlite_web, draft, "title", title_ja="区の題", title_en="Title")
    do(sqlite_web, draft, "ask")
    assert do(sqlite_web, draft, "approve").status_code == 409
    assert do(sqlite_web, draft, "approve", Who.ADMIN).status_code == 303
    assert do(sqlite_web, draft, "publish").status_code == 303
    listed = page(sqlite_web, f"/staff/catalogue/{HERE}").text
    assert listed.count("市の標準と違う") == 1
    entry = f"/staff/catalogue/{HERE}/form/{FORM}"
    assert "<ins>区の題" in page(sqlite_web, entry).text
    form = {"scope": "office", "version": "0", "do": "bring-back"}
    assert send(sqlite_web, entry, form).status_code == 303
    assert "市の標準と違う" not in page(sqlite_web, f"/staff/catalogue/{HERE}").text
    assert send(sqlite_web, entry, {"scope": "city", "do": "begin"}).status_code == 403
