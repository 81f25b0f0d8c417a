"""The shapes of contract.md §3, as an integrator's first try sees them."""

import base64
from datetime import datetime
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import text

from server.services.access import Who
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import COUNTER, HERE, SERVICE

pytestmark = pytest.mark.db

TICKET = {"label", "number", "queue", "issued_at", "order_time", "ahead", "wait"}
CALL = {"seq", "label", "counter", "area", "stop", "visit", "recall", "why", "at"}
WAIT = {"from", "to", "state", "p50", "lo90", "hi90"}


@pytest.fixture
def web(office_web):
    office_web.hall.open(COUNTER)
    return office_web


def take(web, **body):
    return web.post(web.at("/visits"), {"service": SERVICE} | body, Who.KIOSK).json


def step(web, name: str, body=None, who: Who = Who.CLERK):
    return web.post(web.at(f"/counters/{COUNTER}/{name}"), body, who)


def test_offices_and_services_are_listed(web):
    offices = web.get("/offices").json["offices"]
    assert {"code": HERE, "name": "住之江区役所"}.items() <= offices[0].items()
    services = web.get(web.at("/services")).json["services"]
    assert all(
        {"id", "name", "queue", "bookable", "walk_in", "open"} <= set(one) for one in services
    )


def test_from_home_to_the_counter(web):
    applied = web.post(
        web.at("/pre-applications"),
        {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}, "language": "ja"},
    )
    assert applied.status_code == 201
    assert set(applied.json) >= {"code", "token", "qr_png", "qr_svg", "state"}
    token = applied.json["token"]
    assert applied.json["code"].replace(" ", "") == token

    query = f"service={SERVICE}&from=2026-11-24&to=2026-11-24"
    slots = web.get(web.at(f"/slots?{query}")).json["slots"]
    assert set(slots[0]) >= {"id", "start", "minutes", "method", "venue", "free"}
    wanted = next(slot for slot in slots if "T11:15" in slot["start"])
    booked = web.post(
        web.at("/reservations"),
        {
            "service": SERVICE, "slot": wanted["id"], "pre_application": applied.json["code"],
            "contact": {"email": "sakura@example.jp"}, "language": "ja",
        },
    )  # fmt: skip
    assert booked.status_code == 201
    assert (booked.json["token"], booked.json["start"]) == (token, wanted["start"])

    arrived = web.post(web.at("/check-ins"), {"token": token.lower()}, Who.KIOSK)
    assert arrived.status_code == 201
    assert set(arrived.json) >= {"visit", "visit_code", "ticket", "documents"}
    assert [paper["kind"] for paper in arrived.json["documents"]] == ["ticket", "form"]
    assert not arrived.json["late"]
    assert web.post(web.at("/check-ins"), {"token": token}, Who.KIOSK).status_code == 200

    found = web.post("/visits/find", {"token": token}).json
    assert found == {"visit_code": arrived.json["visit_code"]}
    turn = web.get(f"/visits/{found['visit_code']}").json
    assert (turn["label"], turn["state"], turn["ahead"]) == ("F001", "waiting", 0)

    call = step(web, "call-next", {}).json["call"]
    assert set(call) >= CALL
    assert call["label"] == "F001"
    turn = web.get(f"/visits/{found['visit_code']}").json
    assert (turn["state"], turn["counter"]) == ("called", COUNTER)


def test_the_picture_of_a_code_is_the_code(web):
    slot = web.hall.slot_at(11, 15).id
    booked = web.post(web.at("/reservations"), {"service": SERVICE, "slot": slot}).json
    picture = Image.open(BytesIO(base64.b64decode(booked["qr_png"])))
    [read] = zxingcpp.read_barcodes(picture)
    assert read.text == booked["token"]
    modules = 21 + 2 * 4  # version 1 with its quiet zone
    assert picture.size[0] == picture.size[1]
    assert picture.size[0] % modules == 0
    assert booked["qr_svg"].lstrip().startswith(("<svg", "<?xml"))


def test_a_ticket_has_its_shape(web):
    ticket = take(web)["ticket"]
    assert set(ticket) >= TICKET
    assert set(ticket["wait"]) == WAIT
    assert datetime.fromisoformat(ticket["issued_at"]).utcoffset() is not None
    assert ticket["wait"]["to"] >= ticket["wait"]["hi90"]


def test_a_late_reservation_is_told_so(web):
    token = web.hall.book(web.hall.slot_at(11, 15).id)
    web.hall.at(11, 40)
    assert web.post(web.at("/check-ins"), {"token": token}, Who.KIOSK).json["late"] is True


def test_a_preview_shows_what_would_come_and_changes_nothing(web):
    token = web.hall.apply([PROCEDURE], {FORM: APPLICATION})
    seq = web.hall.seq()
    shown = web.post(web.at("/check-ins/preview"), {"token": token}, Who.KIOSK).json
    assert (shown["service"], shown["label"], shown["late"]) == (SERVICE, None, False)
    assert [paper["kind"] for paper in shown["papers"]] == ["ticket", "form"]
    assert web.hall.seq() == seq
    assert take(web)["ticket"]["label"] == "F001"


def test_calling_serving_and_finishing_by_the_api(web):
    for _ in range(3):
        take(web)
    assert step(web, "call-next").status_code == 200
    busy = step(web, "call-next")
    assert (busy.status_code, busy.json["error"]["code"]) == (409, "counter_busy")
    assert step(web, "recall").json["call"]["recall"] is True
    assert step(web, "start").json["stop"]["state"] == "serving"
    sent_on = {"next": [{"queue": "insurance", "preparing": True}], "outcome": "done_here"}
    assert step(web, "finish", sent_on).json["stop"]["state"] == "done"
    assert step(web, "call-next", {"queues": [SERVICE], "finish": True}).status_code == 200
    assert step(web, "miss").json["stop"]["state"] == "absent"
    assert step(web, "undo").json == {"undone": ["missed"]}
    assert step(web, "start").status_code == 200
    assert step(web, "hold", {"reason": "papers_missing"}).json["stop"]["state"] == "held"
    assert step(web, "call", {"label": "F003"}).status_code == 200
    assert step(web, "call-next", {"finish": True}).status_code == 204
    assert step(web, "break").json["state"] == "break"
    closed = step(web, "call-next")
    assert (closed.status_code, closed.json["error"]["code"]) == (409, "counter_closed")
    assert step(web, "close").status_code == 200
    web.hall.clock.advance(seconds=11)
    late = step(web, "undo")
    assert (late.status_code, late.json["error"]["code"]) == (409, "too_late_to_undo")


def test_who_is_called_elsewhere_is_told_with_the_counter(web):
    take(web)
    web.hall.open("11")
    step(web, "call-next")
    answer = web.post(web.at("/counters/11/call"), {"label": "F001"}, Who.CLERK)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "already_called")
    assert answer.json["error"]["counter"] == COUNTER


def test_steps_of_stops_by_the_api(web):
    stop = web.hall.stops(take(web)["ticket"]["label"])[0].id
    step(web, "call-next")
    step(web, "miss")
    answer = web.post(web.at(f"/stops/{stop}/return"), {}, Who.COUNTER)
    assert answer.json["stop"] == {
        "stop": stop, "visit": answer.json["stop"]["visit"], "label": "F001", "state": "waiting",
        "queue": SERVICE,
    }  # fmt: skip
    gone = web.post(web.at(f"/stops/{stop}/withdraw"), {}, Who.COUNTER)
    assert gone.json["stop"]["state"] == "withdrawn"
    again = web.post(web.at(f"/stops/{stop}/ready"), {}, Who.COUNTER)
    assert (again.status_code, again.json["error"]["code"]) == (409, "step_not_allowed")


def test_the_log_is_read_from_any_number_on(web):
    for _ in range(3):
        take(web)
    events = web.get(web.at("/events"), Who.INTEGRATOR).json["events"]
    assert [event["seq"] for event in events] == [1, 2, 3, 4]
    assert set(events[0]) >= {
        "seq", "at", "kind", "command", "visit", "stop", "counter", "label", "detail",
    }  # fmt: skip
    part = web.get(web.at("/events?since=1&limit=2"), Who.AUDITOR).json["events"]
    assert [event["seq"] for event in part] == [2, 3]


def test_whoever_holds_a_snapshot_is_told_that_nothing_has_changed(web):
    code = take(web)["visit_code"]
    for path in (web.at("/board?area=1F"), f"/visits/{code}"):
        first = web.get(path)
        tag = first.headers["ETag"]
        assert web.get(path, If_None_Match=tag).status_code == 304
        step(web, "call-next", {"finish": True})
        changed = web.get(path, If_None_Match=tag)
        assert changed.status_code == 200
        assert changed.headers["ETag"] != tag
        take(web)


def test_a_move_and_a_cancellation_by_the_api(web):
    token = web.hall.book(web.hall.slot_at(11, 15).id)
    slot = web.hall.slot_at(13, 15).id
    moved = web.post("/reservations/move", {"token": token, "slot": slot})
    assert moved.status_code == 200
    assert moved.json["start"] == "2026-11-24T13:15:00+09:00"
    assert web.post("/reservations/cancel", {"token": token}).json["state"] == "cancelled"
    shown = web.post("/reservations/show", {"token": token}).json
    assert shown["state"] == "cancelled"


def test_machines_report_papers_ring_and_beat(web):
    visit = take(web)["visit"]
    report = {"document": "ticket", "attempt": 1, "state": "printed"}
    path = web.at(f"/visits/{visit}/prints")
    assert web.post(path, report, Who.KIOSK).status_code == 201
    second = web.post(path, report | {"attempt": 2}, Who.KIOSK)
    assert (second.status_code, second.json["error"]["code"]) == (409, "needs_reissue")
    assert web.post(web.at("/bells"), {"reason": "help"}, Who.KIOSK).status_code == 201
    beat = web.post(web.at("/heartbeats"), {"health": {"printer": "ok"}}, Who.DISPLAY).json
    assert (beat["now"], beat["seq"]) == ("2026-11-24T10:00:00+09:00", web.hall.seq())


def test_the_server_says_whether_it_lives_and_serves(web):
    assert web.client.get("/healthz").status_code == 200
    ready = web.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["checks"] == {"database": True, "migrations": True}
    assert "madoguchi_requests_total" in web.client.get("/metrics").text


def test_a_server_whose_broker_is_away_is_not_ready(web):
    web.client.application.config["BROKER"] = "redis://127.0.0.1:1/0"
    ready = web.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["checks"]["broker"] is False


def test_metrics_from_afar_need_a_key(web):
    afar = {"REMOTE_ADDR": "192.0.2.1"}
    assert web.client.get("/metrics", environ_base=afar).status_code == 401
    key = web.people[Who.INTEGRATOR]
    assert web.client.get("/metrics", environ_base=afar, headers=key).status_code == 200


def test_a_database_without_its_tables_is_not_ready(web):
    with web.hall.city.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    ready = web.client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["checks"] == {"database": True, "migrations": False}
