"""What a kiosk holds: found by lookup id, answers by time, papers that the code alone opens."""

import json
from base64 import b64decode

import pytest

from printer_drivers.sealing import CannotOpen, lookup_id, open_beside
from server.services import offline_packages, offline_plan, reservations
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import HERE, SERVICE, TOMORROW

pytestmark = pytest.mark.db


def changes(hall, have: dict[str, str] | None = None) -> dict:
    with hall.look() as look:
        return offline_packages.changes(look, HERE, have or {})


def package_of(hall, token: str) -> dict:
    [found] = [one for one in changes(hall)["packages"] if one["lookup_id"] == lookup_id(token)]
    return found


def codes(package: dict) -> list[str]:
    return [answer.get("refusal", {}).get("code", "ok") for answer in package["check_in"]]


def test_the_papers_open_with_the_code_and_with_nothing_else(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    package = package_of(hall, token)
    sealed = package["sealed"]
    parts = sealed["version"], b64decode(sealed["key_for_token"]), b64decode(sealed["papers"])
    papers = json.loads(open_beside(token, *parts, "papers"))
    assert [form["form"] for form in papers["forms"]] == [FORM]
    assert all(form["token"] is None and form["label"] is None for form in papers["forms"])
    with pytest.raises(CannotOpen):
        open_beside("WQ1XK5W0Q9YT3HNB7VG2", *parts, "papers")

    name = next(value for key, value in APPLICATION.items() if key.endswith("name"))
    assert name not in json.dumps(package, ensure_ascii=False)


def test_a_reservation_answers_by_time_as_the_office_would(hall):
    token = hall.book(hall.slot_at(10, 45).id)
    package = package_of(hall, token)
    assert codes(package) == ["ok", "ok", "too_late", "other_day"]
    on_time, late, closed, _ = package["check_in"]
    assert on_time["order_time"] == "2026-11-24T10:15:00+09:00"
    assert (on_time["late"], late["late"], late["order_time"]) == (False, True, None)
    assert late["from"].startswith("2026-11-24T10:55:00.000001")
    assert closed["refusal"]["message"].endswith("職員にお声がけください。")


def test_tomorrow_s_reservation_is_of_another_day_until_the_cut_over(hall):
    token = hall.book(hall.slot_at(10, 45, day=TOMORROW).id)
    package = package_of(hall, token)
    assert codes(package)[:2] == ["other_day", "ok"]
    assert package["check_in"][1]["from"] == "2026-11-25T04:00:00+09:00"
    assert package["check_in"][0]["refusal"]["start"] == "2026-11-25T10:45:00+09:00"


def test_only_what_has_changed_is_fetched_again(hall):
    kept = hall.book(hall.slot_at(10, 45).id)
    cancelled = hall.book(hall.slot_at(11, 15).id)
    have = {one["lookup_id"]: one["etag"] for one in changes(hall)["packages"]}
    assert changes(hall, have) == {"packages": [], "gone": [], "more": False}

    with hall.work() as work:
        reservations.cancel(work, cancelled)
    news = changes(hall, have)
    assert [one["lookup_id"] for one in news["packages"]] == [lookup_id(cancelled)]
    assert codes(news["packages"][0]) == ["cancelled"]

    hall.check_in(kept)
    assert package_of(hall, kept)["label"] == "F001"


def test_who_has_been_here_is_forgotten(hall):
    token = hall.apply([PROCEDURE], {FORM: APPLICATION})
    have = {one["lookup_id"]: one["etag"] for one in changes(hall)["packages"]}
    hall.check_in(token)
    assert changes(hall, have)["gone"] == [lookup_id(token)]


def test_the_plan_tells_hours_words_and_queues(hall):
    with hall.look() as look:
        plan = offline_plan.plan(look, HERE)
    [service] = [one for one in plan["services"] if one["service"] == SERVICE]
    closed, opened, *_ = service["walk_in"]
    assert closed["refusal"]["code"] == "reception_closed"
    assert "refusal" not in opened
    assert set(service["names"]) == set(plan["titles"]) == set(plan["office"])
    assert plan["until"] == "2026-11-26T04:00:00+09:00"
    assert {one["queue"] for one in plan["queues"]} >= {"childcare", "residents"}
