import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from config import load_pack
from server.app import Options, build
from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import read_office_key
from server.web.resident import languages
from server.web.resident.languages import HTML_LANG, OFFERED, texts
from tests.parts.clock import Clock
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import Installed, sqlite_copy
from tests.parts.family import FORM, PROCEDURE, SERVICE

PAGES = [
    "/o/",
    f"/o/{OFFICE}",
    f"/o/{OFFICE}/apply/{PROCEDURE}",
    f"/o/{OFFICE}/times/{SERVICE}",
    "/booking",
    "/turn",
]


@pytest.fixture(scope="module")
def client(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    engine = open_engine(sqlite_copy(installed, tmp_path_factory.mktemp("pages")))
    city = City(engine, Clock(), read_office_key(installed.office_key), "http://localhost")
    yield build(Options("unused", installed.office_key), city).app.test_client()
    engine.dispose()


@pytest.fixture(autouse=True)
def forget_the_language(client: FlaskClient) -> Iterator[None]:
    yield
    client.delete_cookie("madoguchi_language")


class Reader(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(client: FlaskClient, path: str) -> Reader:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return Reader(answer.text)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", OFFERED)
def test_every_page_comes_in_every_offered_language_without_inline_code(client, path, language):
    read = page(client, f"{path}?lang={language}")

    for tag, attributes in read.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if tag == "script":
            assert attributes.get("src") or attributes.get("type") == "application/json"
        assert tag != "style"
    assert read.all("html")[0]["lang"] == HTML_LANG[language]


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere(client, path):
    read = page(client, path)
    addresses = [one.get("src") or one.get("href") for _, one in read.tags]
    assert all(re.match(r"[/?#]", one) for one in addresses if one)


@pytest.mark.parametrize("path", PAGES)
def test_every_control_has_a_label(client, path):
    read = page(client, path)
    labelled = {one.get("for") for one in read.all("label")}
    for tag in ("select", "textarea"):
        for one in read.all(tag):
            assert one.get("aria-label") or one.get("id") in labelled, one
    for one in read.all("input"):
        inside_a_label = one.get("type") in ("radio", "checkbox")
        assert inside_a_label or one.get("aria-label") or one["id"] in labelled, one


def test_all_24_wards_stand_in_their_official_order(client):
    found = re.findall(r'href="/o/(\d{5})"', client.get("/o/").text)
    assert len(found) == 24
    assert found[0] == "27127"
    assert found == [office.code for office in load_pack("osaka-demo").offices]


def test_the_form_asks_every_field_and_nothing_that_is_written_by_hand(client):
    form = load_pack("osaka-demo").form(FORM)
    asked = {
        one["data-path"]
        for _, one in page(client, f"/o/{OFFICE}/apply/{PROCEDURE}").tags
        if "data-path" in one
    }
    wanted = {one.key for one in form.fields if not one.is_blank}
    columns = {
        f"{one.key}.__i__.{column.key}"
        for one in form.fields
        for column in one.columns
        if not column.is_blank
    }
    files = {f"{FORM}.attachments.{one.code}" for one in form.attachments}
    assert asked == wanted | columns | files


def test_every_procedure_that_is_offered_has_a_page(client):
    offered = re.findall(rf'href="(/o/{OFFICE}/apply/\w+)"', client.get(f"/o/{OFFICE}").text)
    assert f"/o/{OFFICE}/apply/{PROCEDURE}" in offered
    for address in offered:
        page(client, address)


def test_a_birth_year_can_be_found_in_both_counts(client):
    html = client.get(f"/o/{OFFICE}/apply/{PROCEDURE}").text
    assert '<option value="昭和64年">昭和64年 (1989)</option>' in html
    assert '<option value="平成元年">平成元年 (1989)</option>' in html


@pytest.mark.parametrize(
    "path",
    ["/o/99999", f"/o/{OFFICE}/apply/nothing", f"/o/{OFFICE}/times/nothing", "/o/99999/accent.css"],
)
def test_what_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_chosen_language_stays_on_the_device(client):
    client.get("/o/?lang=en")
    assert "Which ward office?" in client.get("/o/").text
    client.get("/o/?lang=tlh")
    assert "Which ward office?" in client.get("/o/").text


def test_japanese_comes_first_where_a_browser_says_nothing(client):
    assert "どの区の手続きですか" in client.get("/o/").text


def test_the_ward_gives_the_line_under_the_header_its_colour(client):
    accent = load_pack("osaka-demo").office(OFFICE).accent
    assert accent in client.get(f"/o/{OFFICE}/accent.css").text


@pytest.mark.parametrize(
    ("likes", "language"),
    [
        ("en-GB,en;q=0.9", "en"), ("zh-TW", "zh_hant"), ("zh-Hant-HK", "zh_hant"),
        ("zh-CN,zh;q=0.9", "zh_hans"), ("ko", "ko"), ("fr,vi;q=0.5", "vi"),
        ("fr", "ja"), ("", "ja"),
    ],
)  # fmt: skip
def test_a_browser_is_answered_in_its_own_language_until_somebody_chooses(client, likes, language):
    asks = {"Accept-Language": likes}
    assert f'data-language="{language}"' in client.get("/o/", headers=asks).text
    client.get("/o/?lang=easy_ja", headers=asks)
    assert 'data-language="easy_ja"' in client.get("/o/", headers=asks).text


def test_every_language_has_the_same_places_for_values():
    japanese = texts("ja")
    for language in OFFERED:
        for key, text in texts(language).items():
            wanted = set(re.findall(r"\{(\w+)\}", japanese.get(key, text)))
            assert set(re.findall(r"\{(\w+)\}", text)) <= wanted, (language, key)


def test_no_foreign_language_lacks_a_text():
    table = Path(languages.__file__).parent / "texts"
    keys = {
        language: set(yaml.safe_load((table / f"{language}.yaml").read_text("utf-8")))
        for language in OFFERED
        if language not in ("ja", "easy_ja")
    }
    assert {language: keys["en"] ^ own for language, own in keys.items() if own != keys["en"]} == {}


def test_the_state_of_the_check_is_told_in_every_language():
    told = {language: texts(language)["review.asked"] for language in OFFERED}
    assert len(set(told.values())) == len(OFFERED)


def test_the_nursery_form_speaks_english_throughout(client):
    page = client.get(f"/o/{OFFICE}/apply/hoiku_midyear?lang=en").text
    asked = r"<h1[^>]*>([^<]+)|<legend[^>]*>([^<]+)|<label[^>]*>([^<]+)|<span>([^<]+)</span>"
    told = {"".join(found) for found in re.findall(asked, page[page.index("<form") :])}
    assert {text for text in told if re.search("[ぁ-んァ-ヶ一-龯]", text)} == set()
    assert '<option value="父">Father</option>' in page
