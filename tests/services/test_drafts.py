"""Half-filled forms: sealed, gone on with elsewhere, gone when they are sent or too old."""

import pytest
from sqlalchemy import select

from printer_drivers.sealing import CannotOpen, decrypt
from server.db.models import Draft
from server.domain.refusals import Misfit, NotFound, Refused
from server.services import daily, drafts
from tests.parts.office import OFFICE_KEY

pytestmark = pytest.mark.db

#: 髙 and 𠮷 stay as they were typed, the variant selector too.
TYPED = {
    "page": "apply/hoiku_midyear",
    "controls": {"applicant_name": "𠮷田 髙子葛\U000e0100"},
    "rows": {},
}


def save(hall, content=TYPED, **more):
    with hall.work() as work:
        return drafts.save(work, content, **more)


def opened(hall, token: str):
    with hall.look() as look:
        return drafts.opened(look, token)


def test_what_was_typed_comes_back_as_it_was_after_a_newer_save_too(hall):
    saved = save(hall)
    assert opened(hall, saved.token)[1] == TYPED
    newer = TYPED | {"rows": {"children": 2}}
    again = save(hall, newer, token=saved.token, version=1)
    assert (again.token, again.draft.version) == (saved.token, 2)
    assert opened(hall, saved.token)[1] == newer


def test_two_devices_do_not_write_over_each_other(hall):
    token = save(hall).token
    save(hall, token=token, version=1)
    with pytest.raises(Refused) as refusal:
        save(hall, token=token, version=1)
    assert refusal.value.code == "newer_draft"


def test_the_office_cannot_open_a_draft_and_the_database_does_not_hold_its_secret(hall):
    token = save(hall).token
    with hall.look() as look:
        [row] = look.session.scalars(select(Draft))
        assert token not in row.lookup_id
        for key in (OFFICE_KEY, row.lookup_id.encode()):
            with pytest.raises((CannotOpen, ValueError)):
                decrypt(key, row.ciphertext, f"draft:{row.lookup_id}:1")


def test_a_my_number_is_not_even_kept_in_a_draft(hall):
    wrong = {
        "controls": {
            "note": "番号は 123456789018 です",
            "days": ["mon", "１２３４５６７８９０１８"],
        }
    }
    with pytest.raises(Misfit) as refusal:
        save(hall, wrong)
    assert [(one.field, one.code) for one in refusal.value.errors] == [
        ("controls.note", "my_number"),
        ("controls.days.1", "my_number"),
    ]


def test_a_draft_is_gone_when_its_form_was_sent_and_after_thirty_days(hall):
    sent, old = save(hall).token, save(hall).token
    with hall.work() as work:
        drafts.delete(work, sent)
    with pytest.raises(NotFound):
        opened(hall, sent)
    hall.clock.advance(days=31)
    daily.tick(hall.city)
    with pytest.raises(NotFound):
        opened(hall, old)
    with pytest.raises(NotFound):
        save(hall, token=old, version=1)


def test_no_draft_grows_without_end(hall):
    with pytest.raises(Misfit):
        save(hall, {"controls": {"note": "あ" * drafts.MOST_BYTES}})
