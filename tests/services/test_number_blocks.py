import pytest
from sqlalchemy import select

from server.db.models import Device, DeviceKind
from server.domain.refusals import NotFound, Refused
from server.services import devices, number_blocks
from tests.parts.office import HERE, TOMORROW

pytestmark = pytest.mark.db


def a_kiosk(hall, name: str = "入口") -> int:
    with hall.city.writing() as session:
        devices.create_key(session, DeviceKind.KIOSK, HERE, name, hall.clock.now)
        return session.scalars(select(Device.id).where(Device.name == name)).one()


def lend(hall, kiosk: int, lease: str = "first", queue: str = "childcare"):
    with hall.work() as work:
        return number_blocks.lend(work, kiosk, lease, queue)


def test_a_lease_asked_for_twice_is_the_same_block(hall):
    kiosk = a_kiosk(hall)
    assert lend(hall, kiosk) == lend(hall, kiosk)
    assert lend(hall, kiosk, "second").first == lend(hall, kiosk).last + 1


def test_two_kiosks_may_use_the_same_word_for_a_lease(hall):
    one, other = lend(hall, a_kiosk(hall)), lend(hall, a_kiosk(hall, "2階"))
    assert one.last < other.first


def test_blocks_leave_the_numbers_of_an_ordinary_day_without_gaps(hall):
    kiosk = a_kiosk(hall)
    assert hall.labels(2) == ["F001", "F002"]
    lend(hall, kiosk)
    assert hall.labels(2) == ["F003", "F004"]


def test_a_lease_is_for_one_queue(hall):
    kiosk = a_kiosk(hall)
    lend(hall, kiosk)
    with pytest.raises(Refused) as refusal:
        lend(hall, kiosk, queue="residents")
    assert refusal.value.code == "lease_mismatch"


def test_what_is_left_is_taken_back_once(hall):
    kiosk = a_kiosk(hall)
    block = lend(hall, kiosk)
    for _ in range(2):
        with hall.work() as work:
            left = number_blocks.take_back(work, kiosk, "first", block.first + 3)
    assert (left.first, left.last) == (block.first, block.first + 3)
    assert lend(hall, kiosk, "second").first == block.first + 4


def test_nobody_takes_back_the_block_of_another_kiosk(hall):
    lend(hall, a_kiosk(hall))
    other = a_kiosk(hall, "2階")
    with hall.work() as work, pytest.raises(NotFound) as refusal:
        number_blocks.take_back(work, other, "first", 0)
    assert refusal.value.code == "unknown_lease"


def test_a_new_day_begins_its_blocks_anew(hall):
    kiosk = a_kiosk(hall)
    today = lend(hall, kiosk)
    hall.at(9, day=TOMORROW)
    tomorrow = lend(hall, kiosk, "tomorrow")
    assert (today.first, today.last) == (tomorrow.first, tomorrow.last)
    assert tomorrow.business_date == TOMORROW
