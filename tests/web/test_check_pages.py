"""Checks on the review pages: ticked by whom, in the list, on its paper, over several wards."""

import pytest
from sqlalchemy import select

from server.db.models import CheckTick, PreApplication
from server.services import pre_applications
from server.services.access import Who
from tests.parts.allowance import ACCOUNT, ACCOUNT_WORDS, CLAIM, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR
from tests.web.test_review_pool import OURS, accept, applied_at, central, ids, shown

PATH = f"/staff/review/{HERE}"


@pytest.fixture
def claim(sqlite_web):
    sqlite_web.hall.apply([PROCEDURE], {FORM: CLAIM})
    return sqlite_web


def send(web, path, who=Who.CLERK, headers=OURS, **form):
    return web.client.post(path, data=form, headers=web.people[who] | headers)


def tick(web, who=Who.CLERK, headers=OURS, path=f"{PATH}/1/check", **form):
    values = {"version": "1", "check": ACCOUNT, "ticked": "yes"} | form
    return send(web, path, who, headers, **values)


def ticks(web):
    with web.hall.look() as look:
        return look.session.scalars(select(CheckTick.code)).all()


def page(web, path):
    return web.client.get(f"{PATH}{path}", headers=web.people[Who.CLERK]).text


def test_an_open_check_stands_in_the_list_on_its_paper_and_on_top_of_the_application(claim):
    assert "▲ 確認項目 1" in page(claim, "?day=unbooked")
    assert f"□ {ACCOUNT_WORDS}" in page(claim, "/list?day=unbooked")
    assert "0/1 確かめました" in page(claim, "/1")
    answer = tick(claim)
    assert (answer.status_code, answer.location) == (303, f"{PATH}/1")
    assert "確認項目 1" not in page(claim, "?day=unbooked")
    assert f"□ {ACCOUNT_WORDS}" not in page(claim, "/list?day=unbooked")
    assert "1/1 確かめました" in page(claim, "/1")
    assert tick(claim, ticked="").status_code == 303
    assert ticks(claim) == []


def test_from_the_list_a_tick_leads_back_to_the_list_as_it_was(claim):
    answer = tick(claim, path=f"{PATH}/1/check?day=unbooked&a=1", **{"from": "list"})
    assert answer.location == f"{PATH}?day=unbooked&a=1"


def test_a_refused_acceptance_shows_what_is_open_and_the_way_on(claim):
    answer = send(claim, f"{PATH}/1/accept", version="1")
    assert answer.status_code == 409
    assert "まだ確かめていない項目が1件あります" in answer.text
    assert f'name="despite_checks" value="{ACCOUNT}"' in answer.text
    answer = send(claim, f"{PATH}/1/accept", version="1", despite_checks=ACCOUNT)
    assert answer.status_code == 303
    assert "確かめずに残した項目" in page(claim, "/1")


@pytest.mark.parametrize("form", [{"version": "7"}, {"check": "x"}, {"check": ""}])
def test_what_was_not_on_the_screen_is_not_ticked(claim, form):
    assert tick(claim, **form).status_code in (404, 409)
    assert ticks(claim) == []


@pytest.mark.parametrize("who", [Who.ADMIN, Who.AUDITOR, Who.COUNTER, Who.ANYBODY])
def test_who_does_not_review_ticks_nothing(claim, who):
    assert tick(claim, who).status_code in (401, 403)
    assert ticks(claim) == []


def test_neither_another_site_nor_another_ward_ticks_anything(claim):
    assert tick(claim, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    neighbour = claim.neighbours[Who.CLERK] | OURS
    form = {"version": "1", "check": ACCOUNT, "ticked": "yes"}
    for office, status in ((HERE, 403), (NEIGHBOUR, 404)):
        path = f"/staff/review/{office}/1/check"
        assert claim.client.post(path, data=form, headers=neighbour).status_code == status
    assert ticks(claim) == []


@pytest.mark.db
def test_over_several_wards_the_list_says_whose_stay_open(office_web):
    applied_at(office_web.hall, NEIGHBOUR, "平野 一郎")
    with office_web.hall.work() as work:
        pre_applications.submit(work, [PROCEDURE], {}, {FORM: CLAIM}, "ja")
    headers, chosen = central(office_web), ids(office_web)
    answer = accept(office_web, headers, *chosen.values())
    assert answer.status_code == 303
    query = answer.location.partition("?")[2]
    told = shown(office_web, headers, f"day=unbooked&{query}").text
    assert "1件を確認済みにしました。1件は" in told
    assert f"早川 花</a>「{ACCOUNT_WORDS}」" in told
    with office_web.hall.look() as look:
        rows = look.session.scalars(select(PreApplication))
        assert {row.office: row.state for row in rows} == {
            HERE: "submitted",
            NEIGHBOUR: "accepted",
        }
