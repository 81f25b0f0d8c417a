"""The work of a command is bounded by today's open rows, however long the past is."""

import re
from collections.abc import Callable

import pytest

from server.services import boards, consoles, log, undo, visits
from tests.parts.office import COUNTER, Hall
from tests.parts.statements import heard

#: Tables that grow with every visit, and are never read from one end to the other.
GROWING = {"event", "idempotency", "pre_application", "print_job", "reservation", "stop", "visit"}


def serve_somebody(hall: Hall) -> None:
    hall.open(COUNTER)
    hall.walk_in()
    hall.check_in(hall.book(hall.slots()[0].id))
    hall.call_next()
    hall.do("recall")
    hall.do("start")
    hall.do("hold", reason="writing")
    hall.call_next()
    hall.do("miss")


def send_on_and_undo(hall: Hall) -> None:
    hall.open(COUNTER)
    hall.walk_in()
    hall.call_next()
    hall.call_next(finish=True)
    with hall.work() as work:
        undo.undo(work, COUNTER)


def look_at_everything(hall: Hall) -> None:
    code = hall.walk_in().visit_code
    with hall.look() as look:
        boards.board(look, hall.office, "1F")
        consoles.snapshot(look, hall.office, COUNTER, None)
        visits.my_turn(look, code)
        log.events(look, hall.office, 0, 100)


def plans_of(hall: Hall, story: Callable[[Hall], None]) -> dict[str, str]:
    """Return each statement of *story* with the way SQLite takes through the tables.

    SQLite itself tells the statements, so that driver SQL is among them.
    """
    with heard(hall.city.engine) as asked:
        story(hall)
    with hall.city.engine.connect() as connection:
        driver = connection.connection.driver_connection
        return {
            statement: " / ".join(
                step[3] for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}")
            )
            for statement in asked
            if statement.split()[0] in {"SELECT", "UPDATE", "DELETE"}
        }


@pytest.mark.parametrize("story", [serve_somebody, send_on_and_undo, look_at_everything])
def test_no_statement_walks_through_a_table_that_grows(sqlite_hall, story):
    plans = plans_of(sqlite_hall, story)
    assert plans
    walks = {
        f"{plan}: {statement}"
        for statement, plan in plans.items()
        for table in re.findall(r"SCAN (\w+)", plan)
        if table in GROWING
    }
    assert walks == set()
