"""A recorded day, played by the office's own rule, is the reference's day to the last digit."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from server.services import replaying, traces

TRACES = Path(__file__).parent.parent / "data" / "traces"
HISTORY = TRACES / "history.jsonl"
DAYS = ["trace_03_quiet", "trace_09_slowday"]


def played(name: str) -> replaying.Floor:
    floor = replaying.Floor(
        *traces.read_day(TRACES / f"{name}.jsonl"), traces.read_history(HISTORY)
    )
    floor.play()
    return floor


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", DAYS)
def test_every_call_is_the_one_of_the_reference_replay(name):
    floor = played(name)
    expected = lines(TRACES / f"{name}.expected.jsonl")
    found = [
        {
            "ticket": one.ticket, "wait": one.wait, "missed": one.missed,
            "legs": [[leg.service, leg.counter, leg.call, leg.end] for leg in one.legs],
        }
        for one in floor.done.values()
    ]  # fmt: skip
    assert found == expected


def test_what_is_told_does_not_change_when_the_hidden_durations_do(tmp_path):
    """The first ticket of the day is told the same, however long everybody will really take."""
    day = lines(TRACES / "trace_03_quiet.jsonl")
    for line in day:
        for leg in line.get("legs", ()):
            leg["true_min"] *= 3
    slow = tmp_path / "slow.jsonl"
    slow.write_text("\n".join(json.dumps(line) for line in day), "utf-8")
    other = replaying.Floor(*traces.read_day(slow), traces.read_history(HISTORY))
    other.play()
    told = played("trace_03_quiet").predicted
    first = next(iter(told))
    assert other.predicted[first] == told[first]


def test_the_command_writes_a_prediction_for_each_ticket(tmp_path):
    out, waits = tmp_path / "out.jsonl", tmp_path / "waits.jsonl"
    day = str(TRACES / "trace_09_slowday.jsonl")
    result = CliRunner().invoke(
        main,
        [
            "replay",
            day,
            "--history",
            str(HISTORY),
            "--predictions",
            str(out),
            "--waits",
            str(waits),
        ],
    )
    assert result.exit_code == 0, result.output
    tickets = {line["ticket"] for line in lines(Path(day)) if line["type"] == "arrive"}
    told = lines(out)
    assert {line["ticket"] for line in told} == {line["ticket"] for line in lines(waits)} == tickets
    assert all(0 <= line["lo90"] <= line["lo50"] <= line["p50"] for line in told)
    assert all(line["p50"] <= line["hi50"] <= line["hi90"] for line in told)


@pytest.mark.parametrize("bad", ["nothing", '{"type": "moon"}', '{"type": "counter", "id": "A"}'])
def test_a_line_that_does_not_fit_is_told_with_its_place(tmp_path, bad):
    day = tmp_path / "day.jsonl"
    day.write_text(f"{bad}\n", "utf-8")
    with pytest.raises(ValueError, match=r"day\.jsonl:1: "):
        traces.read_day(day)
