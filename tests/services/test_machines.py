import pytest
from sqlalchemy import select

from server.db.models import Bell, Device, DeviceKind, PrintJob, Visit
from server.domain.refusals import NotFound, Refused
from server.services import bells, devices, machines
from server.services.callers import caller_for_key
from tests.parts.office import HERE, NEIGHBOUR

pytestmark = pytest.mark.db


def report(hall, visit, attempt: int, state: str, reissue: int = 0, document: str = "ticket"):
    with hall.work() as work:
        machines.report_print(work, str(visit), document, attempt, state, reissue)


def test_a_paper_is_noted_with_its_attempt(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "not_printed")
    report(hall, visit, 2, "printed")
    assert hall.kinds()[-2:] == ["print_failed", "printed"]
    assert '"attempt":2' in hall.events()[-1].detail


def test_a_character_that_no_font_has_marks_the_visit_without_saying_which(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "printed")
    with hall.look() as look:
        assert look.session.get_one(Visit, visit).unprintable is False
    assert "unprintable" not in hall.events()[-1].detail

    with hall.work() as work:
        machines.report_print(work, str(visit), "form:a", 1, "printed", 0, unprintable=2)

    with hall.look() as look:
        assert look.session.get_one(Visit, visit).unprintable is True
    assert '"unprintable":2' in hall.events()[-1].detail


def test_the_same_report_twice_is_noted_once(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "printed")
    seq = hall.seq()
    report(hall, visit, 1, "printed")
    assert hall.seq() == seq


def test_a_second_paper_needs_the_reissue_mark(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "printed")
    with pytest.raises(Refused, match="再発行") as refusal:
        report(hall, visit, 2, "printed")
    assert refusal.value.code == "needs_reissue"
    report(hall, visit, 2, "printed", reissue=1)
    assert hall.kinds()[-1] == "reprinted"
    report(hall, visit, 1, "printed", document="form:hoiku_riyou_moushikomi")


def test_a_paper_that_turns_out_to_be_printed_needs_the_mark_too(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "unknown")
    report(hall, visit, 2, "printed")
    with pytest.raises(Refused) as refusal:
        report(hall, visit, 1, "printed")
    assert refusal.value.code == "needs_reissue"


def test_an_unknown_outcome_becomes_known(hall):
    visit = hall.walk_in().visit
    report(hall, visit, 1, "unknown")
    report(hall, visit, 1, "printed")
    with hall.look() as look:
        [job] = look.session.scalars(select(PrintJob))
    assert (job.state, job.attempt) == ("printed", 1)


@pytest.mark.parametrize("visit", ["0", "999999", "one", "9" * 40])
def test_a_visit_that_is_not_here_is_unknown(hall, visit):
    with pytest.raises(NotFound):
        report(hall, visit, 1, "printed")


def test_a_visit_of_another_office_is_unknown(hall):
    visit = hall.walk_in().visit
    with pytest.raises(NotFound), hall.work(NEIGHBOUR) as work:
        machines.report_print(work, str(visit), "ticket", 1, "printed", 0)


def test_a_key_opens_one_office_until_it_is_taken_away(hall):
    with hall.city.writing() as session:
        key = devices.create_key(session, DeviceKind.KIOSK, HERE, "lobby", hall.clock())
    with hall.look() as look:
        caller = caller_for_key(look.session, key)
        assert (caller.kind, caller.offices) == ("kiosk", {HERE})
        assert caller_for_key(look.session, key[:-1]) is None
        stored = look.session.scalars(select(Device)).one()
        assert key not in (stored.key_hash, stored.name)
    with hall.city.writing() as session:
        devices.revoke_key(session, DeviceKind.KIOSK, HERE, "lobby", hall.clock())
    with hall.look() as look:
        assert caller_for_key(look.session, key) is None


def test_a_bell_is_rung_once_and_answered_once(hall):
    for _ in range(2):
        with hall.work() as work:
            bell = bells.ring(work, None, "help", "F001").id
    with hall.work() as work:
        bells.answer(work, str(bell))
        bells.answer(work, str(bell))
    with hall.look() as look:
        assert [row.answered_at for row in look.session.scalars(select(Bell))] == [hall.clock()]
    assert hall.kinds() == ["bell_rung", "bell_answered"]
    with pytest.raises(NotFound), hall.work(NEIGHBOUR) as work:
        bells.answer(work, str(bell))


def test_a_machine_s_last_sign_is_kept(hall):
    with hall.city.writing() as session:
        devices.create_key(session, DeviceKind.KIOSK, HERE, "lobby", hall.clock())
        device = session.scalars(select(Device)).one().id
    with hall.work() as work:
        machines.note_health(work.session, device, {"printer": "ok"}, work.now)
    with hall.look() as look:
        assert devices.newest_sign(look, HERE, "kiosk") == {"printer": "ok"}
        assert devices.newest_sign(look, NEIGHBOUR, "kiosk") is None
    hall.clock.advance(seconds=46)
    with hall.look() as look:
        assert devices.newest_sign(look, HERE, "kiosk") is None
    assert hall.kinds() == []
