"""担当 on the review pages: at one office, over several, one and many."""

import pytest
from sqlalchemy import select

from server.db.models import EventRow, PreApplication
from server.services.access import Who
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR
from tests.web.test_review_pool import OURS, applied_at, central, ids, shown

PATH = f"/staff/review/{HERE}"


@pytest.fixture
def two_here(office_web):
    for name in ("住之江 花", "早川 空"):
        office_web.hall.apply([PROCEDURE], {FORM: APPLICATION | {"applicant_name": name}})
    return office_web


def send(web, path, who=Who.CLERK, headers=OURS, **form):
    return web.client.post(path, data=form, headers=web.people[who] | headers)


def listed(web, query, who=Who.CLERK):
    return web.client.get(f"{PATH}?day=unbooked&{query}", headers=web.people[who]).text


def numbers(web):
    with web.hall.look() as look:
        rows = look.session.execute(
            select(PreApplication.id, PreApplication.assignee).order_by(PreApplication.id)
        )
        return {str(row.id): row.assignee for row in rows}


def own_name(web, who):
    """Return how the log names somebody, as the page offers it to them."""
    text = listed(web, "", who)
    return text.partition('name="to" form="bulk"><option value="')[2].partition('"')[0]


@pytest.mark.db
def test_the_list_shows_mine_nobodys_or_all(two_here):
    first, second = numbers(two_here)
    clerk = own_name(two_here, Who.CLERK)
    answer = send(two_here, f"{PATH}/{first}/assign", to=clerk, seen="")
    assert answer.status_code == 303
    assert answer.location == f"{PATH}/{first}"
    assert numbers(two_here) == {first: clerk, second: None}
    mine = listed(two_here, "had=mine")
    assert '<option value="mine" selected>' in mine
    assert mine.count("担当 自分") == mine.count('class="who"') == 1
    assert "早川 空" not in listed(two_here, "had=mine")
    assert "住之江 花" not in listed(two_here, "had=nobody")
    assert "早川 空" in listed(two_here, "had=nobody")
    assert "担当 clerk" in listed(two_here, "", Who.LEAD)


@pytest.mark.db
def test_many_are_given_to_a_colleague_and_let_go_together(two_here):
    chosen = list(numbers(two_here))
    lead = own_name(two_here, Who.LEAD)
    send(two_here, f"{PATH}/assign?day=unbooked", to=lead, application=chosen)
    assert set(numbers(two_here).values()) == {lead}
    back = send(two_here, f"{PATH}/assign?day=unbooked", to="", application=chosen)
    assert back.location == f"{PATH}?day=unbooked"
    assert set(numbers(two_here).values()) == {None}


@pytest.mark.db
def test_over_several_wards_each_stands_in_the_log_of_its_own(office_web):
    applied_at(office_web.hall, HERE, "住之江 花")
    applied_at(office_web.hall, NEIGHBOUR, "平野 一郎")
    headers = central(office_web)
    page = shown(office_web, headers).text
    person = page.partition('name="to" form="bulk"><option value="')[2].partition('"')[0]
    data = {"to": person, "application": list(ids(office_web).values())}
    answer = office_web.client.post("/staff/review/assign", data=data, headers=headers | OURS)
    assert answer.status_code == 303
    with office_web.hall.look() as look:
        events = look.session.scalars(select(EventRow).where(EventRow.kind == "assigned")).all()
    assert {(one.office, one.staff) for one in events} == {(HERE, person), (NEIGHBOUR, person)}
    assert "平野 一郎" in shown(office_web, headers, "day=unbooked&had=mine").text
    assert "平野 一郎" not in shown(office_web, headers, "day=unbooked&had=nobody").text


def test_what_a_colleague_took_meanwhile_is_told_and_stays_with_them(sqlite_web):
    sqlite_web.hall.apply([PROCEDURE], {FORM: APPLICATION})
    [first] = numbers(sqlite_web)
    clerk, lead = (own_name(sqlite_web, who) for who in (Who.CLERK, Who.LEAD))
    send(sqlite_web, f"{PATH}/{first}/assign", to=clerk, seen="")
    for path, form in ((f"{PATH}/{first}/assign", {}), (f"{PATH}/assign", {"application": first})):
        answer = send(sqlite_web, path, Who.LEAD, to=lead, seen="", **form)
        assert answer.status_code == 409
        assert "先に担当を変えました" in answer.text
    assert numbers(sqlite_web) == {first: clerk}


@pytest.mark.parametrize("who", [Who.ADMIN, Who.AUDITOR, Who.COUNTER, Who.ANYBODY])
def test_who_does_not_review_gives_nothing_away(sqlite_web, who):
    sqlite_web.hall.apply([PROCEDURE], {FORM: APPLICATION})
    [first] = numbers(sqlite_web)
    clerk = own_name(sqlite_web, Who.CLERK)
    for path in (f"{PATH}/{first}/assign", f"{PATH}/assign"):
        answer = send(sqlite_web, path, who, to=clerk, application=first)
        assert answer.status_code in (401, 403)
    pooled = f"{HERE}:{first}"
    answer = send(sqlite_web, "/staff/review/assign", who, to=clerk, application=pooled)
    assert answer.status_code in (401, 403)
    assert numbers(sqlite_web) == {first: None}


def test_another_site_gives_nothing_away(sqlite_web):
    sqlite_web.hall.apply([PROCEDURE], {FORM: APPLICATION})
    [first] = numbers(sqlite_web)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    clerk = own_name(sqlite_web, Who.CLERK)
    answer = send(sqlite_web, f"{PATH}/{first}/assign", headers=foreign, to=clerk)
    assert answer.status_code == 403
    assert numbers(sqlite_web) == {first: None}
