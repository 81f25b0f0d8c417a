import base64
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from tests.parts.demo_city import OFFICE
from tests.parts.family import APPLICATION, FORM, PROCEDURE, SERVICE

NOBODYS = "WQ100000000000000000"


def post(client: FlaskClient, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1{path}", json=body)


def applied(client: FlaskClient) -> str:
    body = {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}}
    return post(client, f"/offices/{OFFICE}/pre-applications", body).json["token"]


def booked(client: FlaskClient, token: str | None) -> str:
    days = "from=2026-11-25&to=2026-11-27"
    path = f"/api/v1/offices/{OFFICE}/slots?service={SERVICE}&{days}"
    slot = client.get(path).json["slots"][0]["id"]
    body = {"service": SERVICE, "slot": slot} | ({"pre_application": token} if token else {})
    return post(client, f"/offices/{OFFICE}/reservations", body).json["token"]


@pytest.mark.db
def test_a_code_shows_when_where_and_what_to_bring_and_nothing_that_was_filled_in(client):
    token = booked(client, applied(client))

    shown = post(client, "/reservations/show", {"token": token})

    assert shown.status_code == 200
    assert shown.json["state"] == "confirmed"
    assert shown.json["start"].startswith("2026-11-25T")
    assert shown.json["code"].replace(" ", "") == token
    assert shown.json["forms"][0]["form"] == FORM
    assert shown.json["paper"] == "申込書"
    assert shown.json["bring"]
    assert shown.json["visit_code"] is None
    assert "<svg" in shown.json["qr_svg"]
    assert not any(text in shown.text for text in ("𠮷田", "\\ud842", "090-1234-5678"))


def test_forms_without_a_time_are_found_under_pre_applications(client):
    token = applied(client)

    assert post(client, "/reservations/show", {"token": token}).status_code == 404
    shown = post(client, "/pre-applications/show", {"token": token})

    assert shown.json["start"] is None
    assert shown.json["service"] == SERVICE


def test_a_time_without_forms_can_be_shown_and_printed_too(client):
    token = booked(client, None)

    shown = post(client, "/reservations/show", {"token": token}).json
    assert (shown["forms"], shown["paper"]) == ([], "")
    assert post(client, "/reservations/sheet", {"token": token}).data.startswith(b"%PDF")


def test_the_sheet_is_an_a4_paper_for_reservations_and_for_forms_alone(client):
    for token in (booked(client, applied(client)), applied(client)):
        sheet = post(client, "/reservations/sheet", {"token": token, "language": "en"})
        assert sheet.mimetype == "application/pdf"
        assert sheet.data.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/reservations/show", "/pre-applications/show",
                                  "/reservations/sheet"])  # fmt: skip
@pytest.mark.parametrize(
    ("token", "status", "code"),
    [
        (NOBODYS, 404, "unknown_token"),
        ("https://example.com/", 400, "not_a_token"),
        ("x" * 10_000, 400, "not_a_token"),
    ],
)
def test_what_is_no_code_of_ours_opens_nothing(client, path, token, status, code):
    answer = post(client, path, {"token": token})
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_code_may_be_typed_in_full_width_letters(client):
    token = booked(client, None)
    wide = token.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert post(client, "/reservations/show", {"token": wide}).json["token"] == token


def test_a_form_is_checked_while_it_is_filled_and_nothing_is_kept(client):
    path = f"/offices/{OFFICE}/forms/check"
    wrong = APPLICATION | {"applicant_kana": "吉田", "facilities": [{"rank": 1, "facility": "0"}]}

    whole = post(client, path, {"forms": {FORM: APPLICATION}})
    told = post(client, path, {"forms": {FORM: wrong}})

    assert whole.json["fields"] == []
    assert told.json["shown"] == {}
    assert [(one["field"], one["code"]) for one in told.json["fields"]] == [
        (f"{FORM}.applicant_kana", "kana"),
        (f"{FORM}.facilities.0.facility", "choice"),
    ]


def test_a_whole_form_is_answered_with_what_will_stand_on_the_paper(client):
    path = f"/offices/{OFFICE}/forms/check"
    typed = {"applicant_kana": "よしだ　はなこ", "applicant_postal": "５５９８６０１"}

    shown = post(client, path, {"forms": {FORM: APPLICATION | typed}}).json["shown"]

    assert shown[f"{FORM}.applicant_kana"] == "ヨシダ　ハナコ"
    assert shown[f"{FORM}.applicant_postal"] == "559-8601"
    assert shown[f"{FORM}.facilities.0.rank"] == "1"


def test_a_check_of_an_unknown_form_is_not_found(client):
    path = f"/offices/{OFFICE}/forms/check"
    assert post(client, path, {"forms": {"nothing": {}}}).status_code == 404


def test_the_same_misfits_are_told_when_the_form_is_sent(client):
    wrong = APPLICATION | {"applicant_phone": "12", "note": "x" * 10_000}
    body = {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: wrong}}

    refused = post(client, f"/offices/{OFFICE}/pre-applications", body)

    assert refused.status_code == 400
    assert [(one["field"], one["code"]) for one in refused.json["error"]["fields"]] == [
        (f"forms.{FORM}.note", "unknown_field"),
        (f"forms.{FORM}.applicant_phone", "phone"),
    ]


def test_the_picture_of_the_code_can_be_read_by_another_reader(client):
    body = {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}}
    made = post(client, f"/offices/{OFFICE}/pre-applications", body).json
    picture = Image.open(BytesIO(base64.b64decode(made["qr_png"])))
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [made["token"]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("559-0014", ["大阪府大阪市住之江区北島"]),
        ("５５９００１４", ["大阪府大阪市住之江区北島"]),
        ("000-0000", []),
        ("55900", []),
        ("住之江", []),
    ],
)
def test_a_postal_code_is_an_address(client, code, expected):
    assert post(client, "/postal-codes", {"code": code}).json == {"addresses": expected}
