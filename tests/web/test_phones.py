"""What a resident does from "my turn"."""

import pytest

from server.domain.channels import Channel
from server.services import notices
from server.services.access import Who
from server.services.couriers import Couriers
from tests.parts.office import COUNTER

pytestmark = pytest.mark.db


def do(web, path: str, code: str, **more):
    return web.post(f"/visits/{path}", {"visit_code": code, **more})


def served(web) -> str:
    code = web.hall.walk_in().visit_code
    web.hall.open(COUNTER)
    web.hall.call_next()
    web.hall.do("start")
    web.hall.do("finish")
    return code


def test_a_ticket_that_is_given_back_is_called_no_more(office_web):
    code = office_web.hall.walk_in().visit_code
    assert do(office_web, "give-up", code).status_code == 200
    office_web.hall.open(COUNTER)
    assert office_web.hall.call_next() is None
    assert do(office_web, "give-up", code).json["error"]["code"] == "visit_over"
    assert '"reason":"by_phone"' in office_web.hall.events()[-2].detail


def test_somebody_who_comes_later_is_noted_for_the_counter_and_keeps_the_place(office_web):
    code = office_web.hall.walk_in().visit_code
    before = office_web.get(f"/visits/{code}").json["order_time"]
    assert do(office_web, "delay", code, minutes=10).status_code == 200
    assert office_web.get(f"/visits/{code}").json["order_time"] == before
    assert office_web.hall.kinds()[-1] == "delayed"
    assert do(office_web, "delay", code, minutes=60).status_code == 400


def test_what_is_said_at_a_kiosk_is_one_answer_with_its_words(office_web):
    at, mark = office_web.at("/feedback"), "0123456789abcdef" * 2
    said = {"score": 2, "rating": mark}
    for body in (said, said, said | {"comment": "まつ いすが ほしい"}):
        assert office_web.post(at, body, Who.KIOSK).status_code == 201
    number = said | {"comment": "123456789018"}
    assert "my_number" in office_web.post(at, number, Who.KIOSK).text
    for odd in ({"rating": "A012"}, {"comment": "あ" * 101}):
        assert office_web.post(at, said | odd, Who.KIOSK).status_code == 400

    told = office_web.get(f"{at}?from=2020-01-01&to=2030-01-01", Who.MANAGER).json
    assert [(one["score"], one["count"]) for one in told["counts"]] == [(2, 1)]
    assert [one["comment"] for one in told["comments"]] == ["まつ いすが ほしい"]


def test_a_visit_is_rated_once_after_it_and_leads_back_to_nobody(office_web):
    early = office_web.hall.walk_in().visit_code
    assert do(office_web, "feedback", early, score=4).json["error"]["code"] == "not_over_yet"
    do(office_web, "give-up", early)
    code = served(office_web)
    said = "番号札が見やすかった"
    assert do(office_web, "feedback", code, score=4, comment=said).status_code == 201
    assert do(office_web, "feedback", code, score=1).json["error"]["code"] == "already_rated"
    kiosk = {"score": 3}
    rated = office_web.post(office_web.at("/feedback"), kiosk, Who.KIOSK)
    assert rated.status_code == 201

    days = "from=2020-01-01&to=2030-01-01"
    told = office_web.get(office_web.at(f"/feedback?{days}"), Who.MANAGER).json
    assert [(one["score"], one["count"]) for one in told["counts"]] == [(3, 1), (4, 1)]
    assert [one["comment"] for one in told["comments"]] == [said]
    assert code not in str(told)


@pytest.mark.parametrize(
    "body",
    [
        {"score": 5},
        {"score": 0},
        {"score": 4, "comment": "あ" * 501},
        {"score": 4, "comment": "123456789018 です"},
    ],
)
def test_a_rating_that_is_none_is_refused(office_web, body):
    assert do(office_web, "feedback", served(office_web), **body).status_code == 400


def test_a_code_of_nobody_does_nothing(office_web):
    for path in ("give-up", "delay", "feedback"):
        more = {"score": 4} if path == "feedback" else {}
        assert do(office_web, path, "A" * 32, **more).status_code == 404


def test_a_phone_asks_to_be_told_and_takes_it_back(office_web):
    code = office_web.hall.walk_in().visit_code
    by = {"channel": "mail", "to": "hanako@example.jp"}
    refused = do(office_web, "notices", code, by=by)
    assert refused.json["error"]["code"] == "channel_not_offered"

    office_web.client.application.config["COURIERS"] = Couriers({Channel.MAIL: lambda _: None})
    assert do(office_web, "notices", code, by=by, language="ko").status_code == 201
    assert do(office_web, "notices", code, by=by | {"to": "nobody"}).status_code == 400
    push = {"endpoint": "ftp://x", "p256dh": "a", "auth": "a"}
    assert do(office_web, "notices", code, by={"channel": "push", "to": push}).status_code == 400
    assert do(office_web, "notices", "A" * 32, by=by).status_code == 404
    assert notices.look_after(office_web.hall.city) == 1
    assert do(office_web, "notices/stop", code).status_code == 200
    office_web.hall.open(COUNTER)
    office_web.hall.call_next()
    assert notices.look_after(office_web.hall.city) == 0
