"""A demo office to measure: a database, keys, a running server, counters on duty."""

import json
import os
import shutil
import tempfile
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import load_pack
from tests.bench import history
from tests.bench.load import Job, Seat, once
from tests.parts.demo_office import OFFICE, DemoOffice, install
from tests.parts.postgres import PostgresServer
from tests.parts.processes import Processes, Running

OPENED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    """The office under measurement and everything it needs."""

    database: str
    visits_before: int
    installed: DemoOffice
    server: Running
    seats: list[Seat]

    @property
    def port(self) -> int:
        return self.server.port

    def cpu_s(self) -> float:
        """Return the processor time that the server has used, all its processes together."""
        ticks = sum(_ticks(pid) for pid in _family(self.server.process.pid))
        return ticks / os.sysconf("SC_CLK_TCK")

    def get(self, path: str, key: str | None = None) -> Any:
        return get(self.server, path, key)

    def close(self) -> None:
        self.installed.processes.end()
        shutil.rmtree(self.installed.processes.folder)


def opened(database: str, postgres: PostgresServer | None, visits_before: int) -> Office:
    """Make the database, write the past, start the server and open every counter."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-bench-"))
    if postgres is None or database == "sqlite":
        url = f"sqlite:///{folder}/bench.db"
    else:
        url = postgres.create(f"bench_{visits_before}")
    processes = Processes(folder)
    office_key = folder / "office.key"
    keys = install(url, office_key)
    if visits_before:
        history.write(url, OFFICE, visits_before, OPENED)
    installed = DemoOffice(url, office_key, keys, processes)
    server = installed.serve()
    office = Office(database, visits_before, installed, server, _seats(server, keys))
    once(Job("open", office.port, OFFICE, 0), office.seats)
    return office


def get(server: Running, path: str, key: str | None = None) -> Any:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    request = urllib.request.Request(server.url + path, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # user and system time, after the name


def _seats(server: Running, keys: dict[str, str]) -> list[Seat]:
    """Return one seat for each counter, with a service that never runs out of tickets."""
    root = f"/api/v1/offices/{OFFICE}"
    services = get(server, f"{root}/services")["services"]
    plans = load_pack("osaka-demo").office(OFFICE).services
    limited = {service.code for service in plans if service.contingents}
    service_of = {
        service["queue"]: service["id"]
        for service in services
        if service["walk_in"] and service["id"] not in limited
    }
    counters = get(server, f"{root}/counters", keys["counter"])["counters"]
    return [
        Seat(counter["number"], service_of[queue], keys["kiosk"], keys["counter"])
        for counter in counters
        for queue in [next((q for q in _codes(counter) if q in service_of), None)]
        if queue is not None
    ]


def _codes(counter: dict[str, Any]) -> list[str]:
    """Return the queues' codes, however much the list says of each queue."""
    return [queue if isinstance(queue, str) else queue["queue"] for queue in counter["queues"]]
