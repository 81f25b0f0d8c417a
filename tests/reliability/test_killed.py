"""The server, or its database, is killed again and again while kiosks give out tickets."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from random import Random
from uuid import uuid4

import pytest

from tests.bench.displays import Display, arrivals
from tests.parts.api import Api
from tests.parts.demo_office import OFFICE, DemoOffice, install
from tests.parts.postgres import PostgresServer
from tests.parts.processes import Processes
from tests.parts.redis import RedisServer

pytestmark = pytest.mark.slow

KIOSKS, SERVICE = 6, "childcare"
SEED = 20261124
#: From the start of the process to its first answer, in the full rounds.
READY_S = 3.0


class Kiosks:
    """Kiosks that ask for tickets until they are told to stop, each key until it is answered."""

    def __init__(self, office: DemoOffice) -> None:
        self._apis = [office.api("kiosk", server) for server in office.servers()]
        self._path = office.path("/visits")
        self._closing = threading.Event()
        self.retries = 0

    def stop(self) -> None:
        self._closing.set()

    def issue(self, number: int) -> list[str]:
        api, labels = self._apis[number % len(self._apis)], []
        while not self._closing.is_set():
            labels.append(self._until_answered(api, uuid4().hex))
        return labels

    def _until_answered(self, api: Api, key: str) -> str:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                answer = api.post(self._path, {"service": SERVICE}, key)
            except (OSError, ValueError, HTTPException):  # no server, or half an answer
                answer = None
            if answer is not None and answer.status == 201:
                return str(answer.body["ticket"]["label"])
            assert answer is None or answer.status >= 500, answer
            self.retries += 1
            time.sleep(0.05)
        raise AssertionError("the office did not come back")


def issue_through(office: DemoOffice, kill: Callable[[], None], times: int) -> dict[str, int]:
    """Let the kiosks issue while *kill* happens *times*; return what was counted.

    Every ticket was answered in the end, so that the log may tell of these and no others.
    """
    kiosks = Kiosks(office)
    with ThreadPoolExecutor(KIOSKS) as hands:
        issuing = [hands.submit(kiosks.issue, number) for number in range(KIOSKS)]
        try:
            for _ in range(times):
                kill()
        finally:
            kiosks.stop()
    given = [label for one in issuing for label in one.result()]
    logged = office.labels_given()
    return {
        "kills": times,
        "tickets": len(given),
        "lost": len(set(given) - set(logged)),
        "orphans": len(set(logged) - set(given)),
        "doubled": len(given) - len(set(given)) + len(logged) - len(set(logged)),
        "retries": kiosks.retries,
    }


def assert_nothing_lost(counted: dict[str, int]) -> None:
    assert (counted["lost"], counted["orphans"], counted["doubled"]) == (0, 0, 0), counted
    assert counted["tickets"] > 0


def test_a_killed_server_loses_and_doubles_no_ticket(sqlite_office, rounds, scorecard):
    chance = Random(SEED)  # noqa: S311 - a run that can be repeated
    [server] = sqlite_office.servers()
    starts: list[float] = []

    def kill() -> None:
        time.sleep(chance.uniform(0, 0.4))
        server.kill()
        before = time.monotonic()
        server.restart()
        starts.append(time.monotonic() - before)

    counted = issue_through(sqlite_office, kill, rounds(3, 100))
    scorecard(
        "R01 server killed while 6 kiosks issue", **counted, slowest_start_s=round(max(starts), 1)
    )
    assert_nothing_lost(counted)
    if rounds(0, 1):
        assert sorted(starts)[len(starts) // 2] <= READY_S


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that may be killed: nobody else's, and as durable as in production."""
    server = PostgresServer(durable=True)
    yield server
    server.stop()


def test_a_killed_database_loses_and_doubles_no_ticket(
    own_postgres, redis_server: RedisServer, processes: Processes, tmp_path, rounds, scorecard
):
    url, office_key = own_postgres.create("killed"), tmp_path / "office.key"
    office = DemoOffice(url, office_key, install(url, office_key), processes)
    broker = redis_server.url
    pids = [office.serve("--message-queue", broker).process.pid for _ in range(2)]
    chance = Random(SEED)  # noqa: S311 - a run that can be repeated
    back: list[float] = []

    def kill() -> None:
        time.sleep(chance.uniform(0.2, 1.0))
        own_postgres.kill()
        own_postgres.start()
        before = time.monotonic()
        for server in office.running:
            server.wait_until("/readyz")
        back.append(time.monotonic() - before)

    counted = issue_through(office, kill, rounds(2, 20))
    services = office.api().get(office.path("/services"))["services"]
    area = next(one["area"] for one in services if one["id"] == SERVICE)
    walls = [Display.watching(server.port, OFFICE, area) for server in office.running]
    assert office.api("kiosk").post(office.path("/visits"), {"service": SERVICE}).status == 201
    heard = len(arrivals(walls, "arrived", 30))
    for wall in walls:
        wall.socket.close()
    scorecard(
        "R02 database killed while 6 kiosks issue at two servers", **counted,
        slowest_return_s=round(max(back), 1), displays_that_hear=heard,
    )  # fmt: skip
    assert_nothing_lost(counted)
    assert [server.process.pid for server in office.running] == pids
    assert all(server.process.poll() is None for server in office.running)
