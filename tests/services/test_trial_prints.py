"""The sample of a draft on a machine's own printer: ordered, taken, told, nobody's paper."""

import pytest
from sqlalchemy import select

from server.db.models import PrintJob
from server.domain.refusals import NotFound, Refused
from server.services import editions, print_orders, trial_prints
from server.services.print_orders import Outcome
from tests.services.test_print_orders import machine, settle, take

pytestmark = pytest.mark.db

FORM = "juminhyo_koufu_seikyu"


def begun(hall, kind="form", code=FORM):
    with hall.work() as work:
        return str(editions.begin(work, kind, code, hall.office).id)


def ordered(hall, draft, kiosk):
    with hall.work() as work:
        return trial_prints.order(work, draft, kiosk).id


def states(hall, draft):
    with hall.look() as look:
        return [one["state"] for one in trial_prints.of_draft(look, hall.office, draft)]


def test_the_machine_gets_the_draft_as_it_is_when_it_takes_the_order(hall):
    kiosk, draft = machine(hall, "発券機1"), begun(hall)
    number = ordered(hall, draft, kiosk)
    with hall.work() as work:
        document = editions.of(work, hall.office, draft).document
        title = {**document, "title": {**document["title"], "ja": "区の題"}}
        editions.change(work, draft, 1, title)
    with hall.look() as look:
        assert print_orders.waiting_for(look, kiosk) == [number]
    handed = take(hall, number, kiosk)
    [paper] = handed.documents
    assert (handed.visit, handed.label) == (f"trial-{number}", "見本")
    assert (paper.title, paper.label, paper.reissue) == ("区の題", "見本", 0)
    assert states(hall, draft) == ["taken"]
    settle(hall, number, kiosk, Outcome(f"form:{FORM}", "printed", 0))
    assert states(hall, draft) == ["printed"]
    with hall.look() as look:
        assert look.session.scalars(select(PrintJob)).all() == []
    assert hall.kinds()[-1] == "print_ordered"


def test_a_draft_without_a_paper_and_a_silent_machine_are_refused(hall):
    kiosk = machine(hall, "発券機1")
    question = begun(hall, "question", "mv_date")
    with hall.work() as work, pytest.raises(NotFound) as told:
        trial_prints.order(work, question, kiosk)
    assert told.value.code == "no_form"
    draft = begun(hall)
    hall.clock.advance(minutes=5)
    with hall.work() as work, pytest.raises(Refused) as told:
        trial_prints.order(work, draft, kiosk)
    assert told.value.code == "device_away"
    assert states(hall, draft) == []
