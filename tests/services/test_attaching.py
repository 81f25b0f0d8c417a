"""Files of residents: with a draft, then with the application, and gone with either."""

import copy
import io

import pytest
from PIL import Image
from sqlalchemy import select, text

from printer_drivers.sealing import CannotOpen
from server.db.models import Attachment, PreApplication
from server.domain.refusals import Misfit, NotFound, Refused
from server.domain.review import Channel
from server.services import (
    attaching,
    attachments,
    corrections,
    daily,
    drafts,
    editions,
    pre_applications,
    review_inbox,
)
from server.services.safe_files import made_safe
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.files import pdf, photo

pytestmark = pytest.mark.db

CODE = "need_of_care"
TYPED = {"page": f"apply/{PROCEDURE}", "controls": {}, "rows": {}}


@pytest.fixture
def draft(hall):
    with hall.work() as work:
        return drafts.save(work, TYPED).token


def add(hall, token, data=None, form=FORM, code=CODE):
    with hall.work() as work:
        return attaching.add(work, token, form, code, made_safe(data or photo())).id


def remove(hall, token, number):
    with hall.work() as work:
        attaching.remove(work, token, number)


def listed(hall, token):
    with hall.look() as look:
        return [(one.form, one.code, one.kind) for one in attaching.listed(look, token)]


def opened(hall, token, number):
    with hall.look() as look:
        return attaching.opened(look, token, number)[1]


def send(hall, draft, forms=None):
    with hall.work() as work:
        given = {FORM: APPLICATION} if forms is None else forms
        return pre_applications.submit(work, [PROCEDURE], {}, given, "ja", draft=draft).token


def rows(hall):
    with hall.look() as look:
        return look.session.scalar(text("SELECT count(*) FROM attachment"))


def application(hall):
    with hall.look() as look:
        return look.session.scalars(select(PreApplication)).one()


def ask(hall):
    with hall.work() as work:
        corrections.ask(work, str(application(hall).id), 1, [], "就労証明書をもう1枚ください")


def test_a_file_goes_from_the_draft_to_the_application_and_both_can_open_it(hall, draft):
    number = add(hall, draft)
    kept = opened(hall, draft, number)
    assert Image.open(io.BytesIO(kept)).size == (900, 1200)
    token = send(hall, draft)
    assert listed(hall, draft) == []
    assert listed(hall, token) == [(FORM, CODE, "picture")]
    assert opened(hall, token, number) == kept
    with hall.look() as look:
        one = str(application(hall).id)
        assert attaching.opened_by_office(look, hall.office, one, str(number))[1] == kept


def test_the_office_cannot_open_what_is_not_sent_and_no_other_code_opens_anything(hall, draft):
    number, other = add(hall, draft), add(hall, draft, pdf())
    with hall.work() as work:
        stranger = drafts.save(work, TYPED).token
    with pytest.raises(NotFound):
        opened(hall, stranger, number)
    with hall.look() as look:
        row = look.session.get_one(Attachment, number)
        with pytest.raises(CannotOpen):
            attachments.open_in_draft(row, look.secrets.office_key)
        swapped = look.session.get_one(Attachment, other)
        swapped.sealed = row.sealed
        with pytest.raises(CannotOpen):
            attachments.open_in_draft(swapped, drafts.key_of(draft))
        look.session.rollback()


def test_neither_the_database_nor_the_log_shows_what_was_sent(hall, draft):
    data = pdf()
    add(hall, draft, data)
    send(hall, draft)
    with hall.look() as look:
        sealed = look.session.scalar(select(Attachment.sealed))
    assert data[:40] not in sealed
    assert b"%PDF" not in sealed
    event = hall.events()[-1]
    assert '"attachments": [1]' in event.detail or '"attachments":[1]' in event.detail


def test_what_a_form_does_not_ask_for_is_refused_and_too_many_too(hall, draft):
    with pytest.raises(NotFound) as refused:
        add(hall, draft, code="anything")
    assert refused.value.code == "unknown_attachment"
    for _ in range(4):
        add(hall, draft, pdf())
    with pytest.raises(Misfit) as full:
        add(hall, draft, pdf())
    assert full.value.errors[0].code == "file_count"
    assert rows(hall) == 4


def test_a_file_of_a_form_that_is_not_sent_is_gone(hall, draft):
    add(hall, draft)
    token = send(hall, draft, {})
    assert (listed(hall, token), rows(hall)) == ([], 0)


def test_a_refused_application_leaves_the_files_with_the_draft(hall, draft):
    add(hall, draft)
    with pytest.raises(Misfit):
        send(hall, draft, {FORM: APPLICATION | {"applicant_phone": "1"}})
    assert listed(hall, draft) == [(FORM, CODE, "picture")]


def test_a_removed_file_is_gone_at_once(hall, draft):
    number = add(hall, draft)
    remove(hall, draft, number)
    assert rows(hall) == 0
    with pytest.raises(NotFound):
        remove(hall, draft, number)


def test_who_sent_it_changes_files_while_the_office_asks_and_never_else(hall, draft):
    first = add(hall, draft)
    token = send(hall, draft)
    for change in (lambda: add(hall, token), lambda: remove(hall, token, first)):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code == "step_not_allowed"
    ask(hall)
    add(hall, token, pdf())
    remove(hall, token, first)
    assert listed(hall, token) == [(FORM, CODE, "pdf")]
    with hall.look() as look:
        seen = review_inbox.opened(look, hall.office, str(application(hall).id))
    told = [(one.step, one.who, [(c.before, c.after) for c in one.changes]) for one in seen.history]
    assert told[:2] == [
        ("detach", None, [("2点", "1点")]),
        ("attach", None, [("1点", "2点")]),
    ]
    assert hall.kinds()[-2:] == ["corrected", "corrected"]


def test_a_corrected_application_still_opens_its_files(hall, draft):
    number = add(hall, draft)
    token = send(hall, draft)
    kept = opened(hall, token, number)
    with hall.work() as work:
        one = str(application(hall).id)
        corrections.correct(work, one, 1, FORM, "applicant_phone", "06-6000-0013", "phone")
    assert application(hall).version == 2
    assert opened(hall, token, number) == kept


def test_a_list_of_applications_never_reads_a_file(hall, draft):
    add(hall, draft)
    send(hall, draft)
    with hall.look() as look:
        (row,) = attachments.of(look.session, application(hall))
        assert "sealed" not in vars(row)


def test_files_are_gone_with_the_draft_and_with_the_application(hall, draft):
    add(hall, draft)
    with hall.work() as work:
        drafts.delete(work, draft)
    assert rows(hall) == 0
    with hall.work() as work:
        old, sent = drafts.save(work, TYPED).token, drafts.save(work, TYPED).token
    add(hall, old)
    add(hall, sent)
    send(hall, sent)
    hall.clock.advance(days=31)
    daily.purge(hall.city)
    assert rows(hall) == 1
    hall.clock.advance(days=60)
    daily.purge(hall.city)
    assert rows(hall) == 0


def test_the_office_asks_for_a_file_and_is_not_answered_without_it(hall, draft):
    token = send(hall, draft)
    with hall.work() as work:
        one = str(application(hall).id)
        corrections.ask(work, one, 1, [f"{FORM}:attachments.{CODE}"], "")
    with hall.look() as look:
        (wanted,) = corrections.request_to(look, token, "ko").fields
    assert (wanted.path, wanted.type, wanted.value) == (f"attachments.{CODE}", "attachment", 4)
    assert wanted.label.startswith("취업증명서")
    with pytest.raises(Misfit) as refused, hall.work() as work:
        corrections.answer(work, token, {})
    assert [one.code for one in refused.value.errors] == ["no_file"]
    add(hall, token)
    with hall.work() as work:
        corrections.answer(work, token, {})
    assert application(hall).state == "corrected"
    with hall.look() as look:
        ((name, count),) = attaching.told(look, token, "ja")
        (sheet,) = review_inbox.opened(look, hall.office, one).sheets
    assert (name, count) == (sheet.enclosed[0].label, 1)
    assert sheet.enclosed[0].files == ((1, "picture"),)


def test_a_form_that_needs_a_file_is_not_taken_without_it_and_the_clerk_is_told(hall, draft):
    with hall.city.transaction(hall.office, "staff:3") as work:
        row = editions.begin(work, "form", FORM, hall.office)
        one, document = str(row.id), copy.deepcopy(row.document)
        document["attachments"][0]["required"] = True
        editions.change(work, one, 1, document)
        editions.ask(work, one, 2)
    with hall.city.transaction(hall.office, "staff:4") as work:
        editions.approve(work, one, 3)
    with hall.city.transaction(hall.office, "staff:3") as work:
        editions.publish(work, one, 4)

    for code in (None, draft):
        with pytest.raises(Misfit) as refused:
            send(hall, code)
        (error,) = refused.value.errors
        assert (error.field, error.code) == (f"forms.{FORM}.attachments.{CODE}", "no_file")
    with hall.work() as work:
        given = ([PROCEDURE], {}, {FORM: APPLICATION}, "ja")
        pre_applications.submit(work, *given, Channel.PHONE)
    add(hall, draft)
    send(hall, draft)
    with hall.look() as look:
        points = {
            item.channel: [point.field for point in item.points if "attachments" in point.field]
            for item in review_inbox.listed(look, hall.office, "unbooked")
        }
    assert points == {"phone": [f"{FORM}:attachments.{CODE}"], "web": []}
