"""A phone's question by the short way gets what it gets by the usual one."""

import pytest
from limits import parse

from server.services.access import Who
from server.web import limits, short_way
from tests.parts.office import COUNTER

pytestmark = pytest.mark.db

#: Flask's own answer says the time itself; on the short way the HTTP server does.
SAID_BY_THE_SERVER = {"Date"}


def told(answer) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.headers if name not in SAID_BY_THE_SERVER}
    return answer.status_code, headers, answer.data


@pytest.fixture
def usual_way(monkeypatch):
    """Send every question of this test's second half the usual way."""

    def close() -> None:
        monkeypatch.setattr(short_way, "PREFIX", "/nowhere/")

    return close


def asked(web, code: str) -> list[tuple[int, dict[str, str], bytes]]:
    path = f"/visits/{code}"
    first = told(web.get(path))
    etag = first[1].get("ETag", "")
    again = [
        told(web.client.get(f"/api/v1{path}", headers={"If-None-Match": one}))
        for one in (etag, f"W/{etag}", '"another"', "*")
    ]
    return [first, *again]


def test_both_ways_answer_alike_while_the_visit_waits_and_when_it_is_called(office_web, usual_way):
    code = office_web.hall.walk_in().visit_code
    office_web.hall.open(COUNTER)
    waiting = asked(office_web, code)
    office_web.hall.call_next()
    called = asked(office_web, code)
    assert [status for status, _, _ in called] == [200, 304, 304, 200, 304]
    assert waiting[0] != called[0]
    usual_way()
    assert asked(office_web, code) == called


@pytest.mark.parametrize("path", ["A" * 32, "find", "", "%E7%AA%93", "a/b"])
def test_what_opens_nothing_is_refused_in_the_usual_words(office_web, usual_way, path):
    short = told(office_web.get(f"/visits/{path}"))
    usual_way()
    assert told(office_web.get(f"/visits/{path}")) == short
    assert short[0] in (404, 405)


def test_a_wrong_key_is_refused_and_a_right_one_is_answered(office_web):
    path = f"/api/v1/visits/{office_web.hall.walk_in().visit_code}"
    wrong = {"Authorization": "Bearer nobody"}
    assert office_web.client.get(path, headers=wrong).status_code == 401
    assert office_web.get(path.removeprefix("/api/v1"), Who.CLERK).status_code == 200
    assert office_web.client.get(f"{path}?more=1").status_code == 400
    assert office_web.client.head(path).data == b""


def test_phones_of_one_address_are_counted_on_the_short_way_too(office_web, monkeypatch):
    monkeypatch.setattr(limits, "READS", parse("60/minute"))
    path = f"/visits/{office_web.hall.walk_in().visit_code}"
    answers = [office_web.get(path).status_code for _ in range(64)]
    assert answers[:60] == [200] * 60
    assert set(answers[60:]) == {429}
