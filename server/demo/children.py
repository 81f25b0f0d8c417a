"""The parts of a demo as processes: started, watched, stopped."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from server.demo.place import DemoFailed, Place

START_PATIENCE_S = 90
STOP_PATIENCE_S = 8
LOOK_EVERY_S = 0.5
LAST_LINES = 12


@dataclass(frozen=True)
class Child:
    """A part of the demo, running as its own process."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """Return the end of what it wrote."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])


@contextmanager
def running(place: Place, name: str, command: Sequence[str]) -> Iterator[Child]:
    """Run *command* until the block ends; what it writes goes to a file."""
    log = place.folder / f"{name}.log"
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches this process alone, which then stops the parts.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield Child(name, process, log)
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(url: str, *children: Child) -> None:
    """Return when *url* answers well."""
    deadline = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < deadline:
        require_running(*children)
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, OSError):
            time.sleep(LOOK_EVERY_S / 2)
    raise DemoFailed(
        f"{url} が{START_PATIENCE_S}秒たっても開きません。\n{children[0].last_words()}"
    )


def require_running(*children: Child) -> None:
    for child in children:
        if child.process.poll() is not None:
            raise DemoFailed(
                f"{child.name} が止まりました（終了コード {child.process.returncode}）。"
                f"記録 {child.log} の終わり:\n{child.last_words()}"
            )
