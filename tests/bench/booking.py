"""Before the visit: each answer beside that of a bare Flask application in the same minute."""

from collections.abc import Iterator
from typing import Any

from tests.bench.load import Job, Result, run
from tests.bench.office import Office
from tests.bench.residents import SCENARIOS
from tests.parts.demo_office import OFFICE
from tests.parts.processes import free_port

CLIENTS = (1, 8)


def measurements(office: Office, seconds: float) -> Iterator[dict[str, Any]]:
    """Measure finder, form page, a month of times of 24 wards, and booking."""
    port = free_port()
    options = ("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "400")
    app = ("--keep-alive", "30", "--no-control-socket", "tests.bench.bare_flask:app")
    bare = office.installed.processes.start("gunicorn", *options, *app, port=port)
    try:
        bare.wait_until("/readyz")
        for clients in CLIENTS:
            flask = _load(office, "bare_flask", clients, seconds, port)
            yield {"bench": "bare_flask", "clients": clients, **flask.summary()}
            for scenario in SCENARIOS.keys() - {"bare_flask"}:
                result = _load(office, scenario, clients, seconds, office.port)
                per_bare = round(result.per_s / flask.per_s, 3)
                line = {"bench": scenario, "clients": clients, **result.summary()}
                yield {**line, "per_bare_flask": per_bare}
    finally:
        bare.stop()


def _load(office: Office, scenario: str, clients: int, seconds: float, port: int) -> Result:
    return run(Job(scenario, port, OFFICE, seconds), office.seats[:clients])
