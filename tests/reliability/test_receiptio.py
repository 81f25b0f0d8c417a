"""A client that we did not write, receiptio by makers of Japanese tills, and our virtual printer:
they agree on every state. Its npm package is fetched into pytest's cache, never into the project.
"""

import os
import random
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

import pytest

from printer_drivers.virtual import TcpServer, VirtualPrinter
from printer_drivers.virtual.commands import Unknown
from tests.parts.scorecard import Scorecard

pytestmark = pytest.mark.slow

PACKAGE = "receiptio@2.1.2"
#: Nothing of it runs while it is fetched; without a network it is given up within seconds.
NPM_OPTIONS = (
    "--ignore-scripts", "--no-audit", "--no-fund",
    "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000",
)  # fmt: skip
SCENARIO = "receiptio"
#: It knows no other port for an address.
PORT = 9100
RECEIPT = "^^^番号札\n\n^^^^A012\n\n住所の変更 | 1階 1〜4番窓口\n---\n"


@dataclass
class Receiptio:
    """The client's command line, towards one printer."""

    command: Path
    printer: VirtualPrinter
    host: str

    def ask(self) -> str:
        return self._run("-q")

    def print(self, patience_s: int = 60) -> str:
        return self._run("-l", "ja", "-t", str(patience_s), given=RECEIPT)

    def _run(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            ["node", self.command, "-d", self.host, *words],
            input=given, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        return done.stdout.strip() or done.stderr.strip()


@cache
def fetched(folder: Path) -> tuple[Path | None, str]:
    """Return the client's command in *folder*, fetched there once, or None and why.

    Other test processes wait for the one that fetches.
    """
    if not (shutil.which("node") and shutil.which("npm")):
        return None, "node or npm is not installed"
    command = folder / "node_modules" / "receiptio" / "bin" / "cli.js"
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if command.exists():
            return command, ""
        try:
            done = subprocess.run(
                ["npm", "install", *NPM_OPTIONS, "--prefix", folder, PACKAGE],
                capture_output=True, text=True, timeout=120, check=False,
                env={**os.environ, "npm_config_update_notifier": "false"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None, "npm does not come to its end"
    return (None, f"npm could not fetch {PACKAGE}") if done.returncode else (command, "")


@pytest.fixture
def receiptio(pytestconfig: pytest.Config) -> Iterator[Receiptio | str]:
    """Return the client before a virtual printer of its own, or why there is none."""
    command, reason = fetched(pytestconfig.cache.mkdir("receiptio"))
    if command is None:
        yield reason
        return
    # an address of this machine that nobody else uses, for the port is given
    host = ".".join(["127", *(str(random.randrange(1, 255)) for _ in range(3))])  # noqa: S311
    try:
        with socket.create_server((host, 0)):
            pass
    except OSError:
        yield "this system has one loopback address only"
        return
    printer = VirtualPrinter()
    server = TcpServer(printer, host=host, port=PORT)
    yield Receiptio(command, printer, host)
    server.close()


def _online(client: Receiptio) -> tuple[str, str]:
    return client.ask(), "online"


def _prints(client: Receiptio) -> tuple[str, str]:
    said = client.print()
    assert client.printer.cuts == 1
    # its question to Star printers is no command of ours
    strays = {one.bytes for one in client.printer.strays if isinstance(one, Unknown)}
    assert strays <= {b"\x1b\x06"}
    return said, "success"


def _stops(client: Receiptio) -> tuple[str, str]:
    """Let the paper end in the middle: it must not be called a success."""
    client.printer.set(paper_rows=100)
    said = client.print(patience_s=5)
    assert client.printer.cuts == 0
    return said, "paperempty"


def _state(expected: str, **faults: bool | int) -> Callable[[Receiptio], tuple[str, str]]:
    def check(client: Receiptio) -> tuple[str, str]:
        client.printer.set(**faults)
        return client.ask(), expected

    return check


def _not_printed(expected: str, **faults: bool | int) -> Callable[[Receiptio], tuple[str, str]]:
    def check(client: Receiptio) -> tuple[str, str]:
        client.printer.set(**faults)
        said = client.print(patience_s=2)
        assert (client.printer.cuts, client.printer.dots) == (0, 0)
        return said, expected

    return check


CASES: dict[str, Callable[[Receiptio], tuple[str, str]]] = {
    "online": _online,
    "print": _prints,
    "paper empty": _state("paperempty", paper_rows=0),
    "cover open": _state("coveropen", cover_open=True),
    "error": _state("error", cutter_jam=True),
    "print without paper": _not_printed("paperempty", paper_rows=0),
    "print with the cover open": _not_printed("coveropen", cover_open=True),
    "print until the paper ends": _stops,
}


@pytest.mark.parametrize("case", CASES)
def test_another_client_and_our_virtual_printer_agree(
    receiptio: Receiptio | str, case: str, scorecard: Scorecard
) -> None:
    if isinstance(receiptio, str):
        scorecard.skipped(f"{SCENARIO}: {case}", receiptio)
        return
    said, expected = CASES[case](receiptio)
    scorecard(f"{SCENARIO}: {case}", said=said)
    assert said == expected
