"""A real kiosk process whose cable can be pulled, and what is on its disk and its paper."""

import json
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from printer_drivers.virtual import TcpServer, serve_tcp
from tests.display.cable import Cable
from tests.parts.demo_office import DemoOffice
from tests.parts.processes import Running
from tests.parts.wires import SerialScanner

PATIENCE_S = 60


def until(true: Callable[[], object], what: str, timeout_s: float = PATIENCE_S) -> None:
    end = time.monotonic() + timeout_s
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come")
        time.sleep(0.05)


@dataclass
class Machine:
    """One kiosk in the lobby, with a printer and a scanner of its own."""

    office: DemoOffice
    cable: Cable
    state: Path
    key: str
    printer: TcpServer = field(default_factory=serve_tcp)
    scanner: SerialScanner = field(default_factory=SerialScanner)
    process: Running = field(init=False)

    def __post_init__(self) -> None:
        self.state.mkdir()
        key_file = self.state.parent / f"{self.state.name}.key"
        key_file.write_text(self.key)
        self.process = self.office.processes.kiosk_at(
            f"http://127.0.0.1:{self.cable.port}",
            "--key-file", str(key_file), "--state", str(self.state), "--confirm-seconds", "0",
            "--ticket-printer", self.printer.url, "--form-printer", "the same",
            "--scanner", f"serial://{self.scanner.path}",
        )  # fmt: skip

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.process.url}/healthz", timeout=5) as answer:
            return dict(json.loads(answer.read()))

    def supplied(self, packages: int = 0) -> bool:
        """Tell whether it could go on alone now, with so many packages."""
        health = self.health()
        numbers = health.get("numbers") or {"": 0}
        return bool(min(numbers.values())) and int(health["packages"]) >= packages

    def holds(self, queues: Iterable[str], count: int) -> bool:
        """Tell whether it could give so many numbers of each of *queues* by itself."""
        left = self.health().get("numbers") or {}
        return all(left.get(queue, 0) >= count for queue in queues)

    def touch(self, name: str, value: str = "") -> None:
        request = urllib.request.Request(
            f"{self.process.url}/touch",
            json.dumps({"name": name, "value": value}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5):
            pass

    def walk_in(self, service: str) -> None:
        """Let somebody press a purpose and take the ticket."""
        self.at_home()
        papers = self.printer.printer.cuts
        self.touch("choose", service)
        self.finished(papers + 1)

    def scan(self, token: str, papers: int = 1) -> None:
        """Let somebody hold a code before the reader and take the papers."""
        self.at_home()
        before = self.printer.printer.cuts
        self.scanner.read_code(token)
        self.finished(before + papers)

    def finished(self, cuts: int) -> None:
        until(lambda: self.printer.printer.cuts >= cuts, f"paper {cuts}")
        until(lambda: self.health()["screen"] == "done", "the end of printing")

    def at_home(self) -> None:
        """Leave whatever screen stands there."""

        def home() -> bool:
            screen = self.health()["screen"]
            if screen not in ("home", "printing", "asking"):
                self.touch("close")
            return bool(screen == "home")

        until(home, "the first screen")

    def restart(self) -> None:
        """Take its power away and give it back."""
        self.process.kill()
        self.process.restart("/")

    def numbers(self) -> list[str]:
        """Return the labels that its journal knows, in the order of their giving."""
        return [
            row[0]
            for row in self.rows(
                "SELECT label FROM entry WHERE label<>'' AND state<>'dropped' ORDER BY opened_at"
            )
        ]

    def unsent(self) -> int:
        return int(self.rows("SELECT count(*) FROM outbox")[0][0])

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Ask the kiosk's own disk."""
        address = f"file:{self.state / 'journal.sqlite'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as disk:
            return list(disk.execute(question))

    def on_disk(self) -> bytes:
        """Return every byte of its folder."""
        return b"".join(file.read_bytes() for file in self.state.rglob("*") if file.is_file())

    def close(self) -> None:
        self.process.stop()
        self.printer.close()
        self.scanner.close()
        self.cable.close()
