"""The database alone opens no pre-application, no address and no stored answer."""

import pytest
from sqlalchemy import inspect, select, text

from printer_drivers.sealing import CannotOpen
from printer_drivers.token import in_fours, new_token
from server.db.models import PreApplication
from server.domain.refusals import Misfit, NotFound
from server.services import pre_applications
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import OFFICE_KEY

pytestmark = pytest.mark.db

CANARIES = [
    "𠮷田", "さくら", "ヨシダ", "ハル", "1992-04-05", "御崎", "6000-0012", "南港商事",
    "sakura@example.jp", "canary_answer",
]  # fmt: skip


def everything_in(hall) -> bytes:
    """Return all that the database holds: every cell of every table, and SQLite's whole file."""
    engine = hall.city.engine
    found = bytearray()
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            if table in {"catalogue", "office"}:  # the pack itself, the same for everybody
                continue
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
                for cell in row:
                    found += cell if isinstance(cell, bytes) else str(cell).encode()
                    found += b"\n"
    return bytes(found)


def everything_on_disk(hall) -> bytes:
    """Return SQLite's file and its log; pages of the pack are in it too."""
    file = hall.city.engine.url.database
    found = b""
    for name in (file, f"{file}-wal"):
        with open(name, "rb") as content:  # noqa: PTH123
            found += content.read()
    return found


@pytest.fixture
def filled(hall):
    with hall.work() as work:
        token = pre_applications.submit(
            work, [PROCEDURE], {"why": "canary_answer"}, {FORM: APPLICATION}, "ja"
        ).token
    hall.book(hall.slot_at(11, 15).id, pre_application=token, email="sakura@example.jp")
    hall.check_in(token)
    return hall, token


def row_of(hall) -> PreApplication:
    with hall.look() as look:
        return look.session.scalars(select(PreApplication)).one()


def test_nothing_that_was_written_stands_in_the_database(filled):
    hall, token = filled
    stored = everything_in(hall)
    assert len(stored) > 1000
    for canary in [*CANARIES, token, in_fours(token), OFFICE_KEY.hex()]:
        assert canary.encode() not in stored
    assert OFFICE_KEY not in stored


def test_nothing_that_was_written_stands_in_the_file_of_sqlite(filled):
    hall, token = filled
    if hall.city.engine.dialect.name != "sqlite":
        assert b"sealed" not in everything_in(hall)  # PostgreSQL has no single file to read
        return
    stored = everything_on_disk(hall)
    for canary in ["𠮷田", "南港商事", "6000-0012", "canary_answer", token]:
        assert canary.encode() not in stored


def test_the_resident_s_token_and_the_office_s_key_open_it_and_no_other(filled):
    hall, token = filled
    row = row_of(hall)
    opened = pre_applications.opened(row, token)
    assert opened["forms"][FORM]["applicant_name"] == "𠮷田 さくら"
    assert opened["answers"] == {"why": "canary_answer"}
    assert pre_applications.opened_by_office(row, OFFICE_KEY) == opened
    with pytest.raises(CannotOpen):
        pre_applications.opened(row, new_token())
    with pytest.raises(CannotOpen):
        pre_applications.opened_by_office(row, bytes(32))


@pytest.mark.parametrize("column", ["ciphertext", "key_for_token"])
def test_one_changed_byte_opens_no_more(filled, column):
    hall, token = filled
    row = row_of(hall)
    sealed = bytearray(getattr(row, column))
    sealed[-1] ^= 1
    setattr(row, column, bytes(sealed))
    with pytest.raises(CannotOpen):
        pre_applications.opened(row, token)


def test_a_ciphertext_put_into_another_row_opens_no_more(filled):
    hall, token = filled
    row = row_of(hall)
    hall.apply([PROCEDURE])
    with hall.look() as look:
        other = look.session.scalars(select(PreApplication).where(PreApplication.id != row.id))
        swapped = other.one()
    swapped.ciphertext, swapped.key_for_token = row.ciphertext, row.key_for_token
    with pytest.raises(CannotOpen):
        pre_applications.opened(swapped, token)
    row.version = 2
    with pytest.raises(CannotOpen):
        pre_applications.opened(row, token)


def test_two_equal_applications_look_different(hall):
    hall.apply([PROCEDURE], {FORM: APPLICATION})
    hall.apply([PROCEDURE], {FORM: APPLICATION})
    with hall.look() as look:
        one, other = look.session.scalars(select(PreApplication)).all()
    assert one.ciphertext != other.ciphertext
    assert one.lookup_id != other.lookup_id


def test_the_log_tells_of_procedures_and_of_nobody(filled):
    hall, _ = filled
    details = "".join(event.detail for event in hall.events())
    assert PROCEDURE in details
    assert details.isascii()


def test_forms_are_checked_all_at_once_and_named_with_their_form(hall):
    with pytest.raises(Misfit) as refusal:
        hall.apply([PROCEDURE], {FORM: APPLICATION | {"applicant_phone": "1", "consent": False}})
    assert {error.field for error in refusal.value.errors} >= {
        f"forms.{FORM}.applicant_phone", f"forms.{FORM}.consent",
    }  # fmt: skip
    with hall.look() as look:
        assert look.session.scalars(select(PreApplication)).all() == []


def test_forms_that_the_procedure_does_not_use_are_refused(hall):
    with pytest.raises(Misfit) as refusal:
        hall.apply(["juminhyo_koufu"], {FORM: APPLICATION})
    assert [error.code for error in refusal.value.errors] == ["unknown_form"]


def test_a_procedure_that_is_not_there_is_unknown(hall):
    with pytest.raises(NotFound, match="no_such_procedure"):
        hall.apply(["no_such_procedure"])
