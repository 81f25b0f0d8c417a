"""Staff's share of the seats over the wire, and on the page where it is planned."""

import html
import json
import re

import pytest

from server.domain.shares import Share
from server.services import plan_drafts, slot_plans
from server.services.access import DESK, Who
from tests.parts.office import HERE, SERVICE, TOMORROW

PLAN = f"{SERVICE}:visit:office"
SLOTS = f"/slots?service={SERVICE}&from={TOMORROW}&to={TOMORROW}"


def plan_now(web):
    with web.hall.look() as look:
        return slot_plans.plan_of(look.floor_of(HERE), *PLAN.split(":"))


def keep_all_seats(web):
    plan = plan_drafts.with_exception(plan_now(web), TOMORROW.isoformat(), "", "", "1", "", "1")
    with web.hall.work() as work:
        slot_plans.publish(work, plan, 0, {})


def test_only_the_desk_may_ask_for_what_is_kept_for_staff(sqlite_web):
    keep_all_seats(sqlite_web)
    for who in Who:
        answer = sqlite_web.get(sqlite_web.at(f"{SLOTS}&staff_share=true"), who)
        allowed = who in DESK
        assert answer.status_code == (200 if allowed else 401 if who is Who.ANYBODY else 403), who
        if allowed:
            assert {slot["free"] for slot in answer.json["slots"]} == {1}
    public = sqlite_web.get(sqlite_web.at(SLOTS), Who.CLERK).json
    assert {slot["free"] for slot in public["slots"]} == {0}


@pytest.mark.parametrize("path", ["/holds", "/reservations"])
def test_staff_take_a_seat_that_nobody_else_gets(sqlite_web, path):
    keep_all_seats(sqlite_web)
    slot = sqlite_web.hall.slots(day=TOMORROW)[0].id
    body = {"service": SERVICE, "slot": slot}
    assert sqlite_web.post(sqlite_web.at(path), body).status_code == 409
    asked = body | {"staff_share": True}
    assert sqlite_web.post(sqlite_web.at(path), asked).status_code == 401
    assert sqlite_web.post(sqlite_web.at(path), asked, Who.CLERK).status_code == 201


def test_the_log_says_how_somebody_reached_the_staff_who_book_for_them(sqlite_web):
    slot = sqlite_web.hall.slots(day=TOMORROW)[0].id
    body = {"service": SERVICE, "slot": slot, "channel": "phone"}
    path = sqlite_web.at("/reservations")
    assert sqlite_web.post(path, body).status_code == 401
    assert sqlite_web.post(path, body | {"channel": "pigeon"}, Who.CLERK).status_code == 400
    assert sqlite_web.post(path, body, Who.CLERK).status_code == 201
    log = sqlite_web.get(sqlite_web.at("/events?since=0&limit=1000"), Who.INTEGRATOR).json
    booked = [event for event in log["events"] if event["kind"] == "booked"]
    assert [event["detail"]["channel"] for event in booked] == ["phone"]


def test_a_manager_sets_the_half_days_and_staffs_part_on_the_page(sqlite_web):
    draft = json.dumps(plan_drafts.document_of(plan_now(sqlite_web)))
    form = {
        "draft": draft, "version": "0", "do": "shares", "morning": "6", "morning_internal": "2",
        "afternoon": "", "afternoon_internal": "0", "release_hours": "24",
    }  # fmt: skip
    shown = change(sqlite_web, form)
    assert shown.status_code == 200
    assert "午前は 6件まで（職員用 2）" in shown.text

    wrong = change(sqlite_web, form | {"morning": "1"})
    assert wrong.status_code == 400
    assert "職員用の件数が、上限より多くなっています" in wrong.text


def change(web, form):
    headers = web.people[Who.MANAGER] | {"Sec-Fetch-Site": "same-origin"}
    return web.client.post(f"/staff/slot-plans/{HERE}?plan={PLAN}", data=form, headers=headers)


def test_planned_shares_are_the_publics_loss_and_staffs_gain(sqlite_web):
    plan = plan_drafts.with_shares(plan_now(sqlite_web), {"morning": "1", "morning_internal": "1"})
    with sqlite_web.hall.work() as work:
        slot_plans.publish(work, plan, 0, {})
    slot = sqlite_web.hall.slot_at(10, 15, day=TOMORROW)
    assert slot.free == 0
    assert sqlite_web.hall.book(slot.id, share=Share.STAFF)


def test_a_manager_begins_a_plan_for_another_way_and_publishes_it(sqlite_web):
    begun = {
        "draft": json.dumps(plan_drafts.document_of(plan_now(sqlite_web))), "version": "0",
        "do": "new", "service": SERVICE, "method": "phone", "venue": "phone", "minutes": "30",
    }  # fmt: skip
    shown = change(sqlite_web, begun)
    assert "（電話）" in shown.text
    assert "下書き：まだ公開していません" in shown.text
    draft = html.unescape(re.search(r'name="draft" value="([^"]+)"', shown.text)[1])
    assert change(sqlite_web, {"draft": draft, "version": "0", "do": "publish"}).status_code == 303
    told = sqlite_web.get(sqlite_web.at(f"{SLOTS}&method=phone")).json["slots"]
    assert {slot["venue"] for slot in told} == {"phone"}


def test_a_web_meeting_without_its_address_is_told_on_the_page(sqlite_web):
    form = {
        "draft": json.dumps(plan_drafts.document_of(plan_now(sqlite_web))), "version": "0",
        "do": "new", "service": SERVICE, "method": "web", "venue": "online", "minutes": "30",
    }  # fmt: skip
    refused = change(sqlite_web, form)
    assert refused.status_code == 400
    assert "会議のアドレス" in refused.text.partition('role="alert"')[2]
