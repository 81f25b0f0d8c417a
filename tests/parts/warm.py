"""Programs of the product that start without being read from the disk again.

Loading the code costs each start over a second of processor time, and the tests start well
over a hundred servers and kiosks. One process loads it all and stands still; each start is a fork
of it: a process of its own from there on, with its own arguments, environment and output.

Run as ``python -m tests.parts.warm FD``; each message on that socket asks for one start.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

#: The programs that start warm, and where each begins.
PROGRAMS = {"madoguchi": "server.cli", "madoguchi-kiosk": "kiosk.__main__"}
ROOT = Path(__file__).parents[2]
_LARGEST = 1 << 17
_SIGNAL_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG


class Started:
    """A started program, used as a `subprocess.Popen` is."""

    def __init__(self, news: socket.socket) -> None:
        self._news = news
        self.pid = int(news.recv(32))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._news], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = int(self._news.recv(32))
            self._news.close()
        return self.returncode


class Warm:
    """The process that has everything loaded."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.parts.warm", str(theirs.fileno())],
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def start(
        self, program: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> Started:
        """Start a program in a session of its own, with its output going to *log*."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        wanted = {
            "arguments": [program, *arguments],
            "environment": dict(environment),
            "log": str(log),
        }
        with theirs:
            socket.send_fds(self._line, [json.dumps(wanted).encode()], [theirs.fileno()])
        return Started(ours)

    def stop(self) -> None:
        self._line.close()
        self._process.wait()


def _load() -> None:
    """Import what the programs import when they start and when they begin to serve."""
    for module in ("server.cli", "server.serving", "kiosk.__main__"):
        importlib.import_module(module)
    from server.app import API

    for name in API:
        importlib.import_module(f"server.web.api.{name}")
    gc.collect()
    gc.freeze()


def _next_program(line: socket.socket) -> str | None:
    """Wait for what to start; return its name in its new process, and None at the end here."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the keepers
    while True:
        message, handles, *_ = socket.recv_fds(line, _LARGEST, 1)
        if not message:
            return None
        with socket.socket(fileno=handles[0]) as news:
            if os.fork() == 0:
                line.close()
                return _keep(news, json.loads(message))


def _keep(news: socket.socket, wanted: dict[str, Any]) -> str:
    """Start the program, tell its number and, at its end, its exit code; go on as the program."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _end_with_parent()
    program = os.fork()
    if program:
        news.send(str(program).encode())
        _, status = os.waitpid(program, 0)
        with contextlib.suppress(BrokenPipeError):
            news.send(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    _end_with_parent()
    os.setsid()
    output = os.open(wanted["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = wanted["arguments"]
    return sys.argv[0]


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SIGNAL_WHEN_PARENT_ENDS, signal.SIGKILL)


def main(handle: int) -> None:
    _end_with_parent()
    _load()
    program = _next_program(socket.socket(fileno=handle))
    if program is not None:
        sys.exit(importlib.import_module(PROGRAMS[program]).main())


if __name__ == "__main__":
    main(int(sys.argv[1]))
