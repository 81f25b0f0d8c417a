"""The office's pages: who may open which, and what a form on them does."""

import re
from html import unescape

import pytest

from server.db.models import Role
from server.services import staff
from server.services.access import CARETAKERS, MANAGERS, REVIEWERS, Who
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR, TOMORROW

STAFF = (Who.CLERK, Who.LEAD, Who.MANAGER, Who.ADMIN, Who.AUDITOR)
PAGES = {
    "review": REVIEWERS,
    "assist": REVIEWERS,
    "slot-plans": MANAGERS,
    "fleet": CARETAKERS,
    "catalogue": MANAGERS,
}
PASSWORD = "ebi-tempura-9801"
OURS = {"Sec-Fetch-Site": "same-origin"}


def page(web, path, who, people=None):
    headers = (people or web.people)[who]
    return web.client.get(f"/staff/{path}", headers=headers)


def send(web, path, form, who, **headers):
    return web.client.post(f"/staff/{path}", data=form, headers=web.people[who] | (headers or OURS))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_its_roles_and_for_nobody_else(sqlite_web, name):
    for who in STAFF:
        opened = page(sqlite_web, f"{name}/{HERE}", who).status_code
        assert opened == (200 if who in PAGES[name] else 403), who
        assert page(sqlite_web, f"{name}/{HERE}", who, sqlite_web.neighbours).status_code == 403
    assert page(sqlite_web, f"{name}/{HERE}", Who.ANYBODY).status_code == 303


def applied(web):
    hall = web.hall
    code = hall.apply([PROCEDURE], {FORM: APPLICATION})
    hall.book(hall.slot_at(10, 15, day=TOMORROW).id, pre_application=code)
    return code


def test_a_clerk_accepts_and_the_resident_sees_it(sqlite_web):
    token = applied(sqlite_web)
    assert "𠮷田 さくら" in page(sqlite_web, f"review/{HERE}?day=tomorrow", Who.CLERK).text
    answer = send(sqlite_web, f"review/{HERE}/1/accept", {"version": "1"}, Who.CLERK)
    assert answer.status_code == 303
    shown = sqlite_web.post("/reservations/show", {"token": token}).get_json()
    accepted = {"state": "accepted", "message": "", "fields": [], "attachments": []}
    assert shown["review"] == accepted


def test_a_resident_mends_what_was_asked_by_the_same_code(sqlite_web):
    token = applied(sqlite_web)
    form = {"version": "1", "fields": f"{FORM}:applicant_phone", "message": "番号を確かめて"}
    assert send(sqlite_web, f"review/{HERE}/1/ask", form, Who.CLERK).status_code == 303
    shown = sqlite_web.post("/reservations/show", {"token": token}).get_json()["review"]
    assert (shown["state"], shown["fields"][0]["path"]) == ("asked", "applicant_phone")
    body = {"token": token, "answers": {FORM: {"applicant_phone": "06-1111-2222"}}}
    assert sqlite_web.post("/pre-applications/corrections", body).status_code == 200
    assert "06-1111-2222" in page(sqlite_web, f"review/{HERE}/1", Who.CLERK).text


def test_a_misfit_stays_on_the_page_with_what_was_typed(sqlite_web):
    applied(sqlite_web)
    form = {"version": "1", "field": f"{FORM}:applicant_phone", "answer": "12", "reason": "phone"}
    answer = send(sqlite_web, f"review/{HERE}/1/correct?form={FORM}", form, Who.CLERK)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="12"' in answer.text


def test_the_paper_is_shown_as_it_will_be_printed(sqlite_web):
    applied(sqlite_web)
    picture = page(sqlite_web, f"review/{HERE}/1/{FORM}.png", Who.CLERK)
    paper = page(sqlite_web, f"review/{HERE}/1/{FORM}.pdf", Who.CLERK)
    assert picture.data.startswith(b"\x89PNG")
    assert paper.data.startswith(b"%PDF")
    assert page(sqlite_web, f"review/{HERE}/1/{FORM}.png", Who.ADMIN).status_code == 403
    assert page(sqlite_web, f"review/{NEIGHBOUR}/1/{FORM}.png", Who.CLERK).status_code == 403


def test_another_site_changes_nothing(sqlite_web):
    applied(sqlite_web)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = send(sqlite_web, f"review/{HERE}/1/accept", {"version": "1"}, Who.CLERK, **foreign)
    assert answer.status_code == 403


def test_what_staff_write_for_somebody_says_how_it_came(sqlite_web):
    body = {"procedures": [PROCEDURE], "forms": {FORM: APPLICATION}, "channel": "phone"}
    path = f"/offices/{HERE}/assisted-applications"
    made = sqlite_web.post(path, body, Who.CLERK)
    assert made.status_code == 201
    assert made.get_json()["qr_svg"]
    assert "電話" in page(sqlite_web, f"review/{HERE}?day=unbooked", Who.CLERK).text
    assert sqlite_web.post(path, body | {"channel": "web"}, Who.CLERK).status_code == 400


def shown_day(web):
    """Return the day that the inbox opens with: the one of its tabs that is current."""
    text = page(web, f"review/{HERE}", Who.CLERK).text
    return re.search(r"day=(\w+)[^>]*aria-current", text)[1]


def test_the_inbox_opens_on_tomorrow_and_else_on_the_soonest_day_with_somebody(sqlite_web):
    hall = sqlite_web.hall
    assert shown_day(sqlite_web) == "tomorrow"
    unbooked = hall.apply([PROCEDURE], {FORM: APPLICATION})
    assert shown_day(sqlite_web) == "unbooked"
    hall.book(hall.slot_at(10, 45).id, pre_application=unbooked)
    assert shown_day(sqlite_web) == "today"
    applied(sqlite_web)
    assert shown_day(sqlite_web) == "tomorrow"


def test_whoever_may_not_open_a_page_logs_in_as_somebody_who_may(sqlite_web):
    refused = page(sqlite_web, f"slot-plans/{HERE}", Who.CLERK)
    assert refused.status_code == 403
    way = re.search(r'href="(/staff/login\?next=[^"]+)">別の人でログインする', refused.text)[1]
    with sqlite_web.hall.city.writing() as session:
        roles = {HERE: Role.MANAGER}
        staff.create(session, "tanaka", staff.hashed(PASSWORD), "田中", roles)
    browser = sqlite_web.server.app.test_client()
    form = re.search(r'action="([^"]+)"', browser.get(unescape(way)).text)[1]
    told = {"login": "tanaka", "password": PASSWORD}
    answer = browser.post(unescape(form), data=told, headers=OURS)
    assert (answer.status_code, answer.location) == (303, f"/staff/slot-plans/{HERE}")
    assert browser.get(answer.location).status_code == 200
