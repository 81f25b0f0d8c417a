"""Install the demo city as an administrator does, in one process: each start costs a second.

Every test copies what is installed here, so that most slots of the 23 other wards are left out.

Run as ``python -m tests.parts.installing DATABASE_URL OFFICE_KEY``; prints the keys as JSON.
"""

import json
import sys
from datetime import date, timedelta

from click.testing import CliRunner
from sqlalchemy import Engine, delete, func, select, tuple_
from sqlalchemy.orm import Session

from server.cli import main
from server.db.engine import open_engine
from server.db.models import Seat, Slot
from tests.parts.demo_city import CLERK, CLOCK, KEYS, OFFICE, PASSWORD

#: So many days of the other wards are left: enough to book there instead.
DAYS_ELSEWHERE = 14


def install(database_url: str, office_key: str) -> dict[str, str]:
    """Do init, a key for each kind of machine, a clerk; return the keys."""
    options = ["--database-url", database_url, "--office-key", office_key, "--clock", CLOCK]
    command(["init", *options])
    keys = {}
    for kind in KEYS:
        new = ["key", "create", "--kind", kind, "--office", OFFICE]
        keys[kind] = command([*new, *options]).strip().splitlines()[-1]
    clerk = ["staff", "create", CLERK, "--role", "clerk", "--office", OFFICE]
    command([*clerk, *options], stdin=f"{PASSWORD}\n")
    engine = open_engine(database_url)
    leave_out_slots(engine)
    engine.dispose()
    return keys


def leave_out_slots(engine: Engine) -> None:
    """Delete the later slots of the other wards; the last day stays, or they were made again."""
    plan = (Slot.service_id, Slot.venue, Slot.method, Slot.day)
    last = select(*plan[:3], func.max(Slot.day)).group_by(*plan[:3])
    later = (
        Slot.office != OFFICE,
        Slot.day > date.fromisoformat(CLOCK[:10]) + timedelta(days=DAYS_ELSEWHERE),
        tuple_(*plan).not_in(last),
    )
    with Session(engine) as session, session.begin():
        session.execute(delete(Seat).where(Seat.slot_id.in_(select(Slot.id).where(*later))))
        session.execute(delete(Slot).where(*later))
    # Given back to the file system, past the engine: a copy has the size of what is left.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.driver_connection
        raw.execute("VACUUM" if engine.dialect.name == "sqlite" else "VACUUM (FULL, ANALYZE)")


def command(arguments: list[str], stdin: str = "") -> str:
    done = CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(f"madoguchi {arguments[0]}: {done.exit_code} {done.output}")
    return done.output


if __name__ == "__main__":
    sys.stdout.write(json.dumps(install(*sys.argv[1:])))
