"""Years of finished visits, put into a database before the server starts.

The rows are what the server itself would have left: visits with numbers unique in queue and day,
stops that are done, and the hash-chained events of each. `madoguchi audit verify` accepts them.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from server.db.engine import open_engine
from server.db.floor import CounterPlan, ServicePlan, read_floor
from server.db.ledger import Event, Kind, canonical, chain_hash
from server.db.models import EventRow, Head, Stop, Visit
from server.db.types import to_micros
from server.domain.queueing import TIE, VisitClass
from server.domain.stops import State

VISITS_A_DAY = 500
BATCH = 5_000
#: The steps of a plain visit, and minutes after the ticket was taken.
STORY = ((Kind.ARRIVED, 0), (Kind.CALLED, 12), (Kind.STARTED, 13), (Kind.FINISHED, 20))


def write(database_url: str, office: str, visits: int, until: datetime) -> None:
    """Write *visits* finished visits of *office* on the days before *until*."""
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        head = session.get_one(Head, office)
        floor = read_floor(session, office, head.floor_version)
        first_id = (session.scalar(select(func.max(Visit.id))) or 0) + 1
        chain = _Chain(head.seq, head.hash)
        stories = _stories(
            office,
            visits,
            until,
            services=list(floor.services.values()),
            counters=list(floor.counters.values()),
            first_id=first_id,
        )
        for batch in _batches(stories):
            session.execute(insert(Visit), [visit for visit, _, _ in batch])
            session.execute(insert(Stop), [stop for _, stop, _ in batch])
            session.execute(
                insert(EventRow), [chain.seal(event) for *_, events in batch for event in events]
            )
        session.execute(
            update(Head).where(Head.office == office).values(seq=chain.seq, hash=chain.hash)
        )
    _continue_ids(engine)
    engine.dispose()


Story = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]


class _Chain:
    """Gives each event its number and its hash."""

    def __init__(self, seq: int, prev_hash: str) -> None:
        self.seq = seq
        self.hash = prev_hash

    def seal(self, facts: dict[str, Any]) -> dict[str, Any]:
        self.seq += 1
        event = Event(seq=self.seq, **facts)
        before, self.hash = self.hash, chain_hash(event, self.hash)
        return {**asdict(event), "prev_hash": before, "hash": self.hash}


def _stories(
    office: str,
    visits: int,
    until: datetime,
    *,
    services: list[ServicePlan],
    counters: list[CounterPlan],
    first_id: int,
) -> Iterator[Story]:
    days = -(-visits // VISITS_A_DAY)
    for number in range(visits):
        day, place = divmod(number, VISITS_A_DAY)
        date = (until - timedelta(days=days - day)).date()
        opened = datetime.combine(date, time(0, 30), UTC)  # 9:30 in Japan
        arrived = opened + timedelta(seconds=30 * place)
        service = services[place % len(services)]
        counter = counters[place % len(counters)]
        yield _story(
            office,
            first_id + number,
            1000 + place,
            service=service,
            counter=counter,
            arrived=arrived,
        )


def _story(
    office: str,
    visit: int,
    number: int,
    *,
    service: ServicePlan,
    counter: CounterPlan,
    arrived: datetime,
) -> Story:
    finished = arrived + timedelta(minutes=STORY[-1][1])
    label = f"H{number}"
    common = {"id": visit, "office": office, "number": number, "label": label}
    visit_row = {
        **common,
        "business_date": arrived.date(),
        "queue_id": service.queue.id,
        "visit_class": VisitClass.WALK_IN.value,
        "language": "ja",
        "origin": "kiosk",
        "issued_at": arrived,
        "visit_code_hash": f"history-{visit}",
    }
    stop_row = {
        **common,
        "visit_id": visit,
        "queue_id": service.queue.id,
        "service_id": service.id,
        "position": 0,
        "state": State.DONE.value,
        "order_time": arrived,
        "tie": TIE[VisitClass.WALK_IN],
        "checked_in": arrived,
        "counter_id": counter.id,
        "since": finished,
        "version": 4,
    }
    events = [
        {
            "office": office,
            "at": to_micros(arrived + timedelta(minutes=minutes)),
            "kind": kind.value,
            "command": f"{visit:x}-{kind.value}",
            "visit": visit,
            "stop": visit,
            "counter": None if kind is Kind.ARRIVED else counter.number,
            "label": label,
            "detail": canonical({}),
        }
        for kind, minutes in STORY
    ]
    return visit_row, stop_row, events


def _batches(stories: Iterator[Story]) -> Iterator[list[Story]]:
    batch: list[Story] = []
    for story in stories:
        batch.append(story)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _continue_ids(engine: Any) -> None:
    """Let PostgreSQL's counters go on after the ids written here; refresh the statistics."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("visit", "stop"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608 - two fixed names
                )
        connection.exec_driver_sql("ANALYZE")
