"""An office changes the catalogue: drafted, checked, approved by a second person, published."""

import copy

import pytest
from sqlalchemy import select

from server.db.city import City
from server.db.models import Catalogue, PreApplication
from server.db.published import CITY
from server.domain.refusals import Misfit, Refused
from server.services import (
    catalogue,
    edition_documents,
    edition_versions,
    editions,
    papers,
    pre_applications,
    setup,
)
from server.services.edition_checks import findings
from tests.parts.office import HERE, NEIGHBOUR, two_wards

pytestmark = pytest.mark.db

FORM, PROCEDURE, QUESTION = "juminhyo_koufu_seikyu", "juminhyo_koufu", "mv_date"
WRITER, SECOND = "staff:3", "staff:4"


def as_(hall, actor, office=HERE):
    return hall.city.transaction(office, actor)


def begin(hall, kind="form", code=FORM, layer=HERE):
    with as_(hall, WRITER) as work:
        row = editions.begin(work, kind, code, layer)
        return str(row.id), copy.deepcopy(row.document)


def change(hall, draft, revision, document, actor=WRITER):
    with as_(hall, actor) as work:
        return editions.change(work, draft, revision, document).revision


def published(hall, document, kind="form", code=FORM, layer=HERE):
    draft, _ = begin(hall, kind, code, layer)
    revision = change(hall, draft, 1, document)
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    with as_(hall, WRITER) as work:
        return editions.publish(work, draft, revision).version


def title(hall, office=HERE):
    with hall.look() as look:
        return catalogue.form(look.session, office, FORM).title.ja


def retitled(document, text="住民票の写し等 交付申請書"):
    document["title"]["ja"] = text
    return document


def refusal(call, *given, **more):
    with pytest.raises(Refused) as told:
        call(*given, **more)
    return told.value


def test_a_draft_is_seen_by_nobody_until_a_second_person_approved_and_it_is_published(hall):
    before = title(hall)
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(document))
    assert title(hall) == before
    with as_(hall, WRITER) as work:
        assert refusal(editions.publish, work, draft, revision).code == "step_not_allowed"
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, WRITER) as work:
        assert refusal(editions.approve, work, draft, revision).code == "own_draft"
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    assert title(hall) == before
    with as_(hall, WRITER) as work:
        assert editions.publish(work, draft, revision).version == 1
    assert title(hall) == "住民票の写し等 交付申請書"
    assert title(hall, NEIGHBOUR) == before
    assert hall.kinds()[-5:] == ["catalogue_drafted"] * 4 + ["catalogue_published"]


def test_whoever_changes_what_was_approved_has_it_approved_again(hall):
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(document))
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    revision = change(hall, draft, revision, retitled(document, "別の題"), SECOND)
    with as_(hall, WRITER) as work:
        assert refusal(editions.publish, work, draft, revision).code == "step_not_allowed"
        revision = editions.ask(work, draft, revision).revision
    for editor in (WRITER, SECOND):
        with as_(hall, editor) as work:
            assert refusal(editions.approve, work, draft, revision).code == "own_draft"


def test_every_process_of_the_server_sees_a_publish(hall):
    other = City(hall.city.engine, hall.clock, hall.city.secrets)
    with other.reading() as look:
        document = edition_documents.document_of(catalogue.form(look.session, HERE, FORM))
    published(hall, retitled(document))
    with other.reading() as look:
        assert catalogue.form(look.session, HERE, FORM).title.ja == "住民票の写し等 交付申請書"


def test_nothing_of_a_publish_that_fails_stays_in_memory(hall):
    before = title(hall)
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(document))
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    with pytest.raises(ZeroDivisionError), as_(hall, WRITER) as work:
        editions.publish(work, draft, revision)
        assert catalogue.form(work.session, HERE, FORM).title.ja != before
        _ = 1 / 0
    assert title(hall) == before


def test_the_city_publishes_for_all_wards_and_a_ward_stays_over_it(hall):
    _, document = begin(hall)
    published(hall, retitled(copy.deepcopy(document), "区の題"))
    assert published(hall, retitled(document, "市の題"), layer=CITY) == 1
    assert (title(hall), title(hall, NEIGHBOUR)) == ("区の題", "市の題")


def test_going_back_publishes_once_more_and_withdrawing_shows_the_citys(hall):
    standard = title(hall)
    _, document = begin(hall)
    published(hall, retitled(document, "一つめ"))
    _, document = begin(hall)
    published(hall, retitled(document, "二つめ"))
    with as_(hall, WRITER) as work:
        assert editions.bring_back(work, "form", FORM, HERE, 1) == 3
    assert title(hall) == "一つめ"
    with as_(hall, WRITER) as work:
        assert editions.bring_back(work, "form", FORM, HERE, 0) == 4
        assert refusal(editions.bring_back, work, "form", FORM, HERE, 0).code == "unchanged"
        assert refusal(editions.bring_back, work, "form", FORM, HERE, 9).code == "unknown_version"
    assert title(hall) == standard
    with hall.look() as look:
        told = edition_versions.history(look.session, HERE, "form", FORM)
        assert [(one.version, one.brings_back, one.withdrawn) for one in told] == [
            (4, 0, True), (3, 1, False), (2, None, False), (1, None, False),
        ]  # fmt: skip


def test_a_filled_form_keeps_the_version_it_was_filled_with(hall):
    with hall.look() as look:
        form = catalogue.form(look.session, HERE, FORM)
    given = {field.key: _sample(field) for field in form.fields if field.required}
    token = hall.apply([PROCEDURE], {FORM: given})
    before = title(hall)
    _, document = begin(hall)
    published(hall, retitled(document))
    with hall.look() as look:
        row = look.session.scalars(select(PreApplication)).one()
        content = pre_applications.opened(row, token)
        (paper,) = papers.form_documents(look.session, look.floor_of(HERE), content, look.day)
        assert paper.title == before


def _sample(field):
    if field.options:
        return [field.options[0].value] if field.type == "multi_choice" else field.options[0].value
    return {
        "name": "吉田 桜", "kana": "ヨシダ サクラ", "phone": "090-1234-5678", "number": 1,
        "address": "大阪市住之江区御崎3-1-17", "date": "2026-11-24", "birth_date": "1990-01-01",
        "checkbox": True, "postal_code": "559-8601", "relation": "本人",
    }.get(field.type, "見本")  # fmt: skip


def test_a_question_changed_by_a_ward_is_asked_there_alone(hall):
    _, document = begin(hall, "question", QUESTION)
    document["text"]["ja"] = "引っ越した日はいつですか。"
    published(hall, document, "question", QUESTION)
    with hall.look() as look:
        here, there = (
            {one.id: one.text.ja for one in catalogue.questions(look.session, office)}
            for office in (HERE, NEIGHBOUR)
        )
    assert here[QUESTION] == "引っ越した日はいつですか。" != there[QUESTION]
    assert list(here) == list(there)


def test_changes_are_undone_one_by_one(hall):
    draft, document = begin(hall)
    first = copy.deepcopy(document)
    change(hall, draft, 1, retitled(document, "一つめ"))
    change(hall, draft, 2, retitled(document, "二つめ"))
    with as_(hall, WRITER) as work:
        assert editions.undo(work, draft, 3).document["title"]["ja"] == "一つめ"
        assert editions.undo(work, draft, 4).document == first
        assert refusal(editions.undo, work, draft, 5).code == "nothing_to_undo"
        assert refusal(editions.change, work, draft, 1, document).code == "changed_meanwhile"


def test_what_does_not_fit_is_refused_with_its_place_and_changes_nothing(hall):
    draft, document = begin(hall)
    kept = copy.deepcopy(document)
    document["groups"][0]["fields"][0]["type"] = "telepathy"
    document["groups"][0]["fields"][0]["label"] = {}
    with pytest.raises(Misfit) as told:
        change(hall, draft, 1, document)
    assert [one.field for one in told.value.errors] == [
        "groups[0].fields[0].label.ja", "groups[0].fields[0].type",
    ]  # fmt: skip
    with hall.look() as look:
        assert editions.of(look, HERE, draft).document == kept


def found(hall, kind, code, document):
    with hall.look() as look:
        entry = edition_documents.parsed(kind, code, document)
        return findings(look.session, HERE, look.floor_of(HERE), entry)


def test_the_self_check_names_what_blocks_and_what_to_look_at(hall):
    _, document = begin(hall)
    assert [one for one in found(hall, "form", FORM, document) if one.blocks] == []
    fields = document["groups"][0]["fields"]
    chosen = next(one for one in fields if one["options"])
    fields[-1]["show_if"] = {chosen["key"]: ["mars"]}
    fields[-1]["label"]["en"] = None
    told = found(hall, "form", FORM, document)
    at = len(fields) - 1
    assert (told[0].field, told[0].blocks) == (f"groups[0].fields[{at}].show_if", True)
    assert "mars" in told[0].message
    looked = {one.field for one in told if not one.blocks}
    assert looked >= {f"groups[0].fields[{at}].show_if", f"groups[0].fields[{at}].label.en"}


def test_an_option_that_a_procedure_looks_for_cannot_be_taken_away_unnoticed(hall):
    with hall.look() as look:
        wanted = next(
            part
            for one in catalogue.procedures(look.session, HERE)
            for part in one.needed_when.questions()
            if part.is_
        )
    _, document = begin(hall, "question", wanted.q)
    document["options"] = [one for one in document["options"] if one["value"] != wanted.is_]
    blocks = [one for one in found(hall, "question", wanted.q, document) if one.blocks]
    assert any("手続き「" in one.message and wanted.is_ in one.message for one in blocks)
    draft, _ = begin(hall, "question", wanted.q)
    revision = change(hall, draft, 1, document)
    with as_(hall, WRITER) as work:
        assert refusal(editions.ask, work, draft, revision).code == "not_ready"


def test_a_draft_overtaken_by_the_city_is_looked_at_again(hall):
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(copy.deepcopy(document), "区の題"))
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, draft, revision).revision
    published(hall, retitled(document, "市の題"), layer=CITY)
    with as_(hall, WRITER) as work:
        assert refusal(editions.publish, work, draft, revision).code == "base_changed"
        row = editions.rebase(work, draft, revision)
        assert (row.state, editions.is_overtaken(work, row)) == ("draft", False)


def test_a_file_brings_an_entry_to_another_office_and_back(hall):
    for kind, code in (("form", FORM), ("procedure", PROCEDURE), ("question", QUESTION)):
        with hall.look() as look:
            entry = catalogue.entry(look.session, HERE, kind, code)
        text = edition_documents.to_file(kind, entry)
        assert edition_documents.from_file(kind, code, text) == entry
    with pytest.raises(Misfit) as told:
        edition_documents.from_file("form", FORM, "kind: form\nentry:\n  id: x\n  titel: y\n")
    assert any(one.field == "entry.titel" and "4行目" in one.message for one in told.value.errors)


def test_loading_the_pack_again_leaves_what_was_published(hall):
    _, document = begin(hall)
    published(hall, retitled(document, "市の題"), layer=CITY)
    with hall.city.writing() as session:
        setup.load_pack(session, two_wards())
    assert title(hall, NEIGHBOUR) == "市の題"
    with hall.look() as look:
        rows = look.session.scalars(select(Catalogue).where(Catalogue.code == FORM)).all()
        assert sorted((row.office, row.version) for row in rows) == [("", 1), (CITY, 1)]


def test_on_trial_a_draft_is_in_force_and_nothing_stays(hall):
    _, document = begin(hall)
    entry = edition_documents.parsed("form", FORM, retitled(document))
    trial = hall.city.on_trial({("form", FORM): entry})
    with trial.reading() as look:
        assert catalogue.form(look.session, HERE, FORM).title.ja == "住民票の写し等 交付申請書"
    before = hall.seq()
    with pytest.raises(Refused) as told, trial.transaction(HERE) as work:
        pre_applications.submit(work, [PROCEDURE], {}, {}, "ja")
    assert told.value.code == "only_on_trial"
    assert hall.seq() == before
    assert title(hall) != "住民票の写し等 交付申請書"
