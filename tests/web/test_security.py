import re

import pytest

from server.services import staff
from server.services.access import Who
from server.web.current import COOKIE
from server.web.security import is_ours
from tests.parts.office import COUNTER, SERVICE

PAGES = [
    "/", "/staff/login", "/api/v1/offices", "/api/v1/nothing", "/healthz", "/nothing",
    "/display/27125/1F", "/o/27125",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_lets_in_no_foreign_script_and_sits_in_no_frame(sqlite_web, path):
    headers = sqlite_web.client.get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    # The manager's preview is a frame of our own; nobody else may hang up a board.
    framed_by = "'self'" if path.startswith("/display/") else "'none'"
    assert policy["frame-ancestors"] == framed_by
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/staff/login", "/display/27125/1F", "/o/27125"])
def test_pages_have_no_script_or_style_in_them(sqlite_web, path):
    page = sqlite_web.client.get(path)
    assert page.status_code == 200
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page.text)
    assert not re.search(r"<style|\bstyle=|\bon[a-z]+=\"|javascript:", page.text)
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)


@pytest.mark.parametrize(
    ("site", "origin", "ours"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("same-site", None, False),
        ("cross-site", "http://localhost", False),
        (None, None, True),
        (None, "http://localhost", True),
        (None, "http://localhost:8001", False),
        (None, "https://evil.example", False),
        (None, "null", False),
        (None, "http://localhost.evil.example", False),
    ],
)
def test_a_foreign_page_does_not_write_in_anybody_s_name(sqlite_web, site, origin, ours):
    assert is_ours(site, origin, "localhost") is ours
    headers = {"Sec_Fetch_Site": site, "Origin": origin}
    answer = sqlite_web.post(
        sqlite_web.at(f"/counters/{COUNTER}/open"),
        {},
        Who.CLERK,
        **{name: value for name, value in headers.items() if value},
    )
    assert answer.status_code == (200 if ours else 403)
    if not ours:
        assert answer.json["error"]["code"] == "foreign_page"
        assert sqlite_web.hall.kinds() == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_every_unsafe_method_is_guarded(sqlite_web, method):
    answer = sqlite_web.client.open(
        "/api/v1/offices", method=method, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_reading_from_another_page_is_no_harm(sqlite_web):
    assert sqlite_web.get("/offices", Sec_Fetch_Site="cross-site").status_code == 200


@pytest.mark.parametrize("path", ["/visits/find", "/reservations/show", "/reservations/cancel"])
def test_a_token_is_taken_from_no_url(sqlite_web, path):
    token = sqlite_web.hall.book(sqlite_web.hall.slot_at(11, 15).id)
    answer = sqlite_web.post(f"{path}?token={token}", {})
    assert answer.status_code == 400


def test_no_endpoint_has_a_token_in_its_path_or_query(sqlite_web):
    paths = sqlite_web.get("/openapi.json").json["paths"]
    for path, methods in paths.items():
        assert "token" not in path
        for one in methods.values():
            assert "token" not in {parameter["name"] for parameter in one["parameters"]}


def test_links_carry_codes_in_the_fragment_only(sqlite_web):
    token = sqlite_web.hall.book(sqlite_web.hall.slot_at(11, 15).id)
    answer = sqlite_web.post(sqlite_web.at("/check-ins"), {"token": token}, Who.KIOSK).json
    [ticket] = answer["documents"]
    assert ticket["visit_url"].partition("#")[2] == answer["visit_code"]
    assert token not in ticket["visit_url"]


def test_answers_with_secrets_are_kept_by_no_browser_and_no_proxy(sqlite_web):
    slot = sqlite_web.hall.slot_at(11, 15).id
    booked = sqlite_web.post(sqlite_web.at("/reservations"), {"service": SERVICE, "slot": slot})
    shown = sqlite_web.post("/reservations/show", {"token": booked.json["token"]})
    for answer in (booked, shown):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_login_opens_the_api_until_the_logout(sqlite_web):
    hall = sqlite_web.hall
    with hall.city.writing() as session:
        hashed = staff.hashed("a long enough password")
        staff.create(session, "hana", hashed, "花", {"27125": staff.Role.CLERK})
    browser = sqlite_web.server.app.test_client()
    path = f"/api/v1{sqlite_web.at(f'/counters/{COUNTER}/open')}"
    assert browser.post(path, json={}).status_code == 401

    wrong = browser.post("/staff/login", data={"login": "hana", "password": "wrong one"})
    assert wrong.status_code == 401
    right = browser.post(
        "/staff/login", data={"login": "hana", "password": "a long enough password"}
    )
    assert right.status_code == 303
    cookie = right.headers["Set-Cookie"]
    assert COOKIE in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert browser.post(path, json={}).status_code == 200
    [opened] = hall.events()
    assert opened.staff.startswith("staff:")
    assert "hana" not in opened.staff

    held = browser.get_cookie(COOKIE).value
    assert browser.post("/staff/logout").status_code == 303
    assert browser.post(path, json={}).status_code == 401
    browser.set_cookie(COOKIE, held)
    assert browser.post(path, json={}).status_code == 401


@pytest.mark.db
@pytest.mark.parametrize("login", ["\x00", "ha\x00na", "' OR 1=1 --", "", "x" * 5000, "花"])
def test_no_odd_login_is_a_bug(office_web, login):
    answer = office_web.client.post("/staff/login", data={"login": login, "password": "\x00"})
    assert answer.status_code == 401


def test_a_login_leads_to_no_foreign_page(sqlite_web):
    hall = sqlite_web.hall
    with hall.city.writing() as session:
        hashed = staff.hashed("a long enough password")
        staff.create(session, "hana", hashed, "花", {"27125": staff.Role.CLERK})
    for away in ("https://evil.example/", "//evil.example", "/\\evil.example", "/staff/\\x"):
        answer = sqlite_web.client.post(
            "/staff/login",
            query_string={"next": away},
            data={"login": "hana", "password": "a long enough password"},
        )
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/staff"
