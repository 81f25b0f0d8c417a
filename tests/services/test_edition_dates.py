"""A rule that is new from a day on: approved before, in force that morning, by itself."""

from datetime import date, timedelta

import pytest

from server.domain.refusals import Refused
from server.services import daily, edition_dates, edition_versions, editions
from tests.parts.office import HERE
from tests.services.test_editions import (
    FORM,
    SECOND,
    WRITER,
    as_,
    begin,
    change,
    published,
    refusal,
    retitled,
    title,
)

pytestmark = pytest.mark.db

NEW = "住民票の写し等 交付申請書"
FIRST_OF_APRIL = date(2027, 4, 1)


def approved(hall, text=NEW):
    """Return an approved draft with another title, and its revision."""
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(document, text))
    with as_(hall, WRITER) as work:
        revision = editions.ask(work, draft, revision).revision
    with as_(hall, SECOND) as work:
        return draft, editions.approve(work, draft, revision).revision


def scheduled(hall, day=FIRST_OF_APRIL):
    draft, revision = approved(hall)
    with as_(hall, WRITER) as work:
        return draft, edition_dates.schedule(work, draft, revision, day).revision


def state(hall, draft):
    with hall.look() as look:
        row = editions.of(look, HERE, draft)
        return row.state, row.publish_on, row.note


def test_it_is_in_force_from_that_morning_and_not_before(hall):
    before = title(hall)
    scheduled(hall)
    hall.at(23, 59, FIRST_OF_APRIL - timedelta(days=1))
    daily.tick(hall.city)
    assert title(hall) == before
    hall.at(6, 0, FIRST_OF_APRIL)
    daily.tick(hall.city)
    daily.tick(hall.city)
    assert title(hall) == NEW
    with hall.look() as look:
        newest, *older = edition_versions.history(look.session, HERE, "form", FORM)
    assert (newest.by, newest.at.date(), older) == (WRITER, date(2027, 3, 31), [])


def test_only_what_is_approved_waits_for_its_day_and_no_day_lies_behind(hall):
    draft, document = begin(hall)
    revision = change(hall, draft, 1, retitled(document))
    with pytest.raises(Refused, match="できません"), as_(hall, WRITER) as work:
        edition_dates.schedule(work, draft, revision, FIRST_OF_APRIL)
    with as_(hall, WRITER) as work:
        editions.discard(work, draft, revision)
    draft, revision = approved(hall)
    with as_(hall, WRITER) as work:
        today = work.day
        assert refusal(edition_dates.schedule, work, draft, revision, today).code == "day_is_over"


def test_whoever_sends_it_back_has_taken_the_day_back(hall):
    draft, revision = scheduled(hall)
    with as_(hall, WRITER) as work:
        editions.send_back(work, draft, revision)
    assert state(hall, draft)[:2] == ("draft", None)
    hall.at(6, 0, FIRST_OF_APRIL)
    daily.tick(hall.city)
    assert title(hall) != NEW


def test_what_was_overtaken_goes_back_to_its_writers_with_the_reason(hall):
    draft, _ = scheduled(hall)
    with as_(hall, "staff:9") as work:
        row = editions.begin(work, "form", FORM, "city")
        city, document = str(row.id), retitled(dict(row.document), "市の申請書")
    revision = change(hall, city, 1, document, "staff:9")
    with as_(hall, "staff:9") as work:
        revision = editions.ask(work, city, revision).revision
    with as_(hall, SECOND) as work:
        revision = editions.approve(work, city, revision).revision
        editions.publish(work, city, revision)
    hall.at(6, 0, FIRST_OF_APRIL)
    daily.tick(hall.city)
    found, day, note = state(hall, draft)
    assert (found, day) == ("draft", None)
    assert note.startswith("公開できません。")
    assert title(hall) == "市の申請書"


def test_it_may_be_published_at_once_after_all(hall):
    draft, revision = scheduled(hall)
    with as_(hall, SECOND) as work:
        editions.publish(work, draft, revision)
    assert title(hall) == NEW
    hall.at(6, 0, FIRST_OF_APRIL)
    daily.tick(hall.city)
    assert published(hall, retitled(begin(hall)[1], "つぎの題")) == 2
