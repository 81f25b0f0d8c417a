from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import load_pack
from server.app import Options, build
from server.db.city import City
from server.db.engine import open_engine
from server.db.models import Role
from server.db.secrets import read_office_key
from server.services import staff
from server.web.staff.demo import DemoMode
from tests.parts.clock import Clock
from tests.parts.demo_city import CLERK, OFFICE, PASSWORD
from tests.parts.demo_office import Installed, sqlite_copy

WRONG = "wrong-password"
NAVIGATES = {"Sec-Fetch-Mode": "navigate"}
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def city(installed: Installed, tmp_path, clock: Clock) -> Iterator[City]:
    engine = open_engine(sqlite_copy(installed, tmp_path))
    yield City(engine, clock, read_office_key(installed.office_key), "http://localhost")
    engine.dispose()


def app_of(city: City, installed: Installed, *, demo: bool) -> Flask:
    shown = load_pack("osaka-demo").demo
    mode = DemoMode(shown, "http://127.0.0.1:8090/") if demo else None
    return build(Options("unused", installed.office_key, demo=mode), city).app


@pytest.fixture
def client(city: City, installed: Installed) -> FlaskClient:
    return app_of(city, installed, demo=False).test_client()


@pytest.fixture
def demo_client(city: City, installed: Installed) -> FlaskClient:
    return app_of(city, installed, demo=True).test_client()


def log_in(client: FlaskClient, login: str = CLERK, password: str = PASSWORD, next_page: str = ""):
    form = {"login": login, "password": password}
    return client.post(f"/staff/login{next_page}", data=form, headers=OURS)


def test_login_works_without_javascript_and_leads_to_the_counters(client):
    answer = log_in(client)
    home = client.get("/staff")

    assert (answer.status_code, answer.location) == (303, "/staff")
    assert f"/staff/counter/{OFFICE}/10" in home.text


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(client):
    cookie = log_in(client).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_failed_login_says_so_on_the_page_and_keeps_the_name(client):
    answer = log_in(client, password=WRONG)

    assert answer.status_code == 401
    assert "ログイン名かパスワードが違います" in answer.text
    assert f'value="{CLERK}"' in answer.text
    assert WRONG not in answer.text


@pytest.mark.parametrize(
    "page",
    [
        "https://example.com/",
        "//example.com",
        "/\\example.com",
        "/staff/\\x",
        "/o/27125",
        "/staffx",
    ],
)
def test_a_login_never_leads_away_from_the_staff_pages(client, page):
    assert log_in(client, next_page=f"?next={page}").location == "/staff"


def test_a_login_leads_to_the_page_that_asked_for_it(client):
    asked = client.get(f"/staff/counter/{OFFICE}/3")
    answer = log_in(client, next_page="?" + asked.location.partition("?")[2])

    assert asked.status_code == 303
    assert answer.location == f"/staff/counter/{OFFICE}/3"


def test_a_login_from_a_foreign_page_is_refused(client):
    answer = client.post(
        "/staff/login",
        data={"login": CLERK, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://example.com"},
    )

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_after_logout_the_counter_asks_for_a_login(client):
    log_in(client)
    client.post("/staff/logout", headers=OURS)

    assert client.get("/staff").location.startswith("/staff/login")


def test_a_clerk_of_one_office_sees_no_counter_of_another(client):
    log_in(client)

    answer = client.get("/staff/counter/27127/1")

    assert answer.status_code == 403
    assert "この画面は開けません" in answer.text


def test_opening_a_console_takes_the_counter(client):
    log_in(client)
    client.get(f"/staff/counter/{OFFICE}/3")

    console = client.get(f"/api/v1/offices/{OFFICE}/counters/3").json

    assert console["holder"] == {
        "name": CLERK, "since": "2026-11-24T10:00:00+09:00", "mine": True, "lost": False,
    }  # fmt: skip


@pytest.mark.parametrize(("headers", "still_awake"), [({}, False), (NAVIGATES, True)])
def test_only_what_a_person_does_keeps_the_login_awake(client, city, clock, headers, still_awake):
    with city.writing() as session:
        staff.create(session, "kaoru", staff.hashed(PASSWORD), "西村 薫", {OFFICE: Role.MANAGER})
    log_in(client, "kaoru")
    clock.advance(minutes=9)
    client.get("/staff", headers=headers)
    clock.advance(minutes=9)

    answer = client.get(f"/api/v1/offices/{OFFICE}/counters/3")

    assert answer.status_code == (200 if still_awake else 403)


def test_the_console_is_closed_to_residents(client):
    assert client.get(f"/api/v1/offices/{OFFICE}/counters/3").status_code == 401


def test_at_work_the_first_page_lists_the_wards_and_tells_no_password(client):
    page = client.get("/").text

    assert page.count('class="place ward"') == 24
    assert f'href="/o/{OFFICE}"' in page
    assert "madoguchi-clerk" not in page + client.get("/staff/login").text


def test_at_work_nothing_is_told_about_a_demo(client):
    assert client.get("/start/health").status_code == 404


def test_the_start_page_of_a_demo_links_every_screen_and_tells_its_logins(demo_client):
    page = demo_client.get("/").text

    for link in (
        "/o/", "http://127.0.0.1:8090/", f"/staff/counter/{OFFICE}/10",
        f"/display/{OFFICE}/1F", "http://127.0.0.1:8090/papers", "http://127.0.0.1:8090/scanner",
    ):  # fmt: skip
        assert f'href="{link}"' in page
    for login in ("clerk", "lead", "manager", "admin", "auditor"):
        assert f"<code>madoguchi-{login}</code>" in page


def test_the_start_page_says_what_runs(demo_client):
    health = demo_client.get("/start/health").json

    assert health["server"] is True
    assert health["kiosk"] is False


@pytest.mark.parametrize("page", ["/", "/staff/login"])
def test_pages_carry_no_inline_script_or_style(demo_client, page):
    text = demo_client.get(page).text

    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
