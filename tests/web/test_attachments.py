"""Files over HTTP: how they come in, how they are refused, and who is shown them."""

from base64 import b64encode

import pytest

from server.services import drafts
from server.services.access import Who
from server.services.safe_files import MOST_BYTES
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.files import bomb, pdf, photo
from tests.parts.office import HERE, NEIGHBOUR

CODE = "need_of_care"
TYPED = {"page": f"apply/{PROCEDURE}", "controls": {}, "rows": {}}


@pytest.fixture
def draft(sqlite_web):
    answer = sqlite_web.post(f"/offices/{HERE}/drafts", {"content": TYPED})
    return answer.json["token"]


def add(web, token, data=None, key=None):
    text = b64encode(photo() if data is None else data).decode()
    body = {"token": token, "form": FORM, "attachment": CODE, "data": text}
    return web.post("/attachments", body, **({"Idempotency-Key": key} if key else {}))


def listed(web, token):
    return web.post("/attachments/list", {"token": token}).json["attachments"]


def sent(web, draft):
    body = {"procedures": [PROCEDURE], "forms": {FORM: APPLICATION}, "draft": draft}
    return web.post(f"/offices/{HERE}/pre-applications", body).json["token"]


def staff_get(web, path, who=Who.CLERK, people=None):
    return web.client.get(f"/staff/review/{path}", headers=(people or web.people)[who])


def test_the_same_upload_sent_twice_is_kept_once(sqlite_web, draft):
    first, again = (add(sqlite_web, draft, pdf(), key="once") for _ in range(2))
    assert (first.status_code, first.json) == (201, again.json)
    assert [(one["kind"], one["bytes"]) for one in listed(sqlite_web, draft)] == [
        ("pdf", len(pdf()))
    ]


def test_a_resident_opens_and_removes_what_was_sent(sqlite_web, draft):
    number = add(sqlite_web, draft).json["id"]
    body = {"token": draft, "id": number}
    shown = sqlite_web.post("/attachments/open", body)
    assert (shown.mimetype, shown.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert sqlite_web.post("/attachments/remove", body).status_code == 200
    assert listed(sqlite_web, draft) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg onload=alert(1)>", "file_kind"),
        (bomb(), "file_size"),
        (bytes(MOST_BYTES + 1), "file_size"),
        (pdf(opened_by="secret"), "file_locked"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_and_nothing_is_kept(sqlite_web, draft, data, code):
    before = sqlite_web.hall.seq()
    refused = add(sqlite_web, draft, data)
    assert refused.status_code == 400
    assert [(one["field"], one["code"]) for one in refused.json["error"]["fields"]] == [
        ("data", code)
    ]
    assert (listed(sqlite_web, draft), sqlite_web.hall.seq()) == ([], before)


def test_no_base64_is_a_misfit_and_a_body_far_too_large_is_not_read(sqlite_web, draft):
    body = {"token": draft, "form": FORM, "attachment": CODE, "data": "no base64!"}
    assert sqlite_web.post("/attachments", body).status_code == 400
    assert add(sqlite_web, draft, bytes(MOST_BYTES + 500_000)).status_code == 413


def test_only_uploads_may_be_large(sqlite_web, draft):
    body = {"token": draft, "id": 1, "more": "x" * 300_000}
    assert sqlite_web.post("/attachments/remove", body).status_code == 413


def test_an_address_sends_only_so_many_files_a_minute(sqlite_web, draft):
    wrong = {"token": draft, "form": FORM, "attachment": CODE, "data": ""}
    answers = [sqlite_web.post("/attachments", wrong).status_code for _ in range(61)]
    assert set(answers[:60]) == {400}
    assert answers[60] == 429


@pytest.mark.parametrize(("data", "kind"), [(photo(), "image/jpeg"), (pdf(), "application/pdf")])
def test_a_clerk_of_the_office_is_shown_a_file_that_can_do_nothing(sqlite_web, draft, data, kind):
    number = add(sqlite_web, draft, data).json["id"]
    sent(sqlite_web, draft)
    shown = staff_get(sqlite_web, f"{HERE}/1/attachments/{number}")
    assert (shown.status_code, shown.mimetype) == (200, kind)
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith("inline; filename=")
    assert shown.headers["Cache-Control"] == "no-store"
    (policy,) = shown.headers.getlist("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert ("sandbox" in policy) == (kind == "image/jpeg")


def test_nobody_else_is_shown_it(sqlite_web, draft):
    number = add(sqlite_web, draft).json["id"]
    sent(sqlite_web, draft)
    path = f"1/attachments/{number}"
    for who in set(Who) - {Who.CLERK, Who.LEAD, Who.MANAGER}:
        assert staff_get(sqlite_web, f"{HERE}/{path}", who).status_code in {401, 403}, who
    neighbours = sqlite_web.neighbours
    assert staff_get(sqlite_web, f"{HERE}/{path}", people=neighbours).status_code == 403
    assert staff_get(sqlite_web, f"{NEIGHBOUR}/{path}", people=neighbours).status_code == 404
    assert staff_get(sqlite_web, f"{HERE}/1/attachments/999").status_code == 404


def test_a_draft_that_is_gone_takes_no_file(sqlite_web, draft):
    with sqlite_web.hall.work() as work:
        drafts.delete(work, draft)
    assert add(sqlite_web, draft).json["error"]["code"] == "unknown_draft"
