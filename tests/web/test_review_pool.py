"""集中処理: one list over the offices where somebody reviews, and over no other."""

import re

import pytest
from sqlalchemy import select

from server.db.models import EventRow, PreApplication, Role, Staff
from server.services import pre_applications, review_inbox, review_pool, staff
from server.services.access import Who
from server.web.current import COOKIE
from tests.parts.callers import NO_PASSWORD
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR, TOMORROW
from tests.web.test_businesses import COMPANY, INVOICE
from tests.web.test_businesses import FORM as INVOICE_FORM
from tests.web.test_businesses import PROCEDURE as INVOICING

OURS = {"Sec-Fetch-Site": "same-origin"}


def person(web, login, **roles):
    """Return the headers of somebody with a role at each office named ``at_CODE``."""
    with web.hall.city.writing() as session:
        named = {office.removeprefix("at_"): Role(role) for office, role in roles.items()}
        one = staff.create(session, login, NO_PASSWORD, login, named)
        cookie = staff.open_session(session, one.id, web.hall.city.clock())
        return {"Cookie": f"{COOKIE}={cookie}"}


def applied_at(hall, office, name):
    with hall.work(office) as work:
        wishes = [{"rank": 1, "facility": f"{office}-001", "visited": "yes"}]
        forms = {FORM: APPLICATION | {"applicant_name": name, "facilities": wishes}}
        pre_applications.submit(work, [PROCEDURE], {}, forms, "ja")


@pytest.fixture
def two_sent(office_web):
    applied_at(office_web.hall, HERE, "住之江 花")
    applied_at(office_web.hall, NEIGHBOUR, "平野 一郎")
    return office_web


def central(web):
    return person(web, "central", at_27125="clerk", at_27126="clerk")


def shown(web, headers, query="day=unbooked"):
    return web.client.get(f"/staff/review?{query}", headers=headers)


def accept(web, headers, *chosen, **more):
    data = {"application": list(chosen)}
    return web.client.post("/staff/review", data=data, headers=headers | (more or OURS))


def ids(web):
    with web.hall.look() as look:
        rows = look.session.scalars(select(PreApplication))
        return {row.office: f"{row.office}:{row.id}" for row in rows}


def states(web):
    with web.hall.look() as look:
        return {row.office: row.state for row in look.session.scalars(select(PreApplication))}


@pytest.mark.db
def test_somebody_of_two_offices_sees_both_and_opens_each_at_its_own(two_sent):
    headers = central(two_sent)
    listed = shown(two_sent, headers)
    assert "住之江 花" in listed.text
    assert "平野 一郎" in listed.text
    ways = re.findall(r'href="(/staff/review/\d+/\d+)"', listed.text)
    assert {way.split("/")[3] for way in ways} == {HERE, NEIGHBOUR}
    for way in ways:
        assert two_sent.client.get(way, headers=headers).status_code == 200


@pytest.mark.db
def test_filters_leave_one_office_one_service_one_state(two_sent):
    headers = central(two_sent)
    one_office = shown(two_sent, headers, f"day=unbooked&office={NEIGHBOUR}").text
    assert "平野 一郎" in one_office
    assert "住之江 花" not in one_office
    for query in ("service=residents", "state=held"):
        assert (
            "この条件にあてはまる事前申請はありません"
            in shown(two_sent, headers, f"day=unbooked&{query}").text
        )
    assert "平野 一郎" in shown(two_sent, headers, "day=unbooked&service=childcare").text


def test_the_list_shows_businesses_or_persons_alone(sqlite_web):
    applied_at(sqlite_web.hall, NEIGHBOUR, "平野 一郎")
    body = {"procedures": [INVOICING], "answers": {}, "forms": {INVOICE_FORM: INVOICE}}
    assert sqlite_web.post(f"/offices/{HERE}/pre-applications", body).status_code == 201
    headers = central(sqlite_web)
    for wanted, names in (
        ("business", {COMPANY}), ("person", {"平野 一郎"}), ("", {COMPANY, "平野 一郎"}),
    ):  # fmt: skip
        listed = shown(sqlite_web, headers, f"day=unbooked&applicant={wanted}").text
        assert {name for name in (COMPANY, "平野 一郎") if name in listed} == names


def test_whoever_comes_back_by_the_rail_finds_the_list_as_it_was(sqlite_web):
    client = sqlite_web.client
    headers, other = central(sqlite_web), person(sqlite_web, "b", at_27125="lead", at_27126="lead")
    asked = f"day=week&by=time&office={NEIGHBOUR}&state=held&had=mine"
    kept = shown(sqlite_web, headers, f"{asked}&service=&name=平野").headers["Set-Cookie"]
    assert "%E5" not in kept
    kept = kept.partition(";")[0]

    def by_the_rail(who):
        cookie = f"{who['Cookie']}; {kept}"
        return client.get("/staff/review", headers={"Cookie": cookie})

    back = by_the_rail(headers)
    assert (back.status_code, back.location) == (303, f"/staff/review?{asked}")
    assert by_the_rail(other).status_code == 200
    assert client.get("/staff/review", headers=headers).status_code == 200


@pytest.mark.db
def test_what_is_accepted_together_stands_in_the_log_of_each_ward(two_sent):
    headers = central(two_sent)
    answer = accept(two_sent, headers, *ids(two_sent).values())
    assert answer.status_code == 303
    assert states(two_sent) == {HERE: "accepted", NEIGHBOUR: "accepted"}
    with two_sent.hall.look() as look:
        events = look.session.scalars(select(EventRow).where(EventRow.kind == "reviewed")).all()
        person_id = look.session.scalar(select(Staff.id).where(Staff.login == "central"))
    assert {(one.office, one.staff) for one in events} == {
        (HERE, f"staff:{person_id}"),
        (NEIGHBOUR, f"staff:{person_id}"),
    }


def test_an_office_without_the_right_is_neither_shown_nor_changed(sqlite_web):
    applied_at(sqlite_web.hall, HERE, "住之江 花")
    applied_at(sqlite_web.hall, NEIGHBOUR, "平野 一郎")
    # At the neighbour this person looks after machines, which is no reason to read applications.
    mixed = person(sqlite_web, "mixed", at_27125="clerk", at_27126="admin")
    assert shown(sqlite_web, mixed).location == f"/staff/review/{HERE}"
    assert accept(sqlite_web, mixed, *ids(sqlite_web).values()).status_code == 403
    assert states(sqlite_web) == {HERE: "submitted", NEIGHBOUR: "submitted"}


def test_an_application_goes_with_its_own_office_alone(sqlite_web):
    applied_at(sqlite_web.hall, HERE, "住之江 花")
    [application] = ids(sqlite_web).values()
    elsewhere = application.replace(HERE, NEIGHBOUR)
    answer = accept(sqlite_web, central(sqlite_web), elsewhere)
    assert answer.status_code == 409
    assert "この事前申請はありません" in answer.text
    assert states(sqlite_web) == {HERE: "submitted"}


def test_a_third_office_in_the_address_filters_nothing_in(sqlite_web):
    applied_at(sqlite_web.hall, HERE, "住之江 花")
    text = shown(sqlite_web, central(sqlite_web), "day=unbooked&office=27999").text
    assert "住之江 花" in text


@pytest.mark.parametrize("who", [Who.ADMIN, Who.AUDITOR])
def test_who_reviews_nowhere_is_refused(sqlite_web, who):
    assert shown(sqlite_web, sqlite_web.people[who]).status_code == 403
    assert shown(sqlite_web, sqlite_web.people[Who.ANYBODY]).status_code == 303


def test_another_site_accepts_nothing(sqlite_web):
    applied_at(sqlite_web.hall, HERE, "住之江 花")
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = accept(sqlite_web, central(sqlite_web), *ids(sqlite_web).values(), **foreign)
    assert answer.status_code == 403
    assert states(sqlite_web) == {HERE: "submitted"}


def test_the_way_to_the_pool_is_there_for_whoever_has_one(sqlite_web):
    headers = central(sqlite_web)
    for path in ("/staff", f"/staff/review/{HERE}"):
        assert 'href="/staff/review"' in sqlite_web.client.get(path, headers=headers).text
        own = sqlite_web.client.get(path, headers=sqlite_web.people[Who.CLERK])
        assert 'href="/staff/review"' not in own.text


def test_beyond_what_a_page_holds_the_most_urgent_are_shown(sqlite_hall):
    for name in ("一", "二", "三"):
        applied_at(sqlite_hall, HERE, f"住之江 {name}")
    with sqlite_hall.look() as look:
        first = look.session.scalars(select(PreApplication).order_by(PreApplication.id)).first()
        done = str(first.id)
    with sqlite_hall.work() as work:
        work.session.get_one(PreApplication, int(done)).state = "accepted"
    with sqlite_hall.look() as look:
        pool = review_pool.pooled(look, [HERE, NEIGHBOUR], "unbooked", most=2)
        counted = review_pool.numbers(look, [HERE, NEIGHBOUR])
    assert (pool.fitting, counted["unbooked"]) == (3, 3)
    assert [one.item.name for one in pool.shown] == ["住之江 二", "住之江 三"]


def test_one_office_in_the_pool_is_in_the_order_of_its_inbox(sqlite_hall):
    later = sqlite_hall.apply([PROCEDURE], {FORM: APPLICATION})
    sooner = sqlite_hall.apply([PROCEDURE], {FORM: APPLICATION | {"applicant_name": "早川 空"}})
    sqlite_hall.book(sqlite_hall.slot_at(14, 15, day=TOMORROW).id, pre_application=later)
    sqlite_hall.book(sqlite_hall.slot_at(10, 15, day=TOMORROW).id, pre_application=sooner)
    with sqlite_hall.look() as look:
        for by in ("missing", "time"):
            pool = review_pool.pooled(look, [HERE], "tomorrow", by)
            assert [one.item for one in pool.shown] == review_inbox.listed(
                look, HERE, "tomorrow", by
            )
