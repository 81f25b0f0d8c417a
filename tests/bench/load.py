"""Load: clients with kept-alive connections, in processes of their own.

A client repeats its scenario until the time is over. Every latency is one HTTP request seen from
the client, except in ``visit``, where one round is four commands.
"""

import json
import multiprocessing
import os
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench import residents
from tests.parts.wire import Wire

#: More processes than this only fight for the cores with the server.
MAX_PROCESSES = 4


@dataclass(frozen=True)
class Seat:
    """Where one client sits: its counter, a service of that counter's queue, its keys."""

    counter: str
    service: str
    kiosk_key: str
    counter_key: str


@dataclass(frozen=True)
class Job:
    """What all clients of one measurement do."""

    scenario: str
    port: int
    office: str
    seconds: float


class Client:
    """One seat's kept-alive connections that speak the JSON API: kiosk, counter and phone."""

    def __init__(self, port: int, office: str, seat: Seat) -> None:
        self._root = f"/api/v1/offices/{office}"
        self._seat = seat
        self._kiosk = Wire(port, seat.kiosk_key)
        self._desk = Wire(port, seat.counter_key)
        self._anybody = Wire(port)
        self._visit_code = ""
        self._called = False

    def null(self) -> None:
        self._good(self._anybody.get("/healthz")[0], b"")

    def issue(self) -> None:
        body = {"service": self._seat.service}
        answer = self._post(self._kiosk, "/visits", body)
        self._visit_code = json.loads(answer)["visit_code"]

    def take_a_number(self) -> None:
        """Have a number, whose phone then asks."""
        if not self._visit_code:
            self.issue()

    def phone(self) -> None:
        """Ask for "my turn" without holding an earlier answer."""
        status, _, body = self._anybody.get(f"/api/v1/visits/{self._visit_code}")
        self._good(status, body)

    def call_next(self) -> None:
        """Finish and call the next: the clerk's one key."""
        self._counter("call-next", {"finish": True})

    def call_only(self) -> None:
        self._counter("call-next", {})

    def visit(self) -> None:
        self.issue()
        self._counter("call-next", {})
        self._counter("start", {})
        self._counter("finish", {})

    def leave(self) -> None:
        """Finish whom a call has left at the counter."""
        self._counter("start", {})
        self._counter("finish", {})

    def issue_and_leave(self) -> None:
        """Make room at the counter, and somebody wait, before `call_only`."""
        self.issue()
        if self._called:
            self.leave()
        self._called = True

    def open_counter(self) -> None:
        self._counter("open", {})

    def _counter(self, step: str, body: dict[str, Any]) -> None:
        self._post(self._desk, f"/counters/{self._seat.counter}/{step}", body)

    def _post(self, wire: Wire, path: str, body: dict[str, Any]) -> bytes:
        status, answer = wire.post(self._root + path, body, uuid.uuid4().hex)
        return self._good(status, answer)

    @staticmethod
    def _good(status: int, body: bytes) -> bytes:
        if status not in (200, 201):
            raise RuntimeError(f"{status} {body.decode()[:300]}")
        return body


#: How many requests one round of a scenario is.
REQUESTS = {"visit": 4}

SCENARIOS: dict[str, Callable[[Any], None]] = {
    **residents.SCENARIOS,
    "null_http": Client.null,
    "issue": Client.issue,
    "call_next": Client.call_next,
    "call_only": Client.call_only,
    "visit": Client.visit,
    "phone": Client.phone,
    "leave": Client.leave,
    "open": Client.open_counter,
}

#: What a client does before each round; its time is not measured.
BEFORE: dict[str, Callable[[Any], None]] = {
    **residents.BEFORE,
    "call_only": Client.issue_and_leave,
    "phone": Client.take_a_number,
}


@dataclass
class Result:
    """What one measurement gave: the latencies in seconds, and rounds per second."""

    latencies: list[float]
    per_s: float

    def summary(self) -> dict[str, float]:
        return {
            "n": len(self.latencies),
            "per_s": round(self.per_s, 1),
            **{f"p{p}_ms": round(percentile(self.latencies, p) * 1e3, 2) for p in (50, 95, 99)},
        }


def percentile(values: list[float], percent: float) -> float:
    """Return the nearest-rank percentile of *values*, which are not empty."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def run(job: Job, seats: list[Seat]) -> Result:
    """Run *job* with one client per seat and put their results together."""
    context = multiprocessing.get_context("spawn")
    count = min(len(seats), MAX_PROCESSES, 2 * (os.cpu_count() or 1))
    groups = [seats[number::count] for number in range(count)]
    results = context.SimpleQueue()
    ready = context.Barrier(count)
    processes = [
        context.Process(target=_process, args=(job, group, ready, results)) for group in groups
    ]
    for process in processes:
        process.start()
    parts = [results.get() for _ in processes]
    for process in processes:
        process.join()
    failures = [part for part in parts if isinstance(part, str)]
    if failures:
        raise RuntimeError(failures[0])
    latencies = [latency for part, _, _ in parts for latency in part]
    elapsed = max(end for _, _, end in parts) - min(start for _, start, _ in parts)
    return Result(latencies, len(latencies) / elapsed)


def once(job: Job, seats: list[Seat]) -> None:
    """Do *job* one time for every seat, here."""
    for seat in seats:
        SCENARIOS[job.scenario](Client(job.port, job.office, seat))


def _process(job: Job, seats: list[Seat], ready: Any, results: Any) -> None:
    latencies: list[list[float]] = [[] for _ in seats]
    failures: list[str] = []
    maker = residents.Resident if job.scenario in residents.SCENARIOS else Client
    clients = [maker(job.port, job.office, seat) for seat in seats]
    ready.wait()
    start = time.monotonic()
    threads = [
        threading.Thread(target=_client, args=(job, client, start + job.seconds, own, failures))
        for client, own in zip(clients, latencies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = [latency for own in latencies for latency in own]
    results.put(failures[0] if failures else (together, start, time.monotonic()))


def _client(
    job: Job, client: Any, until: float, latencies: list[float], failures: list[str]
) -> None:
    act, prepare = SCENARIOS[job.scenario], BEFORE.get(job.scenario)
    try:
        while time.monotonic() < until and not failures:
            if prepare is not None:
                prepare(client)
            before = time.monotonic()
            act(client)
            latencies.append(time.monotonic() - before)
    except (RuntimeError, OSError) as error:
        failures.append(f"{type(error).__name__}: {error}")
