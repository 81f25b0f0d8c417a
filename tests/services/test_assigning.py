"""Who has an application: taken, given to a colleague, let go; it hinders nobody."""

import json

import pytest
from sqlalchemy import select

from server.db.models import EventRow, PreApplication, Role
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import accepting, assigning, review_inbox, staff
from tests.parts.callers import NO_PASSWORD
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import HERE, NEIGHBOUR

pytestmark = pytest.mark.db


@pytest.fixture
def people(hall):
    """Return how the log names each: two who review here, one of machines, one next door."""
    made = {
        "hanako": {HERE: Role.CLERK}, "jiro": {HERE: Role.LEAD},
        "machines": {HERE: Role.ADMIN}, "next_door": {NEIGHBOUR: Role.CLERK},
    }  # fmt: skip
    with hall.city.writing() as session:
        rows = [staff.create(session, one, NO_PASSWORD, one, roles) for one, roles in made.items()]
        return {row.login: f"staff:{row.id}" for row in rows}


@pytest.fixture
def applications(hall):
    for name in ("住之江 花", "早川 空"):
        hall.apply([PROCEDURE], {FORM: APPLICATION | {"applicant_name": name}})
    with hall.look() as look:
        rows = look.session.scalars(select(PreApplication.id).order_by(PreApplication.id))
        return [str(row) for row in rows]


def assign(hall, by, chosen, to, seen=None, office=HERE):
    with hall.city.transaction(office, by) as work:
        assigning.assign(work, chosen, to, seen)


def had(hall):
    with hall.look() as look:
        items = review_inbox.listed(look, HERE, "unbooked", by="time")
        return [one.assignee_name for one in items]


def test_taken_given_and_let_go_it_stands_in_the_history_with_names_and_in_the_log_with_ids(
    hall, people, applications
):
    first = applications[0]
    assign(hall, people["hanako"], [first], people["hanako"])
    assert had(hall) == ["hanako", ""]
    assign(hall, people["hanako"], [first], people["jiro"])
    assign(hall, people["jiro"], [first], "")
    with hall.look() as look:
        history = review_inbox.opened(look, HERE, first).history
        rows = look.session.scalars(
            select(EventRow).where(EventRow.kind.in_(("assigned", "released")))
        ).all()
    assert [(one.step, one.who, one.person) for one in reversed(history)] == [
        ("assign", "hanako", "hanako"),
        ("assign", "hanako", "jiro"),
        ("release", "jiro", "jiro"),
    ]
    assert [(row.kind, json.loads(row.detail)["to"]) for row in rows] == [
        ("assigned", people["hanako"]),
        ("assigned", people["jiro"]),
        ("released", None),
    ]
    assert "hanako" not in "".join(row.detail for row in rows)


def test_several_are_given_at_once_and_who_has_one_already_gets_no_second_entry(
    hall, people, applications
):
    assign(hall, people["hanako"], applications[:1], people["jiro"])
    assign(hall, people["hanako"], applications, people["jiro"])
    assert had(hall) == ["jiro", "jiro"]
    with hall.look() as look:
        assert len(review_inbox.opened(look, HERE, applications[0]).history) == 1


@pytest.mark.parametrize("to", ["machines", "next_door", "nobody_at_all"])
def test_only_who_reviews_here_can_be_given_one(hall, people, applications, to):
    with pytest.raises(Misfit) as misfit:
        assign(hall, people["hanako"], applications, people.get(to, "staff:999"))
    assert misfit.value.errors[0].code == "unknown_reviewer"
    assert had(hall) == ["", ""]


def test_two_who_take_the_same_one_do_not_take_it_from_each_other_unseen(
    hall, people, applications
):
    assign(hall, people["hanako"], applications[:1], people["hanako"], seen="")
    with pytest.raises(Refused, match="先に担当を変えました"):
        assign(hall, people["jiro"], applications[:1], people["jiro"], seen="")
    assert had(hall) == ["hanako", ""]
    assign(hall, people["jiro"], applications[:1], people["jiro"], seen=people["hanako"])
    assert had(hall) == ["jiro", ""]


def test_a_colleague_may_act_on_what_somebody_else_has(hall, people, applications):
    assign(hall, people["hanako"], applications[:1], people["hanako"])
    with hall.city.transaction(HERE, people["jiro"]) as work:
        accepting.accept(work, applications[0], 1)
    with hall.look() as look:
        item = review_inbox.opened(look, HERE, applications[0]).item
    assert (item.state, item.assignee_name) == ("accepted", "hanako")


def test_another_ward_gives_away_none_of_ours(hall, people, applications):
    with pytest.raises(NotFound):
        assign(hall, people["next_door"], applications, people["next_door"], office=NEIGHBOUR)
    assert had(hall) == ["", ""]


def test_what_nobody_has_looked_at_stays_in_the_list_until_it_is_accepted(hall, applications):
    hall.clock.advance(days=20)
    assert had(hall) == ["", ""]
    with hall.work() as work:
        accepting.accept(work, applications[0], 1)
    assert had(hall) == [""]
