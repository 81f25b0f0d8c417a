"""Two servers, one PostgreSQL, one Redis: they hear each other, and live through its death."""

import time
from uuid import uuid4

import pytest

from tests.bench.displays import Display, arrivals
from tests.parts.demo_office import OFFICE, DemoOffice, Installed
from tests.parts.processes import Processes
from tests.parts.redis import RedisServer
from tests.parts.wire import Wire

pytestmark = pytest.mark.slow

SERVICE, AREA_PATIENCE_S = "childcare", 120
#: `server/web/limits.py`: what one address may write in a minute, on all servers together.
WRITES_A_MINUTE = 1200


@pytest.fixture
def two_servers(
    request: pytest.FixtureRequest,
    installed: Installed,
    redis_server: RedisServer,
    processes: Processes,
) -> DemoOffice:
    keys = installed.keys("postgresql")
    postgres = request.getfixturevalue("postgres")
    url = postgres.create(f"broker_{uuid4().hex}", template="installed")
    office = DemoOffice(url, installed.office_key, keys, processes)
    for _ in range(2):
        office.serve("--message-queue", redis_server.url, "--limits-url", redis_server.url)
    return office


def take_ticket(office: DemoOffice) -> None:
    taken = office.api("kiosk", office.running[0]).post(
        office.path("/visits"), {"service": SERVICE}
    )
    assert taken.status == 201, taken


def area_of_the_service(office: DemoOffice) -> str:
    services = office.api().get(office.path("/services"))["services"]
    return str(next(one["area"] for one in services if one["id"] == SERVICE))


def test_screens_of_the_other_server_hear_and_live_through_a_dead_broker(
    two_servers, redis_server, scorecard
):
    area = area_of_the_service(two_servers)
    walls = [Display.watching(server.port, OFFICE, area) for server in two_servers.running]

    take_ticket(two_servers)
    assert len(arrivals(walls, "arrived", AREA_PATIENCE_S)) == 2

    redis_server.kill()
    take_ticket(two_servers)
    with Wire(two_servers.running[1].port) as resident:  # served without the broker's counting
        assert resident.get(f"/api/v1/offices/{OFFICE}/services")[0] == 200
    redis_server.start()

    deadline, heard = time.monotonic() + AREA_PATIENCE_S, False
    while not heard:
        assert time.monotonic() < deadline, "no news came after Redis was back"
        take_ticket(two_servers)
        try:
            heard = len(arrivals(walls, "arrived", 5)) == 2
        except RuntimeError:
            continue
    boards = [
        two_servers.api(server=server).get(two_servers.path(f"/board?area={area}"))
        for server in two_servers.running
    ]
    scorecard("broker killed and back, two servers", screens=2, servers=2)
    assert boards[0]["seq"] == boards[1]["seq"]
    for wall in walls:
        wall.socket.close()


def test_an_address_has_one_limit_on_all_servers(two_servers, scorecard):
    lines = [Wire(server.port) for server in two_servers.running]
    statuses = [
        lines[number % 2].post("/api/v1/visits/find", {"token": "x"}, uuid4().hex)[0]
        for number in range(WRITES_A_MINUTE + 200)
    ]
    for line in lines:
        line.close()
    scorecard("one rate limit on two servers", asked=len(statuses), refused=statuses.count(429))
    assert 429 in statuses
    assert statuses.index(429) >= WRITES_A_MINUTE
