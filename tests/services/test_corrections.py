"""What clerk and applicant do with an application between sending and coming."""

import json

import pytest
from sqlalchemy import select, text

from server.db.models import Correction, EventRow, PreApplication
from server.domain.refusals import Misfit, Refused
from server.services import (
    accepting,
    corrections,
    daily,
    pre_applications,
    review_inbox,
    reviewing,
    section_tasks,
)
from server.web.console_shapes import OpenedForms
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import TOMORROW

pytestmark = pytest.mark.db

PHONE = "06-9999-0000"


@pytest.fixture
def token(hall):
    code = hall.apply([PROCEDURE], {FORM: APPLICATION})
    hall.book(hall.slot_at(10, 15, day=TOMORROW).id, pre_application=code)
    return code


@pytest.fixture
def row(hall, token):
    with hall.look() as look:
        return look.session.scalars(select(PreApplication)).one()


def correct(hall, row, path="applicant_phone", answer=PHONE, version=1, reason="phone"):
    with hall.work() as work:
        corrections.correct(work, str(row.id), version, FORM, path, answer, reason)


def ask(hall, row, *paths, message="", version=1):
    with hall.work() as work:
        fields = [f"{FORM}:{path}" for path in paths]
        corrections.ask(work, str(row.id), version, fields, message)


def opened(hall, row):
    with hall.look() as look:
        return review_inbox.opened(look, hall.office, str(row.id))


def test_a_mended_answer_opens_with_the_residents_code_and_its_history_tells_all(hall, token, row):
    correct(hall, row)
    with hall.look() as look:
        applied = look.session.get_one(PreApplication, row.id)
        assert pre_applications.opened(applied, token)["forms"][FORM]["applicant_phone"] == PHONE
    (entry,) = opened(hall, row).history
    (change,) = entry.changes
    assert (change.before, change.after, entry.reason) == ("06-6000-0012", PHONE, "phone")
    assert opened(hall, row).item.version == 2


def test_what_only_the_applicant_knows_is_refused_and_nothing_changes(hall, row):
    for path, answer in (("applicant_name", "別人 名"), ("children.0.birth_date", "2025-06-11")):
        with pytest.raises(Refused) as refusal:
            correct(hall, row, path, answer)
        assert refusal.value.code == "applicants_own"
    assert opened(hall, row).item.version == 1


def test_a_wrong_answer_is_told_at_its_place(hall, row):
    with pytest.raises(Misfit) as misfit:
        correct(hall, row, "applicant_phone", "123")
    assert misfit.value.errors[0].field == f"answers.{FORM}.applicant_phone"


def test_two_clerks_do_not_overwrite_each_other(hall, row):
    correct(hall, row)
    with pytest.raises(Refused) as refusal:
        correct(hall, row, answer="06-1111-2222", version=1)
    assert refusal.value.code == "changed_meanwhile"


def test_the_applicant_mends_what_was_asked_and_nothing_else(hall, token, row):
    ask(hall, row, "children.0.birth_date", message="日付を確かめてください")
    with hall.look() as look:
        request = corrections.request_to(look, token, "ja")
    assert request.message == "日付を確かめてください"
    assert [(one.path, one.value) for one in request.fields] == [
        ("children.0.birth_date", "2025-06-10")
    ]
    with pytest.raises(Misfit), hall.work() as work:
        corrections.answer(work, token, {FORM: {"applicant_phone": PHONE}})
    with hall.work() as work:
        corrections.answer(work, token, {FORM: {"children.0.birth_date": "2025-06-11"}})
    seen = opened(hall, row)
    assert seen.item.state == "corrected"
    assert seen.history[0].who is None
    assert seen.history[0].changes[0].after == "令和7年6月11日"
    with pytest.raises(Refused), hall.work() as work:
        corrections.answer(work, token, {FORM: {"children.0.birth_date": "2025-06-12"}})


def test_accepting_many_leaves_out_who_is_accepted_already(hall, row):
    other = hall.apply([PROCEDURE], {FORM: APPLICATION})
    with hall.look() as look:
        ids = [str(one) for one in look.session.scalars(select(PreApplication.id))]
    with hall.work() as work:
        accepting.accept(work, str(row.id), 1)
    with hall.work() as work:
        assert accepting.accept_all(work, ids).accepted == 1
    assert other
    assert opened(hall, row).item.state == "accepted"


def test_tomorrow_shows_who_comes_with_missing_things_on_top(hall, row):
    plain = {**APPLICATION, "applicant_name": "田中 花子", "spouse_name": "田中 健"}
    plain["children"] = [{**APPLICATION["children"][0], "name": "田中 はる"}]
    plain["family"] = [{**one, "name": "田中 某"} for one in APPLICATION["family"]]
    code = hall.apply([PROCEDURE], {FORM: plain})
    hall.book(hall.slot_at(9, 15, day=TOMORROW).id, pre_application=code)
    with hall.look() as look:
        missing = review_inbox.listed(look, hall.office, "tomorrow")
        by_time = review_inbox.listed(look, hall.office, "tomorrow", by="time")
        assert review_inbox.listed(look, hall.office, "today") == []
        counted = review_inbox.numbers(look, hall.office)
    assert counted == {"today": 0, "tomorrow": 2, "week": 2, "unbooked": 0}
    assert [one.name for one in missing] == ["𠮷田 さくら", "田中 花子"]
    assert [one.name for one in by_time] == ["田中 花子", "𠮷田 さくら"]
    assert missing[1].points == ()


def test_sections_answer_and_what_to_bring_reaches_the_list(hall, row):
    with hall.work() as work:
        section_tasks.ask(work, str(row.id), ["insurance", "pension"])
    with pytest.raises(Misfit), hall.work() as work:
        section_tasks.answer(work, str(row.id), "pension", "bring", "")
    with hall.work() as work:
        section_tasks.answer(work, str(row.id), "pension", "bring", "年金手帳")
    seen = opened(hall, row)
    assert (seen.item.answered, seen.item.asked) == (1, 2)
    assert "年金手帳" in seen.bring


def test_neither_log_nor_tables_hold_a_word_of_it_and_it_goes_with_the_application(hall, row):
    correct(hall, row)
    ask(hall, row, "applicant_phone", message="秘密の言葉", version=2)
    with hall.work() as work:
        section_tasks.ask(work, str(row.id), ["pension"])
        section_tasks.answer(work, str(row.id), "pension", "bring", "秘密の持ち物")
    with hall.look() as look:
        details = [json.dumps(one.detail) for one in look.session.scalars(select(EventRow))]
        sealed = look.session.execute(text("SELECT sealed FROM correction")).scalars()
        assert not any("秘密" in one or PHONE in one for one in details)
        assert not any(PHONE.encode() in bytes(one) for one in sealed)
    hall.clock.advance(days=10)
    daily.purge(hall.city)
    with hall.look() as look:
        assert look.session.scalars(select(Correction)).all() == []


def test_another_offices_clerk_finds_nothing(hall, row):
    with pytest.raises(Refused) as refusal, hall.look() as look:
        review_inbox.opened(look, "27126", str(row.id))
    assert refusal.value.code == "unknown_application"


def test_what_was_mended_stands_beside_the_forms_at_the_counter(hall):
    arrived = hall.check_in(hall.apply([PROCEDURE], {FORM: APPLICATION}))
    [stop] = hall.stops(arrived.ticket.label)
    with hall.work() as work:
        row = work.session.scalars(select(PreApplication)).one()
        corrections.correct(work, str(row.id), 1, FORM, "applicant_phone", PHONE, "phone")

    with hall.look() as look:
        opened = reviewing.opened_for_counter(look, row.office, str(stop.id))

    [one] = OpenedForms.model_validate(opened).corrections
    [change] = one.changes
    assert (change.path, change.after) == ("applicant_phone", PHONE)
    assert change.before not in ("", PHONE)
