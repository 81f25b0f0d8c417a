"""Real processes of the product on free ports, with their output shown when a test fails."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.parts.warm import PROGRAMS, Started, Warm

BIN = Path(sys.executable).parent
#: A program ends with the tests that started it, also when those are killed: one that lived on
#: would take the ports and the serial lines of the next run.
ENDS_WITH_US = ("setpriv", "--pdeathsig", "KILL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether *url* answers 2xx now."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return 200 <= answer.status < 300
    except (urllib.error.URLError, OSError):
        return False


Process = subprocess.Popen[bytes] | Started


@dataclass
class Running:
    """One process, the address it serves and the file its output goes to."""

    name: str
    port: int
    log: Path
    #: Starts the process, with its output going to the log.
    launch: Callable[[], Process]
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = self.launch()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_until(self, path: str, timeout_s: float = 120) -> None:
        """Wait until *path* answers 2xx; raise with the output when it does not."""
        deadline = time.monotonic() + timeout_s
        while not answers(self.url + path):
            if self.process.poll() is not None:
                raise RuntimeError(
                    f"{self.name} ended with {self.process.returncode}:\n{self.output()}"
                )
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} is not ready:\n{self.output()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        _signal_group(self.process, signal.SIGKILL)
        self.process.wait()

    def restart(self, ready: str = "/readyz") -> None:
        """Start it again as it was, after it has ended, and wait until it is ready."""
        self.process = self.launch()
        self.wait_until(ready)

    def stop(self, timeout_s: float = 15) -> int:
        """Ask it to end and return its exit code."""
        _signal_group(self.process, signal.SIGTERM)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.returncode


def _signal_group(process: Process, number: signal.Signals) -> None:
    """Signal the whole group: a stopped process must leave no child behind."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


@dataclass
class Processes:
    """Starts the product's programs; every one ends with the test."""

    folder: Path
    #: Where programs start from that need not be read from the disk; None: all of them are.
    warm: Warm | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    running: list[Running] = field(default_factory=list)

    def run(self, *arguments: str, stdin: str = "") -> str:
        """Run ``madoguchi`` to its end and return what it printed; fail with its complaint."""
        done = subprocess.run(
            [BIN / "madoguchi", *arguments],
            env=self._environment(),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"madoguchi {arguments[0]}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def start(self, program: str, *arguments: str, port: int) -> Running:
        """Start *program* (a console script) that serves *port*."""
        log = self.folder / f"{len(self.running)}-{program}.log"

        def launch() -> Process:
            if self.warm is not None and program in PROGRAMS:
                return self.warm.start(program, arguments, self._environment(), log)
            with log.open("ab") as output:
                return subprocess.Popen(
                    [*ENDS_WITH_US, BIN / program, *arguments],
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

        started = Running(program, port, log, launch)
        self.running.append(started)
        return started

    def server(self, *options: str) -> Running:
        """Start ``madoguchi serve`` on a free port and wait until it is ready."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        own = ("--port", str(port), "--public-url", url)
        started = self.start("madoguchi", "serve", *own, *options, port=port)
        started.wait_until("/readyz")
        return started

    def kiosk(self, server: Running, *arguments: str, office: str = "27125") -> Running:
        """Start ``madoguchi-kiosk`` for *server* and wait for its screen."""
        return self.kiosk_at(server.url, *arguments, office=office)

    def kiosk_at(self, server_url: str, *arguments: str, office: str = "27125") -> Running:
        """Start ``madoguchi-kiosk`` for the server that *server_url* leads to."""
        port = free_port()
        options = ("--server", server_url, "--office", office, "--port", str(port))
        started = self.start("madoguchi-kiosk", *options, *arguments, port=port)
        started.wait_until("/")
        return started

    def end(self) -> None:
        """End what still runs; what came from the disk may have programs of its own to end."""
        for running in reversed(self.running):
            if running.process.poll() is None:
                running.kill() if isinstance(running.process, Started) else running.stop()

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")
        }
        return {**inherited, "PYTHONUNBUFFERED": "1", **self.environment}


@pytest.fixture(scope="session")
def warm(full_rounds: bool) -> Iterator[Warm | None]:
    """The programs, loaded once; the full rounds read them from the disk at each start."""
    if full_rounds:
        yield None
        return
    loaded = Warm()
    yield loaded
    loaded.stop()


@pytest.fixture
def processes(tmp_path: Path, warm: Warm | None) -> Iterator[Processes]:
    folder = tmp_path / "processes"
    folder.mkdir()
    started = Processes(folder, warm, {"XDG_DATA_HOME": str(tmp_path / "data")})
    yield started
    started.end()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the processes printed under a test that failed."""
    outcome = yield
    report = outcome.get_result()
    processes = getattr(item, "funcargs", {}).get("processes")
    if report.when == "call" and report.failed and processes:
        for running in processes.running:
            report.sections.append((f"output of {running.log.name}", running.output()))
