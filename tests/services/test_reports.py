"""Statistics are worked out from the event log, undone steps left out."""

import csv
import io
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from server.db.models import SearchMiss
from server.domain.refusals import Misfit, NotFound
from server.services import accepting, corrections, pre_applications, reports, undo, waiting_report
from server.services.access import Who
from server.services.reports import Period
from server.web.tables import as_csv, as_xlsx
from tests.parts.family import APPLICATION, FORM, PROCEDURE
from tests.parts.office import COUNTER, HERE, OTHER_COUNTER, SERVICE, Hall

pytestmark = pytest.mark.db

TODAY = date(2026, 11, 24)


def rows(hall: Hall, name: str, first: date = TODAY, last: date = TODAY) -> list[dict]:
    with hall.look() as look:
        return reports.report(look, hall.office, name, Period(first, last))


@pytest.fixture
def busy(hall):
    """Three who wait 3, 12 and 31 minutes, and one who still waits."""
    hall.open(COUNTER)
    hall.labels(3)
    hall.call_next()
    hall.do("start")
    hall.clock.advance(minutes=10)
    hall.do("finish")
    hall.call_next()
    hall.clock.advance(minutes=20)
    hall.call_next(finish=True)
    hall.walk_in(priority=True)
    return hall


def test_who_came_is_counted_by_day_service_and_class(busy):
    [row] = rows(busy, "clients")
    assert (row["day"], row["service"], row["people"]) == ("2026-11-24", SERVICE, 4)
    assert (row["walk_in"], row["priority"], row["reserved"]) == (3, 1, 0)
    assert (row["finished"], row["withdrawn"], row["expired"]) == (2, 0, 0)


def test_waits_are_told_from_the_ticket_to_the_first_call(busy):
    [row] = rows(busy, "waiting")
    assert (row["hour"], row["class"], row["people"]) == (10, "walk_in", 3)
    assert (row["p50"], row["p90"], row["longest"]) == (12.0, 31.0, 31.0)
    assert row["mean"] == pytest.approx(15.3)
    assert row["within_aim_percent"] == 67


def test_the_minutes_of_a_service_are_those_at_the_counter(busy):
    [row] = rows(busy, "services")
    assert row["service"] == SERVICE
    assert row["longest"] == 10.0


def test_what_was_undone_has_not_happened(hall):
    hall.open(COUNTER)
    hall.labels(1)
    hall.clock.advance(minutes=4)
    hall.call_next()
    with hall.work() as work:
        undo.undo(work, COUNTER)
    assert rows(hall, "waiting") == []
    hall.clock.advance(minutes=5)
    hall.call_next()
    assert rows(hall, "waiting")[0]["longest"] == 10.0


def test_another_day_has_its_own_people(busy):
    tomorrow = TODAY + timedelta(days=1)
    busy.at(10, 0, day=tomorrow)
    busy.open(OTHER_COUNTER)
    busy.walk_in()
    assert [row["people"] for row in rows(busy, "clients", tomorrow, tomorrow)] == [1]
    assert [row["people"] for row in rows(busy, "clients", TODAY, tomorrow)] == [4, 1]
    assert rows(busy, "clients", TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == []


def test_seats_are_counted_beside_who_took_them(hall):
    hall.book(hall.slot_at(10, 45).id)
    row = next(one for one in rows(hall, "capacity") if one["service"] == SERVICE)
    assert (row["booked"], row["cancelled"]) == (1, 0)
    assert row["free"] == row["seats"] - 1


def test_the_ways_to_the_office_are_counted(hall):
    hall.book(hall.slot_at(10, 45).id)
    hall.walk_in()
    found = {(row["what"], row["channel"]): row["count"] for row in rows(hall, "access")}
    assert found == {("reservation", "online"): 1, ("visit", "kiosk"): 1}


def test_what_does_not_fit_is_refused(hall):
    with pytest.raises(NotFound, match="統計"):
        rows(hall, "moods")
    for first, last in ((TODAY, TODAY - timedelta(days=1)), (date(2020, 1, 1), TODAY)):
        with pytest.raises(Misfit):
            rows(hall, "clients", first, last)


def test_cells_of_few_people_are_not_shown(busy):
    with busy.look() as look:
        shown = waiting_report.overview(look, busy.office, Period(TODAY, TODAY))
    assert shown["figures"].people == 3
    assert shown["cells"] == {(1, 10): {"median": None, "shade": 0}}
    assert sum(shown["steps"]) == pytest.approx(100, abs=0.5)


def test_how_the_office_gets_on_with_applications_is_counted_from_the_log(hall):
    hall.at(9, 0)
    first, second = (hall.apply([PROCEDURE], {FORM: APPLICATION}) for _ in range(2))
    with hall.look() as look:
        ids = [str(pre_applications.find(look.session, one).id) for one in (first, second)]
    hall.clock.advance(hours=3)
    with hall.work() as work:
        corrections.hold(work, ids[0], 1, "")
        accepting.accept(work, ids[1])
    hall.at(9, 0, TODAY + timedelta(days=1))
    with hall.work() as work:
        accepting.accept(work, ids[0])
    today, tomorrow = rows(hall, "review", last=TODAY + timedelta(days=1))
    assert (today["came"], today["hold"], today["accept"]) == (2, 1, 1)
    assert (today["hours_p50"], tomorrow["hours_p50"]) == (3.0, 24.0)
    assert (tomorrow["came"], tomorrow["accept"]) == (0, 1)
    [alone] = rows(hall, "review", TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    assert alone == tomorrow


def test_a_table_opens_in_a_japanese_excel():
    columns, table = {"a": "人数", "b": "言葉"}, [{"a": 3, "b": "=1+1"}, {"a": None, "b": "子<供>"}]
    text = as_csv(columns, table).decode("utf-8")
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["人数", "言葉"], ["3", "'=1+1"], ["", "子<供>"],
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(as_xlsx("来庁", columns, table))) as book:
        sheet = ET.fromstring(book.read("xl/sheet1.xml"))  # noqa: S314 - our own
    words = [cell.text for cell in sheet.iter() if cell.text]
    assert words == ["人数", "言葉", "3", "=1+1", "子<供>"]


@pytest.mark.parametrize("name", list(reports.REPORTS))
def test_every_report_is_given_in_the_three_formats_of_the_contract(office_web, name):
    path = f"/offices/{HERE}/statistics/{name}?from=2026-11-01&to=2026-11-24"
    office_web.hall.walk_in()
    found = office_web.get(path, Who.MANAGER).json
    assert list(found) == ["columns", "from", "report", "rows", "to"]
    assert all(set(row) == set(found["columns"]) for row in found["rows"])
    assert office_web.get(f"{path}&format=csv", Who.AUDITOR).mimetype == "text/csv"
    assert office_web.get(f"{path}&format=xlsx", Who.INTEGRATOR).data[:2] == b"PK"
    assert office_web.get(f"{path}&format=pdf", Who.MANAGER).status_code == 400
    page = office_web.client.get(
        f"/staff/statistics/{HERE}?report={name}", headers=office_web.people[Who.MANAGER]
    )
    assert page.status_code == 200
    assert reports.REPORTS[name].name in page.get_data(as_text=True)


def test_what_somebody_searched_is_shown_as_it_was_typed(office_web):
    with office_web.hall.work() as work:
        work.session.add(SearchMiss(office=HERE, day=TODAY, text="web", count=2))
    page = office_web.client.get(
        f"/staff/statistics/{HERE}?report=keywords", headers=office_web.people[Who.MANAGER]
    )
    assert "<td>web</td>" in page.get_data(as_text=True)


def test_the_page_tells_a_date_that_is_none(office_web):
    for query in ("from=yesterday", "from=2026-11-24&to=2026-11-01"):
        page = office_web.client.get(
            f"/staff/statistics/{HERE}?{query}", headers=office_web.people[Who.AUDITOR]
        )
        assert page.status_code == 400
        assert 'role="alert"' in page.get_data(as_text=True)
