"""An office adds procedures, forms and questions of its own, and takes out what it does not do."""

import copy

import pytest

from server.db.published import CITY
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import (
    catalogue,
    edition_list,
    edition_new,
    editions,
    portal,
    preparing,
    searching,
    takers,
)
from server.services.edition_checks import findings
from tests.parts.office import HERE, NEIGHBOUR

pytestmark = pytest.mark.db

WRITER, SECOND = "staff:3", "staff:4"
NAMES = {"name_ja": "自転車の登録", "name_kana": "じてんしゃのとうろく", "name_en": "Bicycle"}
WRITTEN = {"summary_ja": "区の駐輪場を使うための登録。", "who_can_apply_ja": "区に住む人"}
BOOKED = "childcare_consult"


def as_(hall, actor):
    return hall.city.transaction(HERE, actor)


def begun(hall, kind, layer=HERE, **values):
    with as_(hall, WRITER) as work:
        row = edition_new.create(work, kind, layer, {**NAMES, "section": "residents", **values})
        return str(row.id), row.code, copy.deepcopy(row.document)


def approved(hall, draft, revision):
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    with as_(hall, WRITER) as work:
        return editions.publish(work, draft, revision).version


def published(hall, kind, layer=HERE, change=(), **values):
    draft, code, document = begun(hall, kind, layer, **values)
    with as_(hall, WRITER) as work:
        revision = editions.change(work, draft, 1, {**document, **dict(change)}).revision
    approved(hall, draft, revision)
    return code


def taken_out(hall, kind, code, layer=HERE):
    with as_(hall, WRITER) as work:
        row = editions.begin(work, kind, code, layer)
        draft, revision = str(row.id), editions.take_out(work, str(row.id), row.revision).revision
    return approved(hall, draft, revision)


def offered(hall, kind, office=HERE):
    with hall.look() as look:
        return [
            one.code
            for one in edition_list.listed(look, office)
            if one.kind == kind and not one.is_out and one.version
        ]


def test_a_new_form_and_its_procedure_are_found_and_filled_in_at_home(hall):
    form = published(hall, "form", name_ja="自転車登録の申請書")
    paper = {"form": form, "channel": "pre_apply"}
    code = published(hall, "procedure", change={**WRITTEN, **paper})
    with hall.look() as look:
        assert code in [one.id for one in searching.search(look, HERE, "自転車の登録")]
        application = preparing.paper(look, HERE, code)
        assert list(application.forms) == [form]
        assert application.service.queue.code == "residents"
        assert takers.service_for(
            look.floor_of(HERE), catalogue.procedure(look.session, HERE, code)
        )
        booked = {one.service.code: one.procedures for one in portal.tasks(look, HERE)}
        assert any(code in [one.id for one in found] for found in booked.values())
    token = hall.apply([code], {form: {"applicant_name": "吉田 桜"}})
    assert hall.check_in(token).ticket.label
    assert code not in offered(hall, "procedure", NEIGHBOUR)


def test_what_the_city_adds_is_there_for_every_ward(hall):
    code = published(hall, "procedure", CITY, WRITTEN)
    assert code in offered(hall, "procedure", NEIGHBOUR)


def test_nothing_goes_out_that_still_has_to_be_written(hall):
    draft, code, document = begun(hall, "procedure")
    with as_(hall, WRITER) as work, pytest.raises(Refused) as told:
        editions.ask(work, draft, 1)
    assert {one["field"] for one in told.value.details["findings"]} == set(WRITTEN)
    with hall.look() as look:
        entry = editions.entry_of(editions.of(look, HERE, draft))
        looked = [one.message for one in findings(look.session, HERE, look.floor_of(HERE), entry)]
        assert any("だれにでも案内します" in one for one in looked)
        assert code not in [one.id for one in catalogue.procedures(look.session, HERE)]
    assert document["service_minutes"]["value"] == 15


def test_a_name_is_asked_for_at_its_own_input(hall):
    with as_(hall, WRITER) as work, pytest.raises(Misfit) as told:
        edition_new.create(work, "procedure", HERE, {"name_ja": " "})
    assert [one.field for one in told.value.errors] == ["name_ja", "name_kana", "name_en"]


def test_a_copy_begins_with_what_another_says(hall):
    with hall.look() as look:
        first = catalogue.procedures(look.session, HERE)[0]
    _, code, document = begun(hall, "procedure", like=first.id)
    assert (document["summary_ja"], document["id"]) == (first.summary_ja, code)
    assert document["name"]["ja"] == NAMES["name_ja"]


def test_a_new_question_is_asked_after_the_one_it_follows(hall):
    one = published(hall, "question", after="mv_date", type="single")
    two = published(hall, "question", after=one, type="date", name_ja="いつ買いましたか")
    with hall.look() as look:
        order = [question.id for question in catalogue.questions(look.session, HERE)]
        there = [question.id for question in catalogue.questions(look.session, NEIGHBOUR)]
    at = order.index("mv_date")
    assert order[at : at + 3] == ["mv_date", one, two]
    assert [code for code in order if code in there] == there


def test_a_question_that_follows_none_we_know_blocks(hall):
    draft, _, document = begun(hall, "question")
    with as_(hall, WRITER) as work:
        revision = editions.change(work, draft, 1, {**document, "after": "nowhere"}).revision
    with as_(hall, WRITER) as work, pytest.raises(Refused) as told:
        editions.ask(work, draft, revision)
    assert [one["field"] for one in told.value.details["findings"]] == ["after"]


def test_what_is_taken_out_is_offered_to_nobody_and_whoever_booked_it_still_comes(hall):
    before = offered(hall, "procedure")
    token = hall.apply([BOOKED])
    taken_out(hall, "procedure", BOOKED)
    assert offered(hall, "procedure") == [code for code in before if code != BOOKED]
    assert BOOKED in offered(hall, "procedure", NEIGHBOUR)
    with pytest.raises(NotFound):
        hall.apply([BOOKED])
    assert hall.check_in(token).ticket.label
    with hall.look() as look:
        assert catalogue.procedure(look.session, HERE, BOOKED).id == BOOKED
        assert all(BOOKED not in one.procedures for one in catalogue.search_groups(
            look.session, HERE))  # fmt: skip
    with as_(hall, WRITER) as work:
        editions.bring_back(work, "procedure", BOOKED, HERE, 0)
    assert offered(hall, "procedure") == before


def test_a_question_that_decides_about_others_is_not_taken_out_unnoticed(hall):
    with as_(hall, WRITER) as work:
        row = editions.begin(work, "question", "event", HERE)
        revision = editions.take_out(work, str(row.id), row.revision).revision
        draft = str(row.id)
    with as_(hall, WRITER) as work, pytest.raises(Refused) as told:
        editions.ask(work, draft, revision)
    assert any("手続き「" in one["message"] for one in told.value.details["findings"])


def test_a_question_of_the_pack_that_nobody_needs_is_taken_out_and_brought_back(hall):
    code = published(hall, "question", after="mv_date")
    taken_out(hall, "question", code)
    assert code not in offered(hall, "question")
    with as_(hall, WRITER) as work:
        editions.bring_back(work, "question", code, HERE, 1)
    assert code in offered(hall, "question")


def test_what_a_ward_alone_has_is_taken_out_where_its_layer_is_withdrawn(hall):
    code = published(hall, "procedure", change=WRITTEN)
    with as_(hall, WRITER) as work:
        assert editions.bring_back(work, "procedure", code, HERE, 0) == 2
    assert code not in offered(hall, "procedure")
    with as_(hall, WRITER) as work, pytest.raises(Refused):
        editions.bring_back(work, "procedure", code, HERE, 0)


def test_on_trial_what_is_taken_out_is_gone_for_those_who_try(hall):
    trial = hall.city.on_trial({("procedure", BOOKED): None})
    with trial.reading() as look:
        assert BOOKED not in [one.id for one in catalogue.procedures(look.session, HERE)]
    assert BOOKED in offered(hall, "procedure")
