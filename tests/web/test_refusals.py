"""Wrong input at the API's door: the message a person needs, and never a bug."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import parse

from server.services.access import Who
from server.web import limits
from server.web.endpoint import ENDPOINTS
from server.web.security import MOST_BYTES
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import COUNTER, HERE, SERVICE


def refusal(answer: Any) -> tuple[int, str]:
    assert set(answer.json["error"]) >= {"code", "message"}
    return answer.status_code, answer.json["error"]["code"]


def fields(answer: Any) -> dict[str, str]:
    return {one["field"]: one["code"] for one in answer.json["error"]["fields"]}


def check_in(web, token: str) -> Any:
    return web.post(web.at("/check-ins"), {"token": token}, Who.KIOSK)


def test_an_unknown_field_is_named(sqlite_web):
    answer = sqlite_web.post(
        sqlite_web.at("/visits"), {"service": SERVICE, "colour": "red"}, Who.KIOSK
    )
    assert refusal(answer) == (400, "misfit")
    assert fields(answer) == {"colour": "unknown_field"}


def test_every_misfit_is_told_at_once(sqlite_web):
    body = {"slot": "soon", "language": "xx", "contact": {"email": "no"}, "shoe": 1}
    answer = sqlite_web.post(sqlite_web.at("/reservations"), body)
    assert set(fields(answer)) == {"service", "slot", "language", "contact.email", "shoe"}
    assert all(one["message"] for one in answer.json["error"]["fields"])


def test_every_misfit_of_a_form_is_told_at_once_with_its_place(sqlite_web):
    forms = {FORM: APPLICATION | {"applicant_kana": "漢字", "applicant_phone": "1"}}
    answer = sqlite_web.post(
        sqlite_web.at("/pre-applications"), {"procedures": [PROCEDURE], "forms": forms}
    )
    assert refusal(answer) == (400, "misfit")
    assert set(fields(answer)) == {
        f"forms.{FORM}.applicant_kana", f"forms.{FORM}.applicant_phone",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/?WQ17A3F9K2Z8M4PR6T0J", "WQ17A3F9K2Z8M4PR6T0K", "", "番号札",
        "X" * 10_000, "\n" * 64, "WQ1", "WQ27A3F9K2Z8M4PR6T0J", "9784003101018",
    ],
)  # fmt: skip
def test_what_is_no_token_is_said_to_be_none(sqlite_web, text):
    assert refusal(check_in(sqlite_web, text)) == (400, "not_a_token")


@pytest.mark.parametrize(
    "text",
    [
        "ＷＱ１７Ａ３Ｆ９Ｋ２Ｚ８Ｍ４ＰＲ６Ｔ０Ｊ", "wq17 a3f9 k2z8 m4pr 6t0j",
        "WQ17-A3F9-K2Z8-M4PR-6TOJ", "WQI7A3F9K2Z8M4PR6T0J",
    ],
)  # fmt: skip
def test_a_token_is_read_as_people_type_it(sqlite_web, text):
    assert refusal(check_in(sqlite_web, text)) == (404, "unknown_token")


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"not json", b"\xff\xfe", b'{"token": "\xed\xa0\x80"}', b'{"token": "\\ud800"}',
        b'{"token": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", b'{"a":' * 20_000,
        b"[1" + b"0" * 5_000 + b"]",
    ],
)  # fmt: skip
def test_what_is_no_json_is_said_to_be_none(sqlite_web, data):
    answer = sqlite_web.send(sqlite_web.at("/check-ins"), data, Who.KIOSK)
    assert refusal(answer) == (400, "misfit")


@pytest.mark.parametrize("data", [b"[]", b'"token"', b"null", b"17"])
def test_a_body_is_an_object(sqlite_web, data):
    answer = sqlite_web.send(sqlite_web.at("/check-ins"), data, Who.KIOSK)
    assert refusal(answer) == (400, "misfit")


def test_a_body_that_is_too_large_is_refused_unread(sqlite_web):
    body = b'{"token": "' + b"x" * MOST_BYTES + b'"}'
    assert refusal(sqlite_web.send(sqlite_web.at("/check-ins"), body, Who.KIOSK)) == (
        413, "too_large",
    )  # fmt: skip


@pytest.mark.parametrize("office", ["99999", "住之江", "27125 ", "%00", "..", "0x1b"])
@pytest.mark.db
def test_an_unknown_ward_is_said_to_be_none(office_web, office):
    answer = office_web.get(f"/offices/{office}/services")
    assert answer.status_code == 404
    assert answer.json["error"]["code"] in {"unknown_office", "not_found"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/offices/27125/board?area=9F", "unknown_area"),
        ("/offices/27125/procedures/nothing", "unknown_procedure"),
        ("/offices/27125/forms/nothing", "unknown_form"),
        ("/offices/27125/slots?service=nothing&from=2026-11-24&to=2026-11-24", "unknown_service"),
        ("/visits/NOTHING", "unknown_visit"),
        ("/nothing", "not_found"),
    ],
)
def test_what_is_not_there_has_a_code_of_its_own(sqlite_web, path, code):
    assert refusal(sqlite_web.get(path)) == (404, code)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("service=childcare&from=tomorrow&to=2026-11-24", "from"),
        ("service=childcare&from=2026-11-24", "to"),
        ("service=childcare&from=2026-11-24&to=2026-11-24&colour=red", "colour"),
    ],
)
def test_a_query_is_checked_like_a_body(sqlite_web, query, field):
    answer = sqlite_web.get(sqlite_web.at(f"/slots?{query}"))
    assert set(fields(answer)) == {field}


def test_a_method_that_is_not_there_is_refused_in_the_same_shape(sqlite_web):
    answer = sqlite_web.client.delete("/api/v1/offices")
    assert refusal(answer) == (405, "method_not_allowed")


@pytest.mark.parametrize("body", [{}, {"label": "A001", "stop": 1}])
def test_a_call_names_a_label_or_a_stop(sqlite_web, body):
    path = sqlite_web.at(f"/counters/{COUNTER}/call")
    assert refusal(sqlite_web.post(path, body, Who.CLERK)) == (400, "misfit")


def test_who_asks_too_often_without_a_key_is_asked_to_wait_and_machines_are_not(sqlite_web):
    path, token = "/visits/find", {"token": "x"}
    answers = {sqlite_web.post(path, token).status_code for _ in range(1201)}
    assert answers == {400, 429}
    assert refusal(sqlite_web.post(path, token)) == (429, "too_many_requests")
    assert refusal(sqlite_web.post(path, token, Who.INTEGRATOR)) == (400, "not_a_token")
    assert sqlite_web.get("/offices").status_code == 200


def test_an_address_that_reads_too_often_is_refused_until_the_minute_is_over(
    sqlite_web, monkeypatch
):
    monkeypatch.setattr(limits, "READS", parse("60/minute"))
    answers = [sqlite_web.get("/offices").status_code for _ in range(64)]
    assert answers[:60] == [200] * 60
    assert set(answers[60:]) == {429}
    assert sqlite_web.get("/offices/27125/counters", Who.CLERK).status_code == 200


def test_a_full_slot_offers_others(sqlite_web):
    slot = sqlite_web.hall.slot_at(11, 15)
    body = {"service": SERVICE, "slot": slot.id}
    answers = [sqlite_web.post(sqlite_web.at("/reservations"), body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert refusal(answers[2]) == (409, "slot_full")
    [first, *_] = answers[2].json["alternatives"]
    assert set(first) >= {"id", "start", "minutes", "method", "venue", "free"}
    assert first["start"].endswith("+09:00")


names = st.sampled_from([
    "token", "service", "slot", "label", "stop", "queues", "finish", "next", "reason", "forms",
    "procedures", "answers", "language", "pre_application", "form", "contact", "document",
    "attempt", "state", "reissue", "health", "values", "outcome", "priority",
])  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from([
        "WQ17A3F9K2Z8M4PR6T0J", SERVICE, FORM, PROCEDURE, "F001", "\x00", "\ud800", "ticket",
        "printed", 2**63, -1, 10**40,
    ])
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names | st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
parts = st.sampled_from(
    [HERE, COUNTER, "0", "9" * 30, "%00", "%ED%A0%80", "%2e%2e", "住之江", "x" * 300]
)


@pytest.mark.db
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_sent_no_endpoint_answers_with_a_bug(office_web, data):
    endpoint = data.draw(st.sampled_from(ENDPOINTS))
    who = data.draw(st.sampled_from(sorted(endpoint.who)))
    names_in_path = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
    path = endpoint.path.format_map(
        {
            name: HERE if name == "office" and who != Who.ANYBODY else data.draw(parts)
            for name in names_in_path
        }
    )
    known = sorted(endpoint.takes.model_fields)
    body = data.draw(st.dictionaries(st.sampled_from(known), values) if known else st.just({}))
    answer = office_web.client.open(
        f"/api/v1{path}",
        method=endpoint.method,
        data=json.dumps(body) if endpoint.method == "POST" else None,
        headers=office_web.people[who] | {"Idempotency-Key": uuid4().hex},
    )
    assert answer.status_code < 500, (endpoint.path, body, answer.text)
