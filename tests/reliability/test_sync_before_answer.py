"""What the office has answered is on the disk: the sync comes before the answer."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCENARIO = "R03 a ticket is synced before its answer"

SYNC = re.compile(r"\b(fdatasync|fsync)\(")
ANSWER = re.compile(r"\bsend(to|msg)?\(.*HTTP/1\.1 201")
REQUEST = re.compile(r"\brecv(from)?\(.*POST /api/v1/offices/\d+/visits")


def test_the_sync_comes_before_the_answer(sqlite_office, tmp_path, rounds, scorecard):
    if shutil.which("strace") is None:
        scorecard.skipped(SCENARIO, "strace is not installed")
        return
    kiosk = sqlite_office.api("kiosk")
    [server] = sqlite_office.servers()
    log = tmp_path / "calls.txt"
    watcher = subprocess.Popen(
        ["strace", "-f", "-s", "200", "-o", log, "-p", str(_worker(server.process.pid)),
         "-e", "trace=fdatasync,fsync,recvfrom,sendto,sendmsg"],
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert watcher.stderr is not None
        assert b"attached" in watcher.stderr.readline()
        for _ in range(tickets := rounds(2, 50)):
            taken = kiosk.post(sqlite_office.path("/visits"), {"service": "childcare"})
            assert taken.status == 201
        time.sleep(0.2)
    finally:
        watcher.terminate()
        watcher.communicate()
    story = "".join(_letters(log.read_text(errors="replace")))
    synced_first = len(re.findall(r"R[^RA]*S[^RA]*A", story))
    scorecard(SCENARIO, tickets=tickets, synced_first=synced_first)
    assert synced_first == tickets, story


def _worker(master: int) -> int:
    """Return the process that serves: gunicorn's only child."""
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(worker)


def _letters(calls: str) -> list[str]:
    """Return the calls that matter as R(equest), S(ync), A(nswer), in their order."""
    found = []
    for line in calls.splitlines():
        if REQUEST.search(line):
            found.append("R")
        elif ANSWER.search(line):
            found.append("A")
        elif SYNC.search(line):
            found.append("S")
    return found
