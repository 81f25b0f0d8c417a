"""Points to tick off in a review: who did, when they are open again, and what is not accepted."""

import json

import pytest
from sqlalchemy import select

from server.db.models import CheckTick, EventRow, PreApplication, Role
from server.domain.refusals import NotFound, Refused
from server.services import accepting, corrections, daily, review_inbox, reviewing, staff, ticking
from tests.parts.allowance import ACCOUNT, ACCOUNT_WORDS, CLAIM, EMPLOYER, FORM, PROCEDURE
from tests.parts.callers import NO_PASSWORD
from tests.parts.family import APPLICATION
from tests.parts.family import FORM as NURSERY
from tests.parts.family import PROCEDURE as CARE
from tests.parts.office import HERE, NEIGHBOUR

pytestmark = pytest.mark.db


@pytest.fixture
def token(hall):
    return hall.apply([PROCEDURE], {FORM: CLAIM})


@pytest.fixture
def claim(hall, token):
    return newest(hall)


@pytest.fixture
def hanako(hall):
    with hall.city.writing() as session:
        row = staff.create(session, "hanako", NO_PASSWORD, "花子", {HERE: Role.CLERK})
        return f"staff:{row.id}"


def newest(hall):
    with hall.look() as look:
        rows = look.session.scalars(select(PreApplication.id).order_by(PreApplication.id.desc()))
        return str(rows.first())


def tick(hall, claim, place=ACCOUNT, version=1, by="staff:1", do=ticking.tick):
    with hall.city.transaction(HERE, by) as work:
        do(work, claim, version, place)


def accept(hall, claim, version=1, despite=()):
    with hall.work() as work:
        accepting.accept(work, claim, version, despite)


def opened(hall, claim):
    with hall.look() as look:
        return review_inbox.opened(look, HERE, claim)


def open_checks(hall, claim):
    return [one.check for one in opened(hall, claim).item.points if one.kind == "check"]


def events(hall, *kinds):
    with hall.look() as look:
        rows = look.session.scalars(select(EventRow).where(EventRow.kind.in_(kinds))).all()
        return [(row.kind, json.loads(row.detail)) for row in rows]


def test_a_check_is_a_point_until_somebody_ticks_it_and_history_and_log_know_who(
    hall, claim, hanako
):
    assert open_checks(hall, claim) == [ACCOUNT]
    tick(hall, claim, by=hanako)
    assert open_checks(hall, claim) == []
    [line] = opened(hall, claim).checks
    assert (line.ticked, line.who, line.at) == (True, "花子", hall.clock.now)
    tick(hall, claim, by=hanako, do=ticking.untick)
    assert open_checks(hall, claim) == [ACCOUNT]
    history = [(one.step, one.who, one.checks) for one in opened(hall, claim).history]
    assert history == [("untick", "花子", (ACCOUNT_WORDS,)), ("tick", "花子", (ACCOUNT_WORDS,))]
    detail = {"pre_application": int(claim), "form": FORM, "check": "account_holder"}
    assert events(hall, "check_ticked", "check_unticked") == [
        ("check_ticked", detail),
        ("check_unticked", detail),
    ]


def test_a_press_that_is_sent_twice_counts_once(hall, claim, hanako):
    tick(hall, claim, by=hanako)
    tick(hall, claim, by="staff:2")
    [line] = opened(hall, claim).checks
    assert line.who == "花子"
    tick(hall, claim, do=ticking.untick)
    tick(hall, claim, do=ticking.untick)
    assert [kind for kind, _ in events(hall, "check_ticked", "check_unticked")] == [
        "check_ticked",
        "check_unticked",
    ]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"account_use_public": True}, []),
        ({"job": "civil"}, [ACCOUNT, EMPLOYER]),
        ({"job": "civil", "account_use_public": True}, [EMPLOYER]),
    ],
)
def test_only_what_applies_to_the_answers_is_asked_of_staff(hall, changed, expected):
    hall.apply([PROCEDURE], {FORM: CLAIM | changed})
    assert open_checks(hall, newest(hall)) == expected


def test_what_the_application_is_not_asked_cannot_be_ticked(hall, claim):
    for place in (EMPLOYER, f"{FORM}:nothing", "account_holder", "", f"{NURSERY}:account_holder"):
        with pytest.raises(NotFound) as refusal:
            tick(hall, claim, place)
        assert refusal.value.code == "unknown_check"
    with pytest.raises(NotFound), hall.city.transaction(NEIGHBOUR, "staff:1") as work:
        ticking.tick(work, claim, 1, ACCOUNT)
    assert events(hall, "check_ticked") == []


def test_nobody_vouches_for_answers_that_they_have_not_seen(hall, claim):
    with hall.work() as work:
        corrections.correct(work, claim, 1, FORM, "applicant_phone", "06-6000-0099", "phone")
    with pytest.raises(Refused) as refusal:
        tick(hall, claim, version=1)
    assert refusal.value.code == "changed_meanwhile"
    assert open_checks(hall, claim) == [ACCOUNT]


def test_the_applicants_correction_opens_the_check_again_and_says_who_had_looked(
    hall, token, claim, hanako
):
    tick(hall, claim, by=hanako)
    with hall.work() as work:
        corrections.ask(work, claim, 1, [f"{FORM}:account_holder_kana"], "")
    assert open_checks(hall, claim) == []
    with hall.work() as work:
        corrections.answer(work, token, {FORM: {"account_holder_kana": "ハヤカワ ソラ"}})
    assert open_checks(hall, claim) == [ACCOUNT]
    [line] = opened(hall, claim).checks
    assert (line.ticked, line.who) == (False, "花子")
    tick(hall, claim, version=2, by="staff:2")
    assert open_checks(hall, claim) == []


def test_a_correction_in_another_form_leaves_the_tick_alone(hall):
    hall.apply([PROCEDURE, CARE], {FORM: CLAIM, NURSERY: APPLICATION})
    both = newest(hall)
    tick(hall, both)
    with hall.work() as work:
        corrections.correct(work, both, 1, NURSERY, "applicant_phone", "06-6000-0099", "phone")
    assert open_checks(hall, both) == []
    with hall.work() as work:
        corrections.correct(work, both, 2, FORM, "applicant_phone", "06-6000-0099", "phone")
    assert open_checks(hall, both) == [ACCOUNT]


def test_accepting_names_what_is_open_and_goes_through_when_it_is_said_on_purpose(hall, claim):
    with pytest.raises(Refused) as refusal:
        accept(hall, claim)
    assert refusal.value.code == "checks_open"
    assert ACCOUNT_WORDS in refusal.value.message
    assert refusal.value.details["checks"] == [{"place": ACCOUNT, "text": ACCOUNT_WORDS}]
    accept(hall, claim, despite=[ACCOUNT])
    seen = opened(hall, claim)
    assert (seen.item.state, open_checks(hall, claim)) == ("accepted", [ACCOUNT])
    assert (seen.history[0].step, seen.history[0].checks) == ("accept", (ACCOUNT_WORDS,))
    [(_, detail)] = events(hall, "reviewed")
    assert detail["despite_checks"] == [ACCOUNT]


def test_what_nobody_was_told_of_is_asked_once_more(hall):
    hall.apply([PROCEDURE], {FORM: CLAIM | {"job": "civil"}})
    claim = newest(hall)
    with pytest.raises(Refused) as refusal:
        accept(hall, claim, despite=[ACCOUNT])
    assert [one["place"] for one in refusal.value.details["checks"]] == [ACCOUNT, EMPLOYER]
    tick(hall, claim, EMPLOYER)
    accept(hall, claim, despite=[ACCOUNT])


def test_what_is_ticked_is_accepted_without_a_word(hall, claim):
    tick(hall, claim)
    accept(hall, claim)
    [(_, detail)] = events(hall, "reviewed")
    assert "despite_checks" not in detail
    assert opened(hall, claim).history[0].checks == ()


def test_accepting_many_leaves_out_who_has_an_open_check_and_says_who(hall, claim):
    hall.apply([PROCEDURE], {FORM: CLAIM})
    ticked = newest(hall)
    tick(hall, ticked)
    hall.apply([CARE], {NURSERY: APPLICATION})
    without = newest(hall)
    with hall.work() as work:
        came = accepting.accept_all(work, [claim, ticked, without])
    assert (came.accepted, came.left_out) == (2, (int(claim),))
    states = [opened(hall, one).item.state for one in (claim, ticked, without)]
    assert states == ["submitted", "accepted", "accepted"]


def test_what_nobody_ticked_stands_first_at_the_counter(hall):
    arrived = hall.check_in(hall.apply([PROCEDURE], {FORM: CLAIM | {"job": "civil"}}))
    [stop] = hall.stops(arrived.ticket.label)
    tick(hall, newest(hall), EMPLOYER)
    with hall.look() as look:
        checks = reviewing.opened_for_counter(look, HERE, str(stop.id))["checks"]
    assert checks[0] == ACCOUNT_WORDS
    assert not any("公務員" in one for one in checks)


def test_ticks_go_with_the_application(hall, claim):
    tick(hall, claim)
    hall.clock.advance(days=400)
    daily.purge(hall.city)
    with hall.look() as look:
        assert look.session.scalars(select(CheckTick)).all() == []
        assert look.session.scalars(select(PreApplication)).all() == []
