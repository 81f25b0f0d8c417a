"""The catalogue over the API: who may change it for whom, and what everybody then sees."""

from server.services.access import Who
from tests.parts.office import HERE, NEIGHBOUR

FORM = "juminhyo_koufu_seikyu"


def post(web, path, body, who=Who.MANAGER):
    return web.post(web.at(path), body, who)


def begin(web, who=Who.MANAGER, **more):
    body = {"kind": "form", "code": FORM} | more
    return post(web, "/catalogue/drafts", body, who)


def step(web, draft, name, who=Who.MANAGER, **more):
    path = f"/catalogue/drafts/{draft['draft']}/steps"
    return post(web, path, {"revision": draft["revision"], "step": name} | more, who)


def test_a_manager_changes_an_admin_approves_and_residents_see_it(sqlite_web):
    draft = begin(sqlite_web).json
    draft["document"]["title"]["ja"] = "住民票の交付申請書（区の題）"
    body = {"revision": 1, "document": draft["document"]}
    draft = post(sqlite_web, f"/catalogue/drafts/{draft['draft']}", body).json
    assert draft["state"] == "draft"
    draft = step(sqlite_web, draft, "ask").json
    assert step(sqlite_web, draft, "approve").json["error"]["code"] == "own_draft"
    draft = step(sqlite_web, draft, "approve", Who.ADMIN).json
    assert step(sqlite_web, draft, "publish").json["state"] == "published"
    seen = sqlite_web.get(f"/offices/{HERE}/forms/{FORM}").json
    assert seen["title"]["ja"] == "住民票の交付申請書（区の題）"
    assert sqlite_web.get(f"/offices/{NEIGHBOUR}/forms/{FORM}").json["title"] != seen["title"]
    listed = sqlite_web.get(sqlite_web.at("/catalogue"), Who.MANAGER).json["entries"]
    (own,) = (one for one in listed if one["layer"] == "office" and not one["is_own"])
    assert (own["kind"], own["code"], own["version"]) == ("form", FORM, 1)


def test_what_misfits_is_named_with_its_place(sqlite_web):
    draft = begin(sqlite_web).json
    draft["document"]["groups"][0]["fields"][0]["type"] = "telepathy"
    body = {"revision": 1, "document": draft["document"]}
    answer = post(sqlite_web, f"/catalogue/drafts/{draft['draft']}", body)
    assert answer.status_code == 400
    assert answer.json["error"]["fields"][0]["field"] == "groups[0].fields[0].type"


def test_only_an_admin_changes_what_all_wards_see_but_a_manager_may_be_the_second(sqlite_web):
    assert begin(sqlite_web, scope="city").status_code == 403
    draft = begin(sqlite_web, Who.ADMIN, scope="city").json
    draft["document"]["title"]["ja"] = "市の題"
    body = {"revision": 1, "document": draft["document"]}
    path = f"/catalogue/drafts/{draft['draft']}"
    assert post(sqlite_web, path, body).status_code == 403
    draft = post(sqlite_web, path, body, Who.ADMIN).json
    draft = step(sqlite_web, draft, "ask", Who.ADMIN).json
    draft = step(sqlite_web, draft, "approve").json
    assert step(sqlite_web, draft, "publish").status_code == 403
    assert step(sqlite_web, draft, "publish", Who.ADMIN).status_code == 200
    for office in (HERE, NEIGHBOUR):
        seen = sqlite_web.get(f"/offices/{office}/forms/{FORM}").json
        assert seen["title"]["ja"] == "市の題"


def test_a_rule_that_is_new_from_a_day_on_waits_for_it(sqlite_web):
    draft = begin(sqlite_web).json
    draft["document"]["title"]["ja"] = "来年度の申請書"
    body = {"revision": 1, "document": draft["document"]}
    draft = post(sqlite_web, f"/catalogue/drafts/{draft['draft']}", body).json
    draft = step(sqlite_web, draft, "ask").json
    draft = step(sqlite_web, draft, "approve", Who.ADMIN).json
    assert step(sqlite_web, draft, "publish", on="2026-11-24").json["error"]["code"] == (
        "day_is_over"
    )
    draft = step(sqlite_web, draft, "publish", on="2027-04-01").json
    assert (draft["state"], draft["publish_on"]) == ("approved", "2027-04-01")
    seen = sqlite_web.get(f"/offices/{HERE}/forms/{FORM}").json
    assert seen["title"]["ja"] != "来年度の申請書"
    page = f"/staff/catalogue/{HERE}/drafts/{draft['draft']}"
    shown = sqlite_web.client.get(page, headers=sqlite_web.people[Who.MANAGER]).text
    assert "4月1日（木）の朝から公開します" in shown


def test_an_earlier_version_comes_back_by_its_number(sqlite_web):
    standard = sqlite_web.get(f"/offices/{HERE}/forms/{FORM}").json
    test_a_manager_changes_an_admin_approves_and_residents_see_it(sqlite_web)
    path = f"/catalogue/form/{FORM}"
    assert post(sqlite_web, f"{path}/bring-back", {"version": 0}).json == {"version": 2}
    assert sqlite_web.get(f"/offices/{HERE}/forms/{FORM}").json == standard
    told = sqlite_web.get(sqlite_web.at(f"{path}/versions"), Who.MANAGER).json["versions"]
    assert [(one["version"], one["withdrawn"]) for one in told] == [(2, True), (1, False)]
    assert post(sqlite_web, "/catalogue/poem/x/bring-back", {"version": 0}).status_code == 404
