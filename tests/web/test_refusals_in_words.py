"""Whatever the office refuses a resident, it says so in the language of the page."""

import ast
import importlib
import re
from collections.abc import Iterator

import pytest

from server.app import API
from server.services.access import ALL
from server.web.endpoint import ENDPOINTS
from server.web.resident import refusals
from server.web.resident.languages import OFFERED, texts
from tests.parts import raised
from tests.parts.office import HERE

FOREIGN = sorted(set(OFFERED) - {"ja"})
#: Raised at the door of every endpoint and page, before its view.
AT_THE_DOOR = {
    "misfit", "not_found", "too_large", "too_many_requests", "unauthorized", "unavailable",
}  # fmt: skip
#: Said as "this did not work": nobody can do anything about it, or only the staff meet it.
SAID_AS_OTHER = {
    "only_on_trial": "staff who try a draft",
    "unknown_area": "the office's own setting names it",
    "unknown_counter": "the office's own setting names it",
    "unknown_display": "the office's own setting names it",
    "unknown_external_section": "a pack holds whom its procedures name",
    "unknown_phrases": "every pack has them",
    "unknown_question": "the office's own questions are asked",
    "unknown_questionnaire": "every pack has one",
    "unknown_queue": "the office's own setting names it",
    "unknown_room": "the office's own setting names it",
    "unknown_search_words": "every pack has them",
}
#: Wrong in what a page itself has made, never in what somebody typed.
MADE_BY_THE_PAGE = {
    "bad_idempotency_key", "misfit", "not_a_token", "not_asked", "not_an_answer", "not_json",
    "type", "unknown_field", "unknown_form", "unknown_question", "unknown_reason",
}  # fmt: skip


def views() -> Iterator[raised.Name]:
    """Yield every view that a resident's page asks, and those pages."""
    for name in API:
        importlib.import_module(f"server.web.api.{name}")
    for one in ENDPOINTS:
        if one.who == ALL:
            yield one.view.__module__, one.view.__name__
            if one.office_of is not None:
                yield one.office_of.__module__, one.office_of.__name__
    for node in raised.source().modules["server.web.resident.pages"].body:
        if isinstance(node, ast.FunctionDef):
            yield "server.web.resident.pages", node.name


def test_what_refuses_deep_down_is_found():
    booking = {("server.web.api.booking", "book_slot")}
    assert {"slot_full", "booking_closed", "too_many_bookings", "unknown_service"} <= (
        raised.refusals(booking)
    )
    assert {"my_number", "postal_code", "no_class"} <= raised.of_fields(booking)
    assert "own_draft" not in raised.refusals(views())


@pytest.mark.parametrize("language", FOREIGN)
def test_every_refusal_that_a_resident_can_meet_is_said_in_every_language(language):
    wanted = raised.refusals(views()) | AT_THE_DOOR
    said = {code for code, words in refusals.table().items() if language in words}
    assert wanted - said - set(SAID_AS_OTHER) == set()


def test_no_sentence_is_left_that_nobody_says():
    raises = raised.refusals(views()) | AT_THE_DOOR
    assert set(refusals.table()) - raises == {refusals.OTHER, "opens_at"}
    assert set(SAID_AS_OTHER) <= raises


@pytest.mark.parametrize("language", FOREIGN)
def test_every_misfit_of_a_field_is_said_in_every_language(language):
    said = {key.removeprefix("error.") for key in texts(language) if key.startswith("error.")}
    assert raised.of_fields(views()) - said - MADE_BY_THE_PAGE == set()
    assert "other" in said


@pytest.mark.parametrize("code", sorted(refusals.table()))
def test_a_sentence_is_the_same_in_all_languages(code):
    words = refusals.table()[code]
    values = {language: set(re.findall(r"\{\w+\}", text)) for language, text in words.items()}
    assert len({frozenset(one) for one in values.values()}) == 1
    assert set(words) - {"ja"} == set(FOREIGN)
    foreign = [text for one, text in words.items() if one not in ("ja", "easy_ja")]
    assert not re.search("[ぁ-ヺ]", " ".join(foreign))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("ja", "「99999」という区役所は登録されていません。"),
        ("en", "There is no such ward office."),
        ("vi", "Không có văn phòng quận này."),
    ],
)
def test_a_page_that_cannot_be_opened_says_so_in_the_language_of_its_reader(
    sqlite_web, language, says
):
    answer = sqlite_web.client.get(
        "/o/99999", headers={"Accept-Language": language, "Accept": "text/html"}
    )
    assert answer.status_code == 404
    assert says in answer.text
    assert f'<html lang="{language}">' in answer.text
    if language != "ja":
        assert not re.search("[ぁ-ヺ]", answer.text[: answer.text.index('class="button')])


def test_staff_are_refused_in_japanese(sqlite_web):
    asks = {"Accept-Language": "en", "Accept": "text/html"}
    assert "このページはありません。" in sqlite_web.client.get("/staff/nowhere", headers=asks).text


def test_a_browser_that_likes_english_is_refused_a_closed_form_in_english(sqlite_web):
    asks = {"Accept-Language": "en", "Accept": "text/html"}
    answer = sqlite_web.client.get(f"/o/{HERE}/apply/gone", headers=asks)
    assert "This procedure is not offered now." in answer.text
