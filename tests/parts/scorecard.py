"""What the reliability tests found, in figures, at the end of the run.

``scorecard("R14 printer faults", runs=1000, printed=…)`` notes a row; the test's own outcome is
its verdict. ``scorecard.skipped("R14 …", "node is missing")`` says why there is none. A test that
failed before it noted a row gets one under its own name. ``--scorecard FILE`` writes the rows,
put together by scenario, as the table that stands in ``tests/reliability/SCORECARD.md``.
"""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

_NAME, _TEST = "scorecard", "scorecard test"
_HEADING = """# Reliability scorecard

What `make reliability` found. SKIPPED means not proved on that machine, with the reason.
"""


class Scorecard:
    """Rows of one test."""

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record

    def __call__(self, scenario: str, **figures: Any) -> None:
        self._record(_NAME, json.dumps({"scenario": scenario, **figures}, ensure_ascii=False))

    def skipped(self, scenario: str, reason: str) -> None:
        self(scenario, verdict="SKIPPED", reason=reason)


@pytest.fixture
def scorecard(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Scorecard:
    record_property(_TEST, request.node.name)
    return Scorecard(record_property)


@pytest.fixture
def rounds(full_rounds: bool) -> Callable[[int, int], int]:
    """Return the first number in ``make test``, the second under ``--rounds=full``."""
    return lambda small, full: full if full_rounds else small


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--scorecard", metavar="FILE", help="write the reliability scorecard there")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print one JSON object for each row, those of other test processes included."""
    rows = list(_rows(terminalreporter.stats))
    if rows:
        terminalreporter.section("scorecard")
    for row in rows:
        terminalreporter.write_line(json.dumps(row, ensure_ascii=False))
    path = config.getoption("--scorecard")
    if path:
        Path(path).write_text(_card(rows, config.getoption("--rounds")))


def _rows(stats: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for outcome in ("passed", "failed", "error"):
        for report in stats.get(outcome, []):
            told = getattr(report, "user_properties", [])
            test = next((value for name, value in told if name == _TEST), None)
            if test is None or (report.when != "call" and report.passed):
                continue
            noted = [json.loads(value) for name, value in told if name == _NAME]
            verdict = {"verdict": "PASS" if report.passed else "FAIL"}
            yield from (verdict | row for row in noted or [{"scenario": test}])


def _card(rows: list[dict[str, Any]], rounds: str) -> str:
    """Return the rows as a table, one line a scenario: one FAIL fails it."""
    by_scenario: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_scenario.setdefault(row["scenario"], []).append(row)
    lines = [
        f"| {scenario} | {_verdict(runs)} | {'; '.join(map(_figures, runs))} |"
        for scenario, runs in sorted(by_scenario.items())
    ]
    when = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, rounds: {rounds}"
    return "\n".join(
        [_HEADING, when, "", "| scenario | verdict | counted |", "|---|---|---|", *lines, ""]
    )


def _verdict(runs: list[dict[str, Any]]) -> str:
    verdicts = [run["verdict"] for run in runs]
    return next(word for word in ("FAIL", "PASS", "SKIPPED") if word in verdicts)


def _figures(run: dict[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in run.items()
        if name not in {"scenario", "verdict"}
    )
