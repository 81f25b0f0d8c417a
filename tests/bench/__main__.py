"""Run every measurement on both databases, with and without a past."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.bench import bare, booking
from tests.bench.displays import Display, arrivals
from tests.bench.load import REQUESTS, Job, Result, once, percentile, run
from tests.bench.office import Office, opened
from tests.bench.scan import USUAL_ROWS_PER_S, scans
from tests.parts.demo_office import OFFICE
from tests.parts.postgres import PostgresServer

CLIENTS = (1, 4, 16)
DISPLAYS = (1, 50, 200)
CALLS = 20


def main() -> None:
    options = _options()
    postgres = PostgresServer(durable=True)
    try:
        for database in options.databases:
            rates = {}
            for visits_before in (0,) if options.before_visit else (0, options.history):
                office = opened(database, postgres, visits_before)
                try:
                    measured = booking.measurements if options.before_visit else measurements
                    for line in measured(office, options.seconds):
                        rates[visits_before, line["bench"], line.get("clients")] = line.get("per_s")
                        _print(office, line)
                finally:
                    office.close()
            if not options.before_visit:
                _print_loss(database, options.history, rates)
    finally:
        postgres.stop()


def measurements(office: Office, seconds: float) -> Iterator[dict[str, Any]]:
    """Measure everything once and yield one line each."""
    floor = bare.measure(office.installed.database_url, seconds)
    yield {"bench": "bare_transaction", "clients": 1, **floor.summary()}
    yield from _commands(office, floor, seconds)
    for count in DISPLAYS:
        yield {"bench": "call_to_display", "displays": count, **_calls(office, count)}
    yield from booking.measurements(office, seconds)
    yield {"bench": "scan_to_paper", **scans(office)}
    yield {"bench": "scan_to_paper_at_150_mm_s", **scans(office, USUAL_ROWS_PER_S)}


def _commands(office: Office, floor: Result, seconds: float) -> Iterator[dict[str, Any]]:
    null = {}
    for clients in CLIENTS:
        null[clients] = _load(office, "null_http", clients, seconds)
        yield {"bench": "null_http", "clients": clients, **null[clients].summary()}
    for scenario, counts in (("issue", CLIENTS), ("call_next", CLIENTS), ("visit", (16,))):
        for clients in counts:
            if scenario == "call_next":  # somebody must wait for every call
                _load(office, "issue", clients, 1.5 * seconds)
            if scenario == "visit":
                once(Job("leave", office.port, OFFICE, 0), office.seats[: CLIENTS[-1]])
            used = office.cpu_s()
            result = _load(office, scenario, clients, seconds)
            requests = REQUESTS.get(scenario, 1)
            used = (office.cpu_s() - used) / len(result.latencies) / requests
            yield {
                "bench": scenario,
                "clients": clients,
                **result.summary(),
                "server_cpu_ms": round(used * 1e3, 3),
                "per_bare": round(requests * result.per_s / floor.per_s, 3),
                "per_null_http": round(requests * result.per_s / null[clients].per_s, 3),
                "p50_over_null_and_bare": _over(result, null[clients], floor),
            }
    yield _call_only(office, null[1], floor, seconds)
    yield _phones(office, seconds)


def _call_only(office: Office, null: Result, floor: Result, seconds: float) -> dict[str, Any]:
    """Call next with a free counter: one event, as against finish and call with three."""
    result = _load(office, "call_only", 1, seconds)
    once(Job("leave", office.port, OFFICE, 0), office.seats[:1])
    summary = {name: value for name, value in result.summary().items() if name != "per_s"}
    over = _over(result, null, floor)
    return {"bench": "call_only", "clients": 1, **summary, "p50_over_null_and_bare": over}


def _phones(office: Office, seconds: float) -> dict[str, Any]:
    """Phones that hold no answer yet ask the server itself, without a cache before it."""
    used = office.cpu_s()
    result = _load(office, "phone", CLIENTS[-1], seconds)
    per_core = len(result.latencies) / (office.cpu_s() - used)
    return {
        "bench": "phone_snapshot",
        "clients": CLIENTS[-1],
        **result.summary(),
        "per_s_and_core": round(per_core),
    }


def _over(result: Result, null: Result, floor: Result) -> float:
    """Return the median beside what nobody can save: an empty answer and a durable transaction."""
    middle = [percentile(one.latencies, 50) for one in (result, null, floor)]
    return round(middle[0] / (middle[1] + middle[2]), 2)


def _load(office: Office, scenario: str, clients: int, seconds: float) -> Result:
    return run(Job(scenario, office.port, OFFICE, seconds), office.seats[:clients])


def _calls(office: Office, count: int) -> dict[str, float]:
    """Call numbers one by one and see when the displays of the area show them."""
    seat = office.seats[0]
    board = office.get(f"/api/v1/offices/{OFFICE}/counters", seat.counter_key)["counters"]
    area = next(counter["area"] for counter in board if counter["number"] == seat.counter)
    displays = [Display.watching(office.port, OFFICE, area) for _ in range(count)]
    delays: dict[str, list[float]] = {"first": [], "median": [], "last": []}
    for _ in range(CALLS):
        once(Job("issue", office.port, OFFICE, 0), [seat])
        arrivals(displays, "arrived")  # the hall is quiet again
        before = time.monotonic()
        once(Job("call_next", office.port, OFFICE, 0), [seat])
        times = [at - before for at in arrivals(displays, "called")]
        delays["first"].append(min(times))
        delays["median"].append(median(times))
        delays["last"].append(max(times))
    for display in displays:
        display.socket.close()
    summary = {f"{name}_p50_ms": round(median(values) * 1e3, 2) for name, values in delays.items()}
    return {"n": CALLS, **summary, "last_p95_ms": round(percentile(delays["last"], 95) * 1e3, 2)}


def _print(office: Office, line: dict[str, Any]) -> None:
    where = {"database": office.database, "visits_before": office.visits_before}
    sys.stdout.write(json.dumps({**where, **line}) + "\n")
    sys.stdout.flush()


def _print_loss(database: str, history: int, rates: dict[Any, Any]) -> None:
    """Say how much a long past costs."""
    without, with_past = (rates[visits, "visit", 16] for visits in (0, history))
    line = {
        "database": database,
        "bench": "loss_with_history",
        "visits_before": history,
        "visits_per_s": without,
        "visits_per_s_with_history": with_past,
        "loss": round(1 - with_past / without, 3),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each measurement")
    parser.add_argument("--history", type=int, default=100_000, help="visits before today")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--before-visit", action="store_true", help="finder, forms, booking alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
