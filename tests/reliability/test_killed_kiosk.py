"""R15: the kiosk's process is killed at any moment between the scan and the last paper.

After the start the resident presses the button that the first screen offers, or holds the code
before the reader again. No two papers of one number lack 再発行, and everybody gets one.
"""

import json
import random
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from printer_drivers.profiles import profile
from printer_drivers.token import new_token
from printer_drivers.virtual import VirtualPrinter
from tests.kiosk.conftest import until
from tests.kiosk.contract_server import KEY, OFFICE, ContractServer, a_form, a_ticket
from tests.parts.paper_truth import forms_of, tickets_of
from tests.parts.processes import Processes, Running, free_port
from tests.parts.scorecard import Scorecard
from tests.parts.wires import SerialScanner
from tests.reliability.kiosk_devices import wired

pytestmark = pytest.mark.slow

SHARDS, FULL, SMALL = 5, 20, 1
KIND = profile("epson-tm-m30")
#: Both papers are out well before; some kills hit a kiosk that has finished.
LAST_MOMENT_S = 1.6
#: A real printer's speed, so that a kill may meet half a paper.
ROWS_PER_S = 1600.0


@dataclass
class Lobby:
    """A kiosk in a process of its own."""

    kiosk: Running
    office: ContractServer
    scanner: SerialScanner
    printers: list[VirtualPrinter]
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, chance: random.Random) -> None:
        """Kill it once while a resident is served, and let them try again."""
        token = new_token()
        self.office.tokens[token] = None
        self.scanner.read_code(token)
        time.sleep(chance.uniform(0, LAST_MOMENT_S))  # any moment is the point
        screen = self._screen()
        self.kiosk.kill()
        self.counts[f"killed on: {screen}"] += 1
        self.kiosk.restart(ready="/healthz")
        until(lambda: self.health()["scanner"] == "ok", "the scanner")
        until(lambda: self.health()["server"] == "ok", "the server")
        self._try_again(token, chance)
        self._require_truth(f"F{self.office.visits[token]:03}")

    def _try_again(self, token: str, chance: random.Random) -> None:
        offered = self._unfinished()
        if offered and chance.random() < 0.5:
            self.counts["asked by the button"] += 1
            self._touch("unfinished", offered)
        else:
            self.counts["asked by the code"] += 1
            self.scanner.read_code(token)
        until(lambda: self._screen() in {"done", "already", "paper_failed"}, "the end", 60)
        if self._screen() == "already":
            self._touch("print_again")
            until(lambda: self._screen() in {"done", "paper_failed"}, "the second paper", 60)
        assert self._screen() == "done"
        self._touch("close")
        until(lambda: self._screen() == "home", "the first screen")

    def _require_truth(self, label: str) -> None:
        found = tickets_of(a_ticket(label), KIND, *self.printers, restarted=True)
        assert found, f"{label}: no paper"
        assert found.count(0) <= 1, f"{label}: two papers without 再発行"
        forms = forms_of(a_form(label=label), KIND, *self.printers)
        assert forms.count(0) <= 1, f"{label}: two forms without 再発行"
        self.counts[f"papers: {found}"] += 1

    def _unfinished(self) -> str | None:
        """Return what the first screen offers to print, as the page would."""
        with urllib.request.urlopen(f"{self.kiosk.url}/events", timeout=10) as events:
            for line in events:
                if line.startswith(b"data: ") and b'"html"' in line:
                    html = json.loads(line[6:])["html"]
                    _, found, rest = html.partition('data-touch="unfinished" data-value="')
                    return rest.split('"')[0] if found else None
        return None

    def health(self) -> dict[str, str]:
        with urllib.request.urlopen(f"{self.kiosk.url}/healthz", timeout=10) as answer:
            return json.load(answer)

    def _screen(self) -> str:
        return self.health()["screen"]

    def _touch(self, name: str, value: str = "") -> None:
        body = json.dumps({"name": name, "value": value}).encode()
        headers = {"Content-Type": "application/json"}
        urllib.request.urlopen(
            urllib.request.Request(f"{self.kiosk.url}/touch", body, headers), timeout=10
        ).close()


@pytest.fixture
def lobby(processes: Processes, tmp_path: Path) -> Iterator[Lobby]:
    key = tmp_path / "kiosk.key"
    key.write_text(KEY)
    printers = [VirtualPrinter(rows_per_s=ROWS_PER_S) for _ in range(2)]
    port = free_port()
    with wired(*printers) as devices:
        kiosk = processes.start(
            "madoguchi-kiosk", "--server", devices.office.url, "--key-file", str(key),
            "--office", OFFICE, "--state", str(tmp_path / "state"), "--port", str(port),
            "--ticket-printer", devices.ticket_printer, "--form-printer", devices.form_printer,
            "--printer-profile", KIND.name, "--scanner", f"serial://{devices.scanner.path}",
            "--confirm-seconds", "0", port=port,
        )  # fmt: skip
        found = Lobby(kiosk, devices.office, devices.scanner, printers)
        kiosk.wait_until("/healthz", timeout_s=120)
        until(lambda: found.health()["scanner"] == "ok", "the scanner")
        yield found
        kiosk.stop()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_kiosk_killed_at_any_moment_gives_one_paper_without_a_mark(
    lobby: Lobby, shard: int, full_rounds: bool, scorecard: Scorecard
) -> None:
    chance = random.Random(f"R15 {shard}")  # noqa: S311 - a run that can be repeated
    runs = FULL if full_rounds else SMALL
    for _ in range(runs):
        lobby.run(chance)
    scorecard("R15 kiosk killed", shard=shard, runs=runs, **dict(sorted(lobby.counts.items())))
